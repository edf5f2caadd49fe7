from odoo import api, fields, models


class ComplaintSolutionType(models.Model):
    _inherit = "complaint.solution.type"

    tell_amount = fields.Boolean(
        string="Value Told to the Customer",
        compute="_compute_tell_amount",
        store=True,
        readonly=False,
        help="Offers and settlements name the value to the customer, as for a refund "
        "or a voucher. The cost to the company is never named.",
    )

    @api.depends("amount_basis")
    def _compute_tell_amount(self):
        for kind in self:
            kind.tell_amount = kind.amount_basis == "paid"
