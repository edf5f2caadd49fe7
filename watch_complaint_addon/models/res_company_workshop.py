from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    watch_repair_guarantee_months = fields.Integer(
        string="Guarantee on Repairs",
        default=12,
        help="Months for which a repair is guaranteed, on what was repaired.",
    )
    watch_repair_notices = fields.Boolean(
        string="Notices of the Repair",
        default=True,
        help="Each step of a repair is told to the customer by mail.",
    )

    _watch_guarantee_valid = models.Constraint(
        "CHECK(watch_repair_guarantee_months BETWEEN 0 AND 120)",
        "A repair is guaranteed for 0 to 120 months.",
    )
