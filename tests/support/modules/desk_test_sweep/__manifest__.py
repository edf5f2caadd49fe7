{
    "name": "Sweep of the tests",
    "version": "19.0.1.0.0",
    "license": "AGPL-3",
    "author": "Retail Complaint Desk contributors",
    "depends": ["base"],
}
