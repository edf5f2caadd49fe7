"""Who is reminded of a missed target, and when: owner, supervisor, manager."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from operator import attrgetter
from typing import NamedTuple

from .working_time import WorkingTime

OWNER, SUPERVISOR, MANAGER = "owner", "supervisor", "manager"
LEVELS = (OWNER, SUPERVISOR, MANAGER)


class Step(NamedTuple):
    """One reminder of one breach: it is due at a moment and happens once."""

    kind: str
    due: datetime
    level: str
    at: datetime


def steps(
    dates: Mapping[str, datetime | None],
    hours: Mapping[str, float],
    time: WorkingTime,
) -> list[Step]:
    """Return all reminders of the targets of a case, the earliest first.

    :param dates: {kind: when it is due}
    :param hours: {level: working hours after the due time}; a level never comes
        before the one below it

    >>> day = datetime(2026, 3, 2)
    >>> [(step.level, step.at.hour) for step in
    ...  steps({"resolve": day}, {"supervisor": 4, "manager": 8}, WorkingTime())]
    [('owner', 0), ('supervisor', 4), ('manager', 8)]
    """
    waits = [(level, timedelta(hours=hours.get(level, 0))) for level in LEVELS]
    found = []
    for kind, due in dates.items():
        if not due:
            continue
        at = due
        for level, wait in waits:
            if wait:
                at = max(at, time.after(due, wait))
            found.append(Step(kind, due, level, at))
    # the levels of a kind stay in their order
    return sorted(found, key=attrgetter("at", "kind"))


def split(
    found: Iterable[Step], done: Collection[tuple[str, datetime, str]], now: datetime
) -> tuple[list[Step], datetime | None]:
    """Return the reminders to send now, and when to look at the case again.

    :param done: (kind, due, level) of what was sent already
    """
    left = [step for step in found if step[:3] not in done]
    later = [step.at for step in left if step.at > now]
    return [step for step in left if step.at <= now], min(later, default=None)


def highest(levels: Collection[str]) -> str | None:
    """Return the highest of the levels.

    >>> highest(["owner", "manager"]), highest([])
    ('manager', None)
    """
    return max(levels, key=LEVELS.index, default=None)
