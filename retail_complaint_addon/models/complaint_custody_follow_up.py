"""Articles nobody collects, and hand-overs nobody accepts."""

from datetime import timedelta

from odoo import fields, models

from .complaint_custody_words import COLLECT

# A hand-over inside the company is accepted on the same day.
UNACCEPTED = timedelta(days=1)


class ComplaintCustody(models.Model):
    _inherit = "complaint.custody"

    def _remind_batch(self):
        """Remind of locked articles that wait to be collected; called by the clock."""
        now = fields.Datetime.now()
        for custody in self:
            custody._remind_collection(now)

    def _remind_collection(self, now):
        """Ask the owner to call the customer; after the set time, the supervisor."""
        days = self.company_id.complaint_custody_remind_days
        values = {"remind_at": fields.Datetime.add(now, days=days)}
        overdue = self._unclaimed_from() <= now
        people = self._responsible()
        user = people[-1:] if overdue else people[:1]
        if overdue and self.unclaimed_told_at:
            user = user.browse()
        if overdue:
            values["unclaimed_told_at"] = self.unclaimed_told_at or now
            summary = self.env._("Unclaimed? %(article)s", article=self.display_name)
        else:
            summary = self._collect_words()
        self._trusted().write(values)
        if user:
            self._ask_to_collect(user, summary)

    def _collect_words(self):
        return self.env._(
            "Ask the customer to collect %(article)s", article=self.display_name
        )

    def _ask_to_collect(self, user, summary=None):
        """Give somebody this to-do, unless it is there already (sudo)."""
        summary = summary or self._collect_words()
        if summary in self.activity_ids.mapped("summary"):
            return
        self._untrusted().activity_schedule(
            COLLECT,
            user_id=user.id,
            summary=summary,
            note=self.env._(
                "Ready since %(date)s.",
                date=self.ticket_id._local_date(self.ready_at),
            ),
        )

    def _remind_move(self, move):
        """Tell both sides once that the article is between them (sudo)."""
        store = move.to_store_id
        receivers = move.to_user_id or (store.member_ids | store.manager_id)
        self._tell_users(
            move.from_user_id | self._is_eligible(receivers),
            self.env._("Not accepted yet: %(article)s", article=self.display_name),
            self.env._("Until it is accepted it counts as being with who gives it."),
        )
