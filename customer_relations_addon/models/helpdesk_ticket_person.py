"""A complaint and the erasure of its customer do not pass each other unseen."""

from odoo import api, models

from odoo.addons.retail_complaint_addon.models.turns import take_turns


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        tickets._hold_customers()
        return tickets

    def write(self, vals):
        result = super().write(vals)
        if vals.get("partner_id"):
            self._hold_customers()
        return result

    def _hold_customers(self):
        """Whoever erases one of these customers right now does it before or after."""
        take_turns(self.sudo().filtered("is_complaint").partner_id)
