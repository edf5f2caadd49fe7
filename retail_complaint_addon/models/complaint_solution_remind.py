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

PLAN_FIELDS = frozenset({"due_date", "executor_id", "state"})


class ComplaintSolution(models.Model):
    _inherit = "complaint.solution"

    expected_date = fields.Date(
        compute="_compute_expected_date",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="When it is carried out: as promised, or so many days after it was "
        "accepted as the settings say.",
    )
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

    @api.depends("due_date", "answered_at")
    def _compute_expected_date(self):
        for solution in self:
            ticket = solution.ticket_id.sudo()
            days = ticket.company_id.complaint_package_days
            accepted = days and solution.answered_at
            solution.expected_date = solution.due_date or (
                accepted and ticket._local_date(accepted) + timedelta(days=days)
            )

    @api.depends("expected_date", "executor_id", "state")
    def _compute_remind_at(self):
        """A new date, or another person, starts anew."""
        for solution in self:
            solution.reminded = False
            solution.remind_at = (
                solution.state == "accepted"
                and solution.expected_date
                and solution.ticket_id.sudo()._morning_after(solution.expected_date)
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
                days = solution.company_id.complaint_package_escalate_days
                due = solution.expected_date
                later = max(
                    solution.ticket_id._morning_after(due, 1 + days),
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
                note=Markup("<p>%s</p>") % self.with_env(robot.env)._late_words(),
            )
            self._trusted().write({"reminder_ids": [(4, todo.id)]})

    def _late_words(self):
        """Say what is late, in the language of who reads it (sudo)."""
        values = {
            "case": self.ticket_id.number,
            "date": format_date(self.env, self.expected_date),
            "user": self.executor_id.name or self.env._("nobody yet"),
        }
        if self.due_date:
            return self.env._(
                "Promised in case %(case)s until %(date)s. Carried out by: %(user)s.",
                **values,
            )
        return self.env._(
            "Accepted in case %(case)s, with no date; expected until %(date)s. Carried "
            "out by: %(user)s.",
            **values,
        )


class ComplaintClock(models.AbstractModel):
    _inherit = "complaint.clock"

    @api.model
    def _clock_due_batches(self):
        packages = self.env["complaint.solution"].sudo()
        due = [("remind_at", "<=", fields.Datetime.now())]
        job = ClockJob(packages, due, "_remind_batch", "remind_at, id")
        return [*super()._clock_due_batches(), job]
