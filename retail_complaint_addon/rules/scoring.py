"""Alternatives compared on weighted criteria: a weighted sum from 0 to 100.

Each criterion gets 0 to 10 points, 10 is always the best for it (10 points for cost:
it costs nothing). Whole numbers all the way, so that equal alternatives come out equal.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

MOST_POINTS = 10
MOST_WEIGHT = 100


def is_points(value: object) -> bool:
    """
    >>> [is_points(value) for value in (0, 10, 11, -1, 2.5, True, "3", None)]
    [True, True, False, False, False, False, False, False]
    """
    return (
        isinstance(value, int)
        and not isinstance(value, bool)
        and 0 <= value <= MOST_POINTS
    )


def is_weight(value: object) -> bool:
    """
    >>> [is_weight(value) for value in (1, 100, 0, 101, True, None)]
    [True, True, False, False, False, False]
    """
    return (
        isinstance(value, int)
        and not isinstance(value, bool)
        and 1 <= value <= MOST_WEIGHT
    )


def total(scores: Iterable[tuple[int, int]]) -> float:
    """Return the weighted sum with one decimal; without scores 0.

    Only the weights of what was scored count, so that they need not sum up to 100.

    :param scores: (points, weight) of each criterion

    >>> total([(10, 30), (10, 20)]), total([(0, 30)]), total([])
    (100.0, 0.0, 0.0)
    >>> total([(8, 30), (5, 20), (7, 15), (9, 20), (10, 15)])
    77.5
    >>> total([(1, 1), (0, 2)]), total([(2, 1), (0, 2)])
    (3.3, 6.7)
    """
    given = list(scores)
    weights = sum(weight for _points, weight in given)
    if not weights:
        return 0.0
    weighted = sum(points * weight for points, weight in given)
    # tenths, rounded half up
    tenths = (2 * weighted * 1000 // MOST_POINTS + weights) // (2 * weights)
    return tenths / 10


def is_complete(asked: Collection[int], given: Collection[int]) -> bool:
    """Say whether every criterion that is asked has points.

    >>> is_complete({1, 2}, {1, 2, 3}), is_complete({1, 2}, {1}), is_complete((), ())
    (True, False, False)
    """
    return bool(asked) and set(asked) <= set(given)


def best(totals: Mapping[int, float]) -> frozenset[int]:
    """Return the alternatives with the highest total: several when they are equal.

    >>> sorted(best({1: 60.0, 2: 77.5, 3: 77.5})), best({})
    ([2, 3], frozenset())
    """
    highest = max(totals.values(), default=None)
    return frozenset(key for key, value in totals.items() if value == highest)
