from odoo import api, fields, models


class StockLot(models.Model):
    _inherit = "stock.lot"

    is_loan_watch = fields.Boolean(
        string="Loan Watch", help="Lent to customers while theirs is repaired."
    )
    is_lent = fields.Boolean(
        string="Lent Now", compute="_compute_is_lent", search="_search_is_lent"
    )

    @api.depends_context("uid")
    def _compute_is_lent(self):
        loans = self.env["watch.loan"].sudo()
        lent = loans.search([("lot_id", "in", self.ids), ("state", "=", "out")]).lot_id
        for lot in self:
            lot.is_lent = lot in lent

    @api.model
    def _search_is_lent(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        loans = self.env["watch.loan"].sudo()
        return [("id", "in", loans.search([("state", "=", "out")]).lot_id.ids)]
