"""The clock of the demo: what was missed in the last months, who waits today."""

from __future__ import annotations

WEEKS = 26
# what the desk waits for, in the cases it opened last
WAITING = ("Photos of the crown and of the receipt", "The day on which we may call")


def scripts(desk):
    yield clock(desk)
    yield waiting(desk)


def clock(desk):
    """Yield every Monday morning, and now: the scheduled action runs."""
    for week in range(WEEKS, 0, -1):
        yield desk.days_ago(week * 7, 9.5)
        desk.env["complaint.clock"]._cron_complaint_clock()
    yield desk.hours_ago(0.02)
    desk.env["complaint.clock"]._cron_complaint_clock()


def waiting(desk):
    """Yield the moment at which the clock of some open cases stops."""
    yield desk.hours_ago(20)
    cases = desk.env["helpdesk.ticket"].search(
        [
            ("is_complaint", "=", True),
            ("resolved_at", "=", False),
            ("acknowledged_at", "!=", False),
            ("clock_paused_at", "=", False),
            ("solution_ids", "=", False),
            ("severity", "!=", "critical"),
        ],
        order="received_at desc, id",
        limit=len(WAITING),
    )
    for case, reason in zip(cases, WAITING, strict=False):
        case.with_user(case.user_id)._pause_clock(reason)
