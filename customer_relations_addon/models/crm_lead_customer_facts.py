from odoo import api, fields, models

from .customer_linked import READERS


class CrmLead(models.Model):
    _inherit = "crm.lead"

    customer_facts = fields.Text(
        string="About the Customer", compute="_compute_customer_facts", groups=READERS
    )

    @api.depends("partner_id")
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_customer_facts(self):
        texts = self.partner_id._important_facts()
        for lead in self:
            lead.customer_facts = texts.get(lead.partner_id._origin.id, False)
