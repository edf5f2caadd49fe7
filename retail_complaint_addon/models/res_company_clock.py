from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_wait_days = fields.Integer(
        string="Wait for the Customer",
        default=10,
        help="After so many working days without an answer the owner is reminded.",
    )

    _complaint_wait_positive = models.Constraint(
        "CHECK(complaint_wait_days BETWEEN 0 AND 3650)",
        "Customers are waited for between 0 and 3650 working days.",
    )
