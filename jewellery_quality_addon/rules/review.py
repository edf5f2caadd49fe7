"""What works: figures of handling methods, their score, and the best of them.

A score compares methods for one defect. It is no measure of its own: the numbers it
comes from, and how many cases they stand on, are always shown beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import NamedTuple

# What a score is made of, in per cent.
WEIGHTS = {"satisfied": 50, "stayed_closed": 25, "stayed_away": 25}


@dataclass(frozen=True)
class Handled:
    """Sums over cases handled in one way; they can be added and taken away.

    :param count: closings of cases
    :param answers: of them with an answered survey
    :param stars: sum of the satisfaction with the result, 1 to 5
    :param reopened: closings after which the case was opened again
    :param watched: closings whose time for coming back is over
    :param repeated: of them, those whose piece came back
    :param resolved: closings that were the last one of the case
    :param days: sum of the days from the receipt to that closing
    :param cost: sum, in the currency of the company
    """

    count: int = 0
    answers: int = 0
    stars: int = 0
    reopened: int = 0
    watched: int = 0
    repeated: int = 0
    resolved: int = 0
    days: float = 0.0
    cost: float = 0.0

    def __add__(self, other: Handled) -> Handled:
        return self._merge(other, 1)

    def __sub__(self, other: Handled) -> Handled:
        """
        >>> (Handled(count=9, answers=4, stars=12) - Handled(5, 2, 9)).csat
        1.5
        """
        return self._merge(other, -1)

    def _merge(self, other: Handled, sign: int) -> Handled:
        names = [field.name for field in fields(self)]
        return Handled(
            *(getattr(self, name) + sign * getattr(other, name) for name in names)
        )

    @property
    def csat(self) -> float | None:
        return _ratio(self.stars, self.answers)

    @property
    def reopened_percent(self) -> float | None:
        """
        >>> Handled(count=8, reopened=2).reopened_percent
        25.0
        """
        return _ratio(100 * self.reopened, self.count)

    @property
    def repeat_percent(self) -> float | None:
        """Of those whose time is over only: the others may still come back.

        >>> Handled(count=10, watched=4, repeated=1).repeat_percent
        25.0
        """
        return _ratio(100 * self.repeated, self.watched)

    @property
    def mean_days(self) -> float | None:
        return _ratio(self.days, self.resolved)

    @property
    def mean_cost(self) -> float | None:
        return _ratio(self.cost, self.count)

    def part(self, name: str) -> float | None:
        """Return a part of the score, 0 to 100.

        >>> one = Handled(count=10, answers=2, stars=8, reopened=1)
        >>> one.part("satisfied"), one.part("stayed_closed"), one.part("stayed_away")
        (75.0, 90.0, None)
        """
        if name == "satisfied":
            return None if self.csat is None else (self.csat - 1) * 25
        percent = (
            self.reopened_percent if name == "stayed_closed" else self.repeat_percent
        )
        return None if percent is None else 100 - percent


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def is_small(one: Handled, least: int) -> bool:
    """Tell whether there are too few cases or answers to compare.

    >>> is_small(Handled(count=5, answers=5), 5), is_small(Handled(count=40), 5)
    (False, True)
    """
    return one.count < least or one.answers < least


class Ranking(NamedTuple):
    """:param scores: of the methods that are compared; ``best`` only among several"""

    scores: dict
    best: object
    parts: tuple[str, ...]


def rank(methods: Mapping[object, Handled], least: int) -> Ranking:
    """Compare the methods that have enough cases and answers.

    All are measured alike: whether pieces came back counts only when the time of
    enough cases is over for each of them. Of equal scores the cheaper one is better,
    then the faster one.

    >>> ten = dict(count=10, answers=5)
    >>> a = Handled(**ten, stars=25, cost=900)
    >>> b = Handled(**ten, stars=20, reopened=2, cost=100)
    >>> found = rank({"A": a, "B": b, "C": Handled(count=1, answers=1, stars=5)}, 5)
    >>> found.scores, found.best
    ({'A': 100.0, 'B': 76.7}, 'A')
    >>> rank({"A": a, "C": Handled(count=4)}, 5).best is None
    True
    """
    compared = {key: one for key, one in methods.items() if not is_small(one, least)}
    parts = tuple(
        name
        for name in WEIGHTS
        if name != "stayed_away"
        or all(one.watched >= least for one in compared.values())
    )
    scores = {key: _score(one, parts) for key, one in compared.items()}
    best = None
    if len(compared) > 1:
        best = max(
            compared,
            key=lambda key: (
                scores[key],
                -(compared[key].mean_cost or 0),
                -(compared[key].mean_days or 0),
            ),
        )
    return Ranking(scores, best, parts)


def _score(one: Handled, parts: tuple[str, ...]) -> float:
    whole = sum(WEIGHTS[name] for name in parts)
    return round(
        sum(WEIGHTS[name] * (one.part(name) or 0) for name in parts) / whole, 1
    )


class Share(NamedTuple):
    """Cases of one defect among all cases about the same pieces in a time."""

    same: int
    all: int

    @property
    def percent(self) -> float | None:
        """
        >>> Share(3, 12).percent, Share(0, 0).percent
        (25.0, None)
        """
        return _ratio(100 * self.same, self.all)
