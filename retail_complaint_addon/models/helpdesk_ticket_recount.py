"""Targets of open cases counted anew, after a target or a calendar has changed.

A manager asks for it; the clock does it, batch by batch, each case once.
"""

from odoo import api, fields, models
from odoo.tools import SQL

from .complaint_clock import ClockJob
from .helpdesk_ticket_category import READERS
from .helpdesk_ticket_clock import TARGET_FIELDS, Calendars

CLOCK = "retail_complaint_addon.ir_cron_complaint_clock"


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    recount_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Targets Counted Anew For",
        copy=False,
        readonly=True,
        ondelete="set null",
        groups=READERS,
        help="Who asked for it; empty once it is done.",
    )

    _complaint_recount_idx = models.Index("(id) WHERE recount_by_id IS NOT NULL")

    @api.model
    def _ask_recount(self, domain):
        """Mark the open cases of a domain for the clock; return how many.

        By one statement: there may be ten thousands, and nothing of them changes yet.
        """
        running = [("is_complaint", "=", True), ("resolved_at", "=", False)]
        self.flush_model()
        query = self._search([*running, *domain])
        rows = self.env.execute_query(
            SQL(
                "UPDATE helpdesk_ticket SET recount_by_id = %s"
                " WHERE id IN %s RETURNING id",
                self.env.uid,
                query.subselect(),
            )
        )
        self.invalidate_model(["recount_by_id"])
        if rows:
            self.env.ref(CLOCK).sudo()._trigger()
        return len(rows)

    def _recount_batch(self):
        """Count the targets of locked cases anew; called by the clock."""
        calendars = Calendars()
        for ticket in self:
            asked_by = ticket.recount_by_id
            ticket._trusted().write({"recount_by_id": False})
            if ticket.resolved_at:
                continue
            names = [*TARGET_FIELDS.values(), "wait_by"]
            before = {name: ticket[name] for name in names}
            ticket._recount_targets()
            if ticket.clock_paused_at:
                due = ticket._clock_due("wait", ticket.clock_paused_at, calendars)
                if ticket.wait_by != due:
                    ticket._trusted().write({"wait_by": due})
            moved = [
                f"{name}: {before[name] or '-'} > {ticket[name] or '-'}"
                for name in names
                if ticket[name] != before[name]
            ]
            if moved:
                log = ticket._untrusted().with_user(asked_by).sudo()
                log._log_decision("targets_counted", detail="; ".join(moved))


class ComplaintClock(models.AbstractModel):
    _inherit = "complaint.clock"

    @api.model
    def _clock_due_batches(self):
        """First of all: what is late by the old targets may not be late any more."""
        tickets = self.env["helpdesk.ticket"].sudo()
        job = ClockJob(tickets, [("recount_by_id", "!=", False)], "_recount_batch")
        return [job, *super()._clock_due_batches()]
