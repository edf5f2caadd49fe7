"""Pages of a timeline that is put together from many sources."""

from datetime import date, datetime, time
from typing import Any, NamedTuple


class Place(NamedTuple):
    """Where a page ended; rows are ordered by these, the latest first."""

    at: datetime
    key: str
    id: int


class Window(NamedTuple):
    """What a source still has to give: rows before ``before``, or on it below an id.

    ``at_most`` is None: none of the rows of that moment; 0: all of them.
    """

    before: datetime | date
    at_most: int | None


def moment(value: datetime | date) -> datetime:
    """Return a day as its first moment.

    >>> moment(date(2026, 3, 2))
    datetime.datetime(2026, 3, 2, 0, 0)
    """
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, time.min)


def window(key: str, by_day: bool, place: Place) -> Window:
    """Return which rows of a source come after the end of the last page.

    >>> place = Place(datetime(2026, 3, 2, 10), "exchange", 7)
    >>> window("exchange", False, place).at_most
    7
    >>> window("consent", False, place).at_most
    0
    >>> window("promise", False, place).at_most is None
    True
    >>> window("wish", True, place)
    Window(before=datetime.date(2026, 3, 2), at_most=0)
    """
    if by_day:
        day = place.at.date()
        if moment(day) < place.at:
            return Window(day, 0)
        return Window(day, _at_most(key, place))
    return Window(place.at, _at_most(key, place))


def _at_most(key: str, place: Place) -> int | None:
    if key < place.key:
        return 0
    return place.id if key == place.key else None


def page(rows: list[dict[str, Any]], size: int) -> tuple[list[dict[str, Any]], bool]:
    """Return the first rows of all sources, the latest first, and whether more follow.

    >>> at = lambda day: datetime(2026, 3, day)
    >>> rows = [{"at": at(day), "key": "a", "id": day} for day in (2, 5, 3)]
    >>> [row["id"] for row in page(rows, 2)[0]], page(rows, 2)[1]
    ([5, 3], True)
    """
    ordered = sorted(
        rows, key=lambda row: (row["at"], row["key"], row["id"]), reverse=True
    )
    return ordered[:size], len(ordered) > size
