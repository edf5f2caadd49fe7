"""What a visitor without a login typed on the public page: read, checked, taken."""

from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize, html2plaintext, plaintext2html

from .complaint_entrance import UNSTORABLE
from .helpdesk_ticket_category import READERS

# What the page asks, and how long each may be.
PAGE_FIELDS = {
    "store": 10,
    "kind": 10,
    "what": 20_000,
    "article": 300,
    "wish": 5_000,
    "purchase_date": 10,
    "purchase_ref": 200,
    "name": 200,
    "email": 254,
    "phone": 60,
    "consent": 5,
    "submission": 64,
}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    consent_at = fields.Datetime(
        string="Agreed At", copy=False, readonly=True, groups=READERS
    )
    consent_version = fields.Integer(
        string="Agreed To Version", copy=False, readonly=True, groups=READERS
    )
    consent_text = fields.Text(
        string="Agreed To", copy=False, readonly=True, groups=READERS
    )

    @api.model
    def _page_stores(self, company):
        """Return the shops a customer can name (sudo)."""
        return (
            self.env["retail.store"]
            .sudo()
            .search(
                [("kind", "in", ("shop", "online")), ("company_id", "=", company.id)]
            )
        )

    @api.model
    def _page_text(self, form, name):
        """Return what was typed, without what no field can hold."""
        value = form.get(name)
        text = UNSTORABLE.sub("", value) if isinstance(value, str) else ""
        return text.replace("\r\n", "\n").strip()

    @api.model
    def _read_page(self, form, company):
        """Return (typed, values, errors) of a submitted page.

        :return: ``typed`` to show again, ``values`` for the intake, ``errors``
            {field of the page: what to do}
        """
        typed = {name: self._page_text(form, name) for name in PAGE_FIELDS}
        errors = {
            name: self.env._(
                "Please write at most %(most)s characters.", most=PAGE_FIELDS[name]
            )
            for name, text in typed.items()
            if len(text) > PAGE_FIELDS[name]
        }
        self._check_page_contact(typed, errors)
        if not typed["what"]:
            errors["what"] = self.env._("Please tell us what happened.")
        if not typed["consent"]:
            errors["consent"] = self.env._(
                "Without your agreement we may not store what you write."
            )
        values = {
            "company_id": company.id,
            "description": self._page_description(typed),
            "remedy_sought": typed["wish"],
            "purchase_ref": typed["purchase_ref"],
            "partner_name": typed["name"],
            "partner_email": typed["email"],
            "partner_phone": typed["phone"],
            "lang": self.env.lang,
            "consent_at": fields.Datetime.now(),
            "consent_version": company.complaint_consent_version,
            "consent_text": html2plaintext(company._complaint_consent()),
        }
        self._read_page_choices(typed, company, values, errors)
        return typed, values, errors

    @api.model
    def _check_page_contact(self, typed, errors):
        if not typed["name"]:
            errors["name"] = self.env._("Please tell us your name.")
        if not typed["email"] and not typed["phone"]:
            errors["email"] = self.env._(
                "Please give us an e-mail address or a phone number, so that we can "
                "answer you."
            )
        if typed["email"] and not email_normalize(typed["email"]):
            errors["email"] = self.env._("Please check the e-mail address.")
        if typed["phone"] and sum(c.isdigit() for c in typed["phone"]) < 5:
            errors["phone"] = self.env._("Please check the phone number.")

    @api.model
    def _page_description(self, typed):
        parts = [typed["what"]]
        if typed["article"]:
            parts.append(self.env._("Article: %(article)s", article=typed["article"]))
        return plaintext2html("\n\n".join(parts))

    @api.model
    def _read_page_choices(self, typed, company, values, errors):
        """Store, kind and date: only what the page offers."""
        stores = self._page_stores(company)
        kinds = self.env["helpdesk.ticket.category"]._on_complaint_page(company)
        for name, field, records in (
            ("store", "store_id", stores),
            ("kind", "category_id", kinds),
        ):
            chosen = typed[name]
            found = records.filtered(lambda one, chosen=chosen: str(one.id) == chosen)
            if found:
                values[field] = found.id
            elif chosen:
                errors[name] = self.env._("Please choose one of the list.")
        if typed["purchase_date"]:
            try:
                bought = date.fromisoformat(typed["purchase_date"])
            except ValueError:
                bought = None
            if not bought or bought > fields.Date.context_today(self):
                errors["purchase_date"] = self.env._(
                    "Please check the date of the purchase."
                )
            else:
                values["purchase_date"] = bought

    @api.model
    def _take_page(self, form, files, company, too_often=None):
        """Register a submitted page.

        :param list files: (name, bytes)
        :param too_often: asked once everything else is right
        :return: (case or no record, typed, errors)
        """
        typed, values, errors = self._read_page(form, company)
        try:
            values["files"] = self._check_uploads(files, company)
        except ValidationError as error:
            errors["files"] = error.args[0]
        if errors:
            return self.browse(), typed, errors
        if too_often and too_often(company):
            return self.browse(), typed, {"often": True}
        if typed["submission"]:
            # pressed twice, or sent again by a shaky connection
            values["reference"] = f"page:{typed['submission']}"
        try:
            with self.env.cr.savepoint():
                ticket = self._complaint_intake(values, "web")
        except ValidationError as error:
            return self.browse(), typed, {"form": error.args[0]}
        return ticket, typed, {}
