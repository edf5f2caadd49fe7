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


def target_state(
    open_targets: Iterable[datetime | None], now: datetime, soon: timedelta = SOON
) -> str:
    """Say how a case stands: the earliest open target decides.

    >>> now = datetime(2026, 3, 2, 12)
    >>> target_state([None], now)
    'none'
    >>> target_state([now + timedelta(days=3), None], now)
    'ok'
    >>> target_state([now + timedelta(days=3), now + timedelta(hours=24)], now)
    'due'
    >>> target_state([now], now)
    'due'
    >>> target_state([now - timedelta(seconds=1), now + timedelta(days=3)], now)
    'overdue'
    """
    earliest = min((target for target in open_targets if target), default=None)
    if earliest is None:
        return "none"
    if earliest < now:
        return "overdue"
    return "due" if earliest <= now + soon else "ok"
