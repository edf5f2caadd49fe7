"""Figures as they are written on sheets and letters."""

import math
import re
from collections.abc import Mapping

SIGNED = ("s/d", "s/month", "s/d/°C")
_PLACE = re.compile(r"\{(\w+)\}")


def figure(value: float, unit: str = "") -> str:
    """Write a figure with its unit; rates carry their sign.

    >>> figure(14, "s/d"), figure(-0.5, "s/d"), figure(0, "s/d")
    ('+14 s/d', '−0.5 s/d', '0 s/d')
    >>> figure(272.0, "°"), figure(0.35, "ms"), figure(42, "h")
    ('272°', '0.35 ms', '42 h')
    """
    text = f"{abs(round(value, 2)):.2f}".rstrip("0").rstrip(".")
    if unit in SIGNED and text != "0":
        text = ("−" if value < 0 else "+") + text
    elif value < 0 and text != "0":
        text = f"−{text}"
    return text + _after(unit)


def span(low: float, high: float, unit: str = "") -> str:
    """Write a range from low to high with the unit once.

    >>> span(-4, 6, "s/d"), span(250, 315, "°")
    ('−4 … +6 s/d', '250 … 315°')
    """
    bare = figure(low, unit).removesuffix(_after(unit))
    return f"{bare} … {figure(high, unit)}"


def distance(value: float, unit: str = "") -> str:
    """Write what has no direction, as a difference between positions.

    >>> distance(10, "s/d")
    '10 s/d'
    """
    return figure(value) + _after(unit)


def is_open(value: float) -> bool:
    """Say whether a limit is none."""
    return math.isinf(value)


def fill(text: str, words: Mapping[str, str]) -> str:
    """Put words in their places; a place nobody knows stays as it is.

    Not ``str.format``: whoever writes texts would reach into Python with it.

    >>> fill("Runs {measured}, {other} {a.b}", {"measured": "+4 s/d"})
    'Runs +4 s/d, {other} {a.b}'
    """
    return _PLACE.sub(lambda match: words.get(match[1], match[0]), text)


def _after(unit: str) -> str:
    if not unit:
        return ""
    return unit if unit == "°" else f" {unit}"
