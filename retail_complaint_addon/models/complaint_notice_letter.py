from odoo import api, fields, models
from odoo.tools import html_sanitize
from odoo.tools.image import image_data_uri

from .helpdesk_ticket_notice_values import without_link

REPORT = "retail_complaint_addon.complaint_notice_report"
LETTER = "retail_complaint_addon.complaint_notice_letter"


class ComplaintNotice(models.Model):
    """The notice as a letter with the company's letterhead."""

    _inherit = "complaint.notice"

    def action_print_letter(self):
        """Print the letter in the customer's language."""
        self.check_access("read")
        return self.env.ref(REPORT).report_action(self)

    def _letter_attachment(self):
        """Return the letter as a PDF file of the case (sudo)."""
        self.ensure_one()
        notice = self.sudo()
        content, kind = (
            self.env["ir.actions.report"].sudo()._render_qweb_pdf(REPORT, notice.ids)
        )
        return (
            self.env["ir.attachment"]
            .sudo()
            .create(
                {
                    "name": f"{notice.ticket_id.number}.{kind}",
                    "raw": content,
                    "res_model": "helpdesk.ticket",
                    "res_id": notice.ticket_id.id,
                }
            )
        )

    def _letter_page(self):
        """Return the letter of this notice, for the report."""
        self.ensure_one()
        notice = self.sudo()
        values = notice._letter_values(
            notice.ticket_id,
            {
                "kind": notice.kind,
                "lang": notice.lang,
                "subject": notice.subject,
                "body": notice.body,
                "told_at": notice.told_at,
            },
        )
        return self._letter_html(values)

    @api.model
    def _letter_html(self, values):
        return self.env["ir.qweb"]._render(
            LETTER, values, minimal_qcontext=True, lang=values["lang"]
        )

    @api.model
    def _letter_values(self, ticket, notice):
        """Return everything the letter shows: plain values, no records."""
        company = ticket.company_id
        partner = ticket.partner_id
        lang = notice["lang"] or "en_US"
        moment = notice["told_at"] or fields.Datetime.now()
        address = []
        if partner and not ticket.sender_unverified:
            shown = partner.with_context(lang=lang)._display_address(
                without_company=True
            )
            address = [line for line in shown.splitlines() if line.strip()]
        return {
            "lang": lang,
            "kind": notice["kind"] or "",
            "subject": notice["subject"] or "",
            "body": without_link(html_sanitize(notice["body"] or "")),
            "date": ticket._notice_date(moment, lang),
            "case_number": ticket.number or "",
            "customer_name": ticket._customer_name(),
            "customer_address": address,
            "company_name": company.name or "",
            "company_address": self._company_address(company, lang),
            "company_phone": company.phone or "",
            "company_email": company.email or "",
            "company_website": company.website or "",
            "logo": (
                ""
                if company.uses_default_logo or not company.logo
                else image_data_uri(company.logo)
            ),
        }

    @api.model
    def _company_address(self, company, lang):
        shown = company.partner_id.with_context(lang=lang)._display_address(
            without_company=True
        )
        return ", ".join(line.strip() for line in shown.splitlines() if line.strip())
