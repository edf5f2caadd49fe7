from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_tracking_days = fields.Integer(
        string="Tracking Link Works After Closing (Days)",
        default=90,
        help="The customer can follow the case by its link until then.",
    )

    _complaint_tracking_days = models.Constraint(
        "CHECK(complaint_tracking_days BETWEEN 1 AND 3650)",
        "The tracking link works 1 to 3650 days after the case was closed.",
    )
