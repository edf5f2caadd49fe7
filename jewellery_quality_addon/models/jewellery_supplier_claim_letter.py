from odoo import fields, models
from odoo.tools import format_amount, format_date
from odoo.tools.image import image_data_uri

REPORT = "jewellery_quality_addon.jewellery_supplier_claim_report"
LETTER = "jewellery_quality_addon.jewellery_supplier_claim_letter"


class JewellerySupplierClaim(models.Model):
    """The claim as a letter; no customer is named on it."""

    _inherit = "jewellery.supplier.claim"

    def action_print_letter(self):
        """Print the letter in the language of the supplier."""
        self._check_claimer()
        return self.env.ref(REPORT).report_action(self)

    def _keep_letter(self):
        """Keep the letter as it was sent, and mail it when asked to."""
        claim = self.sudo()
        reports = self.env["ir.actions.report"].sudo()
        content, kind = reports._render_qweb_pdf(REPORT, claim.ids)
        letter = self.env["ir.attachment"].sudo()
        letter = letter.create(
            {
                "name": f"{claim.name}.{kind}",
                "raw": content,
                "res_model": self._name,
                "res_id": claim.id,
            }
        )
        claim._trusted().letter_id = letter
        thread = self._untrusted()
        if claim.by_mail:
            lang = claim.partner_id.lang or self.env.lang
            thread = thread.with_context(lang=lang)
            thread.message_post(
                subject=thread.env._("Claim %(name)s", name=claim.name),
                body=thread.env._("Please find our claim attached."),
                partner_ids=claim.partner_id.ids,
                attachment_ids=[*letter.ids, *claim.enclosure_ids.ids],
                subtype_xmlid="mail.mt_comment",
                email_layout_xmlid="mail.mail_notification_light",
            )
        else:
            thread.message_post(
                body=thread.env._("The letter was made out and handed over by hand."),
                attachment_ids=letter.ids,
            )

    def _letter_page(self):
        """Return the letter, for the report."""
        self.ensure_one()
        self.check_access("read")
        values = self._letter_values()
        return self.env["ir.qweb"]._render(
            LETTER, values, minimal_qcontext=True, lang=values["lang"]
        )

    def _letter_values(self):
        """Return everything the letter shows: plain values, no records."""
        lang = self.partner_id.lang or self.company_id.partner_id.lang or "en_US"
        claim = self.sudo().with_context(lang=lang)
        company = claim.company_id
        notices = self.env["complaint.notice"]
        address = claim.partner_id._display_address(without_company=True)
        moment = claim.sent_at or fields.Datetime.now()
        day = fields.Datetime.context_timestamp(claim, moment).date()
        return {
            "lang": lang,
            "name": claim.name,
            "draft": claim.state == "draft",
            # the month in words: 4/12 is April in London and December in New York
            "date": format_date(claim.env, day, lang, "medium"),
            "answer_due": format_date(claim.env, claim.answer_due, lang, "medium"),
            "supplier_name": claim.partner_id.name,
            "supplier_address": [line for line in address.splitlines() if line.strip()],
            "case_numbers": claim.case_numbers or "",
            "reason": claim.reason or "",
            "demand": claim.demand or "",
            "demand_label": self._fields["demand"]._description_string(claim.env),
            "lines": [line._letter_line() for line in claim.line_ids],
            "amount": format_amount(claim.env, claim.amount, claim.currency_id, lang),
            "enclosures": claim.enclosure_ids.mapped("name"),
            "currency": claim.currency_id.name,
            "signer": (claim.sent_by_id or self.env.user).name,
            "company_name": company.name or "",
            "company_address": notices._company_address(company, lang),
            "company_phone": company.phone or "",
            "company_email": company.email or "",
            "logo": (
                ""
                if company.uses_default_logo or not company.logo
                else image_data_uri(company.logo)
            ),
        }


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _self_standing_models(self):
        return (*super()._self_standing_models(), "jewellery.supplier.claim")
