"""A promise is kept, broken, withdrawn, moved or handed over: by buttons only."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.retail_complaint_addon.models.turns import take_turns

from ..rules import promises
from .res_users import GROUP

TODO = "customer_relations_addon.mail_activity_type_promise"
LATE_TODO = "customer_relations_addon.mail_activity_type_promise_late"
TODOS = [TODO, LATE_TODO]


class CustomerPromise(models.Model):
    _inherit = "customer.promise"

    def action_keep(self, result=None):
        """It is done. Late when the time is over, whatever is written."""
        return self._settle(promises.KEPT, result=self._words(result))

    def action_withdraw(self, reason=None):
        """The customer no longer wants it, or has freed us from it."""
        return self._settle(promises.WITHDRAWN, reason=self._needed(reason))

    def action_break(self, reason=None):
        """It will not be done."""
        return self._settle(promises.BROKEN, reason=self._needed(reason))

    def action_ask_words(self):
        """Open the screen that asks for the reason or the other day."""
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Promise"),
            "res_model": "customer.promise.step",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_promise_ids": self.ids,
                "default_step": self._asked_step(),
            },
        }

    @api.model
    def _asked_step(self):
        step = self.env.context.get("promise_step")
        steps = self.env["customer.promise.step"]._fields["step"]
        known = dict(steps._description_selection(self.env))
        return step if step in known else "keep"

    # ------------------------------------------------------------------
    # what happens
    # ------------------------------------------------------------------

    @api.model
    def _words(self, text):
        """Return what was typed, or nothing; a program may send anything."""
        if text is not None and text is not False and not isinstance(text, str):
            raise ValidationError(self.env._("A text is needed."))
        return (text or "").replace("\x00", "").strip() or False

    @api.model
    def _needed(self, text):
        """:raises UserError: without a reason"""
        words = self._words(text)
        if not words:
            raise UserError(self.env._("Write down the reason."))
        return words

    def _settle(self, state, **values):
        """Bring open promises to their end; called twice it does nothing."""
        self._check_by_hand()
        for promise in self._locked():
            if promise.state == state:
                continue
            if promise.state != promises.OPEN:
                raise UserError(
                    self.env._(
                        "“%(promise)s” is not open any more.", promise=promise.name
                    )
                )
            done_at = fields.Datetime.now()
            promise._trusted().write({"state": state, "done_at": done_at, **values})
        self._end_todos()
        return True

    def action_reopen(self):
        """Undo a click: open again. Store managers only; it is tracked."""
        self._check_by_hand()
        if not self.env.su and not self.env.user.has_group(GROUP % "supervisor"):
            raise AccessError(self.env._("Store managers open a promise again."))
        for promise in self._locked():
            if promise.state != promises.OPEN:
                values = {"state": promises.OPEN, "done_at": False}
                promise._trusted().write({**values, "result": False, "reason": False})
        return True

    def _move(self, due_at, reason):
        """Another day was agreed with the customer, before the first one was over."""
        self._check_by_hand()
        words = self._needed(reason)
        now = fields.Datetime.now()
        for promise in self._locked():
            if promise.outcome != promises.OPEN or now > promise.due_at:
                raise UserError(
                    self.env._(
                        "“%(promise)s” is late or settled: its day does not move.",
                        promise=promise.name,
                    )
                )
            if not due_at or due_at <= now:
                raise UserError(self.env._("The other day is one that is to come."))
            first = promise.first_due_at or promise.due_at
            promise._trusted().write(
                {"due_at": due_at, "first_due_at": first, "reminded": 0}
            )
            promise.message_post(
                body=self.env._("Another day was agreed: %(reason)s", reason=words)
            )
        self._end_todos()
        return True

    def _check_by_hand(self):
        """:raises AccessError: without the right; UserError: kept by its case"""
        self.check_access("write")
        if self.sudo().filtered("by_itself"):
            raise UserError(
                self.env._(
                    "This promise was made by a complaint or a repair, and is kept "
                    "there: by the next notice, the answer or the finished repair."
                )
            )

    def _locked(self):
        """Return the promises, locked and read again."""
        existing = self.exists()
        take_turns(existing)
        existing.invalidate_recordset(["state", "due_at", "done_at"])
        return existing

    def _end_todos(self):
        self._untrusted().sudo().activity_unlink(TODOS)

    # ------------------------------------------------------------------
    # handing over
    # ------------------------------------------------------------------

    def _hand_over(self, user, reason):
        """Give open promises to somebody else, with a to-do (no rights asked)."""
        for promise in self.filtered(lambda one: one.state == promises.OPEN):
            before = promise.user_id
            if before == user:
                continue
            promise.write({"user_id": user.id})
            if not promise._may_read(user):
                raise UserError(
                    self.env._(
                        "%(user)s may not open “%(promise)s”: it belongs to a case "
                        "that is not for them.",
                        user=user.name,
                        promise=promise.name,
                    )
                )
            promise._end_todos()
            promise.message_post(
                body=self.env._(
                    "Handed over from %(before)s to %(after)s: %(reason)s",
                    before=before.name or self.env._("nobody"),
                    after=user.name,
                    reason=reason,
                )
            )
            promise._give_todo(
                TODO, user, self.env._("Taken over: %(promise)s", promise=promise.name)
            )
        return True

    def _may_read(self, user):
        """Say whether somebody may open this promise: its name is in the to-do."""
        companies = {"allowed_company_ids": user.sudo().company_ids.ids}
        mine = self._untrusted().with_user(user).with_context(**companies)
        mine.invalidate_recordset(["user_id"])
        return mine.has_access("read")

    def _give_todo(self, kind, user, summary):
        """Give somebody a to-do for the day it is due, in their language."""
        self.ensure_one()
        robot = (
            self._untrusted()
            .sudo()
            .with_context(lang=user.lang, mail_activity_quick_update=True)
        )
        robot.activity_schedule(
            kind,
            user_id=user.id,
            date_deadline=fields.Datetime.context_timestamp(
                robot.with_context(tz=user.tz or "Asia/Hong_Kong"), self.due_at
            ).date(),
            summary=summary,
        )
