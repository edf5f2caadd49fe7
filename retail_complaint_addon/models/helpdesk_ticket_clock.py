from datetime import datetime

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import clock, targets
from ..rules.working_time import Span, WorkingTime
from .helpdesk_ticket_category import READERS

# Calendars are read in the same stretches, whatever case asks.
ORIGIN = datetime(2020, 1, 6)
# What decides the targets of a case.
BASIS_FIELDS = {"category_id", "severity", "channel_id", "store_id", "company_id"}
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
        zone = calendar._complaint_zone()
        if not zone:
            return WorkingTime()
        return WorkingTime(calendar._complaint_hours, pytz.timezone(zone), ORIGIN)


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

    @api.model
    def _spans_of(self, scope, company):
        """Return {kind: span} for cases of this scope."""
        rows = self.env["complaint.target"]._as_rules()
        return targets.spans(rows, scope, self._company_spans(company))

    def _clock_scope(self):
        """Return what of this case decides its targets."""
        self.ensure_one()
        return targets.Scope(
            company_id=self.company_id.id,
            category_path=self._path_of(self.category_id),
            severity=self.severity or "",
            channel_id=self.channel_id.id or 0,
        )

    @api.model
    def _scope_of_vals(self, vals, company):
        """Return the scope of a case that is not stored yet."""
        category = self._given_record(vals, "category_id")
        severity = self._given(vals, "severity") or category.default_severity
        return targets.Scope(
            company_id=company.id,
            category_path=self._path_of(category),
            severity=severity or "moderate",
            channel_id=self._given_record(vals, "channel_id").id or 0,
        )

    @api.model
    def _path_of(self, category):
        path = category.sudo().parent_path or ""
        return tuple(int(part) for part in path.split("/") if part)

    def _clock_spans(self):
        """Return {kind: span} for this case."""
        return self._spans_of(self._clock_scope(), self.company_id)

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

    def _recount_targets(self, spared=None):
        """Set the open targets as they follow from the case now.

        :param dict spared: {ticket id: kinds that stay as they are}
        """
        calendars = Calendars()
        for ticket in self.sudo():
            dates = ticket._target_dates(calendars)
            for kind in (spared or {}).get(ticket.id, ()):
                dates.pop(TARGET_FIELDS[kind], None)
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
            spans = self._spans_of(self._scope_of_vals(vals, company), company)
            for kind, name in TARGET_FIELDS.items():
                vals[name] = vals.get(name) or time.due(start, spans[kind]) or False

    def _clock_basis(self):
        """Return {ticket id: (calendar, {kind: span})}, to see later what moved."""
        return {
            ticket.id: (ticket._clock_calendar(), ticket._clock_spans())
            for ticket in self.sudo()
        }

    def _follow_basis(self, before, vals):
        """Count anew what category, severity, channel, store or company have moved.

        A date that was set by hand stays until the target it stands for changes.
        """
        spared = {}
        now = self._clock_basis()
        for ticket in self.sudo():
            calendar, spans = before[ticket.id]
            new_calendar, new_spans = now[ticket.id]
            if ticket.resolved_at:
                continue
            spared[ticket.id] = {
                kind
                for kind, name in TARGET_FIELDS.items()
                if name in vals
                or (calendar == new_calendar and spans[kind] == new_spans[kind])
            }
        moved = self.filtered(lambda t: len(spared.get(t.id, TARGET_FIELDS)) < 3)
        moved._recount_targets(spared)

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
