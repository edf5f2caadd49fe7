from odoo import api, fields, models

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    customer_facts = fields.Text(
        string="About the Customer",
        compute="_compute_customer_facts",
        groups=READERS,
    )

    @api.depends("partner_id")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_customer_facts(self):
        texts = self.partner_id._important_facts()
        for ticket in self:
            ticket.customer_facts = texts.get(ticket.partner_id._origin.id, False)
