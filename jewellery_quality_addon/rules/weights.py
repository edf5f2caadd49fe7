"""Weights of the trade.

Sources: tael troy = 37.429 g = 10 mace = 100 candareen (sizes.com/units/tael.htm, Hong
Kong 20th and 21st century; goldratefortoday.org); metric carat 0.2 g (CIPM 1907).
"""

GRAMS = {"g": 1.0, "tael": 37.429, "mace": 3.7429, "candareen": 0.37429, "ct": 0.2}


def convert(value: float, source: str, target: str) -> float:
    """Return a weight in another unit.

    >>> convert(1, "tael", "g"), round(convert(37.429, "g", "candareen"), 6)
    (37.429, 100.0)
    >>> convert(5, "ct", "g")
    1.0
    """
    return value * GRAMS[source] / GRAMS[target]


def split_tael(grams: float) -> tuple[int, int, float]:
    """Return whole taels, whole mace and candareen, as a goldsmith says it.

    >>> split_tael(37.429), split_tael(46.41196)
    ((1, 0, 0.0), (1, 2, 4.0))
    """
    candareen = round(convert(grams, "g", "candareen"), 3)
    taels, rest = divmod(candareen, 100)
    mace, rest = divmod(round(rest, 3), 10)
    return int(taels), int(mace), round(rest, 3)


def stones_in_grams(carats: float) -> float:
    """Return what stones of so many carats weigh, in grams.

    >>> stones_in_grams(1.8)
    0.36
    """
    return round(convert(carats, "ct", "g"), 6)


def metal_weight(total: float, carats: float) -> float:
    """Return the weight without the stones, in grams.

    >>> metal_weight(4.25, 1.25)
    4.0
    """
    return round(total - stones_in_grams(carats), 6)
