"""The customer's own answer to an offered package, with a signature."""

import base64
import binascii
import logging

from odoo import fields, models
from odoo.exceptions import UserError

from ..rules import uploads
from .complaint_entrance import UNSTORABLE

_logger = logging.getLogger(__name__)

SIGNATURE_BYTES = 1024 * 1024
NAME_LENGTH = 200


class ComplaintSolution(models.Model):
    _inherit = "complaint.solution"

    signed_by = fields.Char(readonly=True, copy=False)
    signed_at = fields.Datetime(readonly=True, copy=False)
    signature = fields.Image(readonly=True, copy=False, max_width=1024, max_height=1024)

    def _customer_accept(self, signed_by, signature, door="portal"):
        """Take the package as the customer: every rule of the button holds.

        :param str signed_by: the name they typed
        :param str signature: picture in base64
        :param str door: ``portal`` or ``link``, for the log
        """
        self.ensure_one()
        signed_by = self._customer_name(signed_by)
        image = self._customer_signature(signature)
        solution = self.with_env(self.ticket_id._by_customer(door).env)
        if not solution.executor_id:
            solution._trusted().executor_id = solution.ticket_id.user_id
        solution._customer_answer(
            solution.action_accept,
            self.env._("Signed by %(name)s", name=signed_by),
            "accepted",
        )
        solution._trusted().write(
            {
                "signed_by": signed_by,
                "signed_at": fields.Datetime.now(),
                "signature": image,
            }
        )

    def _customer_decline(self, reason, door="portal"):
        """Decline the package as the customer.

        :param str reason: why
        :raises UserError: without a reason
        """
        self.ensure_one()
        reason = self.ticket_id._customer_words(reason)
        if not reason:
            raise UserError(self.env._("Please write why you decline the offer."))
        solution = self.with_env(self.ticket_id._by_customer(door).env)
        solution._customer_answer(solution.action_decline, reason, "declined")

    def _customer_answer(self, step, note, state):
        """Run a step; the customer hears of no limit or colleague when it fails."""
        if self.state == state:
            raise UserError(self.env._("You have answered this offer already."))
        try:
            with self.env.cr.savepoint():
                step(note)
        except UserError as error:
            _logger.info("The answer of a customer was not taken: %s", error)
            raise UserError(
                self.env._(
                    "We could not take your answer: the offer has changed in the "
                    "meantime, or we are working on it right now. Please load the page "
                    "again or call us."
                )
            ) from None
        self.ticket_id._customer_replied(self.env._("the web page"))

    def _customer_name(self, name):
        name = UNSTORABLE.sub("", name).strip() if isinstance(name, str) else ""
        if not name or len(name) > NAME_LENGTH:
            raise UserError(self.env._("Please write your name."))
        return name

    def _customer_signature(self, signature):
        """Return the picture of a signature in base64, checked."""
        try:
            if not isinstance(signature, str | bytes):
                raise ValueError
            content = base64.b64decode(signature, validate=True)
        except (binascii.Error, ValueError):
            content = b""
        kind = uploads.kind_of(content) or ("", "")
        if len(content) > SIGNATURE_BYTES or kind[1] not in (".png", ".jpg"):
            raise UserError(self.env._("Please sign with your finger or mouse."))
        return base64.b64encode(content)


class ComplaintSolutionLine(models.Model):
    _inherit = "complaint.solution.line"

    def _customer_words(self):
        """Say what the customer gets: never what it costs or counts for."""
        self.ensure_one()
        words = self.name or self.type_id.name
        if self.product_id:
            words = self.env._(
                "%(measure)s: %(article)s",
                measure=words,
                article=self.product_id.display_name,
            )
        if not self.customer_value:
            return words
        return self.env._(
            "%(measure)s (%(amount)s)",
            measure=words,
            amount=self.currency_id.format(self.customer_value),
        )
