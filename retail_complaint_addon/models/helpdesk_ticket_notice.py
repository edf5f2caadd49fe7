from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import plaintext2html

from .complaint_notice import CHANNELS, KINDS
from .helpdesk_ticket_category import READERS
from .helpdesk_ticket_clock import Calendars

# Clocks of two computers differ; what was told was not told tomorrow.
TOLERANCE = timedelta(minutes=10)
UNDELIVERED_TODO = "retail_complaint_addon.mail_activity_type_notice_undelivered"


class HelpdeskTicket(models.Model):
    """Telling the customer: by mail, or recorded after a call, letter or visit."""

    _inherit = "helpdesk.ticket"

    notice_ids = fields.One2many(
        comodel_name="complaint.notice",
        inverse_name="ticket_id",
        string="Notices",
        copy=False,
        readonly=True,
        groups=READERS,
    )
    notice_count = fields.Integer(compute="_compute_part_counts", groups=READERS)

    # ------------------------------------------------------------------
    # sending and recording
    # ------------------------------------------------------------------

    def _send_notice(self, kind, channel="email", **values):
        """Tell the customer by mail, in the customer's language.

        Server side only; whoever calls it has checked the rights.

        :param str kind: one of ``complaint.notice`` KINDS
        :param values: ``message`` (plain words put into the template), ``subject`` and
            ``body`` (instead of the template), ``recipient``, ``lang``,
            ``attachment_ids``, ``attach_letter``
        :return: the notice, or none when the case has no address
        """
        self.ensure_one()
        ticket = self.sudo()
        ticket._check_notice_kind(kind, channel)
        if channel != "email":
            raise UserError(self.env._("Only mail is sent; the rest is recorded."))
        recipient = values.get("recipient") or ticket._notice_email()
        if not recipient:
            return self.env["complaint.notice"]
        now = fields.Datetime.now()
        texts = ticket._notice_texts(kind, channel, values, now)
        notice = ticket._create_notice(
            kind, channel, now, recipient=recipient, state="queued", **texts
        )
        notice._queue_mail(attach_letter=values.get("attach_letter"))
        ticket._after_notice(notice)
        return notice.sudo(self.env.su)

    def _record_notice(self, kind, channel, told_at, text, **values):
        """Note that the customer was told by phone, letter, visit or message.

        :param told_at: when, in UTC; empty: now
        :param str text: what was said; plain text, or HTML as ``Markup``
        :param values: ``recipient``, ``subject``, ``lang``, ``attachment_ids``,
            ``link``
        :return: the notice
        """
        self.ensure_one()
        ticket = self.sudo()
        ticket._check_notice_kind(kind, channel)
        now = fields.Datetime.now()
        told_at = fields.Datetime.to_datetime(told_at) or now
        if told_at > now + TOLERANCE:
            raise ValidationError(
                self.env._("The customer cannot have been told in the future.")
            )
        body = text if hasattr(text, "__html__") else plaintext2html(text or "")
        notice = ticket._create_notice(
            kind,
            channel,
            min(told_at, now),
            state="recorded",
            body=body,
            recipient=values.get("recipient") or ticket._notice_recipient(channel),
            **{
                name: values[name]
                for name in ("subject", "lang", "attachment_ids", "link", "warnings")
                if values.get(name)
            },
        )
        notice._log_on_case()
        ticket._after_notice(notice)
        return notice.sudo(self.env.su)

    def _check_notice_kind(self, kind, channel):
        if kind not in dict(KINDS) or channel not in dict(CHANNELS):
            raise ValidationError(self.env._("There is no such notice or channel."))
        if not self.is_complaint:
            raise UserError(self.env._("This ticket is no complaint."))
        if kind == "public_reply" or channel == "public":
            raise UserError(
                self.env._("A public reply is approved before it is posted.")
            )

    def _draft_public_reply(self, body, **values):
        """Return a draft of what everybody will read; it waits for approval."""
        self.ensure_one()
        ticket = self.sudo()
        if not ticket.is_complaint:
            raise UserError(self.env._("This ticket is no complaint."))
        values = {
            name: values[name]
            for name in ("subject", "lang", "attachment_ids")
            if values.get(name)
        }
        notice = ticket._create_notice(
            "public_reply",
            "public",
            False,
            state="draft",
            user_id=False,
            body=body,
            recipient=ticket._notice_recipient("public"),
            **values,
        )
        return notice.sudo(self.env.su)

    def _create_notice(self, kind, channel, told_at, **values):
        """Create the row (sudo); a person's name goes on it when a person acts."""
        files = values.pop("attachment_ids", None) or []
        acting = self.env.user
        person = acting.id if acting._is_internal() and acting.active else False
        if self.env.uid == SUPERUSER_ID:
            person = False
        return (
            self.env["complaint.notice"]
            .sudo()
            ._trusted()
            .create(
                {
                    "ticket_id": self.id,
                    "kind": kind,
                    "channel": channel,
                    "told_at": told_at,
                    "user_id": person,
                    "author_ids": [(4, person)] if person else [],
                    "partner_id": self.partner_id.id,
                    "lang": self._survey_lang(),
                    "attachment_ids": [(6, 0, files)],
                    **values,
                }
            )
            ._untrusted()
        )

    def _notice_email(self):
        """Return where the customer can be written to, or False.

        Somebody who gave the name or phone of a customer is not written to at the
        address we know, and the customer is not told of a case that is not theirs.
        """
        email = self._survey_email()
        if self.sender_unverified and email != self._survey_normalize(
            self.partner_email
        ):
            return False
        return email

    def _notice_recipient(self, channel):
        if channel in ("phone", "message"):
            return self.partner_phone or self.partner_id.phone or self.partner_name
        if channel == "letter":
            return self.partner_name or self.partner_id.display_name
        if channel == "public":
            return self.external_handle or self.source_url
        return self.partner_name or self.partner_id.name

    # ------------------------------------------------------------------
    # what follows from it
    # ------------------------------------------------------------------

    def _after_notice(self, notice):
        """Move the clock: the one place where notices and targets meet."""
        ticket = self.sudo()
        if notice.kind == "acknowledged" and not ticket.acknowledged_at:
            ticket._note_acknowledged(notice.told_at)
        if not ticket.stage_id.closed:
            ticket._notice_given(notice.told_at)
            if notice.kind == "needs_info":
                ticket._pause_clock(self.env._("Waiting for the customer's answer"))
        due = ticket.wait_by or ticket.next_notice_by
        notice._trusted().write({"next_notice_by": due})

    def _next_notice_after(self, told_at):
        """Return until when the next notice is due after one at this moment."""
        return self._clock_due("notice", told_at, Calendars())

    @api.ondelete(at_uninstall=False)
    def _unlink_except_told(self):
        """What a customer was told is not deleted together with its case."""
        told = self.env["complaint.notice"].sudo()
        if told.search_count(
            [("ticket_id", "in", self.ids), ("told_at", "!=", False)], limit=1
        ):
            raise UserError(
                self.env._(
                    "A case in which the customer was told something is not deleted. "
                    "Archive it."
                )
            )

    # ------------------------------------------------------------------
    # buttons
    # ------------------------------------------------------------------

    def action_tell_customer(self):
        """Open the screen to write to the customer or note down what was told."""
        self.ensure_one()
        return self._tell_action()

    def action_record_call(self):
        """Open the same screen for a call that has been made."""
        self.ensure_one()
        return self._tell_action(default_channel="phone")

    def action_view_notices(self):
        """Open what the customer was told."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "retail_complaint_addon.complaint_notice_action"
        )
        return {**action, "domain": [("ticket_id", "=", self.id)], "context": {}}

    def _tell_action(self, **defaults):
        self._require_complaints()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tell the Customer"),
            "res_model": "complaint.notice.compose",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_ticket_id": self.id, **defaults},
        }

    # ------------------------------------------------------------------
    # mails that came back
    # ------------------------------------------------------------------

    def _message_receive_bounce(self, email, partner):
        """A mail of the case came back: the last one to this address, as it seems."""
        super()._message_receive_bounce(email, partner)
        sent = self.sudo().notice_ids.filtered(
            lambda notice: (
                notice.state in ("queued", "sent")
                and notice.channel == "email"
                and (notice._was_mailed_to(email) or notice.partner_id & partner)
            )
        )
        sent.sorted("id")[-1:]._mark_undelivered("bounced", False)

    def _report_undelivered_notice(self, text):
        """Give the owner of the case one to-do, however many mails come back."""
        self.ensure_one()
        ticket = self.sudo()
        if ticket.activity_search([UNDELIVERED_TODO]):
            return
        owner = ticket._survey_readers(ticket.user_id)
        users = owner or ticket._survey_supervisors()
        for user in users[:1]:
            self._as_robot(user).activity_schedule(
                UNDELIVERED_TODO, user_id=user.id, note=text
            )
