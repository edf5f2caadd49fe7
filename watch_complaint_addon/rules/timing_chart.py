"""Rate and amplitude by position: where each bar, line and word of the chart goes.

The screen and the paper draw the same shapes; neither calculates.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

from . import criteria, figures, timing

WIDTH, LEFT, RIGHT = 640, 62, 10
RATE_TOP, RATE_HEIGHT = 26, 150
AMPLITUDE_TOP, AMPLITUDE_HEIGHT = 214, 110
HEIGHT = 362
LOWEST_AMPLITUDE, HIGHEST_AMPLITUDE = 150.0, 340.0
# letters as large as those beside the chart, which is drawn smaller on paper
PAPER_SIZE = 13
INK, MUTED, GRID = "#3b4045", "#6c757d", "#d5d9de"
BAND, INSIDE, OUTSIDE, LATER = "#dcefe2", "#3f8f5f", "#c0392b", "#9aa7b5"

Shape = dict[str, object]


def chart(
    readings: Sequence[timing.Reading],
    words: Mapping[str, str],
    rate_band: tuple[float, float] | None = None,
    amplitude_band: tuple[float, float] | None = None,
) -> dict[str, object] | None:
    """Return size and shapes of the chart, ``None`` without readings.

    :param words: labels of the positions, and ``rate``, ``amplitude``, ``later``

    >>> words = dict.fromkeys([*criteria.POSITIONS, "rate", "amplitude"], "x")
    >>> drawn = chart([timing.Reading("dial_up", 14, 280)], words, (-4, 6))
    >>> [one["fill"] == OUTSIDE for one in drawn["rects"]]
    [True]
    >>> chart([], words) is None
    True
    """
    if not readings:
        return None
    order = [*criteria.POSITIONS, criteria.NO_POSITION]
    places = [one for one in order if any(r.position == one for r in readings)]
    shown: dict[str, list[Shape]] = {
        name: [] for name in ("bands", "lines", "rects", "texts")
    }
    top = _top(readings, rate_band)
    slot = (WIDTH - LEFT - RIGHT) / len(places)
    _rate_axis(shown, top, rate_band, words)
    has_amplitude = any(one.amplitude for one in readings)
    if has_amplitude:
        _amplitude_axis(shown, amplitude_band, words)
    for index, place in enumerate(places):
        middle = LEFT + slot * (index + 0.5)
        _text(shown, middle, RATE_TOP + RATE_HEIGHT + 16, words.get(place, place))
        own = sorted(
            (one for one in readings if one.position == place),
            key=lambda one: (one.wind != timing.FULL, one.chronograph, one.day),
        )
        width = min(26.0, slot * 0.8 / len(own))
        start = middle - width * len(own) / 2
        for number, one in enumerate(own):
            x = start + width * number
            _rate_bar(shown, x, width, one, top, rate_band)
            if one.amplitude:
                _amplitude_dot(shown, x + width / 2, one, amplitude_band)
    height = HEIGHT if has_amplitude else AMPLITUDE_TOP - 10
    return {"width": WIDTH, "height": height, **shown}


def svg(drawn: Mapping[str, object]) -> str:
    """Return the chart as an SVG document, for paper.

    >>> words = {"dial_up": "<b>", "rate": "r", "amplitude": "a"}
    >>> "&lt;b&gt;" in svg(chart([timing.Reading("dial_up", 1)], words))
    True
    """
    width, height = drawn["width"], drawn["height"]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="{PAPER_SIZE}">'
    ]
    for kind, tag in (("bands", "rect"), ("lines", "line"), ("rects", "rect")):
        for one in drawn[kind]:  # type: ignore[attr-defined]
            parts.append(f"<{tag} {_attributes(one)}/>")
    for one in drawn["texts"]:  # type: ignore[attr-defined]
        names = {
            "x": one["x"],
            "y": one["y"],
            "text-anchor": one["anchor"],
            "fill": one["fill"],
        }
        parts.append(f"<text {_attributes(names)}>{escape(str(one['text']))}</text>")
    return "".join([*parts, "</svg>"])


def _attributes(values: Mapping[str, object]) -> str:
    return " ".join(f'{name}="{escape(str(value))}"' for name, value in values.items())


def _top(readings: Sequence[timing.Reading], band: tuple[float, float] | None) -> float:
    """Half the height of the rate axis in s/d: a round number above all of it."""
    limits = [abs(one) for one in band or () if math.isfinite(one)]
    highest = max([abs(one.rate) for one in readings] + limits + [5.0])
    step = 10 ** math.floor(math.log10(highest))
    return next(step * n for n in (1, 2, 3, 4, 5, 6, 8, 10) if step * n >= highest)


def _rate_y(rate: float, top: float) -> float:
    return RATE_TOP + RATE_HEIGHT / 2 * (1 - max(-1.0, min(1.0, rate / top)))


def _amplitude_y(degrees: float) -> float:
    inside = max(LOWEST_AMPLITUDE, min(HIGHEST_AMPLITUDE, degrees))
    part = (inside - LOWEST_AMPLITUDE) / (HIGHEST_AMPLITUDE - LOWEST_AMPLITUDE)
    return AMPLITUDE_TOP + AMPLITUDE_HEIGHT * (1 - part)


def _rate_axis(
    shown: dict[str, list[Shape]],
    top: float,
    band: tuple[float, float] | None,
    words: Mapping[str, str],
) -> None:
    if band:
        _band(shown, _rate_y(band[1], top), _rate_y(band[0], top))
    for part in (-1, -0.5, 0, 0.5, 1):
        y = _rate_y(top * part, top)
        _line(shown, y, INK if part == 0 else GRID)
        label = figures.figure(top * part, "s/d").removesuffix(" s/d")
        _text(shown, LEFT - 6, y + 4, label, anchor="end", fill=MUTED)
    _text(shown, 4, 13, words["rate"], anchor="start")


def _amplitude_axis(
    shown: dict[str, list[Shape]],
    band: tuple[float, float] | None,
    words: Mapping[str, str],
) -> None:
    if band:
        _band(shown, _amplitude_y(band[1]), _amplitude_y(band[0]))
    for degrees in (150, 200, 250, 300):
        y = _amplitude_y(degrees)
        _line(shown, y, GRID)
        _text(shown, LEFT - 6, y + 4, f"{degrees}°", anchor="end", fill=MUTED)
    _text(shown, 4, AMPLITUDE_TOP - 8, words["amplitude"], anchor="start")


def _colour(value: float, band: tuple[float, float] | None, later: bool) -> str:
    if later:
        return LATER
    return INSIDE if not band or band[0] <= value <= band[1] else OUTSIDE


def _rate_bar(
    shown: dict[str, list[Shape]],
    x: float,
    width: float,
    one: timing.Reading,
    top: float,
    band: tuple[float, float] | None,
) -> None:
    zero, y = _rate_y(0, top), _rate_y(one.rate, top)
    later = one.wind != timing.FULL or one.chronograph
    shown["rects"].append(
        {
            "x": round(x + 1, 1),
            "y": round(min(zero, y), 1),
            "width": round(max(width - 2, 2), 1),
            "height": round(max(abs(zero - y), 1.5), 1),
            "fill": _colour(one.rate, band, later),
        }
    )
    if width >= 16:
        label = figures.figure(one.rate, "s/d").removesuffix(" s/d")
        _text(shown, x + width / 2, y - 4 if one.rate >= 0 else y + 12, label)


def _amplitude_dot(
    shown: dict[str, list[Shape]],
    x: float,
    one: timing.Reading,
    band: tuple[float, float] | None,
) -> None:
    y = _amplitude_y(one.amplitude or 0)
    later = one.wind != timing.FULL or one.chronograph
    # only lying positions are judged
    judged = band if one.position in criteria.HORIZONTAL else None
    shown["rects"].append(
        {
            "x": round(x - 4, 1),
            "y": round(y - 4, 1),
            "width": 8,
            "height": 8,
            "rx": 4,
            "fill": _colour(one.amplitude or 0, judged, later),
        }
    )
    _text(shown, x, y - 7, f"{one.amplitude:.0f}°")


def _band(shown: dict[str, list[Shape]], upper: float, lower: float) -> None:
    shown["bands"].append(
        {
            "x": LEFT,
            "y": round(upper, 1),
            "width": WIDTH - LEFT - RIGHT,
            "height": round(max(lower - upper, 1), 1),
            "fill": BAND,
        }
    )


def _line(shown: dict[str, list[Shape]], y: float, colour: str) -> None:
    shown["lines"].append(
        {
            "x1": LEFT,
            "x2": WIDTH - RIGHT,
            "y1": round(y, 1),
            "y2": round(y, 1),
            "stroke": colour,
        }
    )


def _text(
    shown: dict[str, list[Shape]],
    x: float,
    y: float,
    text: str,
    anchor: str = "middle",
    fill: str = INK,
) -> None:
    shown["texts"].append(
        {
            "x": round(x, 1),
            "y": round(y, 1),
            "text": text,
            "anchor": anchor,
            "fill": fill,
        }
    )
