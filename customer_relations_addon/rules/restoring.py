"""Is a restored copy what was backed up? No Odoo here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

# The name auto_backup gives its files: local time of the server.
PATTERN = "%Y_%m_%d_%H_%M_%S"
# A transaction that began before the backup may end after it.
MARGIN = timedelta(minutes=10)


class Loss(NamedTuple):
    """A table of which the copy holds fewer rows than it must.

    :param table: its name
    :param live: rows of the running database written before the backup
    :param copy: rows of the restored copy written before the backup
    """

    table: str
    live: int
    copy: int


def begun(name: str) -> datetime | None:
    """Return when a backup was begun (UTC, naive) by the name of its file.

    :param name: base name, e.g. ``2026_11_22_03_00_00.dump.zip``

    >>> begun("backup.zip") is None
    True
    """
    try:
        local = datetime.strptime(name.split(".", 1)[0], PATTERN)
    except ValueError:
        return None
    return local.astimezone(UTC).replace(tzinfo=None)


def losses(live: Mapping[str, int], copy: Mapping[str, int]) -> list[Loss]:
    """Return the tables of which rows are missing in the copy, the most first.

    Rows deleted since then make the running database smaller, never larger.

    >>> losses({"a": 3, "b": 1}, {"a": 3, "b": 2})
    []
    >>> losses({"a": 3, "b": 1}, {"a": 2})
    [Loss(table='a', live=3, copy=2), Loss(table='b', live=1, copy=0)]
    """
    found = [
        Loss(table, rows, copy.get(table, 0))
        for table, rows in live.items()
        if rows > copy.get(table, 0)
    ]
    return sorted(found, key=lambda one: (one.copy - one.live, one.table))


def other_heads(
    live: Mapping[tuple[str, int], str], copy: Iterable[tuple[str, int, str]]
) -> list[str]:
    """Return the names of the chains whose end in the copy is not in the live ones.

    :param live: (chain, number of the decision) → hash, of the running database
    :param copy: (chain, count, head) of the restored copy

    >>> other_heads({("A", 2): "x"}, [("A", 2, "x"), ("B", 0, "0")])
    []
    >>> other_heads({("A", 2): "x"}, [("A", 2, "y"), ("C", 1, "z")])
    ['A', 'C']
    """
    return [
        name for name, count, head in copy if count and live.get((name, count)) != head
    ]
