from odoo import models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def _compute_target_state(self):
        self.target_state = "none"

    def _search_target_state(self, operator, value):
        return NotImplemented

    def action_acknowledge(self):
        return True

    def action_close_complaint(self):
        return True

    def action_reopen(self, reason=None):
        return True
