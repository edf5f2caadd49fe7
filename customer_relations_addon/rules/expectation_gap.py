"""How far measured satisfaction is from what customers expect (ISO 10004)."""

from typing import NamedTuple


class Scale(NamedTuple):
    """The lowest and highest figure of a measure, and whether more is better."""

    low: float
    high: float
    more_is_better: bool = True


SCALES = {
    "csat": Scale(1, 5),
    "csat_handling": Scale(1, 5),
    "ces": Scale(1, 7, more_is_better=False),
    "nps": Scale(-100, 100),
}
NEAR = 10.0


def gap(measure: str, expected: float, measured: float) -> float:
    """Return by how much the measured figure is better than the expected one.

    >>> gap("csat", 4.5, 4.0)
    -0.5
    >>> gap("ces", 2.0, 3.0)
    -1.0
    >>> gap("nps", 30, 42)
    12
    """
    difference = measured - expected
    return difference if SCALES[measure].more_is_better else -difference


def shortfall(measure: str, expected: float, measured: float) -> float:
    """Return what is missing, in percent of the whole scale; 0 if nothing is.

    >>> shortfall("csat", 4.5, 4.0)
    12.5
    >>> shortfall("csat", 4.0, 4.5)
    0.0
    >>> shortfall("nps", 50, 30)
    10.0
    """
    low, high, _more = SCALES[measure]
    missing = -gap(measure, expected, measured)
    return max(0.0, missing) / (high - low) * 100


def light(measure: str, expected: float, measured: float | None) -> str:
    """Return green at the expectation or above, yellow when near, else red.

    >>> light("csat", 4.5, 4.5), light("csat", 4.5, 4.2), light("csat", 4.5, 4.0)
    ('green', 'yellow', 'red')
    >>> light("ces", 2, None)
    'none'
    """
    if measured is None:
        return "none"
    missing = shortfall(measure, expected, measured)
    if not missing:
        return "green"
    return "yellow" if missing <= NEAR else "red"


def urgency(importance: int, missing: float) -> float:
    """Return importance (1–10) times shortfall (0–100), what to work on first.

    >>> urgency(8, 12.5)
    100.0
    """
    return importance * missing
