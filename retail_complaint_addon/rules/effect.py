"""Did it help? Repeats before and after an action, in windows of equal length."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

FEWER, SAME, MORE, TOO_EARLY = "fewer", "same", "more", "too_early"


class Windows(NamedTuple):
    """:param days: length of each window; what is not over yet is shorter"""

    before: tuple[datetime, datetime]
    after: tuple[datetime, datetime]
    days: int


def windows(done_at: datetime, days: int, now: datetime) -> Windows | None:
    """Return what to count, None before a whole day has passed.

    As many days after as have passed, at most ``days``, and as many before.

    >>> windows(datetime(2026, 1, 1), 90, datetime(2026, 1, 11)).days
    10
    >>> windows(datetime(2026, 1, 1), 90, datetime(2027, 1, 1)).days
    90
    >>> windows(datetime(2026, 1, 1), 90, datetime(2026, 1, 1, 12)) is None
    True
    """
    length = min(days, (now - done_at).days)
    if length < 1:
        return None
    span = timedelta(days=length)
    return Windows((done_at - span, done_at), (done_at, done_at + span), length)


def verdict(before: int, after: int, days: int, wanted: int) -> str:
    """Return how the repeats went; too early while half of the time is not over.

    >>> verdict(6, 1, 90, 90), verdict(2, 2, 90, 90), verdict(0, 3, 90, 90)
    ('fewer', 'same', 'more')
    >>> verdict(6, 0, 20, 90)
    'too_early'
    """
    if days * 2 < wanted:
        return TOO_EARLY
    if after < before:
        return FEWER
    return SAME if after == before else MORE


def midnight_after(day: date) -> datetime:
    """Return the moment a day is over.

    >>> midnight_after(date(2026, 1, 31))
    datetime.datetime(2026, 2, 1, 0, 0)
    """
    return datetime.combine(day + timedelta(days=1), time.min)
