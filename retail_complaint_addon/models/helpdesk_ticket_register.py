"""The interface for programs: review feeds, messengers, other systems."""

import base64
import binascii
from datetime import date, datetime

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import email_normalize, plaintext2html

from ..rules import money
from .complaint_entrance import UNSTORABLE
from .helpdesk_ticket_checks import CLOCK_SKEW
from .helpdesk_ticket_doors import REFERENCE_LENGTH

CONNECTOR = "retail_complaint_addon.group_complaint_connector"
MODULE = "retail_complaint_addon"
# The texts a program may send, and how long each may be.
TEXTS = {
    "name": 300,
    "description": 100_000,
    "partner_name": 200,
    "partner_email": 254,
    "partner_phone": 60,
    "external_ref": REFERENCE_LENGTH,
    "external_handle": 200,
    "source_url": 2000,
    "incident_place": 300,
    "purchase_ref": 200,
    "remedy_sought": 20_000,
    "lang": 20,
}
RECORDS = {
    "store_id": "retail.store",
    "category_id": "helpdesk.ticket.category",
    "channel_id": "helpdesk.ticket.channel",
    "company_id": "res.company",
}
OTHERS = (
    "store",
    "category",
    "channel",
    "received_at",
    "incident_at",
    "purchase_date",
    "claimed_amount",
    "currency",
    "attachments",
    *RECORDS,
)


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    @api.model
    def complaint_register(self, vals):
        """Register a complaint from another system; the same one again changes nothing.

        See ``docs/api.md``. Of the calls with the same company, channel and
        ``external_ref``, also at the same moment, one makes the case.

        :param dict vals: what is known
        :return: ``{"id", "number", "link", "created"}``
        """
        user = self.env.user
        if not (user.has_group(CONNECTOR) or self._is_clerk()):
            raise AccessError(self.env._("Your login may not register complaints."))
        # a connector may read nothing by itself
        tickets = self.sudo()
        ticket = tickets._complaint_intake(tickets._read_registration(vals), "api")
        if not user.has_group(CONNECTOR):
            self._note_link_given(ticket)
        link = ticket._complaint_link()
        # what the end of the request would store as the connector
        tickets.env.flush_all()
        return {
            "id": ticket.id,
            "number": ticket.number,
            "link": link,
            "created": not ticket.env.context.get("complaint_known"),
        }

    def _note_link_given(self, ticket):
        """With the link one acts as the customer: note which colleague got it.

        :raises AccessError: for a case that somebody else registered before, and that
            the user does not handle
        """
        if not ticket.with_env(self.env).has_access("write"):
            raise AccessError(
                self.env._("This complaint has been registered before, by others.")
            )
        ticket._message_log(
            body=self.env._("The customer's link was given out by the interface."),
            author_id=self.env.user.partner_id.id,
        )

    # ------------------------------------------------------------------
    # reading what a program sent
    # ------------------------------------------------------------------

    @api.model
    def _bad_value(self, name, reason):
        """Return an error for a program: it names the key as it was sent."""
        return ValidationError(
            self.env._("%(key)s: %(reason)s", key=name, reason=reason)
        )

    @api.model
    def _read_registration(self, vals):
        """Return values for the intake.

        :raises ValidationError: naming the first key that cannot be used
        """
        if not isinstance(vals, dict):
            raise self._bad_value("vals", self.env._("an object of keys and values."))
        for name in vals:
            if name not in TEXTS and name not in OTHERS:
                known = ", ".join(sorted({*TEXTS, *OTHERS}))
                raise self._bad_value(
                    name, self.env._("not a known key. Known are: %(keys)s", keys=known)
                )
        given = {name: value for name, value in vals.items() if value not in (None, "")}
        result = {
            name: self._read_text(name, given[name])
            for name in TEXTS
            if name in given and given[name] is not False
        }
        self._read_contact(result)
        self._read_place(given, result)
        self._read_dates(given, result)
        self._read_claim(given, result)
        if "attachments" in given:
            result["files"] = self._read_attachments(given["attachments"])
        if result.get("description"):
            result["description"] = plaintext2html(result["description"])
        elif not result.get("name"):
            raise self._bad_value(
                "description", self.env._("say what happened. It is required.")
            )
        return result

    @api.model
    def _read_text(self, name, value):
        if not isinstance(value, str):
            raise self._bad_value(name, self.env._("a text."))
        if UNSTORABLE.search(value):
            raise self._bad_value(
                name, self.env._("contains characters that cannot be stored.")
            )
        if len(value) > TEXTS[name]:
            raise self._bad_value(
                name,
                self.env._(
                    "%(count)s characters; at most %(most)s.",
                    count=len(value),
                    most=TEXTS[name],
                ),
            )
        return value.strip()

    @api.model
    def _read_contact(self, result):
        if result.get("partner_email") and not email_normalize(result["partner_email"]):
            raise self._bad_value("partner_email", self.env._("one e-mail address."))
        url = result.get("source_url")
        if url and not url.lower().startswith(("https://", "http://")):
            raise self._bad_value("source_url", self.env._("begins with https://."))
        if result.get("lang"):
            code = result["lang"].replace("-", "_")
            known = {code for code, _name in self.env["res.lang"].get_installed()}
            # a language that is not installed is none to refuse a complaint for
            result["lang"] = code if code in known else False

    @api.model
    def _read_place(self, given, result):
        """Company, store, channel and category, by code or by id."""
        companies = self.env.user.company_ids
        for name, model in RECORDS.items():
            if given.get(name):
                result[name] = self._read_id(name, model, given[name])
        company = self.env["res.company"].browse(result.get("company_id"))
        if company and company not in companies:
            raise self._bad_value("company_id", self.env._("not a company of yours."))
        if given.get("store"):
            result["store_id"] = self._read_store(given["store"], company)
        store = self.env["retail.store"].sudo().browse(result.get("store_id"))
        if store and store.company_id not in (company or companies):
            raise self._bad_value("store_id", self.env._("of another company."))
        company = company or store.company_id or self._own_company()
        result["company_id"] = company.id
        for name in ("channel", "category"):
            if given.get(name):
                result[f"{name}_id"] = self._read_code(name, given[name])
        category = (
            self.env["helpdesk.ticket.category"]
            .sudo()
            .browse(result.get("category_id"))
        )
        if category and not category.is_complaint:
            raise self._bad_value(
                "category_id", self.env._("not a category of complaints.")
            )
        channel = (
            self.env["helpdesk.ticket.channel"].sudo().browse(result.get("channel_id"))
        )
        for name, record in (("category_id", category), ("channel_id", channel)):
            if record.company_id and record.company_id != company:
                raise self._bad_value(name, self.env._("of another company."))

    @api.model
    def _own_company(self):
        """Return the company of the caller, whatever the context of the call says."""
        user = self.env.user
        here = self.env.company
        return here if here in user.company_ids else user.company_id

    @api.model
    def _read_id(self, name, model, value):
        valid = isinstance(value, int) and not isinstance(value, bool)
        valid = valid and 0 < value < 2**31
        if not valid or not self.env[model].sudo().browse(value).exists():
            raise self._bad_value(name, self.env._("there is no such record."))
        return value

    @api.model
    def _read_store(self, code, company):
        stores = self.env["retail.store"].sudo()
        if isinstance(code, str) and not UNSTORABLE.search(code):
            stores = stores.search(
                [
                    ("code", "=", code),
                    ("company_id", "=", (company or self._own_company()).id),
                ]
            )
        if not stores:
            raise self._bad_value("store", self.env._("there is no such store."))
        return stores.id

    @api.model
    def _read_code(self, name, code):
        """Return the shipped channel or category of a code, as ``social_media``."""
        prefix = f"{name}_"
        found = self.env[f"helpdesk.ticket.{name}"].sudo()
        if isinstance(code, str) and code.isidentifier() and code.isascii():
            found = self.env.ref(f"{MODULE}.{prefix}{code}", False) or found
        if not found or found._name != f"helpdesk.ticket.{name}" or not found.active:
            raise self._bad_value(name, self.env._("there is no such code."))
        return found.id

    @api.model
    def _read_dates(self, given, result):
        for name in ("received_at", "incident_at"):
            if given.get(name):
                result[name] = self._read_moment(name, given[name])
        if given.get("purchase_date"):
            try:
                result["purchase_date"] = date.fromisoformat(given["purchase_date"])
            except (TypeError, ValueError):
                raise self._bad_value(
                    "purchase_date", self.env._("a date as 2026-01-31.")
                ) from None

    @api.model
    def _read_moment(self, name, value):
        """Return a moment as Odoo stores it; without a time zone it is UTC."""
        try:
            moment = datetime.fromisoformat(value)
            if moment.tzinfo:
                moment = moment.astimezone(pytz.utc).replace(tzinfo=None)
        except (TypeError, ValueError, OverflowError):
            raise self._bad_value(
                name, self.env._("a moment as 2026-01-31T18:05:00+08:00.")
            ) from None
        now = fields.Datetime.now()
        if moment > now + CLOCK_SKEW:
            raise self._bad_value(name, self.env._("lies in the future."))
        return min(moment.replace(microsecond=0), now)

    @api.model
    def _read_claim(self, given, result):
        amount = given.get("claimed_amount")
        if amount is not None and amount is not False:
            if not money.is_valid_amount(amount):
                raise self._bad_value(
                    "claimed_amount", self.env._("a number of 0 or more.")
                )
            result["claimed_amount"] = amount
        if given.get("currency"):
            code = given["currency"]
            found = self.env["res.currency"].sudo()
            if isinstance(code, str) and len(code) == 3 and code.isalpha():
                found = found.search([("name", "=", code.upper())], limit=1)
            if not found:
                raise self._bad_value("currency", self.env._("a code as HKD."))
            result["currency_id"] = found.id

    @api.model
    def _read_attachments(self, attachments):
        """Return [(name, bytes)] of ``[{"name", "content"}]``, the latter in base64."""
        if not isinstance(attachments, list):
            raise self._bad_value("attachments", self.env._("a list."))
        company = self._own_company()
        if len(attachments) > company.complaint_upload_files:
            raise self._bad_value("attachments", self._too_many_files(company))
        files = []
        for index, item in enumerate(attachments):
            key = f"attachments[{index}]"
            if not isinstance(item, dict) or set(item) - {"name", "content"}:
                raise self._bad_value(key, self.env._("a name and a content."))
            name, content = item.get("name") or "", item.get("content")
            if not isinstance(name, str) or not isinstance(content, str):
                raise self._bad_value(key, self.env._("a name and a content."))
            try:
                content = base64.b64decode(content, validate=True)
            except (binascii.Error, ValueError):
                raise self._bad_value(
                    key, self.env._("the content is no base64.")
                ) from None
            files.append((name, content))
        try:
            return self._check_uploads(files, company)
        except ValidationError as error:
            raise self._bad_value("attachments", error.args[0]) from None
