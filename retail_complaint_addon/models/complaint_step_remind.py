"""Late steps remind their person: once, by the clock."""

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import format_date

from .complaint_clock import ClockJob
from .helpdesk_ticket_escalation import REMINDER_KEY
from .helpdesk_ticket_todos import TYPE
from .trust import TRUSTED


class ComplaintStep(models.Model):
    _inherit = "complaint.step"

    remind_at = fields.Datetime(
        compute="_compute_remind_at",
        store=True,
        precompute=True,
        copy=False,
        help="In the morning after the day it was due; empty once somebody was told.",
    )
    reminder_ids = fields.Many2many(
        comodel_name="mail.activity",
        relation="complaint_step_activity_rel",
        column1="step_id",
        column2="activity_id",
        string="Reminders",
        copy=False,
        groups=NO_ACCESS,
    )

    _remind_idx = models.Index("(remind_at) WHERE remind_at IS NOT NULL")

    @api.depends("planned_date", "user_id", "state")
    def _compute_remind_at(self):
        """Who gets a late step, or a new date, hears of it anew."""
        for step in self:
            step.remind_at = (
                step.state == "todo"
                and step.planned_date
                and step.ticket_id.sudo()._morning_after(step.planned_date)
            )

    @api.model
    def _names_without_defaults(self):
        return super()._names_without_defaults() | {"remind_at", "reminder_ids"}

    @api.model_create_multi
    def create(self, vals_list):
        self._check_reminder_vals(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_reminder_vals([vals])
        result = super().write(vals)
        if not {"planned_date", "user_id", "state"}.isdisjoint(vals):
            self.sudo().reminder_ids.unlink()
        return result

    def _check_reminder_vals(self, vals_list):
        names = {name for vals in vals_list for name in vals}
        if names & {"remind_at", "reminder_ids"} and not self._is_trusted():
            self.env["complaint.escalation"]._check_by_method()

    # ------------------------------------------------------------------
    # clock
    # ------------------------------------------------------------------

    def _remind_batch(self):
        """Remind of locked steps that are late; called by the clock."""
        self._trusted().write({"remind_at": False})
        for step in self.filtered(lambda step: not step.ticket_id.stage_id.closed):
            step._remind()

    def _remind(self):
        ticket = self.ticket_id
        users = ticket._survey_readers(self.user_id or ticket.user_id)
        for user in (users or ticket._survey_supervisors())[:1]:
            robot = ticket._untrusted().with_user(SUPERUSER_ID)
            robot = robot.with_context(
                lang=user.lang,
                **{REMINDER_KEY: TRUSTED, "mail_activity_quick_update": True},
            )
            todo = robot.activity_schedule(
                TYPE % "step_late",
                user_id=user.id,
                summary=robot.env._("Late: %(step)s", step=self.name),
                note=Markup("<p>%s</p>")
                % robot.env._(
                    "Step of case %(case)s, due %(date)s.",
                    case=ticket.number,
                    date=format_date(robot.env, self.planned_date),
                ),
            )
            self._trusted().write({"reminder_ids": [(4, todo.id)]})


class ComplaintClock(models.AbstractModel):
    _inherit = "complaint.clock"

    @api.model
    def _clock_due_batches(self):
        steps = self.env["complaint.step"].sudo()
        due = [("remind_at", "<=", fields.Datetime.now())]
        job = ClockJob(steps, due, "_remind_batch", "remind_at, id")
        return [*super()._clock_due_batches(), job]
