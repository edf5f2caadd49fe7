"""An accepted package that is late: its person is reminded, then the supervisor."""

from datetime import timedelta

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import format_date

from .complaint_clock import ClockJob
from .helpdesk_ticket_escalation import REMINDER_KEY
from .helpdesk_ticket_todos import TYPE
from .trust import TRUSTED

# Between the person and the supervisor.
DAYS_TO_SUPERVISOR = 2
PLAN_FIELDS = frozenset({"due_date", "executor_id", "state"})


class ComplaintSolution(models.Model):
    _inherit = "complaint.solution"

    remind_at = fields.Datetime(
        string="Next Reminder",
        compute="_compute_remind_at",
        store=True,
        precompute=True,
        copy=False,
        help="In the morning after the day it was due; empty once everybody was told.",
    )
    reminded = fields.Selection(
        selection=[("executor", "The Person"), ("supervisor", "The Supervisor")],
        compute="_compute_remind_at",
        store=True,
        precompute=True,
        copy=False,
        help="Up to whom the delay has gone.",
    )
    reminder_ids = fields.Many2many(
        comodel_name="mail.activity",
        relation="complaint_solution_activity_rel",
        column1="solution_id",
        column2="activity_id",
        string="Reminders",
        copy=False,
        groups=NO_ACCESS,
    )

    _remind_idx = models.Index("(remind_at) WHERE remind_at IS NOT NULL")

    @api.depends("due_date", "executor_id", "state")
    def _compute_remind_at(self):
        """A new date, or another person, starts anew."""
        for solution in self:
            solution.reminded = False
            solution.remind_at = (
                solution.state == "accepted"
                and solution.due_date
                and solution.ticket_id.sudo()._morning_after(solution.due_date)
            )

    def write(self, vals):
        told = self.browse()
        if not PLAN_FIELDS.isdisjoint(vals):
            told = self.filtered("reminded")
        result = super().write(vals)
        if told:
            told.sudo().reminder_ids.unlink()
        return result

    # ------------------------------------------------------------------
    # clock
    # ------------------------------------------------------------------

    def _remind_batch(self):
        """Remind of locked packages that are late; called by the clock."""
        now = fields.Datetime.now()
        for solution in self:
            to_supervisor = solution.reminded == "executor"
            solution._remind(to_supervisor)
            later = False
            if not to_supervisor:
                # also when the clock stood still: one after the other
                days = DAYS_TO_SUPERVISOR
                later = max(
                    solution.ticket_id._morning_after(solution.due_date, 1 + days),
                    now + timedelta(days=days),
                )
            solution._trusted().write(
                {
                    "remind_at": later,
                    "reminded": "supervisor" if to_supervisor else "executor",
                }
            )

    def _remind(self, to_supervisor):
        ticket = self.ticket_id
        supervisors = ticket._survey_supervisors()
        if to_supervisor:
            users = (supervisors - self.executor_id) or supervisors
        else:
            users = ticket._survey_readers(self.executor_id or ticket.user_id)
            users = users or supervisors
        for user in users[:1]:
            robot = ticket._untrusted().with_user(SUPERUSER_ID)
            robot = robot.with_context(
                lang=user.lang,
                **{REMINDER_KEY: TRUSTED, "mail_activity_quick_update": True},
            )
            todo = robot.activity_schedule(
                TYPE % "package_late",
                user_id=user.id,
                summary=robot.env._("Not carried out: %(package)s", package=self.name),
                note=Markup("<p>%s</p>")
                % robot.env._(
                    "Promised in case %(case)s until %(date)s. Carried out by: "
                    "%(user)s.",
                    case=ticket.number,
                    date=format_date(robot.env, self.due_date),
                    user=self.executor_id.name or robot.env._("nobody yet"),
                ),
            )
            self._trusted().write({"reminder_ids": [(4, todo.id)]})


class ComplaintClock(models.AbstractModel):
    _inherit = "complaint.clock"

    @api.model
    def _clock_due_batches(self):
        packages = self.env["complaint.solution"].sudo()
        due = [("remind_at", "<=", fields.Datetime.now())]
        job = ClockJob(packages, due, "_remind_batch", "remind_at, id")
        return [*super()._clock_due_batches(), job]
