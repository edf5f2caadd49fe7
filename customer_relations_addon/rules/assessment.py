"""Assessments of a shop: weighted points as a score from 0 to 100."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from odoo.addons.retail_complaint_addon.rules import scoring

# Visits in three months by number of outlets, after the public framework of the
# Hong Kong Retail Management Association for mystery shopping.
VISITS = ((5, 6), (10, 7), (20, 10))


class Answer(NamedTuple):
    """:param points: 0 to 10, ``None`` where the criterion does not apply"""

    points: int | None
    weight: int
    group: str = ""


def score(answers: Iterable[Answer]) -> float | None:
    """Return the weighted score, ``None`` when nothing applies.

    Only the weights of what applies count.

    >>> score([Answer(8, 3), Answer(5, 1), Answer(None, 6)])
    72.5
    >>> score([Answer(None, 1)]) is None, score([Answer(0, 1)])
    (True, 0.0)
    """
    given = [(one.points, one.weight) for one in answers if one.points is not None]
    return scoring.total(given) if given else None


def by_group(answers: Iterable[Answer]) -> dict[str, float]:
    """Return the score of each group in which something applies.

    >>> by_group([Answer(8, 1, "a"), Answer(4, 3, "a"), Answer(None, 1, "b")])
    {'a': 50.0}
    """
    groups: dict[str, list[Answer]] = {}
    for one in answers:
        groups.setdefault(one.group, []).append(one)
    totals = {name: score(group) for name, group in groups.items()}
    return {name: total for name, total in totals.items() if total is not None}


def is_low(points: int | None, threshold: int) -> bool:
    """Return whether something has to become better.

    >>> is_low(5, 6), is_low(6, 6), is_low(None, 6)
    (True, False, False)
    """
    return points is not None and points < threshold


def visits_needed(outlets: int) -> int:
    """Return how many visits three months need; beyond 20 outlets half of them.

    >>> [visits_needed(number) for number in (0, 1, 5, 6, 11, 20, 30)]
    [0, 6, 6, 7, 10, 10, 15]
    """
    if outlets < 1:
        return 0
    for most, visits in VISITS:
        if outlets <= most:
            return visits
    return -(-outlets // 2)
