"""What became of a promise, and when somebody is reminded of it."""

from datetime import datetime, timedelta

OPEN, KEPT, BROKEN, WITHDRAWN = "open", "kept", "broken", "withdrawn"
LATE = "late"
# at the latest so long before it is due
BEFORE = timedelta(days=1)
# so long after it was due the store's manager hears of it
AFTER = timedelta(days=1)
STEPS = 3


def outcome(
    state: str, due_at: datetime, done_at: datetime | None, now: datetime
) -> str:
    """Return what became of a promise.

    >>> due = datetime(2026, 3, 6, 10)
    >>> outcome("open", due, None, datetime(2026, 3, 6, 10))
    'open'
    >>> outcome("open", due, None, datetime(2026, 3, 6, 11))
    'late'
    >>> outcome("kept", due, datetime(2026, 3, 6, 9), datetime(2026, 4, 1))
    'kept'
    >>> outcome("kept", due, datetime(2026, 3, 6, 11), datetime(2026, 4, 1))
    'late'
    >>> outcome("broken", due, None, now=due)
    'broken'
    """
    if state == OPEN:
        return LATE if now > due_at else OPEN
    if state == KEPT:
        return LATE if (done_at or now) > due_at else KEPT
    return state


def score(result: str) -> int | None:
    """Return 100 for a promise kept, 0 for one that was not, nothing for the others.

    The average is the share kept, in percent.

    >>> [score(name) for name in ("kept", "late", "broken", "open", "withdrawn")]
    [100, 0, 0, None, None]
    """
    return {KEPT: 100, LATE: 0, BROKEN: 0}.get(result)


def reminder(step: int, made_at: datetime, due_at: datetime) -> datetime | None:
    """Return when a step of reminding is due.

    0: before it is due, the day before or half-way there; 1: when it is late; 2: the
    store's manager hears of it.

    >>> made, due = datetime(2026, 3, 2, 10), datetime(2026, 3, 6, 10)
    >>> [reminder(step, made, due).day for step in range(STEPS)]
    [5, 6, 7]
    >>> reminder(0, datetime(2026, 3, 6, 6), due)
    datetime.datetime(2026, 3, 6, 8, 0)
    >>> reminder(3, made, due) is None
    True
    """
    if step == 0:
        return due_at - min(BEFORE, max(due_at - made_at, timedelta(0)) / 2)
    if step == 1:
        return due_at + timedelta(seconds=1)
    if step == 2:
        return due_at + AFTER
    return None


def last_passed(
    step: int, made_at: datetime, due_at: datetime, now: datetime
) -> int | None:
    """Return the step to take now; earlier ones that were missed are not caught up.

    :param step: the first one that was not taken yet

    >>> made, due = datetime(2026, 3, 2, 10), datetime(2026, 3, 6, 10)
    >>> [last_passed(0, made, due, datetime(2026, 3, day, 11)) for day in (2, 5, 6, 9)]
    [None, 0, 1, 2]
    >>> last_passed(3, made, due, datetime(2026, 3, 9)) is None
    True
    """
    passed = [
        one
        for one in range(step, STEPS)
        if (at := reminder(one, made_at, due_at)) and at <= now
    ]
    return passed[-1] if passed else None


def share_kept(kept: int, late: int, broken: int) -> float | None:
    """Return the share of promises kept in percent; none without any promise.

    Those withdrawn, or not due yet, do not count.

    >>> share_kept(9, 1, 0)
    90.0
    >>> share_kept(0, 0, 0) is None
    True
    """
    counted = kept + late + broken
    return 100 * kept / counted if counted else None
