from odoo import fields, models


class StockLot(models.Model):
    _inherit = "stock.lot"

    is_loan_watch = fields.Boolean(
        string="Loan Watch", help="Lent to customers while theirs is repaired."
    )
