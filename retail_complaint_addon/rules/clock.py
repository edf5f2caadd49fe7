"""How a case stands whose targets are known."""

from collections.abc import Iterable
from datetime import datetime, timedelta

SOON = timedelta(hours=24)


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
