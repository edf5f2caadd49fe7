"""Periods of the dashboard and of the period report, as days of the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

PERIODS = (
    "last_30_days",
    "last_90_days",
    "this_month",
    "last_month",
    "this_quarter",
    "last_quarter",
    "this_year",
    "last_year",
    "last_12_months",
    "custom",
)
LONGEST = timedelta(days=3660)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From the first day to the day before ``stop``."""

    start: date
    stop: date

    @property
    def last(self) -> date:
        return self.stop - DAY

    @property
    def grain(self) -> str:
        """How finely a chart cuts the period: as many columns as can be read.

        >>> Period(date(2026, 1, 1), date(2026, 2, 1)).grain
        'day'
        >>> Period(date(2026, 1, 1), date(2026, 4, 1)).grain
        'week'
        >>> Period(date(2026, 1, 1), date(2027, 1, 1)).grain
        'month'
        """
        days = (self.stop - self.start).days
        if days <= 31:
            return "day"
        if days <= 120:
            return "week"
        return "month" if days <= 1100 else "year"

    def before(self) -> Period:
        """The period of the same length before; whole months before whole months.

        >>> Period(date(2026, 3, 1), date(2026, 4, 1)).before()
        Period(start=datetime.date(2026, 2, 1), stop=datetime.date(2026, 3, 1))
        >>> Period(date(2026, 3, 2), date(2026, 3, 12)).before()
        Period(start=datetime.date(2026, 2, 20), stop=datetime.date(2026, 3, 2))
        """
        if self.start.day == self.stop.day == 1:
            months = 12 * (self.stop.year - self.start.year)
            months += self.stop.month - self.start.month
            return Period(add_months(self.start, -months), self.start)
        return Period(self.start - (self.stop - self.start), self.start)

    def pieces(self) -> list[Period]:
        """The columns of a chart, first and last cut off at the period.

        >>> [p.start.day for p in Period(date(2026, 1, 1), date(2026, 2, 9)).pieces()]
        [1, 5, 12, 19, 26, 2]
        """
        pieces = []
        start = self.start
        while start < self.stop:
            stop = min(next_start(start, self.grain), self.stop)
            pieces.append(Period(start, stop))
            start = stop
        return pieces


def add_months(day: date, months: int) -> date:
    """The first of the month so many months later.

    >>> add_months(date(2026, 1, 31), -1), add_months(date(2026, 11, 5), 2)
    (datetime.date(2025, 12, 1), datetime.date(2027, 1, 1))
    """
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def next_start(day: date, grain: str) -> date:
    """The first day of the next piece."""
    if grain == "day":
        return day + DAY
    if grain == "week":
        return day + timedelta(days=7 - day.weekday())
    if grain == "month":
        return add_months(day, 1)
    return date(day.year + 1, 1, 1)


def period_of(
    key: str, today: date, first: date | None = None, last: date | None = None
) -> Period:
    """Return the period of that name; ``first`` and ``last`` are those of "custom".

    :raises ValueError: when there is no such period

    >>> period_of("last_month", date(2026, 3, 15))
    Period(start=datetime.date(2026, 2, 1), stop=datetime.date(2026, 3, 1))
    >>> period_of("this_quarter", date(2026, 5, 15))
    Period(start=datetime.date(2026, 4, 1), stop=datetime.date(2026, 7, 1))
    >>> period_of("last_30_days", date(2026, 3, 15)).start
    datetime.date(2026, 2, 14)
    """
    month, year = today.replace(day=1), date(today.year, 1, 1)
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    if key == "custom":
        if first is None or last is None or first > last or last - first > LONGEST:
            raise ValueError(key)
        return Period(first, last + DAY)
    named = {
        "last_30_days": (today - 29 * DAY, today + DAY),
        "last_90_days": (today - 89 * DAY, today + DAY),
        "this_month": (month, add_months(month, 1)),
        "last_month": (add_months(month, -1), month),
        "this_quarter": (quarter, add_months(quarter, 3)),
        "last_quarter": (add_months(quarter, -3), quarter),
        "this_year": (year, date(today.year + 1, 1, 1)),
        "last_year": (date(today.year - 1, 1, 1), year),
        "last_12_months": (add_months(month, -11), add_months(month, 1)),
    }
    if key not in named:
        raise ValueError(key)
    return Period(*named[key])
