from odoo import fields, models


class ComplaintSolutionType(models.Model):
    _inherit = "complaint.solution.type"

    tell_amount = fields.Boolean(
        string="Value Told to the Customer",
        help="Offers and settlements name the value to the customer, as for a refund "
        "or a voucher. The cost to the company is never named.",
    )
