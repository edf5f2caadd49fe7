"""Figures of the work with customers, by shop and by person. No Odoo here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# What is counted, in the order of the columns.
COUNTED = (
    "exchanges",
    "customers",
    "promises",
    "kept",
    "late",
    "broken",
    "enquiries",
    "consents",
)


def share_kept(kept: int, late: int, broken: int) -> float | None:
    """Return the share of promises kept in time, in percent; None without any.

    :param kept: promises kept in time
    :param late: promises kept too late
    :param broken: promises not kept

    >>> share_kept(3, 1, 0), share_kept(0, 0, 0)
    (75.0, None)
    """
    settled = kept + late + broken
    return 100.0 * kept / settled if settled else None


def rows_of(
    figures: Mapping[str, Mapping[int, int]], names: Mapping[int, str]
) -> list[dict]:
    """Return one row for each key that has any figure, the busiest first.

    :param figures: what is counted → key → number
    :param names: key → name; keys without one are left out

    >>> rows = rows_of({"exchanges": {1: 2}, "kept": {1: 1, 2: 1}}, {1: "A", 2: "B"})
    >>> [(row["name"], row["exchanges"], row["share"]) for row in rows]
    [('A', 2, 100.0), ('B', 0, 100.0)]
    """
    keys: set[int] = set()
    for numbers in figures.values():
        keys.update(numbers)
    rows = []
    for key in keys & names.keys():
        row = {name: figures.get(name, {}).get(key, 0) for name in COUNTED}
        share = share_kept(row["kept"], row["late"], row["broken"])
        rows.append({"key": key, "name": names[key], "share": share, **row})
    rows.sort(key=lambda row: (-row["exchanges"], -row["promises"], row["name"]))
    return rows


def total_of(rows: Iterable[Mapping]) -> dict:
    """Return the sum of the rows; a customer of two shops counts in both.

    >>> total_of([{"kept": 1}, {"kept": 2, "broken": 1}])["share"]
    75.0
    """
    rows = list(rows)
    total = {name: sum(row.get(name, 0) for row in rows) for name in COUNTED}
    share = share_kept(total["kept"], total["late"], total["broken"])
    return {**total, "share": share}
