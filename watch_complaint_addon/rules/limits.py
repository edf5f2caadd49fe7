"""What a watch can be: ranges of its figures, in the unit each is kept in.

The ranges are wide: they stop slips of the unit and of the keyboard, not rare watches.
Beat rates 18,000 to 36,000 A/h and lift angles about 52° are usual (tilga.com/prod/
851000); ISO 764 asks for 4,800 A/m (m.v-trust.com); a diver's watch by ISO 6425 holds
100 m and more (Wikipedia, "Water Resistant mark"). The outer ends are our own.
"""

from __future__ import annotations

import math
from typing import NamedTuple

MECHANICAL = ("automatic", "manual")
DIVER_BAR = 10
# 1 gauss in air is 1 oersted: 1000 / (4 pi) A/m
AM_PER_GAUSS = 1000 / (4 * math.pi)


class Limit(NamedTuple):
    """:param unit: as printed; empty for a plain number"""

    low: float
    high: float
    unit: str


LIMITS = {
    "water_resistance_bar": Limit(1, 600, "bar"),
    "magnetic_resistance_am": Limit(4800, 2_000_000, "A/m"),
    "beat_rate_ah": Limit(10_800, 130_000, "A/h"),
    "lift_angle_deg": Limit(30, 70, "°"),
    "power_reserve_h": Limit(12, 1300, "h"),
    "service_interval_months": Limit(6, 240, "months"),
    "warranty_months": Limit(1, 240, "months"),
    "jewels": Limit(1, 250, ""),
    "lug_width_mm": Limit(5, 40, "mm"),
    "case_diameter_mm": Limit(8, 80, "mm"),
}
# A solar watch runs in the dark for months, a clock is as large as its case.
WIDER = {
    ("power_reserve_h", "other_movement"): Limit(1, 100_000, "h"),
    ("case_diameter_mm", "clock"): Limit(15, 3000, "mm"),
}


def limit(name: str, movement: str | None = None, kind: str | None = None) -> Limit:
    """Return the range of a figure.

    >>> limit("beat_rate_ah")
    Limit(low=10800, high=130000, unit='A/h')
    >>> limit("power_reserve_h", "solar").high, limit("power_reserve_h", "manual").high
    (100000, 1300)
    """
    if movement and movement not in MECHANICAL:
        wider = WIDER.get((name, "other_movement"))
        if wider:
            return wider
    return WIDER.get((name, kind or ""), LIMITS[name])


def is_possible(
    name: str, value: float, movement: str | None = None, kind: str | None = None
) -> bool:
    """Tell whether a figure can be true; 0 means that it is not known.

    >>> is_possible("beat_rate_ah", 28800), is_possible("beat_rate_ah", 4)
    (True, False)
    >>> is_possible("water_resistance_bar", 0), is_possible("lift_angle_deg", -52)
    (True, False)
    """
    if not value:
        return True
    low, high, _unit = limit(name, movement, kind)
    return low <= value <= high


def gauss(amperes_per_metre: float) -> float:
    """Return a magnetic field of A/m in gauss, as dials and leaflets print it.

    >>> round(gauss(4800)), round(gauss(80000))
    (60, 1005)
    """
    return amperes_per_metre / AM_PER_GAUSS


def metres(bar: float) -> float:
    """Return the depth that is printed for a pressure: 10 m a bar.

    >>> metres(20)
    200
    """
    return bar * 10
