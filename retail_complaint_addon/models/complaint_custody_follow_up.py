"""Articles nobody collects, and hand-overs nobody accepts."""

from datetime import timedelta

from odoo import api, fields, models

# A hand-over inside the company is accepted on the same day.
UNACCEPTED = timedelta(days=1)


class ComplaintCustody(models.Model):
    _inherit = "complaint.custody"

    @api.model
    def _cron_follow_up(self, batch=200):
        """Remind of what waits. Each article is committed by itself."""
        now = fields.Datetime.now()
        waiting = self.sudo().search(
            [("state", "=", "in_custody"), ("remind_at", "<", now)],
            order="remind_at",
            limit=batch,
        )
        for custody in waiting:
            if custody.try_lock_for_update(allow_referencing=True):
                custody.invalidate_recordset()
                if custody.state == "in_custody" and custody.ready_at:
                    custody._remind_collection(now)
            self.env["ir.cron"]._commit_progress(1)
        self._remind_unaccepted(now, batch)

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
            summary = self.env._(
                "Ask the customer to collect %(article)s", article=self.display_name
            )
        self._trusted().write(values)
        known = self.activity_ids.filtered(lambda todo: todo.summary == summary)
        if user and not known:
            self._untrusted().activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=summary,
                note=self.env._(
                    "Ready since %(date)s.",
                    date=self.ticket_id._local_date(self.ready_at),
                ),
            )

    @api.model
    def _remind_unaccepted(self, now, batch):
        moves = (
            self.env["complaint.custody.move"]
            .sudo()
            .search(
                [
                    ("state", "=", "pending"),
                    ("reminded_at", "=", False),
                    ("handed_at", "<", now - UNACCEPTED),
                ],
                order="handed_at",
                limit=batch,
            )
        )
        for move in moves:
            if move.try_lock_for_update(allow_referencing=True):
                move.invalidate_recordset()
                if move.state == "pending" and not move.reminded_at:
                    move.custody_id._remind_move(move)
            self.env["ir.cron"]._commit_progress(1)

    def _remind_move(self, move):
        """Tell both sides once that the article is between them (sudo)."""
        move._trusted().write({"reminded_at": fields.Datetime.now()})
        store = move.to_store_id
        receivers = move.to_user_id or (store.member_ids | store.manager_id)
        self._tell_users(
            move.from_user_id | self._is_eligible(receivers),
            self.env._("Not accepted yet: %(article)s", article=self.display_name),
            self.env._("Until it is accepted it counts as being with who gives it."),
        )
