"""The to-do of those who can decide: activity, reminder, next holder."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .complaint_solution_read import TODO_OWNER
from .helpdesk_ticket_escalation import REMINDER_KEY
from .mail_activity import ACTIVITY, CHECKED_KEY
from .together import fetch_together, remember
from .trust import TRUSTED

# of a to-do that comes off the lists, and of whose it is
TODO = {
    "": ("active", "date_deadline", "date_done", "user_id"),
    "user_id": TODO_OWNER[""],
}


class ComplaintApproval(models.Model):
    _inherit = "complaint.approval"

    def _notify_deciders(self, new=False):
        """Give everybody who can decide a to-do that leads to the request.

        In one go, and without a mail for each: who is late gets one, see ``_remind``.

        :param new: the requests were just made, and nobody follows them yet
        """
        kind = self.env["ir.model.data"]._xmlid_to_res_id(ACTIVITY, False)
        model_id = self.env["ir.model"]._get_id(self._name)
        remember(self.env["ir.model"], ("model",), {model_id: (self._name,)})
        deadline = fields.Date.context_today(self)
        approvals = self.sudo()._untrusted()
        quiet = {
            "mail_activity_quick_update": True,
            REMINDER_KEY: TRUSTED,
            CHECKED_KEY: TRUSTED,
        }
        approvals.env["mail.activity"].with_context(**quiet).create(
            [
                {
                    "activity_type_id": kind,
                    "automated": True,
                    "date_deadline": deadline,
                    "res_model_id": model_id,
                    # known here: they need not be computed and stored once more
                    "res_model": self._name,
                    "res_name": approval.display_name,
                    "user_tz": user.tz,
                    "res_id": approval.id,
                    "user_id": user.id,
                    "summary": self.env._(
                        "%(amount)s: %(package)s",
                        amount=approval.currency_id.format(approval.amount),
                        package=approval.solution_id.display_name,
                    ),
                    "note": approval.reason,
                }
                for approval in approvals
                for user in approval.decider_ids
            ]
        )
        approvals._let_follow(new)

    def _let_follow(self, new):
        """Let those asked, who can see the case, follow the requests (trusted).

        :param new: nobody follows them yet; whoever makes them follows them too
        """
        me = self.env.user
        maker = me if new and me.active and not me.share else me.browse()
        asked = self.sudo().grouped(lambda approval: approval.decider_ids | maker)
        for users, approvals in asked.items():
            if users:
                self.env["mail.followers"].sudo()._insert_followers(
                    self._name,
                    approvals.ids,
                    users.partner_id.ids,
                    customer_ids=[],
                    check_existing=not new,
                )

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Those asked follow the request: all of them at once, not one by one."""
        if self.env.context.get(REMINDER_KEY) is TRUSTED:
            return True
        known = self.env["complaint.raw.mixin"]._is_record_id
        if partner_ids and not (
            isinstance(partner_ids, list | tuple | set) and all(map(known, partner_ids))
        ):
            raise ValidationError(self.env._("Followers are given by their ids."))
        return super().message_subscribe(partner_ids, subtype_ids)

    def _close_activities(self):
        """Take the to-dos off the lists; as with any that is done, the row stays.

        Deleting would make the whole cache be read again.
        """
        kind = self.env["ir.model.data"]._xmlid_to_res_id(ACTIVITY, False)
        activities = self.sudo()._untrusted().env["mail.activity"]
        query = activities._search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", kind),
                ("automated", "=", True),
            ]
        )
        fetch_together(activities, query, TODO).write({"active": False})

    @api.model
    def _cron_follow_up(self, batch=100):
        """Pass on what its deciders cannot decide any more; remind of what is late."""
        pending = self.sudo().search([("state", "=", "pending")], order="id")
        for approval in pending:
            approval._follow_up()
            self.env["ir.cron"]._commit_progress(1)

    def _follow_up(self):
        """Follow up one request; one that somebody holds waits for the next run."""
        try:
            with self.env.cr.savepoint():
                self.ticket_id._lock_cluster()
        except UserError:
            # whoever decides on it now writes on the request, too: nothing is noted
            return
        try:
            with self.env.cr.savepoint():
                if self.state == "pending" and not self._pass_on():
                    self._remind()
        except UserError as error:
            # Nobody can decide: it stays where it is and the keeper of the register
            # sees why in the list.
            self._trusted().write({"follow_up_note": str(error)})

    def _pass_on(self):
        """Ask the next holders when those asked are away; return whether it did."""
        solution = self.solution_id
        if self.kind == "limit":
            deciders = solution._deciders(self.requester_id)
        else:
            deciders = solution._condition_deciders(
                self.condition_id, self.requester_id
            )
        if deciders & self.decider_ids == self.decider_ids:
            return False
        self._close_activities()
        self._trusted().write(
            {"decider_ids": [(6, 0, deciders.ids)], "follow_up_note": False}
        )
        self._notify_deciders()
        solution._log("rerouted", condition_id=self.condition_id.id, detail=self.kind)
        return True

    def _remind(self):
        hours = self.company_id.complaint_approval_remind_hours
        if not hours:
            return
        since = self.reminded_at or self.create_date
        if since > fields.Datetime.now() - timedelta(hours=hours):
            return
        self._trusted().write({"reminded_at": fields.Datetime.now()})
        self._untrusted().message_notify(
            partner_ids=self.decider_ids.partner_id.ids,
            subject=self.env._(
                "Approval waiting: %(package)s", package=self.display_name
            ),
            body=self.env._(
                "%(requester)s has been waiting for your decision on %(package)s "
                "since %(date)s.",
                requester=self.requester_id.name,
                package=self.display_name,
                date=fields.Date.to_string(self.create_date),
            ),
        )
