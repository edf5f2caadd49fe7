from odoo import api, fields, models


class WatchLoanLend(models.TransientModel):
    """Lend a watch for the time of the repair; the customer signs."""

    _name = "watch.loan.lend"
    _inherit = ["watch.repair.screen"]
    _description = "Lend a Watch"

    repair_id = fields.Many2one("repair.order", required=True, readonly=True)
    company_id = fields.Many2one(related="repair_id.company_id", related_sudo=False)
    lot_id = fields.Many2one(
        comodel_name="stock.lot",
        string="Loan Watch",
        required=True,
        domain="[('is_loan_watch', '=', True), ('is_lent', '=', False),"
        " ('company_id', 'in', (company_id, False))]",
    )
    product_id = fields.Many2one(
        related="lot_id.product_id", string="Model", related_sudo=False
    )
    due_on = fields.Date(string="Back Until")
    name = fields.Char(string="Taken By", required=True)
    condition = fields.Text(required=True)
    signature = fields.Image(
        string="Signature of the Customer", max_width=600, max_height=300
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        repair = self.env["repair.order"].browse(values.get("repair_id")).sudo()
        values.setdefault("name", repair.partner_id.name)
        if repair.promised_at:
            values.setdefault("due_on", repair.promised_at.date())
        return values

    def action_lend(self):
        """Lend it."""
        self.ensure_one()
        self.env["watch.loan"]._lend(
            self.repair_id,
            {
                "lot_id": self.lot_id.id,
                "name": self.name,
                "condition": self.condition,
                "signature": self.signature,
                "due_on": self.due_on,
            },
        )
        return self._done()
