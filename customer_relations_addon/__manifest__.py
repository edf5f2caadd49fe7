{
    "name": "Customer Relations",
    "summary": "Exchanges, promises, enquiries, shop service, indicators and privacy",
    "version": "19.0.1.0.0",
    "license": "AGPL-3",
    "category": "Sales/CRM",
    "author": "Retail Complaint Desk contributors",
    "depends": [
        "retail_complaint_addon",
        "sale_crm",
        "data_recycle",
        "privacy_lookup",
        "auto_backup",
    ],
    "data": [
        "security/customer_relations_addon_groups.xml",
        "security/ir.model.access.csv",
        "security/store_service_security.xml",
        "views/customer_relations_addon_menus.xml",
        "views/service_improvement_views.xml",
    ],
    "demo": [
        "demo/res_users_demo.xml",
    ],
    "application": True,
}
