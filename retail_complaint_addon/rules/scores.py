"""Figures of the follow-up survey (ISO 10004: monitoring satisfaction).

Formulas: CSAT as top-2-box, the share of 4 and 5 on a scale of 1 to 5; NPS as the share
of 9 and 10 less the share of 0 to 6, with 7 and 8 passive (a common mistake counts
detractors from 1: the scale starts at 0, see tethr.com "CSAT vs NPS vs CES"); CES as
the mean of the effort answers (docs.zykrr.com "Metrics").
"""

from __future__ import annotations

from collections.abc import Iterable

# measure → (lowest, highest) answer
SCALES = {
    "csat": (1, 5),
    "csat_handling": (1, 5),
    "ces": (1, 7),
    "nps": (0, 10),
}
SATISFIED_FROM = 4
PROMOTER_FROM = 9
PASSIVE_FROM = 7

LOW_SCORE = "score"
LOW_UNSETTLED = "unsettled"


def fits_scale(measure: str, lowest: int, highest: int) -> bool:
    """Whether a question with this scale measures what its name says.

    >>> fits_scale("csat", 1, 5), fits_scale("csat", 0, 10), fits_scale("nps", 1, 10)
    (True, False, False)
    """
    return SCALES.get(measure) == (lowest, highest)


def in_scale(measure: str, score: object) -> bool:
    """Whether a score can be an answer of that measure; ``True`` is no number.

    >>> in_scale("nps", 0), in_scale("csat", 0), in_scale("csat", True)
    (True, False, False)
    """
    if isinstance(score, bool) or not isinstance(score, int) or measure not in SCALES:
        return False
    lowest, highest = SCALES[measure]
    return lowest <= score <= highest


def top_box(score: int | None) -> int | None:
    """100 for a satisfied customer, 0 for the others: its average is CSAT in percent.

    >>> top_box(4), top_box(3), top_box(None)
    (100, 0, None)
    """
    if score is None:
        return None
    return 100 if score >= SATISFIED_FROM else 0


def nps_group(score: int | None) -> str | None:
    """
    >>> [nps_group(score) for score in (0, 6, 7, 8, 9, 10)]
    ['detractor', 'detractor', 'passive', 'passive', 'promoter', 'promoter']
    """
    if score is None:
        return None
    if score >= PROMOTER_FROM:
        return "promoter"
    return "passive" if score >= PASSIVE_FROM else "detractor"


def nps_points(score: int | None) -> int | None:
    """100, 0 or -100: the average of it is the Net Promoter Score.

    >>> nps_points(9), nps_points(8), nps_points(0), nps_points(None)
    (100, 0, -100, None)
    """
    points = {"promoter": 100, "passive": 0, "detractor": -100}
    return points.get(nps_group(score) or "")


def mean(scores: Iterable[int | None]) -> float | None:
    """Average of what was answered; nothing answered is no figure, not zero.

    >>> mean([1, 4, None]), mean([None])
    (2.5, None)
    """
    given = [score for score in scores if score is not None]
    return sum(given) / len(given) if given else None


def csat(scores: Iterable[int | None]) -> float | None:
    """Top-2-box in percent.

    >>> csat([5, 4, 3, 1, None])
    50.0
    """
    return mean([top_box(score) for score in scores])


def nps(scores: Iterable[int | None]) -> float | None:
    """Net Promoter Score, from -100 to +100.

    >>> nps([10, 9, 8, 0])
    25.0
    """
    return mean([nps_points(score) for score in scores])


def ces(scores: Iterable[int | None]) -> float | None:
    """Mean effort from 1 (very little) to 7 (very much): lower is better.

    >>> ces([1, 2, 6])
    3.0
    """
    return mean(scores)


def low_reasons(
    score: int | None, settled: str | None, threshold: int, unsettled_is_low: bool
) -> list[str]:
    """Why an answer needs a follow-up; empty: it needs none.

    :param score: satisfaction with the result, 1 to 5
    :param settled: "yes", "no" or nothing
    :param threshold: scores up to it are low; 0 switches that off

    >>> low_reasons(2, "no", 2, True)
    ['score', 'unsettled']
    >>> low_reasons(3, "no", 2, False), low_reasons(None, None, 2, True)
    ([], [])
    """
    reasons = []
    if score is not None and score <= threshold:
        reasons.append(LOW_SCORE)
    if unsettled_is_low and settled == "no":
        reasons.append(LOW_UNSETTLED)
    return reasons
