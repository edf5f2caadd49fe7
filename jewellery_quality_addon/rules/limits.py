"""What a figure of a piece can be at all.

Outside is a slip of the pen (per cent for ‰, carats for grams), and refused with the
range. 0 is "not known". The wide ends are ours, no standard's.
"""

import math
from typing import NamedTuple

from . import fineness, ring_sizes, weights


class Range(NamedTuple):
    low: float
    high: float
    unit: str


RANGES = {
    # a pendant for a child to a bridal set of Chuk Kam
    "jewellery_weight_g": Range(0.01, 20000.0, "g"),
    "ring_size": Range(ring_sizes.SMALLEST, ring_sizes.LARGEST, "mm"),
    # thinner than flash plating cannot be measured, thicker is no plating any more
    "plating_um": Range(0.01, 100.0, "µm"),
    # the largest cut stones weigh some hundred carats; carvings of fei cui more
    "carat": Range(0.001, 20000.0, "ct"),
}


def fineness_range(metal: str | None) -> Range:
    """Return the range of the mark in ‰ for a metal.

    >>> fineness_range("gold"), fineness_range("silver").low
    (Range(low=333.0, high=1000.0, unit='‰'), 800.0)
    """
    return Range(fineness.lowest(metal) or 1.0, fineness.PURE, "‰")


def fits(value: float, allowed: Range) -> bool:
    """Say whether a figure is possible; 0 means that nobody knows.

    >>> fits(0, RANGES["ring_size"]), fits(16.6, RANGES["ring_size"])
    (True, False)
    >>> fits(float("nan"), RANGES["carat"])
    False
    """
    if not math.isfinite(value):
        return False
    return value == 0 or allowed.low <= value <= allowed.high


def stones_fit(carats: float, total_g: float) -> bool:
    """Say whether stones of so many carats can be in a piece of that weight.

    >>> stones_fit(1.25, 4.25), stones_fit(25, 4.25), stones_fit(25, 0)
    (True, False, True)
    """
    return not total_g or weights.stones_in_grams(carats) < total_g
