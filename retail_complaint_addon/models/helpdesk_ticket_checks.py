from odoo import models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def _compute_missing_fact_text(self):
        self.missing_fact_text = False

    def _compute_case_counts(self):
        self.partner_case_count = 0
        self.product_case_count = 0
        self.lot_case_count = 0

    def action_view_partner_cases(self):
        self.ensure_one()

    def action_view_product_cases(self):
        self.ensure_one()

    def action_view_lot_cases(self):
        self.ensure_one()
