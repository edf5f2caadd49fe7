"""What the customer is told without anybody writing it."""

import logging

from odoo import SUPERUSER_ID, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def _tell_by_itself(self, kind):
        """Send a notice in the name of the desk; return it, or none.

        What it goes with counts all the same when it cannot be sent: the clock shows
        until when the customer has to hear from us.
        """
        self.ensure_one()
        ticket = self.sudo()._untrusted().with_user(SUPERUSER_ID)
        notices = self.env["complaint.notice"].sudo()
        if not ticket._notice_email():
            return notices
        try:
            with self.env.cr.savepoint():
                return ticket._send_notice(kind)
        except UserError as error:
            # no sender's address, or a template somebody broke
            _logger.info("Notice %s of case %s: %s", kind, ticket.number, error)
            return notices

    def _notice_articles(self):
        """Return what the customer can collect, where, with which receipt."""
        articles = self.sudo().custody_ids.filtered(
            lambda one: one.state == "in_custody" and one.ready_at
        )
        return [
            {
                "name": one.description or "",
                "receipt": one.name or "",
                "store": one.place_store_id.name or "",
                "address": one._collected_at(),
            }
            for one in articles.sorted("id")
        ]


class ComplaintReferral(models.Model):
    _inherit = "complaint.referral"

    def _accept(self):
        waiting = self.sudo().exists().state == "pending"
        result = super()._accept()
        referral = self.sudo()
        if waiting and referral.state == "accepted" and referral._leaves_the_store():
            referral.ticket_id._tell_by_itself("referred")
        return result

    def _leaves_the_store(self):
        """Say whether somebody outside the store has the case now (sudo)."""
        ticket = self.ticket_id
        store = ticket.store_id
        return (
            self.kind == "handover"
            and ticket.company_id.complaint_tell_referred
            and self.accepted_by_id not in store.member_ids | store.manager_id
        )


class ComplaintCustody(models.Model):
    _inherit = "complaint.custody"

    def action_ready(self):
        """Tell the customer, or have somebody call who has no address."""
        new = self.sudo().filtered(lambda one: not one.ready_at)
        result = super().action_ready()
        for custody in new:
            if custody.company_id.complaint_tell_ready:
                custody._tell_ready()
        return result

    def _tell_ready(self):
        """Write to the customer; else give the owner of the case a to-do (sudo)."""
        if self.ticket_id._tell_by_itself("ready"):
            return
        for user in self._responsible()[:1]:
            self._ask_to_collect(user)

    def _collected_at(self):
        """Return the address of the store on one line."""
        partner = self.place_store_id.partner_id
        lines = partner._display_address(without_company=True) if partner else ""
        return ", ".join(line.strip() for line in lines.splitlines() if line.strip())
