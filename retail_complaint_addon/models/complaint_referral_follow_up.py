"""Reminders of what was handed over and is late: once per breach."""

from odoo import fields, models

from .helpdesk_ticket_people import SUPERVISOR


class ComplaintReferral(models.Model):
    _inherit = "complaint.referral"

    def _remind_batch(self):
        """Remind both sides of locked referrals that are late; called by the clock."""
        self._trusted().write({"reminded_at": fields.Datetime.now()})
        for referral in self:
            referral._remind()

    def _escalate_batch(self):
        """Tell the supervisors of locked referrals; called by the clock."""
        self._trusted().write({"escalated_at": fields.Datetime.now()})
        for referral in self:
            referral._escalate()

    def _late_words(self):
        return self.env._(
            "%(referral)s was due on %(due)s: %(reason)s",
            referral=self.display_name,
            due=self.ticket_id._local_date(self.due_at),
            reason=self.reason,
        )

    def _remind(self):
        ticket = self.ticket_id
        asking = self.sender_id | ticket.user_id
        self._notify_users(
            self.reader_ids | (asking - ticket.involved_user_ids),
            self.env._("Late: %(referral)s", referral=self.display_name),
            self._late_words(),
        )

    def _escalate(self):
        """Ask the supervisor of the case, above both sides, to look after it."""
        user = self._escalation_user()
        if not user:
            return
        self._untrusted().activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            summary=self.env._("Late: %(referral)s", referral=self.display_name),
            note=self._late_words(),
        )

    def _escalation_user(self):
        """Return the first supervisor of the case who is on neither side (sudo)."""
        ticket = self.ticket_id
        sides = self.sender_id | self.reader_ids
        for user in ticket._owner_chain(
            ticket.company_id, ticket.store_id, ticket.team_id
        ):
            able = ticket._may_own(user, ticket.company_id, ticket.involved_user_ids)
            if able and user not in sides and user.has_group(SUPERVISOR):
                return user
        return self.env["res.users"]
