"""Opening hours of the demo company, to place what happened at a likely moment."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

# Hong Kong and Macau have no summer time.
ZONE = timedelta(hours=8)
EVERY_DAY = frozenset(range(7))
# first and last moment of a normal action, and the days of the week
HOURS = {
    "shop": (10.6, 20.2, EVERY_DAY),
    "online": (9.1, 20.7, frozenset(range(6))),
    "office": (9.1, 17.7, frozenset(range(5))),
}


def local(moment: datetime) -> datetime:
    """Return the time on the wall of a moment in UTC."""
    return moment + ZONE


def at(day, hour: float) -> datetime:
    """Return the moment in UTC of an hour on a day in Hong Kong."""
    return datetime.combine(day, time()) + timedelta(hours=hour) - ZONE


def opening(moment: datetime, place: str, rng: Random) -> datetime:
    """Return the moment itself when the place is open then, else the next opening.

    >>> opening(datetime(2026, 3, 6, 20), "office", Random(1)).isoformat()[:13]
    '2026-03-09T01'
    >>> opening(datetime(2026, 3, 6, 2), "office", Random(1)).isoformat()
    '2026-03-06T02:00:00'
    """
    begin, end, days = HOURS[place]
    wall = local(moment)
    hour = wall.hour + wall.minute / 60
    day = wall.date()
    if day.weekday() in days and begin <= hour <= end:
        return moment
    if hour > begin:
        day += timedelta(days=1)
    while day.weekday() not in days:
        day += timedelta(days=1)
    return at(day, begin + rng.random() * 0.8).replace(second=0, microsecond=0)


def later(
    moment: datetime, place: str, rng: Random, days: float = 0, hours: float = 0
) -> datetime:
    """Return an open moment after another one; whole days fall at a random hour."""
    target = moment + timedelta(days=days, hours=hours)
    if days >= 1:
        begin, end, _days = HOURS[place]
        target = at(local(target).date(), begin + rng.random() * (end - begin))
    target = target.replace(second=rng.randrange(60), microsecond=0)
    return opening(max(target, moment + timedelta(minutes=2)), place, rng)
