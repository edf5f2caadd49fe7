from odoo import models
from odoo.exceptions import AccessError

from odoo.addons.retail_complaint_addon.rules import tokens

from .document_page import FALLBACK
from .res_users import GROUP


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def help_suggestions(self):
        """Return the help pages that fit this complaint, in the customer's language.

        :return: list of dicts: id, title, summary, topic, lang and the whole address
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(GROUP % "user"):
            raise AccessError(self.env._("Only shop staff look up help pages here."))
        ticket = self.sudo()
        lang = ticket.partner_id.lang or self.env.user.lang or FALLBACK
        company = ticket.company_id or self.env.company
        text = f"{ticket.name or ''} {tokens.plain(ticket.description or '')}"
        base = company.get_base_url()
        return [
            {**row, "url": f"{base}{row['url']}"}
            for row in self.env["document.page"]._help_suggest(text, lang, company)
        ]
