from odoo import api, models


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    @api.depends("is_complaint", "company_id")
    def _compute_store_id(self):
        for ticket in self:
            ticket.store_id = ticket.store_id

    @api.depends("store_id", "team_id", "involved_user_ids", "company_id")
    def _compute_owner_candidate_ids(self):
        for ticket in self:
            ticket.owner_candidate_ids = False
