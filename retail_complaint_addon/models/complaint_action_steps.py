"""What happens to an action: started, done, checked; and the clock reminds of it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .complaint_action import OPEN
from .complaint_clock import ClockJob
from .helpdesk_ticket_category import READERS
from .helpdesk_ticket_people import SUPERVISOR


class ComplaintAction(models.Model):
    _inherit = "complaint.action"

    def action_start(self):
        """Begin the work."""
        return self._move("doing", ("todo",))

    def action_done(self):
        """Say that it is carried out; evidence is needed."""
        for action in self:
            if not (action.evidence or "").strip():
                raise UserError(
                    self.env._(
                        "%(action)s: write down what shows that it was done.",
                        action=action.display_name,
                    )
                )
        return self._move("done", OPEN, done_at=fields.Datetime.now())

    def action_cancel(self):
        """Give the action up."""
        return self._move("cancelled", (*OPEN, "done"))

    def action_resume(self):
        """Take an action up again that was given up or did not help."""
        return self._move(
            "doing", ("cancelled", "not_effective"), done_at=False, checked_at=False
        )

    def action_effective(self):
        """The repeats stopped."""
        return self._check_effect("effective")

    def action_not_effective(self):
        """It did not help."""
        return self._check_effect("not_effective")

    def _check_effect(self, state):
        """Keep the figures of the moment of the check beside the judgement."""
        self.check_access("write")
        user = self.env.user
        if not self.env.su and not user.has_group(SUPERVISOR):
            raise AccessError(self.env._("Supervisors check whether it helped."))
        now = fields.Datetime.now()
        self._check_judgement()
        for action in self:
            before, after, days = action.sudo()._count_repeats(now)
            action._move(
                state,
                ("done",),
                checked_at=now,
                checked_by_id=user.id,
                checked_before=before,
                checked_after=after,
                checked_days=days,
            )
        return True

    # ------------------------------------------------------------------
    # the clock
    # ------------------------------------------------------------------

    @api.model
    def _may_be_reminded(self, user):
        return user.has_group(READERS)

    def _checker(self):
        """Return a supervisor other than the owner (sudo)."""
        tickets = self.env["helpdesk.ticket"].sudo()
        chain = tickets._owner_chain(
            self.company_id, self.store_id, self.env["helpdesk.ticket.team"]
        )
        none = self.env["res.users"]
        for user in [self.create_uid, *chain]:
            able = tickets._may_own(user, self.company_id, none)
            if able and user != self.owner_id and user.has_group(SUPERVISOR):
                return user
        return none

    def action_view_cases(self):
        """Open the linked complaints that the user can read."""
        self.ensure_one()
        self.check_access("read")
        return self.env["helpdesk.ticket"]._complaint_list_action(
            self.name, [("action_ids", "in", self.ids)]
        )


class ComplaintClock(models.AbstractModel):
    _inherit = "complaint.clock"

    @api.model
    def _clock_due_batches(self):
        actions = self.env["complaint.action"].sudo()
        domain = [("remind_at", "<=", fields.Datetime.now())]
        return [
            *super()._clock_due_batches(),
            ClockJob(actions, domain, "_remind_batch", "remind_at, id"),
        ]
