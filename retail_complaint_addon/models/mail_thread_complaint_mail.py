"""The mail gateway of complaints: keep first, read later, never refuse."""

import email
import email.policy
import logging
import threading
import xmlrpc.client

import psycopg2

from odoo import api, models
from odoo.exceptions import AccessError, ValidationError

from ..rules import mail_headers
from .complaint_mail_place import Letter
from .mail_message import OWN_MODELS

_logger = logging.getLogger(__name__)
TICKET = "helpdesk.ticket"
# Put into the context while the other addressees of a mail get their copy.
OTHERS = object()
OTHERS_KEY = "retail_complaint_others"
# Set while a mail that could not be kept must stay on the server it was fetched from.
NOT_KEPT = threading.local()


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def message_process(
        self,
        model,
        message,
        custom_values=None,
        save_original=False,
        strip_attachments=False,
        thread_id=None,
    ):
        """Mail to complaints is stored and committed before it is read.

        From then on nothing is raised: POP servers delete what a fetch failed on (G8),
        and mail servers answer a failure with an error mail to the customer.
        """
        arguments = {
            "custom_values": custom_values,
            "save_original": save_original,
            "strip_attachments": strip_attachments,
            "thread_id": thread_id,
        }
        raw = self._raw_of(message)
        self._check_gateway_values(model, thread_id, custom_values)
        mails = self.env["complaint.mail"].sudo()
        headers = mail_headers.read(raw) if raw else None
        place = headers and mails._find_place(headers, model, thread_id)
        if not place:
            return super().message_process(model, message, **arguments)
        if not self._is_mail_gateway():
            raise AccessError(
                self.env._("Only the mail server brings mail into complaints.")
            )
        letter = Letter(raw, headers, place)
        id_, is_new = self._keep_complaint_mail(letter)
        if is_new and place.others:
            self._pass_on_mail(raw, save_original, strip_attachments)
        # of the same text as another one, with the place that one had
        return mails._run(id_, letter if is_new else None)

    @api.model
    def _raw_of(self, message):
        if isinstance(message, xmlrpc.client.Binary):
            return bytes(message.data)
        if isinstance(message, str):
            return message.encode("utf-8", "surrogateescape")
        if not isinstance(message, bytes):
            raise ValidationError(self.env._("A mail is given as its text."))
        return message

    @api.model
    def _keep_complaint_mail(self, letter):
        NOT_KEPT.flag = True
        kept = self.env["complaint.mail"].sudo()._keep(letter)
        NOT_KEPT.flag = False
        return kept

    # ------------------------------------------------------------------
    # the other addressees
    # ------------------------------------------------------------------

    @api.model
    def _pass_on_mail(self, raw, save_original, strip_attachments):
        """Give the mail to the other models it was sent to, as if we were not there."""
        others = self.with_context(**{OTHERS_KEY: OTHERS})
        try:
            with self.env.cr.savepoint():
                # pylint: disable-next=super-method-mismatch
                super(MailThread, others).message_process(
                    False,
                    raw,
                    save_original=save_original,
                    strip_attachments=strip_attachments,
                )
        except psycopg2.OperationalError:
            raise
        except Exception:
            _logger.info("A mail to complaints and others failed there", exc_info=True)

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        """Complaints have their copy already; the others are reached by alias only."""
        if self.env.context.get(OTHERS_KEY) is not OTHERS:
            return super().message_route(
                message, message_dict, model, thread_id, custom_values
            )
        message_dict.update(references="", in_reply_to="")
        message_dict.pop("parent_id", None)
        routes = super().message_route(message, message_dict, None, None, None)
        return [
            route
            for route in routes or ()
            if route[4] and route[4]._complaint_place() is None
        ]

    @api.model
    def _note_complaint_bounce(self, raw):
        """Mark the notification that a bounce is about."""
        message = email.message_from_bytes(raw, policy=email.policy.SMTP)
        values = self.message_parse(message)
        if values.get("is_bounce"):
            self._routing_handle_bounce(message, values)

    # ------------------------------------------------------------------
    # what the gateway may be told
    # ------------------------------------------------------------------

    @api.model
    def _check_gateway_values(self, model, thread_id, custom_values):
        """:raises AccessError: when a caller chooses values of a complaint (G5)"""
        if isinstance(model, str) and model.startswith(OWN_MODELS):
            # what answers a message of ours is found by its references
            if custom_values or not self._is_mail_gateway():
                raise self._no_mail_values()
        if model != TICKET or not isinstance(custom_values, dict):
            return
        tickets = self.env[TICKET].sudo()
        category = custom_values.get("category_id")
        if category and not isinstance(category, int):
            raise self._no_mail_values()
        named = tickets._complaint_fields() & custom_values.keys()
        if named - {"category_id"} or tickets._is_complaint_vals(dict(custom_values)):
            raise self._no_mail_values()

    def _no_mail_values(self):
        return AccessError(
            self.env._("Mail brings no values of its own into complaints.")
        )
