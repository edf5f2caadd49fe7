"""Judge whether it helped; the clock reminds the quality manager of it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.retail_complaint_addon.models.complaint_clock import ClockJob
from odoo.addons.retail_complaint_addon.models.complaint_effect import TODO
from odoo.addons.retail_complaint_addon.rules import effect

from .qc_inspection_actions import INVESTIGATOR


class JewelleryEffect(models.Model):
    _inherit = "jewellery.effect"

    def action_effective(self):
        """It helped."""
        return self._judge("effective")

    def action_not_effective(self):
        """It did not help; the investigator gets a to-do."""
        return self._judge("not_effective")

    def action_drop(self):
        """Give the check up, and say why."""
        self._check_manager()
        for check in self:
            if check._is_judged_by_me("dropped"):
                continue
            check._enter()
            check._finish("dropped")
        return True

    def _judge(self, state):
        self._check_manager()
        now = fields.Datetime.now()
        for check in self:
            if check._is_judged_by_me(state):
                continue
            check._enter()
            if not check._may_check():
                raise AccessError(
                    self.env._("Somebody else checks what you have investigated.")
                )
            before, after, days = check.sudo()._count(now)
            if effect.verdict(before.same, after.same, days, check.days) == (
                effect.TOO_EARLY
            ):
                raise UserError(
                    self.env._(
                        "Too early to say: %(count)s of %(days)s days have passed.",
                        count=days,
                        days=check.days,
                    )
                )
            check._finish(
                state,
                before_same=before.same,
                before_all=before.all,
                after_same=after.same,
                after_all=after.all,
                counted_days=days,
            )
            check._tell_the_outcome()
        return True

    def _is_judged_by_me(self, state):
        """Say whether it is the second click of the same person."""
        return self.state == state and self.checked_by_id == self.env.user

    def _finish(self, state, **figures):
        self.sudo()._trusted().write(
            {
                "state": state,
                "checked_by_id": self.env.uid,
                "checked_at": fields.Datetime.now(),
                **figures,
            }
        )
        self.sudo()._untrusted().activity_unlink([TODO])

    def _tell_the_outcome(self):
        """Into the log of the cases; what did not help goes back to its people."""
        check = self.sudo()
        one = check.investigation_id
        label = dict(self._fields["state"]._description_selection(self.env))
        one._log_in_cases(
            self.env._(
                "effectiveness: %(outcome)s; before %(before)s, after %(after)s",
                outcome=label[check.state],
                before=check.before_text,
                after=check.after_text,
            )
        )
        user = one.user_id
        if check.state == "not_effective" and user and user.active:
            one._untrusted().activity_schedule(
                TODO,
                user_id=user.id,
                summary=self.env._("%(name)s did not help", name=one.name),
            )

    def _enter(self):
        """Lock the row and check it.

        :raises UserError: when it is judged, or nothing is written down
        """
        self.ensure_one()
        if not self.sudo().try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._("Somebody else works on it right now."))
        self.invalidate_recordset(["state"])
        self._check_planned()
        if not (self.comment or "").strip():
            raise UserError(self.env._("Write down what the check found."))

    def _check_planned(self):
        if any(check.state != "planned" for check in self.sudo()):
            raise UserError(self.env._("The check has been made, and stays."))

    def _check_manager(self):
        if not self.env.user.has_group(INVESTIGATOR):
            raise AccessError(self.env._("Only the quality manager decides here."))
        self.check_access("write")

    def _may_check(self):
        """The quality manager, who did not investigate it."""
        self.ensure_one()
        one = self.sudo().investigation_id
        user = self.env.user
        return (
            self.state == "planned"
            and user.has_group(INVESTIGATOR)
            and user not in one.user_id | one.submitted_by_id
        )

    # ------------------------------------------------------------------
    # the clock
    # ------------------------------------------------------------------

    def _remind_batch(self):
        """Give the quality manager the to-do of the day (sudo)."""
        for check in self.sudo():
            check._trusted().write({"remind_at": False})
            user = check._checker()
            if user:
                check._untrusted().activity_schedule(
                    TODO,
                    user_id=user.id,
                    summary=self.env._(
                        "Did it help? %(name)s", name=check.investigation_id.name
                    ),
                )

    def _checker(self):
        """Return who analysed it, or another quality manager of the company (sudo)."""
        one = self.investigation_id
        group = self.env.ref(INVESTIGATOR)
        others = group.all_user_ids.sorted("id")
        for user in [one.analysed_by_id, *others]:
            able = user.active and user.has_group(INVESTIGATOR)
            apart = one.user_id | one.submitted_by_id | one.involved_user_ids
            if able and user not in apart and one.company_id in user.company_ids:
                return user
        return self.env["res.users"]


class ComplaintClock(models.AbstractModel):
    _inherit = "complaint.clock"

    @api.model
    def _clock_due_batches(self):
        checks = self.env["jewellery.effect"].sudo()
        domain = [("remind_at", "<=", fields.Datetime.now())]
        return [
            *super()._clock_due_batches(),
            ClockJob(checks, domain, "_remind_batch", "remind_at, id"),
        ]
