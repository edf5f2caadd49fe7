from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import clock

# Weekends and a few holidays beside the working days asked for; more when that is not
# enough.
HORIZON_FACTOR = 1.5
HORIZON_EXTRA = 7
HORIZON_LIMIT = 20 * 366


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    # ------------------------------------------------------------------
    # working time
    # ------------------------------------------------------------------

    @api.model
    def _due_after_batch(self, requests):
        """Return {request: due datetime}, reading each calendar once.

        :param requests: (calendar, received at in UTC, working days) each
        """
        result = {}
        by_calendar = {}
        for request in set(requests):
            by_calendar.setdefault(request[0], []).append(request)
        for calendar, wanted in by_calendar.items():
            result.update(self._due_in_calendar(calendar.sudo(), wanted))
        return result

    @api.model
    def _due_in_calendar(self, calendar, requests):
        result = {}
        zone = pytz.timezone(calendar.tz or "UTC")
        most = max(days for _calendar, _received, days in requests)
        horizon = int(most * HORIZON_FACTOR) + HORIZON_EXTRA
        open_requests = requests
        while open_requests and calendar and horizon <= HORIZON_LIMIT:
            closings = self._closing_times(calendar, zone, open_requests, horizon)
            for request in open_requests:
                local = pytz.utc.localize(request[1]).astimezone(zone)
                due = clock.due_after(closings, local, request[2])
                if due:
                    result[request] = due.astimezone(pytz.utc).replace(tzinfo=None)
            open_requests = [r for r in open_requests if r not in result]
            horizon *= 4
        # no calendar, or one that is closed for years: calendar days
        for request in open_requests:
            result[request] = request[1] + timedelta(days=request[2])
        return result

    @api.model
    def _closing_times(self, calendar, zone, requests, horizon):
        received = [request[1] for request in requests]
        start = pytz.utc.localize(min(received)).astimezone(zone)
        start = zone.localize(datetime.combine(start.date(), time.min))
        stop = pytz.utc.localize(max(received) + timedelta(days=horizon))
        intervals = calendar._work_intervals_batch(start, stop.astimezone(zone))[False]
        return clock.closing_times((begin, end) for begin, end, _meta in intervals)

    @api.model
    def _complaint_calendar(self, store, company):
        return store.resource_calendar_id or company.resource_calendar_id

    def _target_requests(self, store, company, received_at):
        """Return {target field: (calendar, received at, working days)}."""
        calendar = self._complaint_calendar(store, company)
        return {
            "acknowledge_by": (
                calendar,
                received_at,
                company.complaint_acknowledge_days,
            ),
            "next_notice_by": (calendar, received_at, company.complaint_notice_days),
            "resolve_by": (calendar, received_at, company.complaint_resolve_days),
        }

    def _restart_targets(self, start):
        """Set the open targets anew, counted from ``start``."""
        requests = {}
        for ticket in self.sudo():
            wanted = ticket._target_requests(ticket.store_id, ticket.company_id, start)
            if ticket.acknowledged_at:
                del wanted["acknowledge_by"]
            requests[ticket] = wanted
        due = self._due_after_batch(
            [request for wanted in requests.values() for request in wanted.values()]
        )
        for ticket, wanted in requests.items():
            ticket._trusted().write(
                {name: due[request] for name, request in wanted.items()}
            )

    # ------------------------------------------------------------------
    # how a case stands
    # ------------------------------------------------------------------

    @api.depends(
        "is_complaint",
        "acknowledge_by",
        "acknowledged_at",
        "next_notice_by",
        "resolve_by",
        "resolved_at",
    )
    def _compute_next_due_at(self):
        for ticket in self:
            targets = []
            if ticket.is_complaint and not ticket.resolved_at:
                targets = [ticket.next_notice_by, ticket.resolve_by]
                if not ticket.acknowledged_at:
                    targets.append(ticket.acknowledge_by)
            ticket.next_due_at = clock.earliest(targets) or False

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
