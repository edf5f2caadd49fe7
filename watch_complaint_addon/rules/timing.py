"""Figures of a timing sheet: rates in s/d, amplitudes in degrees, beat errors in ms.

ISO 3159 takes its figures from days of rest in positions at given temperatures. The
same formulas are used here on what the workshop has measured; a figure that cannot be
had from the readings is ``None``. Figures are rounded to two decimals, as shown.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from .criteria import DIAL_UP, HORIZONTAL, POSITION_SETS, VERTICAL

FULL, AFTER_24H = "full", "h24"

# What a timing device can show: (lowest, highest, unit).
LIMITS: dict[str, tuple[float, float, str]] = {
    "rate_sd": (-999.9, 999.9, "s/d"),
    "amplitude_deg": (80.0, 360.0, "°"),
    "beat_error_ms": (0.0, 9.9, "ms"),
    "temperature_c": (0.0, 50.0, "°C"),
    "day": (1, 31, ""),
    "power_reserve_h": (0.0, 2000.0, "h"),
    "water_test_bar": (0.0, 1500.0, "bar"),
    "battery_v": (0.0, 4.5, "V"),
    "current_ua": (0.0, 100.0, "µA"),
}
# At 23 °C, as far as a room can keep it.
ROOM = (18.0, 28.0)
# Less apart, a rate says nothing about temperature.
LEAST_SPAN = 20.0
DAYS_A_MONTH = 30


@dataclass(frozen=True)
class Reading:
    """One line of a timing device; amplitude and beat error may be missing."""

    position: str
    rate: float
    amplitude: float | None = None
    beat_error: float | None = None
    wind: str = FULL
    day: int = 1
    temperature: float = 23.0
    chronograph: bool = False


def in_limits(name: str, value: float) -> bool:
    """Say whether a device can show this. The limits themselves are possible.

    >>> in_limits("amplitude_deg", 360), in_limits("amplitude_deg", 400)
    (True, False)
    >>> in_limits("rate_sd", float("nan"))
    False
    """
    low, high, _unit = LIMITS[name]
    return math.isfinite(value) and low <= value <= high


def rounded(value: float | None) -> float | None:
    """Two decimals, never minus nought.

    >>> rounded(5.999), rounded(-0.001), rounded(None)
    (6.0, 0.0, None)
    """
    return None if value is None else round(value, 2) + 0.0


def plain(readings: Iterable[Reading]) -> list[Reading]:
    """Return what rates are judged by: full wind, room temperature, chronograph off."""
    return [
        one
        for one in readings
        if one.wind == FULL
        and not one.chronograph
        and ROOM[0] <= one.temperature <= ROOM[1]
    ]


def by_position(readings: Iterable[Reading]) -> dict[str, float]:
    """Return the mean rate of each position.

    >>> by_position([Reading("dial_up", 4), Reading("dial_up", 6, day=2)])
    {'dial_up': 5.0}
    """
    rates = defaultdict(list)
    for one in readings:
        rates[one.position].append(one.rate)
    return {position: fmean(found) for position, found in rates.items()}


def missing_positions(readings: Iterable[Reading], position_set: str) -> list[str]:
    """Return which positions of the set are still to be measured.

    >>> missing_positions([Reading("dial_up", 4)], "3")
    ['crown_down', 'crown_left']
    """
    seen = {one.position for one in readings}
    return [one for one in POSITION_SETS[position_set] if one not in seen]


def class_rates(
    readings: Sequence[Reading], position_set: str
) -> dict[str, float] | None:
    """Return the rates the class is judged by, ``None`` when positions are missing.

    Other positions than those of the set do not count.

    >>> class_rates([Reading("dial_up", 4)], "2") is None
    True
    """
    rates = by_position(plain(readings))
    needed = POSITION_SETS[position_set]
    if needed:
        complete = all(position in rates for position in needed)
        return {one: rates[one] for one in needed} if complete else None
    return rates if len(rates) >= max(int(position_set), 1) else None


def mean_rate(readings: Sequence[Reading], position_set: str) -> float | None:
    """Mean daily rate over the positions of the class, s/d.

    >>> sheet = [Reading("dial_up", 6), Reading("crown_down", 3),
    ...          Reading("crown_left", 0)]
    >>> mean_rate(sheet, "3")
    3.0
    """
    rates = class_rates(readings, position_set)
    return rounded(fmean(rates.values())) if rates else None


def month_rate(readings: Sequence[Reading]) -> float | None:
    """Seconds in a month of 30 days, for quartz.

    >>> month_rate([Reading("none", 0.5)])
    15.0
    """
    rates = [one.rate for one in plain(readings)]
    return rounded(fmean(rates) * DAYS_A_MONTH) if rates else None


def position_delta(readings: Sequence[Reading], position_set: str) -> float | None:
    """Fastest minus slowest position (source T13), s/d.

    >>> position_delta([Reading("dial_up", 6), Reading("crown_down", -3)], "2")
    9.0
    """
    rates = class_rates(readings, position_set)
    if not rates or len(rates) < 2:
        return None
    return rounded(max(rates.values()) - min(rates.values()))


def horizontal_vertical(readings: Sequence[Reading]) -> float | None:
    """Mean of the horizontal positions minus mean of the vertical ones, s/d.

    >>> horizontal_vertical([Reading("dial_up", 6), Reading("crown_left", -2)])
    8.0
    """
    rates = by_position(plain(readings))
    lying = [rate for position, rate in rates.items() if position in HORIZONTAL]
    hanging = [rate for position, rate in rates.items() if position in VERTICAL]
    if not lying or not hanging:
        return None
    return rounded(fmean(lying) - fmean(hanging))


def largest_deviation(readings: Sequence[Reading], position_set: str) -> float | None:
    """Largest distance of a single rate from the mean rate, s/d.

    >>> largest_deviation([Reading("dial_up", 6), Reading("dial_down", 0)], "2")
    3.0
    """
    rates = class_rates(readings, position_set)
    if not rates or len(rates) < 2:
        return None
    mean = fmean(rates.values())
    counted = [one.rate for one in plain(readings) if one.position in rates]
    return rounded(max(abs(rate - mean) for rate in counted))


def variations(
    readings: Sequence[Reading], position_set: str
) -> dict[str, float] | None:
    """Return per position how much the rate changed from one day to the next, s/d.

    ``None`` unless every position of the class was measured on two days.
    """
    days: dict[str, dict[int, float]] = defaultdict(dict)
    for one in plain(readings):
        days[one.position][one.day] = one.rate
    found = {}
    for position, rates in days.items():
        first = sorted(rates)[:2]
        if len(first) == 2:
            found[position] = abs(rates[first[1]] - rates[first[0]])
    needed = POSITION_SETS[position_set]
    least = max(int(position_set), 1)
    if len(found) < least or any(position not in found for position in needed):
        return None
    return {one: found[one] for one in needed} if needed else found


def mean_variation(readings: Sequence[Reading], position_set: str) -> float | None:
    """Mean of the variations, s/d.

    >>> two = [Reading(p, r, day=d) for p, r, d in (
    ...     ("dial_up", 4, 1), ("dial_up", 6, 2),
    ...     ("dial_down", 4, 1), ("dial_down", 3, 2))]
    >>> mean_variation(two, "2"), greatest_variation(two, "2")
    (1.5, 2.0)
    """
    found = variations(readings, position_set)
    return rounded(fmean(found.values())) if found else None


def greatest_variation(readings: Sequence[Reading], position_set: str) -> float | None:
    """Greatest of the variations, s/d."""
    found = variations(readings, position_set)
    return rounded(max(found.values())) if found else None


def thermal_variation(readings: Sequence[Reading]) -> float | None:
    """Change of the rate per degree, dial up, coldest against warmest, s/d per °C.

    >>> thermal_variation([Reading("dial_up", 1, temperature=8),
    ...                    Reading("dial_up", 16, temperature=38)])
    0.5
    """
    rates = sorted(
        (one.temperature, one.rate)
        for one in readings
        if one.position == DIAL_UP and one.wind == FULL and not one.chronograph
    )
    if len(rates) < 2 or rates[-1][0] - rates[0][0] < LEAST_SPAN:
        return None
    (cold, slow), (warm, fast) = rates[0], rates[-1]
    return rounded((fast - slow) / (warm - cold))


def rate_resumption(readings: Sequence[Reading]) -> float | None:
    """Rate of the last day minus the mean of the first two, crown left, s/d.

    >>> rate_resumption([Reading("crown_left", r, day=d)
    ...                  for d, r in ((1, 2), (2, 4), (15, 5))])
    2.0
    """
    rates = {
        one.day: one.rate for one in plain(readings) if one.position == "crown_left"
    }
    days = sorted(rates)
    if len(days) < 3 or days[:2] != [1, 2]:
        return None
    return rounded(rates[days[-1]] - fmean([rates[1], rates[2]]))


def isochronism(readings: Sequence[Reading]) -> float | None:
    """Mean rate after 24 hours minus at full wind, over the same positions, s/d.

    >>> isochronism([Reading("dial_up", 4), Reading("dial_up", 1, wind="h24")])
    -3.0
    """
    full = by_position(plain(readings))
    later = by_position(
        one for one in readings if one.wind == AFTER_24H and not one.chronograph
    )
    same = full.keys() & later.keys()
    if not same:
        return None
    return rounded(fmean(later[one] for one in same) - fmean(full[one] for one in same))


def amplitudes(readings: Iterable[Reading]) -> list[float]:
    """Return the amplitudes that are judged: full wind, dial up and dial down.

    >>> amplitudes([Reading("dial_up", 4, 280), Reading("crown_left", 4, 250)])
    [280]
    """
    return [
        one.amplitude
        for one in plain(readings)
        if one.position in HORIZONTAL and one.amplitude is not None
    ]


def beat_error(readings: Iterable[Reading]) -> float | None:
    """Worst beat error at full wind, ms.

    >>> beat_error([Reading("dial_up", 4, 280, 0.2), Reading("crown_up", 4, 280, 0.6)])
    0.6
    """
    found = [one.beat_error for one in plain(readings) if one.beat_error is not None]
    return rounded(max(found)) if found else None


def chrono_rate(readings: Iterable[Reading]) -> float | None:
    """Mean rate with the chronograph running, s/d.

    >>> chrono_rate([Reading("dial_up", 4), Reading("dial_up", -6, chronograph=True)])
    -6.0
    """
    rates = by_position(one for one in readings if one.chronograph)
    return rounded(fmean(rates.values())) if rates else None


def chrono_amplitude(readings: Iterable[Reading]) -> float | None:
    """Lowest amplitude with the chronograph running, °.

    >>> chrono_amplitude([Reading("dial_up", 4, 230, chronograph=True)])
    230
    """
    found = [
        one.amplitude
        for one in readings
        if one.chronograph and one.amplitude is not None
    ]
    return min(found) if found else None
