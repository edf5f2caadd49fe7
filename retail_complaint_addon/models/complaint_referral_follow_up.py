"""Reminders of what was handed over and is late: once per breach, killed anywhere."""

from odoo import api, fields, models

from .complaint_referral import AWAITED
from .helpdesk_ticket_people import SUPERVISOR


class ComplaintReferral(models.Model):
    _inherit = "complaint.referral"

    @api.model
    def _cron_follow_up(self, batch=200):
        """Remind both sides of what is late, then the supervisor.

        Each referral is committed by itself; its date says that it has been done.
        """
        now = fields.Datetime.now()
        referrals = self.sudo()
        for field, due, method in (
            ("reminded_at", "due_at", "_remind"),
            ("escalated_at", "escalate_at", "_escalate"),
        ):
            late = referrals.search(
                [(field, "=", False), (due, "<", now), *AWAITED],
                order=due,
                limit=batch,
            )
            for referral in late:
                # somebody who answers right now is not reminded of it
                if referral.try_lock_for_update(allow_referencing=True):
                    referral.invalidate_recordset()
                    if referral._is_awaited() and not referral[field]:
                        referral._trusted().write({field: now})
                        getattr(referral, method)()
                self.env["ir.cron"]._commit_progress(1)

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
