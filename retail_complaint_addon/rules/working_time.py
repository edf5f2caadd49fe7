"""Working time of one calendar: when a target is due, what a pause adds to it.

All moments are naive and in UTC, as in the database; only the days are local ones.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

Interval = tuple[datetime, datetime]
Reader = Callable[[datetime, datetime], Iterable[Interval]]

# Long enough for the usual target, so that a calendar is read once.
STRETCH = timedelta(days=64)
# A shop that stays closed for so long does not open again: calendar time counts.
CLOSED_STRETCHES = 12
LAST = datetime(9000, 1, 1)


class Span(NamedTuple):
    """How long a target gives: whole working days, or working hours."""

    amount: float
    unit: str = "days"


class WorkingTime:
    """The opening hours of a store, read in stretches as they are needed.

    :param read: returns the sorted intervals between two moments; without it every
        hour is a working hour and every day a working day
    :param zone: says to which day a moment belongs
    :param origin: from where the stretches are counted; without it from shortly before
        the first moment asked for

    >>> hours = [(datetime(2026, 3, day, 10), datetime(2026, 3, day, 20))
    ...          for day in (2, 3, 5, 6)]
    >>> shop = WorkingTime(lambda start, stop: within(hours, start, stop))
    >>> shop.due(datetime(2026, 3, 2, 15), Span(1)).isoformat(" ")
    '2026-03-03 20:00:00'
    >>> shop.due(datetime(2026, 3, 3, 18), Span(4, "hours")).isoformat(" ")
    '2026-03-05 12:00:00'
    >>> shop.between(datetime(2026, 3, 3, 18), datetime(2026, 3, 5, 12))
    datetime.timedelta(seconds=14400)
    """

    def __init__(
        self,
        read: Reader | None = None,
        zone: tzinfo = UTC,
        origin: datetime | None = None,
    ):
        self._read = read
        self._zone = zone
        self._origin = origin
        self._stretches: dict[int, list[Interval]] = {}
        self._reached: dict[tuple[datetime, timedelta], datetime] = {}

    # ------------------------------------------------------------------
    # targets
    # ------------------------------------------------------------------

    def due(self, start: datetime, span: Span | None) -> datetime | None:
        """Return when something is due; ``None`` where there is no target."""
        if span is None:
            return None
        if span.unit == "days":
            return self.close_of_business(start, int(span.amount))
        return self.after(start, timedelta(hours=span.amount))

    def close_of_business(self, start: datetime, days: int) -> datetime:
        """Return the close of business some working days after the day of ``start``.

        0 days: the same day, or the next working day when the shop has closed.
        """
        if self._read is None:
            return start + timedelta(days=days)
        today, left = self._day(start), days
        for day, closing in self._closings(start):
            if days <= 0 and closing >= start:
                return closing
            left -= day > today
            if days > 0 and left == 0:
                return closing
        return start + timedelta(days=days)

    def after(self, start: datetime, time: timedelta) -> datetime:
        """Return the moment at which so much working time has passed.

        Many targets are due at the same close of business: each is counted once.
        """
        if time <= timedelta(0):
            return start
        if (start, time) not in self._reached:
            self._reached[start, time] = self._count_on(start, time)
        return self._reached[start, time]

    def _count_on(self, start: datetime, time: timedelta) -> datetime:
        last = start
        for begin, stop in self._intervals(start):
            if stop - begin >= time:
                return begin + time
            time -= stop - begin
            last = stop
        return last + time

    def between(self, start: datetime, stop: datetime) -> timedelta:
        """Return the working time between two moments."""
        time = timedelta(0)
        for begin, end in self._intervals(start):
            if begin >= stop:
                break
            time += min(end, stop) - begin
            if end >= stop:
                break
        return time

    def extended(
        self, due: datetime, start: datetime, pauses: Iterable[Interval]
    ) -> datetime:
        """Return when a target is due after the clock stood still for a while.

        The working time that was left when a pause began is what is left when it
        ends. What was late before a pause stays late.

        :param start: from when the target counts; pauses before it do not matter
        """
        for begin, end in sorted(pauses):
            begin = max(begin, start)
            if begin < end and begin <= due:
                due = self.after(due, self.between(begin, end))
        return due

    # ------------------------------------------------------------------
    # the calendar
    # ------------------------------------------------------------------

    def _day(self, moment: datetime) -> date:
        return moment.replace(tzinfo=UTC).astimezone(self._zone).date()

    def _closings(self, start: datetime) -> Iterator[tuple[date, datetime]]:
        """Yield the working days from that of ``start`` on, each with its end."""
        today = self._day(start)
        current: tuple[date, datetime] | None = None
        for begin, stop in self._intervals(start - timedelta(days=2)):
            day = self._day(begin)
            if day < today:
                continue
            if current and current[0] != day:
                yield current
            current = (day, stop)
        if current:
            yield current

    def _intervals(self, start: datetime) -> Iterator[Interval]:
        """Yield what is left of the opening hours after ``start``, without end."""
        if self._read is None:
            yield start, LAST
            return
        if self._origin is None:
            self._origin = start - timedelta(days=3)
        number = (start - self._origin) // STRETCH
        closed = 0
        while closed < CLOSED_STRETCHES:
            intervals = self._stretch(number)
            closed = 0 if intervals else closed + 1
            first = bisect_right(intervals, start, key=lambda interval: interval[1])
            for begin, stop in intervals[first:]:
                yield max(begin, start), stop
            number += 1

    def _stretch(self, number: int) -> list[Interval]:
        if number not in self._stretches:
            assert self._origin is not None and self._read is not None
            if self._origin + (number + 1) * STRETCH > LAST:
                return []
            start = self._origin + number * STRETCH
            self._stretches[number] = list(self._read(start, start + STRETCH))
        return self._stretches[number]


def within(
    intervals: Iterable[Interval], start: datetime, stop: datetime
) -> list[Interval]:
    """Return the parts of the intervals between two moments.

    >>> at = lambda hour: datetime(2026, 3, 2, hour)
    >>> within([(at(1), at(3)), (at(5), at(6))], at(2), at(4)) == [(at(2), at(3))]
    True
    """
    return [
        (max(begin, start), min(end, stop))
        for begin, end in intervals
        if begin < stop and end > start
    ]
