"""Days of a shop: when it was open, when its log is due, which days are missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

Interval = tuple[datetime, datetime]
# A clock that stood still for longer does not list every day since.
MOST_DAYS = 62


def local_day(moment: datetime, zone: tzinfo) -> date:
    """Return the day of a naive moment in UTC.

    >>> str(local_day(datetime(2026, 3, 2, 17), zone=timezone_of_hours(8)))
    '2026-03-03'
    """
    return moment.replace(tzinfo=UTC).astimezone(zone).date()


def span_of(day: date, zone: tzinfo) -> Interval:
    """Return begin and end of a local day as naive moments in UTC.

    >>> begin, end = span_of(date(2026, 3, 2), timezone_of_hours(8))
    >>> begin.isoformat(" "), end.isoformat(" ")
    ('2026-03-01 16:00:00', '2026-03-02 16:00:00')
    """
    return _midnight(day, zone), _midnight(day + timedelta(days=1), zone)


def closings(intervals: Iterable[Interval], zone: tzinfo) -> dict[date, datetime]:
    """Return when the shop closed, by day it was open.

    >>> hours = [(datetime(2026, 3, 2, 2), datetime(2026, 3, 2, 12))]
    >>> closings(hours, timezone_of_hours(8)) == {hours[0][0].date(): hours[0][1]}
    True
    """
    found: dict[date, datetime] = {}
    for begin, end in intervals:
        day = local_day(begin, zone)
        found[day] = max(end, found.get(day, end))
    return found


def over(
    first: date, closed_at: Mapping[date, datetime], now: datetime, grace: timedelta
) -> list[date]:
    """Return the opening days from ``first`` whose log should be closed by now.

    >>> at = {date(2026, 3, day): datetime(2026, 3, day, 12) for day in (1, 2, 4)}
    >>> hour = timedelta(hours=1)
    >>> found = over(date(2026, 3, 2), at, datetime(2026, 3, 4, 12), hour)
    >>> list(map(str, found))
    ['2026-03-02']
    """
    return sorted(
        day for day, end in closed_at.items() if day >= first and end + grace <= now
    )


def timezone_of_hours(hours: int) -> tzinfo:
    """Return a fixed zone, for examples."""
    return timezone(timedelta(hours=hours))


def _midnight(day: date, zone: tzinfo) -> datetime:
    moment = datetime.combine(day, time.min)
    # zones of pytz know the offset of a moment only by their own method
    localize = getattr(zone, "localize", None)
    aware = localize(moment) if localize else moment.replace(tzinfo=zone)
    return aware.astimezone(UTC).replace(tzinfo=None)
