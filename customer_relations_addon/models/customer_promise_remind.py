"""The clock reminds of promises, and somebody always answers for them."""

from odoo import SUPERUSER_ID, api, fields, models

from odoo.addons.retail_complaint_addon.models.complaint_clock import ClockJob

from ..rules import promises
from .customer_promise_actions import LATE_TODO, TODO
from .res_users import GROUP


class CustomerPromise(models.Model):
    _inherit = "customer.promise"

    def _remind_batch(self):
        """Take the step that is due with locked promises; called by the clock."""
        now = fields.Datetime.now()
        for promise in self.with_user(SUPERUSER_ID):
            first = max(promise.reminded, 1 if promise.by_itself else 0)
            made, due = promise.made_at, promise.due_at
            step = promises.last_passed(first, made, due, now)
            if step is None:
                continue
            done = promises.STEPS if promise.by_itself else step + 1
            promise._trusted().write({"reminded": done})
            if not promise.by_itself:
                promise._remind(step)

    def _remind(self, step):
        """Tell who promised; a day later the store's manager."""
        user = self._answering(step == promises.STEPS - 1)
        if not user:
            return
        words = self.with_context(lang=user.lang)
        if step == 0:
            summary = words.env._("Promised: %(promise)s", promise=self.name)
        else:
            summary = words.env._("Late: %(promise)s", promise=self.name)
        kind = TODO if step == 0 else LATE_TODO
        todos = self.activity_ids.filtered(lambda one: one.user_id == user)
        todos.filtered(lambda one: one.activity_type_id == self.env.ref(TODO)).unlink()
        self._give_todo(kind, user, summary)

    def _answering(self, manager=False):
        """Return who is told: who promised, or the manager of the store."""
        user = self.user_id
        if not manager and user.active:
            return user
        boss = self._manager()
        if boss and not self._may_read(boss):
            boss = boss.browse()
        return boss or (user if user.active else boss)

    def _manager(self):
        """Return the manager of the store or of one above it, else of the company."""
        store = self.store_id
        while store:
            boss = store.manager_id
            if boss.active and boss.has_group(GROUP % "user"):
                return boss
            store = store.parent_id
        managers = self.env.ref(GROUP % "manager").all_user_ids
        return managers.filtered(
            lambda one: one.active and self.company_id in one.company_ids
        ).sorted("id")[:1]

    @api.model
    def _leave(self, users):
        """Hand the open promises of people who leave to the manager of their store."""
        domain = self._open_domain() & self._by_hand_domain()
        promises_ = self.sudo().search([*domain, ("user_id", "in", users.ids)])
        for promise in promises_:
            boss = promise._manager() - users
            if boss and promise._may_take_over(boss):
                promise._hand_over(boss, self.env._("left the company"))

    def _may_take_over(self, user):
        """Say whether somebody could open this promise if it were theirs."""
        case = self.ticket_id
        companies = {"allowed_company_ids": user.company_ids.ids}
        return not case or (
            case.with_user(user).with_context(**companies).has_access("read")
        )

    @api.model
    def _by_hand_domain(self):
        return fields.Domain("by_itself", "=", False)


class ComplaintClock(models.AbstractModel):
    _inherit = "complaint.clock"

    @api.model
    def _clock_due_batches(self):
        records = self.env["customer.promise"].sudo()
        due = [("remind_at", "<=", fields.Datetime.now())]
        job = ClockJob(records, due, "_remind_batch", "remind_at, id")
        return [*super()._clock_due_batches(), job]
