from lxml import html
from markupsafe import Markup

from odoo import fields, models
from odoo.tools import is_html_empty, plaintext2html
from odoo.tools.misc import format_amount, format_date

# Stands for the customer's own link in stored texts: the link opens the case without
# a login, so it is only in the mail itself.
LINK = "#complaint-link"
# Stands where somebody has to write: nothing goes out with it.
BLANK = "[…]"
# colon and brackets
SIGNS = (": ", " (", ")")
ZH_SIGNS = ("：", "（", "）")
SHOWN_STATES = {"offer": ("offered",), "settled": ("accepted", "done")}


def without_link(body):
    """Return the text without the line that holds the customer's own link."""
    if LINK not in (body or ""):
        return Markup(body or "")
    node = html.fragment_fromstring(body, create_parent="div")
    for anchor in node.xpath("//a[@href=$link]", link=LINK):
        line = anchor.getparent()
        line = anchor if line is node or line.tag == "div" else line
        line.drop_tree()
    inner = html.tostring(node, encoding="unicode")
    return Markup(inner.removeprefix("<div>").removesuffix("</div>"))


class HelpdeskTicket(models.Model):
    """What the customer may be told about a case: plain values, chosen one by one."""

    _inherit = "helpdesk.ticket"

    def _notice_texts(self, kind, channel, given, moment):
        """Return language, subject and body of a notice."""
        lang = given.get("lang") or self._survey_lang()
        subject, body = given.get("subject"), given.get("body")
        if not subject or not body:
            template = self.env["mail.template"]._of_notice(kind, self.company_id)
            values = self._customer_values(kind, lang, channel, given, moment)
            title, text = ("", "")
            if template:
                title, text = template._render_notice(values, lang)
            subject, body = subject or title, body or text
        return {
            "lang": lang,
            "subject": subject or self.env._("Your complaint %s", self.number),
            "body": body,
            "attachment_ids": given.get("attachment_ids"),
            **({"warnings": given["warnings"]} if given.get("warnings") else {}),
        }

    def _customer_values(self, kind, lang, channel="email", given=None, moment=None):
        """Return everything a template of a notice can show.

        Texts and lists of texts only: from here no way leads back to a record.
        """
        self.ensure_one()
        given = given or {}
        ticket = self.sudo().with_context(lang=lang)
        company = ticket.company_id
        moment = moment or fields.Datetime.now()
        due = not ticket.stage_id.closed and ticket._next_notice_after(moment)
        product = ticket.product_id.product_tmpl_id or ticket.product_id
        message = given.get("message")
        return {
            "case_number": ticket.number or "",
            "customer_name": ticket._customer_name(),
            "product": product.name or "",
            "serial": ticket.lot_id.name or "",
            "received_date": ticket._notice_date(ticket.received_at, lang),
            "next_date": ticket._notice_date(due, lang),
            "store_name": ticket.store_id.name or "",
            "company_name": company.name or "",
            "company_phone": company.phone or "",
            "company_email": company.email or "",
            "tracking_link": LINK if channel == "email" else "",
            "questions": ticket._notice_questions() if kind == "needs_info" else [],
            "packages": ticket._notice_packages(kind, lang),
            "articles": ticket._notice_articles() if kind == "ready" else [],
            "verdict": ticket.verdict or "",
            "message": plaintext2html(message) if message else "",
            "recourse": self._notice_html(company.complaint_recourse),
            "settlement_terms": self._notice_html(company.complaint_settlement_terms),
            "letter": channel == "letter",
        }

    def _customer_name(self):
        """Return how the customer is addressed.

        Not by the name of a contact whom somebody only claims to be.
        """
        name = self.partner_name
        if not self.sender_unverified:
            name = name or self.partner_id.name
        return name or ""

    def _notice_html(self, text):
        return "" if is_html_empty(text) else Markup(text)

    def _notice_date(self, moment, lang):
        if not moment:
            return ""
        calendar = self._complaint_calendar(self.store_id, self.company_id)
        zone = calendar.tz or self.company_id.partner_id.tz or "UTC"
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
        return format_date(self.env, local.date(), lang_code=lang, date_format="long")

    def _notice_questions(self):
        """Return what is still to ask, as the customer is asked."""
        return [fact.question for fact in self._missing_facts("close")]

    def _notice_packages(self, kind, lang):
        """Return the packages of the round in plain words.

        An amount is shown only where its type says so, and then what it is worth to
        the customer: what it costs us, or counts for against a limit, is ours.
        """
        states = SHOWN_STATES.get(kind, ())
        packages = self.solution_ids.filtered(
            lambda package: package.state in states and package.round == self.round
        )
        return [
            {
                "number": str(number),
                "measures": [
                    self._measure_in_words(line, lang) for line in package.line_ids
                ],
            }
            for number, package in enumerate(packages.sorted("id"), start=1)
        ]

    def _measure_in_words(self, line, lang):
        """Return one measure as a line of text, in the signs of the language."""
        colon, opening, closing = ZH_SIGNS if lang.startswith("zh") else SIGNS
        words = line.type_id.name or ""
        if line.name:
            words += f"{colon}{line.name}"
        if line.type_id.tell_amount and line.customer_value:
            amount = format_amount(
                self.env, line.customer_value, line.currency_id, lang_code=lang
            )
            words += f"{opening}{amount}{closing}"
        return words
