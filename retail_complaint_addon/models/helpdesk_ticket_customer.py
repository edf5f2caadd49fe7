"""What a customer sees of a case and does with it, signed in or by the link.

The pages show what ``_customer_view`` returns and nothing else of the case.
"""

from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, format_date, formataddr, plaintext2html

from .complaint_entrance import UNSTORABLE
from .survey_user_input import OPEN_STATES

MESSAGE_LENGTH = 20_000
BY_CUSTOMER = "retail_complaint_by_customer"


class ByCustomer:
    """Put into the context of what a customer does; no client can send it."""

    def __init__(self, door):
        self.door = door


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    # ------------------------------------------------------------------
    # what they see
    # ------------------------------------------------------------------

    def _customer_view(self):
        """Return what the customer may know of the case, ready for the page."""
        self.ensure_one()
        ticket = self.sudo()
        return {
            "number": ticket.number,
            "title": ticket.name,
            "description": ticket.description,
            "company": ticket.company_id.name,
            "store": ticket.store_id.name or "",
            "received_at": ticket._customer_moment(ticket.received_at),
            "is_closed": bool(ticket.resolved_at),
            "status": ticket._customer_status(),
            "next": ticket._customer_next(),
            "entries": ticket._customer_entries(),
            "files": ticket._customer_files(),
            "offers": ticket._customer_offers(),
            "survey": ticket._customer_survey(),
            "may_write": ticket._may_customer_write(),
            "may_reopen": ticket._may_customer_reopen(),
            "reopen_until": ticket._customer_reopen_until(),
        }

    def _customer_summary(self):
        """Return what a list shows of the case."""
        return {
            "number": self.number,
            "title": self.name,
            "received_at": self._customer_day(self.received_at),
            "is_closed": bool(self.resolved_at),
            "status": self._customer_status(),
            "is_waiting": "offered" in self.solution_ids.mapped("state"),
        }

    def _customer_file(self, file_id):
        """Return a file that the page of the customer names (sudo), or no record."""
        shown = self._portal_attachments() | self._customer_messages().attachment_ids
        return shown.filtered(lambda file: file.id == file_id).sudo()

    def _customer_moment(self, moment):
        """Return a moment in words, in the time zone of the store."""
        if not moment:
            return ""
        zone = self.store_id.resource_calendar_id.tz or (
            self.company_id.resource_calendar_id.tz
        )
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
        # the month in words: 11/12 is read in two ways in Hong Kong
        return (
            f"{format_date(self.env, local.date(), date_format='long')} {local:%H:%M}"
        )

    def _customer_day(self, moment):
        return self._customer_moment(moment)[:-6]

    def _customer_status(self):
        """Say in plain words how the case stands."""
        if self.resolved_at:
            return self.env._(
                "Closed on %(day)s.", day=self._customer_day(self.resolved_at)
            )
        states = self.solution_ids.mapped("state")
        if "offered" in states:
            return self.env._(
                "We have made you an offer. Please tell us whether you take it."
            )
        if "accepted" in states:
            return self.env._("We are carrying out what we agreed with you.")
        if self.clock_paused_at:
            return self.env._("We are waiting for your answer.")
        if self.unattended and not self.acknowledged_at:
            return self.env._("We have received your complaint.")
        return self.env._("We are looking into your complaint.")

    def _customer_next(self):
        """Say until when the customer hears of us, or nothing."""
        if self.resolved_at or self.clock_paused_at or not self.next_notice_by:
            return ""
        if self.next_notice_by < fields.Datetime.now():
            return ""
        return self.env._(
            "You will hear from us by %(day)s.",
            day=self._customer_day(self.next_notice_by),
        )

    def _customer_entries(self):
        """Return what was told to the customer and by them, the latest first."""
        entries = [*self._customer_notice_entries(), *self._customer_message_entries()]
        entries.sort(key=lambda entry: entry["at"], reverse=True)
        for entry in entries:
            entry["when"] = self._customer_moment(entry["at"])
        return entries

    def _customer_notice_entries(self):
        return [
            {
                "at": told["told_at"],
                "is_own": False,
                "title": self.env._(
                    "%(company)s, %(channel)s",
                    company=self.company_id.name,
                    channel=told["channel_label"],
                ),
                "subject": told["subject"] or told["kind_label"],
                "body": told["body"],
                "files": [],
            }
            for told in self.notice_ids._as_told()
        ]

    def _customer_messages(self):
        """Return the messages the customer wrote, and those written to them.

        What was sent as a notice is shown as a notice.
        """
        messages = self.website_message_ids - self.notice_ids.mail_message_id
        return messages.filtered(
            lambda message: (
                not message.is_internal
                and message.subtype_id
                and not message.subtype_id.internal
                and (message.body or message.attachment_ids)
            )
        )

    def _customer_message_entries(self):
        return [
            {
                "at": message.date,
                "is_own": self._is_by_customer(message),
                "title": (
                    self.env._("You")
                    if self._is_by_customer(message)
                    # no names of staff
                    else self.company_id.name
                ),
                "subject": "",
                "body": message.body,
                "files": [
                    {"id": file.id, "name": file.name}
                    for file in message.attachment_ids
                ],
            }
            for message in self._customer_messages()
        ]

    def _is_by_customer(self, message):
        author = message.author_id
        if not author:
            return True
        return author.commercial_partner_id == self.commercial_partner_id or (
            bool(author.user_ids) and all(author.user_ids.mapped("share"))
        )

    def _customer_files(self):
        """Return the files that came with the complaint itself."""
        shown = self._customer_messages().attachment_ids
        return [
            {"id": file.id, "name": file.name}
            for file in self._portal_attachments() - shown
        ]

    def _customer_offers(self):
        """Return the packages to answer, in the customer's words and no figures of
        ours."""
        offers = self.solution_ids.filtered(
            lambda one: (
                one.state in ("offered", "accepted", "done")
                and one.round == self.round
                and (one.state != "offered" or not self.resolved_at)
            )
        )
        return [
            {
                "id": offer.id,
                "is_open": offer.state == "offered",
                "is_done": offer.state == "done",
                "lines": [line._customer_words() for line in offer.line_ids],
            }
            for offer in offers
        ]

    def _customer_survey(self):
        """Return the address of the open survey of the case, if there is one."""
        answer = self._current_survey_input()
        if not self.resolved_at or answer.complaint_state not in OPEN_STATES:
            return ""
        return answer._complaint_survey_url()

    def _may_customer_write(self):
        return self.active and (not self.resolved_at or self._may_customer_reopen())

    def _customer_reopen_until(self):
        if not self.resolved_at:
            return ""
        days = timedelta(days=self.company_id.complaint_reopen_days)
        return self._customer_day(self.resolved_at + days)

    def _may_customer_reopen(self):
        days = self.company_id.complaint_reopen_days
        return bool(
            self.resolved_at
            and not self.duplicate_id
            and self.active
            and fields.Datetime.now() <= self.resolved_at + timedelta(days=days)
            and days
        )

    # ------------------------------------------------------------------
    # what they do
    # ------------------------------------------------------------------

    def _by_customer(self, door):
        """Return the case for what the customer does: the desk itself writes.

        :param str door: ``portal`` or ``link``, for the log
        """
        context = {**self._untrusted().env.context, BY_CUSTOMER: ByCustomer(door)}
        # keyword arguments cannot take a key away
        return self.with_user(SUPERUSER_ID).with_context(context)  # pylint: disable=context-overridden

    def _customer_words(self, text):
        """Return what a customer typed, as it can be stored."""
        text = UNSTORABLE.sub("", text) if isinstance(text, str) else ""
        text = text.strip()
        if len(text) > MESSAGE_LENGTH:
            raise UserError(
                self.env._(
                    "Please write at most %(most)s characters.", most=MESSAGE_LENGTH
                )
            )
        return text

    def _customer_author(self, door):
        """Return who a message is by.

        Somebody with the link is not shown as a customer whose address was only
        claimed.
        """
        partner = self.partner_id
        if partner and (door == "portal" or not self.sender_unverified):
            return {"author_id": partner.id}
        name = self.partner_name or self.env._("Customer")
        email = email_normalize(self.partner_email or "") or "customer@invalid"
        return {"author_id": False, "email_from": formataddr((name, email))}

    def _customer_message(self, text, files, door):
        """Keep a message of the customer and go on with the case.

        :param list files: (name, bytes)
        """
        self.ensure_one()
        ticket = self._by_customer(door)
        text = ticket._customer_words(text)
        files = ticket._check_uploads(files, ticket.company_id)
        if not text and not files:
            raise UserError(self.env._("Please write a message or choose a file."))
        if not ticket._may_customer_write():
            raise UserError(self.env._("This case is closed."))
        # who the desk says the customer is, not who is signed in
        message = ticket.with_context(mail_create_nosubscribe=True).message_post(
            body=plaintext2html(text) if text else "",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=files,
            **ticket._customer_author(door),
        )
        if not ticket.resolved_at:
            ticket._customer_replied(self.env._("the web page"))
        return message

    def _customer_reopen(self, text, door):
        """Open a closed case again because the customer says so, within the days."""
        self.ensure_one()
        ticket = self._by_customer(door)
        text = ticket._customer_words(text)
        ticket._lock_cluster()
        if not ticket.resolved_at:
            return
        if not ticket._may_customer_reopen():
            raise UserError(
                self.env._(
                    "This case is closed. Please send us a new complaint and name "
                    "%(case)s.",
                    case=ticket.number,
                )
            )
        if not text:
            raise UserError(self.env._("Please tell us what is not settled yet."))
        ticket.action_reopen(reason=text)
        ticket._customer_message(text, [], door)

    @api.model
    def _customer_door(self):
        """Return the door of what a customer does right now, or None."""
        mark = self.env.context.get(BY_CUSTOMER)
        return mark.door if isinstance(mark, ByCustomer) else None

    def _decision_values(self, kind, **figures):
        """Say in the log that it was the customer, not a member of staff."""
        door = self._customer_door()
        if door and not figures.get("detail"):
            figures["detail"] = f"customer: {door}"
        return super()._decision_values(kind, **figures)
