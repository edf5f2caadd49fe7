"""What the others hear of an article: chatter of the case, to-dos, notifications."""

from markupsafe import Markup

from odoo import models

from .complaint_custody import HELD_STATES

ACTIVITY = "retail_complaint_addon.mail_activity_type_custody"
# ask the customer to collect it, look after what is unclaimed, give it back
COLLECT = "retail_complaint_addon.mail_activity_type_custody_collect"


class ComplaintCustody(models.Model):
    _inherit = "complaint.custody"

    def _tell_case(self, what, words=None):
        body = self.env._(
            "Article %(article)s: %(what)s", article=self.display_name, what=what
        )
        lines = [body, *(words or "").splitlines()]
        self.sudo().ticket_id._untrusted()._message_log(
            body=Markup("<br/>").join(lines), author_id=self.env.user.partner_id.id
        )

    def _tell_users(self, users, subject, body):
        partners = users.filtered("active").partner_id - self.env.user.partner_id
        if partners:
            self.sudo()._untrusted().message_notify(
                partner_ids=partners.ids, subject=subject, body=body
            )

    def _ask_receiver(self, move):
        """Give who can accept it a to-do."""
        users = move.to_user_id or (
            move.to_store_id.member_ids | move.to_store_id.manager_id
        )
        for user in self._is_eligible(users) - move.from_user_id:
            self._untrusted().activity_schedule(
                ACTIVITY,
                user_id=user.id,
                summary=self.env._("Accept %(article)s", article=self.display_name),
            )

    def _end_todos(self):
        self.sudo()._untrusted().activity_unlink([ACTIVITY])

    def _end_collection(self):
        """It is elsewhere now: nobody calls the customer, or gives it back twice."""
        self.sudo()._untrusted().activity_unlink([COLLECT])
        if self.state in HELD_STATES and self.sudo().ticket_id.stage_id.closed:
            self._remember_open_article()

    def _tell_difference(self, move):
        """A weight that differs is for the owner of the case and the supervisor."""
        tolerance = self.company_id.complaint_custody_tolerance
        words = self.env._(
            "%(article)s: %(before)s g before, %(given)s g handed over, %(received)s g "
            "received; the tolerance is %(tolerance)s g.",
            article=self.display_name,
            before=f"{move.weight_before:.3f}",
            given=f"{move.weight:.3f}",
            received=f"{move.weight_received:.3f}",
            tolerance=f"{tolerance:.3f}",
        )
        self._tell_case(self.env._("the weight differs"), words)
        for user in self._responsible():
            self._untrusted().activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=self.env._("Weight differs: %(name)s", name=self.name),
                note=words,
            )

    def _responsible(self):
        """Return the owner of the case, or who stands in, and the next above (sudo)."""
        ticket = self.sudo().ticket_id
        users = self.env["res.users"].sudo()
        chain = [
            ticket.user_id,
            *ticket._owner_chain(ticket.company_id, ticket.store_id, ticket.team_id),
        ]
        for user in chain:
            able = ticket._may_own(user, ticket.company_id, ticket.involved_user_ids)
            if able and len(users) < 2:
                users |= user
        return users

    def _remember_open_article(self):
        """The case is closed and the article is here: somebody has to return it."""
        for user in self._responsible()[:1]:
            self._untrusted().activity_schedule(
                COLLECT,
                user_id=user.id,
                summary=self.env._("Return %(article)s", article=self.display_name),
            )
