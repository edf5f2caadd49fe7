"""Whether a figure is what the class allows. The limits themselves are allowed."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import criteria, timing

PASS, FAIL, NOT_JUDGED = "pass", "fail", "na"
IN_CLASS, OUT_OF_CLASS, INCOMPLETE = "in_class", "out_of_class", "incomplete"
REQUIRED, IF_MEASURED, ADVICE = "required", "if_measured", "advice"

# Band of a figure inside or outside its limits.
GOOD, ACCEPTABLE, LOW, HIGH = "good", "acceptable", "low", "high"
# Why nothing is said.
NOT_MEASURED, NO_RATING, BELOW_RATING = "not_measured", "no_rating", "below_rating"
POSITIONS_MISSING = "positions_missing"

# Full wind, dial up and down (sources T10, T11).
SERVICE_BELOW, SUSPICIOUS_ABOVE = 200.0, 315.0
# ISO 6425 tests at 125 % of the rating (sources T19, T20).
DIVER_FACTOR = 1.25
DIVER = "diver"


@dataclass(frozen=True)
class Tolerance:
    """What a class allows for one criterion; infinite where a side is open."""

    criterion: str
    low: float = -math.inf
    high: float = math.inf
    good: tuple[float, float] | None = None
    role: str = REQUIRED
    source: str = ""


@dataclass(frozen=True)
class Verdict:
    """One line of the sheet."""

    tolerance: Tolerance
    measured: float | None
    verdict: str
    band: str = ""
    reason: str = ""

    @property
    def criterion(self) -> str:
        return self.tolerance.criterion


@dataclass(frozen=True)
class Findings:
    """What is found beside the readings; ``None`` and "" where nobody looked."""

    running: str = ""
    power_reserve: float | None = None
    water_bar: float | None = None
    water_leaks: bool | None = None
    water_method: str = ""
    magnetised: bool | None = None
    moisture: bool | None = None


@dataclass(frozen=True)
class Rating:
    """What the maker states; ``None`` where nothing is known."""

    power_reserve: float | None = None
    water_bar: float | None = None


def judge(tolerance: Tolerance, measured: float | None, reason: str = "") -> Verdict:
    """Compare one figure with its limits, as shown: with two decimals.

    >>> six = Tolerance("mean_rate", -4, 6)
    >>> [judge(six, value).verdict for value in (-4, 6, 6.01, None)]
    ['pass', 'pass', 'fail', 'na']
    """
    value = timing.rounded(measured)
    if value is None or not math.isfinite(value):
        return Verdict(tolerance, None, NOT_JUDGED, reason=reason or NOT_MEASURED)
    if value < tolerance.low:
        return Verdict(tolerance, value, FAIL, LOW)
    if value > tolerance.high:
        return Verdict(tolerance, value, FAIL, HIGH)
    good = tolerance.good and tolerance.good[0] <= value <= tolerance.good[1]
    return Verdict(tolerance, value, PASS, GOOD if good else ACCEPTABLE)


def amplitude_band(degrees: float) -> str:
    """Name the amplitude as a workshop does (sources T10, T11).

    >>> [amplitude_band(value) for value in (199.9, 200, 249.9, 250, 270, 310, 315)]
    ['service', 'weak', 'weak', 'acceptable', 'good', 'good', 'acceptable']
    >>> amplitude_band(316)
    'suspicious'
    """
    if degrees < SERVICE_BELOW:
        return "service"
    if degrees < 250:
        return "weak"
    if degrees > SUSPICIOUS_ABOVE:
        return "suspicious"
    return "good" if 270 <= degrees <= 310 else "acceptable"


def beat_error_band(milliseconds: float) -> str:
    """Name the beat error as a workshop does (source T10).

    >>> [beat_error_band(value) for value in (0, 0.5, 0.6, 1.0, 1.1)]
    ['good', 'good', 'acceptable', 'acceptable', 'poor']
    """
    if milliseconds <= 0.5:
        return "good"
    return "acceptable" if milliseconds <= 1.0 else "poor"


def judge_amplitude(tolerance: Tolerance, found: Sequence[float]) -> Verdict:
    """Every amplitude must lie inside; the one that is farthest out is named."""
    if not found:
        return judge(tolerance, None)
    worst = judge(tolerance, min(found))
    if worst.verdict == PASS:
        highest = judge(tolerance, max(found))
        return highest if highest.verdict == FAIL else worst
    return worst


def judge_class(
    tolerances: Iterable[Tolerance],
    readings: Sequence[timing.Reading],
    position_set: str,
) -> list[Verdict]:
    """Judge the readings by each tolerance of a class, in its order."""
    figures = {
        criteria.MEAN_RATE: timing.mean_rate(readings, position_set),
        criteria.MONTH_RATE: timing.month_rate(readings),
        criteria.POSITION_DELTA: timing.position_delta(readings, position_set),
        criteria.HORIZONTAL_VERTICAL: timing.horizontal_vertical(readings),
        criteria.LARGEST_DEVIATION: timing.largest_deviation(readings, position_set),
        criteria.MEAN_VARIATION: timing.mean_variation(readings, position_set),
        criteria.GREATEST_VARIATION: timing.greatest_variation(readings, position_set),
        criteria.THERMAL_VARIATION: timing.thermal_variation(readings),
        criteria.RATE_RESUMPTION: timing.rate_resumption(readings),
        criteria.ISOCHRONISM: timing.isochronism(readings),
        criteria.BEAT_ERROR: timing.beat_error(readings),
        criteria.CHRONO_RATE: timing.chrono_rate(readings),
        criteria.CHRONO_AMPLITUDE: timing.chrono_amplitude(readings),
    }
    by_set = timing.class_rates(readings, position_set) is not None
    reason = NOT_MEASURED if by_set or not readings else POSITIONS_MISSING
    found = []
    for tolerance in tolerances:
        if tolerance.criterion == criteria.AMPLITUDE:
            found.append(judge_amplitude(tolerance, timing.amplitudes(readings)))
            continue
        of_set = tolerance.criterion in (
            criteria.MEAN_RATE,
            criteria.POSITION_DELTA,
            criteria.LARGEST_DEVIATION,
        )
        figure = figures[tolerance.criterion]
        found.append(judge(tolerance, figure, reason if of_set else NOT_MEASURED))
    return found


def judge_power_reserve(hours: float | None, rated: float | None) -> Verdict:
    """The measured hours reach the maker's figure.

    >>> [judge_power_reserve(*pair).verdict for pair in
    ...     ((42, 42), (41.99, 42), (None, 42), (42, None))]
    ['pass', 'fail', 'na', 'na']
    """
    tolerance = Tolerance(criteria.POWER_RESERVE, rated or -math.inf, role=IF_MEASURED)
    if hours is not None and not rated:
        return Verdict(tolerance, hours, NOT_JUDGED, reason=NO_RATING)
    return judge(tolerance, hours)


def judge_water(findings: Findings, rated: float | None) -> Verdict:
    """Tight at its rating; a test at less proves nothing, a leak always does.

    A diver's watch is tested at 125 % of its rating.

    >>> def water(bar, leaks, rated, method="air"):
    ...     found = Findings(water_bar=bar, water_leaks=leaks, water_method=method)
    ...     verdict = judge_water(found, rated)
    ...     return verdict.verdict, verdict.reason
    >>> water(10, False, 10), water(9.9, False, 10), water(3, True, 10)
    (('pass', ''), ('na', 'below_rating'), ('fail', ''))
    >>> water(20, False, 20, "diver"), water(25, False, 20, "diver")
    (('na', 'below_rating'), ('pass', ''))
    >>> water(None, None, 10), water(5, False, None)
    (('na', 'not_measured'), ('na', 'no_rating'))
    """
    factor = DIVER_FACTOR if findings.water_method == DIVER else 1
    needed = rated * factor if rated else None
    tolerance = Tolerance(criteria.WATER, needed or -math.inf, role=IF_MEASURED)
    if findings.water_leaks is None:
        return Verdict(tolerance, None, NOT_JUDGED, reason=NOT_MEASURED)
    if findings.water_leaks:
        return Verdict(tolerance, findings.water_bar, FAIL, LOW)
    if needed is None:
        return Verdict(tolerance, findings.water_bar, NOT_JUDGED, reason=NO_RATING)
    if timing.rounded(findings.water_bar or 0) < timing.rounded(needed):
        return Verdict(tolerance, findings.water_bar, NOT_JUDGED, reason=BELOW_RATING)
    return judge(tolerance, findings.water_bar)


def judge_flag(criterion: str, bad: bool | None) -> Verdict:
    """A finding that is there or not.

    >>> [judge_flag("moisture", value).verdict for value in (None, False, True)]
    ['na', 'pass', 'fail']
    """
    tolerance = Tolerance(criterion, role=IF_MEASURED)
    if bad is None:
        return Verdict(tolerance, None, NOT_JUDGED, reason=NOT_MEASURED)
    return Verdict(tolerance, None, FAIL if bad else PASS)


def judge_findings(findings: Findings, rating: Rating) -> list[Verdict]:
    """Judge what is beside the readings, in the order of the sheet."""
    running = {"": None, "runs": False}.get(findings.running, True)
    return [
        judge_flag(criteria.RUNNING, running),
        judge_power_reserve(findings.power_reserve, rating.power_reserve),
        judge_water(findings, rating.water_bar),
        judge_flag(criteria.MAGNETISM, findings.magnetised),
        judge_flag(criteria.MOISTURE, findings.moisture),
    ]


def overall(verdicts: Iterable[Verdict]) -> str:
    """Out with one failure that decides; in only when all that must be is measured.

    >>> rate = Tolerance("mean_rate", -4, 6)
    >>> weak = Tolerance("amplitude", 250, 315, role=ADVICE)
    >>> overall([judge(rate, 5), judge(weak, 240)])
    'in_class'
    >>> overall([judge(rate, None)]), overall([]), overall([judge(rate, 7)])
    ('incomplete', 'incomplete', 'out_of_class')
    """
    deciding = [one for one in verdicts if one.tolerance.role != ADVICE]
    if any(one.verdict == FAIL for one in deciding):
        return OUT_OF_CLASS
    required = [one for one in deciding if one.tolerance.role == REQUIRED]
    if not required or any(one.verdict != PASS for one in required):
        return INCOMPLETE
    return IN_CLASS


def judge_sheet(
    tolerances: Iterable[Tolerance],
    position_set: str,
    readings: Sequence[timing.Reading],
    findings: Findings,
    rating: Rating,
) -> tuple[list[Verdict], str]:
    """Return every line of the sheet and the verdict over all."""
    verdicts = judge_class(tolerances, readings, position_set)
    verdicts += judge_findings(findings, rating)
    return verdicts, overall(verdicts)
