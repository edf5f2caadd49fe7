"""Nobody gets advertising who has not agreed to it."""

import ast

from markupsafe import Markup

from odoo import fields, models
from odoo.tools import email_normalize

from ..models.sms_consent import MARKETING_MODELS


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    consent_purpose_id = fields.Many2one(
        "customer.purpose",
        string="Purpose",
        help="Customers who have not agreed to this purpose are left out. "
        "Empty: advertising.",
    )
    consent_goods_class_id = fields.Many2one(
        "customer.goods.class",
        string="Class of Goods",
        help="What the mail is about, as customers have agreed to it.",
    )
    consent_asked = fields.Boolean(compute="_compute_consent_asked")

    def _compute_consent_asked(self):
        for composer in self:
            composer.consent_asked = composer._is_to_many()

    def _is_to_many(self):
        self.ensure_one()
        mailing = "mass_mailing_id" in self._fields and self.mass_mailing_id
        return self.composition_mode == "mass_mail" and bool(
            mailing or self.model in MARKETING_MODELS
        )

    def _consent_purpose(self):
        """Return the purpose that has to be agreed to, or no record."""
        purpose = self.consent_purpose_id
        if not purpose and self._is_to_many():
            purpose = self.env["res.partner"]._marketing_purpose()
        return purpose.sudo().filtered("needs_consent")

    def _get_optout_emails(self, mail_values_dict):
        emails = super()._get_optout_emails(mail_values_dict)
        purpose = self._consent_purpose()
        if not purpose:
            return emails
        return [*emails, *self._without_consent(mail_values_dict, purpose)]

    def _without_consent(self, mail_values_dict, purpose):
        """Return the addresses among the recipients that may not be written to.

        An address several people use is written to when all of them agreed.
        """
        recipients = self._get_recipients_data(mail_values_dict)
        addresses = {
            address
            for data in recipients.values()
            for address in data["mail_to_normalized"]
        }
        partners = (
            self.env["res.partner"]
            .sudo()
            .search([("email_normalized", "in", list(addresses))])
        )
        permitted = partners._may_contact("email", purpose, self.consent_goods_class_id)
        refused = (partners - permitted).mapped("email_normalized")
        agreed = set(permitted.mapped("email_normalized")) - set(refused)
        return sorted(addresses - agreed)

    def _prepare_mail_values_dynamic(self, res_ids):
        """Advertising says how to end it, by one click."""
        values = super()._prepare_mail_values_dynamic(res_ids)
        if self.composition_mode != "mass_mail" or not self._consent_purpose():
            return values
        for res_id, mail in values.items():
            partner = self._addressed(res_id, mail)
            if not partner:
                continue
            footer = self.env["ir.qweb"]._render(
                "customer_relations_addon.mail_consent_footer",
                {
                    "link": partner._consent_link(),
                    "company": self.env.company.name,
                },
                minimal_qcontext=True,
                lang=partner.lang,
            )
            # in the mail alone: whoever reads the thread could act as the customer
            mail["body_html"] = Markup(mail.get("body_html") or "") + footer
            mail["headers"] = self._with_one_click(mail.get("headers"), partner)
        return values

    def _addressed(self, res_id, mail):
        """Return the customer a mail is for (sudo)."""
        record = self.env[self.model].sudo().browse(res_id)
        partner = record if self.model == "res.partner" else record._mail_get_partner()
        if partner:
            return partner
        address = email_normalize(mail.get("email_to") or "")
        return (
            self.env["res.partner"]
            .sudo()
            .search([("email_normalized", "=", address or "-")], limit=1)
        )

    def _with_one_click(self, headers, partner):
        link = f"{partner._consent_link()}/unsubscribe"
        known = ast.literal_eval(headers) if headers else {}
        return repr(
            {
                **known,
                "List-Unsubscribe": f"<{link}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            }
        )
