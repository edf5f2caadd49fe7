"""Quantities of a trade buyer's lot: what can be, and how bad it is."""

from __future__ import annotations

NEGATIVE, NOTHING, INSPECTED, DEFECTIVE, CLAIMED = (
    "negative",
    "nothing",
    "inspected",
    "defective",
    "claimed",
)


def problem(
    supplied: int, inspected: int, defective: int, claimed: int = 0
) -> str | None:
    """Return what is wrong with the figures, None when they can be.

    Nobody inspects more than was supplied, nor finds more defective pieces than were
    inspected; what the supplier has been asked to pay for stays defective.

    >>> problem(100, 50, 6) is None
    True
    >>> problem(100, 120, 6)
    'inspected'
    >>> problem(100, 50, 51)
    'defective'
    >>> problem(0, 0, 0)
    'nothing'
    >>> problem(100, -1, 0)
    'negative'
    >>> problem(100, 50, 3, claimed=6)
    'claimed'
    """
    if min(supplied, inspected, defective) < 0:
        return NEGATIVE
    if not supplied:
        return NOTHING
    if inspected > supplied:
        return INSPECTED
    if defective > inspected:
        return DEFECTIVE
    if defective < claimed:
        return CLAIMED
    return None


def defect_rate(inspected: int, defective: int) -> float:
    """Return the defective pieces in per cent of the inspected ones.

    Plain arithmetic: no sampling plan (AQL) is applied, and nothing is inferred for
    the pieces that nobody inspected.

    >>> defect_rate(50, 6)
    12.0
    >>> defect_rate(0, 0)
    0.0
    """
    return 100.0 * defective / inspected if inspected else 0.0
