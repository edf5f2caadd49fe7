from datetime import datetime

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import clock
from ..rules.working_time import Span, WorkingTime
from .helpdesk_ticket_category import READERS

TARGET_FIELDS = {
    "acknowledge": "acknowledge_by",
    "notice": "next_notice_by",
    "resolve": "resolve_by",
}


class Calendars(dict):
    """Working time by calendar; each is read once, however many cases use it."""

    def __missing__(self, calendar):
        self[calendar] = self._read(calendar.sudo())
        return self[calendar]

    @staticmethod
    def _read(calendar):
        if not (calendar.attendance_ids or calendar.flexible_hours):
            # no calendar, or one without any hours: every hour counts
            return WorkingTime()
        zone = pytz.timezone(calendar.tz or "UTC")

        def read(start, stop):
            intervals = calendar._work_intervals_batch(
                pytz.utc.localize(start).astimezone(zone),
                pytz.utc.localize(stop).astimezone(zone),
            )[False]
            return [(_utc(begin), _utc(end)) for begin, end, _meta in intervals]

        return WorkingTime(read, zone)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(pytz.utc).replace(tzinfo=None)


class HelpdeskTicket(models.Model):
    """Targets in working time, and how a case stands."""

    _inherit = "helpdesk.ticket"

    clock_start_at = fields.Datetime(
        string="Clock Started",
        copy=False,
        readonly=True,
        groups=READERS,
        help="When the complaint came in, or was opened again.",
    )
    clock_notice_at = fields.Datetime(
        string="Last Told",
        copy=False,
        readonly=True,
        groups=READERS,
        help="The next notice is counted from here.",
    )

    # ------------------------------------------------------------------
    # working time
    # ------------------------------------------------------------------

    @api.model
    def _due_after_batch(self, requests):
        """Return {request: due datetime}, reading each calendar once.

        :param requests: (calendar, received at in UTC, working days or span) each
        """
        calendars = Calendars()
        result = {}
        for request in set(requests):
            calendar, start, span = request
            if isinstance(span, int):
                span = Span(span)
            result[request] = calendars[calendar].due(start, span)
        return result

    @api.model
    def _complaint_calendar(self, store, company):
        return store.resource_calendar_id or company.resource_calendar_id

    # ------------------------------------------------------------------
    # targets
    # ------------------------------------------------------------------

    @api.model
    def _company_spans(self, company):
        """Return {kind: span} of the company, where no target says otherwise."""
        return {
            "acknowledge": Span(company.complaint_acknowledge_days),
            "notice": Span(company.complaint_notice_days),
            "resolve": Span(company.complaint_resolve_days),
            "wait": Span(company.complaint_wait_days),
        }

    def _clock_spans(self):
        """Return {kind: span} for this case."""
        self.ensure_one()
        return self._company_spans(self.company_id)

    def _clock_calendar(self):
        return self._complaint_calendar(self.store_id, self.company_id)

    def _clock_due(self, kind, start, calendars):
        """Return when a target of this case is due that counts from ``start``."""
        time = calendars[self._clock_calendar()]
        return time.due(start, self._clock_spans()[kind]) or False

    def _target_dates(self, calendars):
        """Return the dates of the open targets as they follow from the case (sudo).

        The pauses of the round are counted in.
        """
        self.ensure_one()
        time = calendars[self._clock_calendar()]
        spans = self._clock_spans()
        start = self.clock_start_at or self.received_at
        starts = {
            "acknowledge": start,
            "notice": self.clock_notice_at or self.acknowledged_at or start,
            "resolve": start,
        }
        if self.acknowledged_at:
            del starts["acknowledge"]
        pauses = self._clock_pauses()
        dates = {}
        for kind, begin in starts.items():
            due = time.due(begin, spans[kind])
            dates[TARGET_FIELDS[kind]] = due and time.extended(due, begin, pauses)
        return dates

    def _restart_targets(self, start):
        """Count the open targets anew from ``start``."""
        for ticket in self.sudo():
            ticket._trusted().write({"clock_start_at": start, "clock_notice_at": start})
        self._recount_targets()

    def _recount_targets(self):
        """Set the open targets as they follow from the case now."""
        calendars = Calendars()
        for ticket in self.sudo():
            dates = ticket._target_dates(calendars)
            changes = {
                name: due
                for name, due in dates.items()
                if ticket[name] != (due or False)
            }
            if changes:
                ticket._trusted().write(changes)

    @api.model
    def _intake_dates(self, rows):
        """Set the targets of new cases that their values do not give.

        :param rows: (values, store, company) of each case
        """
        calendars = Calendars()
        for vals, store, company in rows:
            time = calendars[self._complaint_calendar(store, company)]
            start = vals["received_at"]
            vals["clock_start_at"] = vals["clock_notice_at"] = start
            spans = self._company_spans(company)
            for kind, name in TARGET_FIELDS.items():
                vals[name] = vals.get(name) or time.due(start, spans[kind]) or False

    # ------------------------------------------------------------------
    # how a case stands
    # ------------------------------------------------------------------

    @api.model
    def _clock_depends(self):
        """Return the fields that ``_clock_due_dates`` reads; extended with it."""
        return [
            "is_complaint",
            "acknowledge_by",
            "acknowledged_at",
            "next_notice_by",
            "resolve_by",
            "resolved_at",
            "clock_paused_at",
            "wait_by",
        ]

    def _clock_due_dates(self):
        """Return {kind: date} of what is open in this case.

        Other parts add dates that go on whether the customer lets us wait or not, as
        the reply-by date of an outside body, and name their fields in
        ``_clock_depends``. The kind is one of ``complaint.escalation``.
        """
        self.ensure_one()
        if not self.is_complaint or self.resolved_at:
            return {}
        if self.clock_paused_at:
            return {"wait": self.wait_by}
        dates = {"notice": self.next_notice_by, "resolve": self.resolve_by}
        if not self.acknowledged_at:
            dates["acknowledge"] = self.acknowledge_by
        return dates

    @api.depends(lambda self: self._clock_depends())
    def _compute_next_due_at(self):
        for ticket in self:
            dates = ticket._clock_due_dates().values()
            ticket.next_due_at = clock.earliest(dates) or False

    @api.depends("next_due_at")
    def _compute_target_state(self):
        now = fields.Datetime.now()
        for ticket in self:
            due = ticket.next_due_at or None
            ticket.target_state = clock.target_state(due, now)

    @api.model
    def _search_target_state(self, operator, value):
        """Search by the one stored date, so that the cost follows what is found."""
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        running = Domain("is_complaint", "=", True) & Domain("resolved_at", "=", False)
        soon = now + clock.SOON
        domains = {
            "overdue": running & Domain("next_due_at", "<", now),
            "due": running
            & Domain("next_due_at", ">=", now)
            & Domain("next_due_at", "<=", soon),
            "ok": running & Domain("next_due_at", ">", soon),
            "none": Domain("next_due_at", "=", False),
        }
        return Domain.OR(domains[state] for state in value if state in domains)
