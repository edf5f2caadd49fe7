"""Counts of complaints that can be added up, and the figures they give."""

from __future__ import annotations

from dataclasses import dataclass, fields

HOUR = 3600
DAY = 24 * HOUR


@dataclass
class Tally:
    """Everything is a sum, so that stores add up to a company and weeks to a year."""

    # received in the period
    received: int = 0
    opinions: int = 0
    on_site: int = 0
    acknowledged: int = 0
    acknowledge_seconds: float = 0
    acknowledged_in_time: int = 0
    waiting: int = 0
    # resolved in the period
    resolved: int = 0
    resolve_seconds: float = 0
    resolved_in_time: int = 0
    reopened: int = 0
    justified: int = 0
    cost: float = 0
    # answered in the period
    rated: int = 0
    score: int = 0
    satisfied: int = 0
    efforts: int = 0
    effort: int = 0
    recommendations: int = 0
    points: int = 0
    # at its end
    open: int = 0
    overdue: int = 0
    # sold in the period, where an addon knows it
    sold: int = 0

    def add(self, **values: float | None) -> Tally:
        """Add sums; a sum over nothing is None."""
        for name, value in values.items():
            setattr(self, name, getattr(self, name) + (value or 0))
        return self

    def __add__(self, other: Tally) -> Tally:
        total = Tally()
        for field in fields(self):
            name = field.name
            total.add(**{name: getattr(self, name) + getattr(other, name)})
        return total

    @property
    def on_site_percent(self) -> float | None:
        """Share settled on the spot; opinions are not settled at all.

        >>> Tally(received=5, opinions=1, on_site=3).on_site_percent
        75.0
        >>> Tally().on_site_percent is None
        True
        """
        return ratio(self.on_site, self.received - self.opinions, 100)

    @property
    def acknowledge_hours(self) -> float | None:
        return ratio(self.acknowledge_seconds / HOUR, self.acknowledged)

    @property
    def acknowledged_percent(self) -> float | None:
        """Share acknowledged in time; what still has time is not counted.

        >>> Tally(received=4, waiting=2, acknowledged_in_time=1).acknowledged_percent
        50.0
        """
        return ratio(self.acknowledged_in_time, self.received - self.waiting, 100)

    @property
    def resolve_days(self) -> float | None:
        """
        >>> Tally(resolved=2, resolve_seconds=3 * DAY).resolve_days
        1.5
        """
        return ratio(self.resolve_seconds / DAY, self.resolved)

    @property
    def in_time_percent(self) -> float | None:
        return ratio(self.resolved_in_time, self.resolved, 100)

    @property
    def justified_percent(self) -> float | None:
        return ratio(self.justified, self.resolved, 100)

    @property
    def reopened_percent(self) -> float | None:
        return ratio(self.reopened, self.resolved, 100)

    @property
    def csat(self) -> float | None:
        return ratio(self.score, self.rated)

    @property
    def csat_percent(self) -> float | None:
        return ratio(self.satisfied, self.rated, 100)

    @property
    def ces(self) -> float | None:
        return ratio(self.effort, self.efforts)

    @property
    def per_thousand(self) -> float | None:
        """Complaints for a thousand pieces sold; an opinion is no complaint.

        >>> Tally(received=5, opinions=1, sold=2000).per_thousand
        2.0
        >>> Tally(received=5).per_thousand is None
        True
        """
        return ratio(self.received - self.opinions, self.sold, 1000)

    @property
    def nps(self) -> float | None:
        """``points`` are 100 for a promoter and -100 for a detractor."""
        return ratio(self.points, self.recommendations)


def ratio(part: float, whole: float, factor: float = 1) -> float | None:
    """None where there is nothing to divide by: no figure is better than a wrong one.

    >>> ratio(1, 4, 100), ratio(0, 0)
    (25.0, None)
    """
    return factor * part / whole if whole else None
