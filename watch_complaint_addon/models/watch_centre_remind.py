"""A watch that does not come back from a service centre reminds its person, once."""

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import format_date

from odoo.addons.retail_complaint_addon.models.complaint_clock import ClockJob
from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_escalation import (
    REMINDER_KEY,
)
from odoo.addons.retail_complaint_addon.models.trust import TRUSTED

LATE = "watch_complaint_addon.mail_activity_type_centre_late"


class WatchCentreJob(models.Model):
    _inherit = "watch.centre.job"

    remind_at = fields.Datetime(
        compute="_compute_remind_at",
        store=True,
        precompute=True,
        help="In the morning after the day it was expected; empty once somebody was "
        "told.",
    )
    reminder_id = fields.Many2one(
        comodel_name="mail.activity",
        ondelete="set null",
        index="btree_not_null",
        groups=NO_ACCESS,
    )

    _remind_idx = models.Index("(remind_at) WHERE remind_at IS NOT NULL")

    @api.depends("expected_on", "state")
    def _compute_remind_at(self):
        for job in self:
            job.remind_at = (
                job.state == "sent"
                and job.expected_on
                and job.sudo().repair_id.ticket_id._morning_after(job.expected_on)
            )

    def _remind_batch(self):
        """Remind of locked jobs that are late; called by the clock."""
        self._trusted().write({"remind_at": False})
        for job in self:
            job._remind()

    def _remind(self):
        """Give who looks after the repair a to-do in the case (sudo)."""
        ticket = self.repair_id.ticket_id
        users = ticket._survey_readers(self.repair_id.user_id)
        users = users or ticket._survey_readers(ticket.user_id)
        for user in (users or ticket._survey_supervisors())[:1]:
            robot = ticket._untrusted().with_user(SUPERUSER_ID)
            robot = robot.with_context(
                lang=user.lang,
                **{REMINDER_KEY: TRUSTED, "mail_activity_quick_update": True},
            )
            todo = robot.activity_schedule(
                LATE,
                user_id=user.id,
                summary=robot.env._(
                    "Not back from %(centre)s: %(repair)s",
                    centre=self.centre_id.name,
                    repair=self.repair_id.name,
                ),
                note=Markup("<p>%s</p>") % self._late_words(robot),
            )
            self._trusted().write({"reminder_id": todo.id})

    def _late_words(self, robot):
        """Return what to ask there, in the language of the reader."""
        return robot.env._(
            "Expected on %(date)s, their number %(number)s. Ask there for a new date, "
            "and tell the customer.",
            date=format_date(robot.env, self.expected_on),
            number=self.job_number or "–",
        )

    def _end_reminder(self):
        """It is back: nobody has to ask any more."""
        self.sudo().reminder_id.unlink()


class ComplaintClock(models.AbstractModel):
    _inherit = "complaint.clock"

    @api.model
    def _clock_due_batches(self):
        jobs = self.env["watch.centre.job"].sudo()
        due = [("remind_at", "<=", fields.Datetime.now())]
        job = ClockJob(jobs, due, "_remind_batch", "remind_at, id")
        return [*super()._clock_due_batches(), job]
