"""Working-time targets: when something is due, and whether it is."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

SOON = timedelta(hours=24)

Interval = tuple[datetime, datetime]


def closing_times(intervals: Iterable[Interval]) -> list[tuple[date, datetime]]:
    """Return each working day with the end of its last interval, in order.

    >>> at = lambda day, hour: datetime(2026, 3, day, hour)
    >>> days = closing_times([(at(2, 10), at(2, 13)), (at(2, 14), at(2, 20))])
    >>> days == [(date(2026, 3, 2), at(2, 20))]
    True
    """
    ends: dict[date, datetime] = {}
    for start, stop in intervals:
        day = start.date()
        ends[day] = max(stop, ends.get(day, stop))
    return sorted(ends.items())


def due_after(
    closings: Sequence[tuple[date, datetime]], received: datetime, days: int
) -> datetime | None:
    """Return the close of business ``days`` working days after the day of receipt.

    With 0 days that is the same day, or the next working day when the shop has
    closed. All times are in one time zone. ``None``: the list does not reach so far.

    >>> at = lambda day, hour: datetime(2026, 3, day, hour)
    >>> week = [(date(2026, 3, day), at(day, 20)) for day in (2, 3, 5, 6)]
    >>> due_after(week, at(2, 15), 1) == at(3, 20)
    True
    >>> due_after(week, at(3, 15), 1) == at(5, 20)
    True
    >>> due_after(week, at(4, 15), 1) == at(5, 20)
    True
    >>> due_after(week, at(2, 15), 0) == at(2, 20)
    True
    >>> due_after(week, at(2, 21), 0) == at(3, 20)
    True
    >>> due_after(week, at(6, 15), 1) is None
    True
    """
    if days <= 0:
        position = bisect_left([stop for _day, stop in closings], received)
    else:
        position = bisect_right([day for day, _stop in closings], received.date())
        position += days - 1
    return closings[position][1] if position < len(closings) else None


def earliest(targets: Iterable[datetime | None]) -> datetime | None:
    """Return the first of the targets that are set.

    >>> earliest([None, datetime(2026, 3, 2), datetime(2026, 3, 1)])
    datetime.datetime(2026, 3, 1, 0, 0)
    >>> earliest([None]) is None
    True
    """
    return min((target for target in targets if target), default=None)


def target_state(due: datetime | None, now: datetime, soon: timedelta = SOON) -> str:
    """Say how a case stands whose earliest open target is ``due``.

    >>> now = datetime(2026, 3, 2, 12)
    >>> target_state(None, now)
    'none'
    >>> target_state(now + timedelta(days=3), now)
    'ok'
    >>> target_state(now + timedelta(hours=24), now)
    'due'
    >>> target_state(now, now)
    'due'
    >>> target_state(now - timedelta(seconds=1), now)
    'overdue'
    """
    if due is None:
        return "none"
    if due < now:
        return "overdue"
    return "due" if due <= now + soon else "ok"
