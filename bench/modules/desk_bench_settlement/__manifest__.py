{
    "name": "Settlements of the benchmark's peer",
    "summary": "A sum that base_tier_validation has approved, for bin/bench alone.",
    "version": "19.0.1.0.0",
    "license": "AGPL-3",
    "author": "Retail Complaint Desk contributors",
    "depends": ["base_tier_validation", "helpdesk_mgmt"],
    "data": ["security/ir.model.access.csv"],
}
