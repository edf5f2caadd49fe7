{
    "name": "Watch Complaint Desk",
    "summary": "Watch sheets, workshop diagnosis, warranty decisions and repairs",
    "version": "19.0.1.0.0",
    "license": "AGPL-3",
    "category": "After-Sales",
    "author": "Retail Complaint Desk contributors",
    "depends": [
        "retail_complaint_addon",
        "product_brand",
        "repair",
    ],
    "data": [
        "security/watch_complaint_addon_groups.xml",
        "security/ir.model.access.csv",
        "views/watch_complaint_addon_menus.xml",
        "security/watch_rate_class_security.xml",
        "data/watch_rate_class_data.xml",
        "views/watch_rate_class_views.xml",
    ],
    "demo": [],
}
