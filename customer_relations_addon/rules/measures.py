"""Measures of the service, their lights and periods.

Formulas after ISO 10004 and its practice: shares and means of what was counted, the Net
Promoter Score as promoters (9 and 10) less detractors (0 to 6), effort as the mean of
the answers, the satisfaction index as Σ(weight × score) ÷ Σ(weight). Each measure is a
numerator over a denominator, so stores and periods add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from odoo.addons.retail_complaint_addon.rules.periods import add_months

from .improvements import TOO_EARLY, Figures, effect

SHARE, NET, MEAN, THOUSAND = "share", "net", "mean", "thousand"
FACTORS = {SHARE: 100, NET: 100, MEAN: 1, THOUSAND: 1000}
GREEN, YELLOW, RED, NONE = "green", "yellow", "red", "none"
# What has to be looked at first.
RANKS = {RED: 0, YELLOW: 1, GREEN: 2, NONE: 3}
MONTHS = {"month": 1, "quarter": 3}
PERIODS = ("week", "month", "quarter")


class Measure(NamedTuple):
    """How a measure is counted.

    :param kind: share and net (in percent), mean, thousand (per 1,000)
    :param more: whether more is better
    :param model: model of the records behind it
    :param by_case: whether it can be cut by team and category of complaints
    :param by_day: whether its records have a day, and no time of day
    :param months: so much later it is known
    """

    kind: str
    more: bool
    model: str
    by_case: bool = False
    by_day: bool = False
    months: int = 0


_CASE = "helpdesk.ticket"
_DAY = "store.day"
MEASURES = {
    "first_response": Measure(MEAN, False, _CASE, by_case=True),
    "acknowledged_in_time": Measure(SHARE, True, _CASE, by_case=True),
    "resolution_time": Measure(MEAN, False, _CASE, by_case=True),
    "resolved_in_time": Measure(SHARE, True, _CASE, by_case=True),
    "notices_on_time": Measure(SHARE, True, _CASE, by_case=True),
    "on_site_share": Measure(SHARE, True, _CASE, by_case=True),
    "csat": Measure(SHARE, True, _CASE, by_case=True),
    "csat_handling": Measure(MEAN, True, _CASE, by_case=True),
    "nps": Measure(NET, True, _CASE, by_case=True),
    "ces": Measure(MEAN, False, _CASE, by_case=True),
    "csi": Measure(SHARE, True, _CASE, by_case=True),
    "survey_response": Measure(SHARE, True, "survey.user_input"),
    "complaints_per_1000": Measure(THOUSAND, False, _CASE, by_case=True),
    "repeat_rate": Measure(SHARE, False, _CASE, by_case=True),
    "reopen_rate": Measure(SHARE, False, _CASE, by_case=True),
    "repurchase_12m": Measure(SHARE, True, _CASE, by_case=True, months=12),
    "promises_kept": Measure(SHARE, True, "customer.promise"),
    "quotation_time": Measure(MEAN, False, "crm.lead"),
    "assessment_score": Measure(MEAN, True, "store.assessment", by_day=True),
    "day_logs": Measure(SHARE, True, _DAY, by_day=True),
    "visitors_conversion": Measure(SHARE, True, _DAY, by_day=True),
    "public_review": Measure(MEAN, True, "service.public.review", by_day=True),
}

# Aspect of the satisfaction index: weight, lowest and highest answer, more is better.
CSI = {
    "csat": (4, 1, 5, True),
    "csat_handling": (3, 1, 5, True),
    "ces": (2, 1, 7, False),
    "nps": (1, 0, 10, True),
}


def value_of(kind: str, numerator: float, denominator: float) -> float | None:
    """Return the figure; nothing counted is no figure, not zero.

    >>> value_of("share", 3, 4), value_of("mean", 9, 6), value_of("thousand", 2, 500)
    (75.0, 1.5, 4.0)
    >>> value_of("net", -1, 4), value_of("share", 0, 0) is None
    (-25.0, True)
    """
    if not denominator:
        return None
    return round(FACTORS[kind] * numerator / denominator, 4)


def index_parts(answer: Mapping[str, int | None]) -> tuple[float, int]:
    """Return Σ(weight × score) and Σ(weight) of one customer; scores go from 0 to 1.

    Only what was answered counts. Little effort is a high score.

    >>> index_parts({"csat": 5, "csat_handling": 3, "ces": 1, "nps": 5})
    (8.0, 10)
    >>> index_parts({"csat": 3, "nps": None}), index_parts({})
    ((2.0, 4), (0.0, 0))
    """
    total, weights = 0.0, 0
    for name, (weight, low, high, more) in CSI.items():
        score = answer.get(name)
        if score is None:
            continue
        share = (score - low) / (high - low)
        total += weight * (share if more else 1 - share)
        weights += weight
    return total, weights


def index(answers: Iterable[Mapping[str, int | None]]) -> float | None:
    """Return the satisfaction index of all answers, from 0 to 100.

    >>> index([{"csat": 5, "nps": 10}, {"csat": 3, "nps": 5}])
    75.0
    """
    parts = [index_parts(answer) for answer in answers]
    return value_of(SHARE, sum(one[0] for one in parts), sum(one[1] for one in parts))


def reaches(value: float, bound: float, more: bool) -> bool:
    """
    >>> reaches(90, 90, True), reaches(5, 4, False)
    (True, False)
    """
    return value >= bound if more else value <= bound


def light(value: float | None, target: float, warning: float, more: bool) -> str:
    """Return green when the target is met, red beyond the warning threshold.

    >>> [light(value, 90, 80, True) for value in (95, 90, 85, 80, 79, None)]
    ['green', 'green', 'yellow', 'yellow', 'red', 'none']
    >>> [light(value, 24, 48, False) for value in (3, 30, 50)]
    ['green', 'yellow', 'red']
    """
    if value is None:
        return NONE
    if reaches(value, target, more):
        return GREEN
    return YELLOW if reaches(value, warning, more) else RED


def trend(value: float | None, before: float | None, more: bool) -> str:
    """Return better, same, worse, or none without a figure before.

    >>> trend(5, 4, True), trend(5, 4, False), trend(4.01, 4, True)
    ('better', 'worse', 'same')
    >>> trend(5, None, True)
    'none'
    """
    moved = effect(Figures(before, value, more_is_better=more))
    return NONE if moved == TOO_EARLY else moved


def thresholds_fit(target: float, warning: float, more: bool) -> bool:
    """Whether the warning threshold lies on the bad side of the target.

    >>> thresholds_fit(90, 80, True), thresholds_fit(90, 95, True)
    (True, False)
    """
    return reaches(target, warning, more)


def start_of(day: date, period: str) -> date:
    """Return the first day of the period a day is in.

    >>> start_of(date(2026, 5, 20), "quarter"), start_of(date(2026, 5, 20), "week")
    (datetime.date(2026, 4, 1), datetime.date(2026, 5, 18))
    """
    if period == "week":
        return day - timedelta(days=day.weekday())
    return add_months(day, -((day.month - 1) % MONTHS[period]))


def moved(start: date, period: str, count: int) -> date:
    """Return the first day so many periods later.

    >>> moved(date(2026, 1, 1), "quarter", -1), moved(date(2026, 1, 5), "week", 2)
    (datetime.date(2025, 10, 1), datetime.date(2026, 1, 19))
    """
    if period == "week":
        return start + timedelta(days=7 * count)
    return add_months(start, MONTHS[period] * count)


def last_day(start: date, period: str) -> date:
    """
    >>> last_day(date(2026, 2, 1), "month")
    datetime.date(2026, 2, 28)
    """
    return moved(start, period, 1) - timedelta(days=1)
