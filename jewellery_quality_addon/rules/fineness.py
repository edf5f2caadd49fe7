"""Fineness: parts of pure metal in a thousand parts by mass.

Sources: ISO 9202 (fineness as minimum values, no minus tolerance); Hong Kong Trade
Descriptions (Marking) (Gold and Gold Alloy) Order, Cap. 362A: a mark of one or two
digits means that share of 24; Chuk Kam is 999 ‰ and more since 2 March 2009.
"""

from typing import NamedTuple

PURE = 1000.0
CARATS = 24
# Marks of ISO 9202 that are no exact share of 24.
STANDARDS = {9: 375.0, 14: 585.0, 18: 750.0, 22: 916.0}
CHUK_KAM = 999.0

# The lowest fineness that is sold under the name of the metal. Gold: 333 is 8 ct, the
# lowest mark of the trade; platinum 500, palladium 500, silver 800: minimum values of
# the Finnish act on precious metals, the lowest we know of.
LOWEST = {"gold": 333.0, "platinum": 500.0, "palladium": 500.0, "silver": 800.0}


class Guess(NamedTuple):
    """What a figure was perhaps meant to be."""

    unit: str
    fineness: float


def from_carat(carat: float) -> float:
    """Return the exact fineness of a number of carats.

    >>> from_carat(18), round(from_carat(14), 1), round(from_carat(22), 1)
    (750.0, 583.3, 916.7)
    """
    return carat / CARATS * PURE


def mark_of_carat(carat: int) -> float:
    """Return the usual mark: 14 ct is sold as 585, which is a little more.

    >>> [mark_of_carat(carat) for carat in (9, 14, 18, 22, 24)]
    [375.0, 585.0, 750.0, 916.0, 1000.0]
    """
    return STANDARDS.get(carat, round(from_carat(carat), 1))


def to_carat(fineness: float) -> float:
    """Return the carats of a fineness, to a hundredth.

    >>> to_carat(750), to_carat(585), to_carat(999)
    (18.0, 14.04, 23.98)
    """
    return round(fineness / PURE * CARATS, 2)


def lowest(metal: str | None) -> float:
    """Return the lowest fineness that has a name of its own; 0 for other metals."""
    return LOWEST.get(metal or "", 0.0)


def guess(value: float, metal: str | None) -> Guess | None:
    """Return what a figure below the range was meant to be, in ‰.

    18 and 75 are both below 100: up to 24 it is taken for carats of gold, above for
    per cent, and up to 1 for a fraction.

    >>> guess(18, "gold")
    Guess(unit='carat', fineness=750.0)
    >>> guess(75, "gold")
    Guess(unit='percent', fineness=750.0)
    >>> guess(0.925, "silver").fineness
    925.0
    >>> guess(300, "gold") is None
    True
    """
    if value <= 0:
        return None
    if value <= 1:
        found = Guess("fraction", round(value * PURE, 1))
    elif value <= CARATS and metal in (None, "", "gold"):
        found = Guess("carat", mark_of_carat(int(value)))
    elif value <= 100:
        found = Guess("percent", round(value * 10.0, 1))
    else:
        return None
    return found if lowest(metal) <= found.fineness <= PURE else None
