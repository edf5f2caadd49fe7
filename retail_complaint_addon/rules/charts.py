"""Charts of the period report as SVG: no browser, no library, sharp on paper."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

COLOURS = ("#4c6faf", "#b8893b", "#5a9a6a")
GRID = "#d5d9de"
INK = "#3b4045"
WIDTH, HEIGHT = 720, 220
LEFT, RIGHT, TOP, BOTTOM = 46, 8, 24, 30
LABELS = 13


STEPS = 4


def nice_top(highest: float, whole: bool = False) -> float:
    """The end of an axis: four even steps up to it, not below the highest.

    :param whole: cases are counted, so that no step is between two whole numbers

    >>> nice_top(0), nice_top(3), nice_top(17), nice_top(52), nice_top(4900)
    (1, 4, 20, 60, 6000)
    >>> [nice_top(count, whole=True) for count in (0, 1, 6, 9, 17, 52, 4900)]
    [4, 4, 8, 12, 20, 60, 6000]
    """
    if highest <= 1 and not whole:
        return 1
    power = 1
    while True:
        for tenths in (10, 12, 20, 40, 60, 80):
            top = tenths * power / 10
            if highest <= top and not (whole and top % STEPS):
                return int(top) if top.is_integer() else top
        power *= 10


def short_number(value: float) -> str:
    """
    >>> short_number(5), short_number(2.5), short_number(12000), short_number(3e6)
    ('5', '2.5', '12k', '3M')
    >>> short_number(-2000)
    '-2k'
    """
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:g}{unit}"
    return f"{value:g}"


def axis(values: Sequence[float], top: float | None = None) -> list[float]:
    """Return where the lines of the grid are, from the lowest to the highest.

    Zero is always one of them; below it is room only when a value is there.

    >>> axis([3, 17])
    [0.0, 5.0, 10.0, 15.0, 20.0]
    >>> axis([-29.4, 36]), axis([-29.4])
    ([-40, -20.0, 0, 20.0, 40], [-40.0, -30.0, -20.0, -10.0, 0])
    """
    highest, lowest = max(values, default=0), min(values, default=0)
    counted = all(float(value).is_integer() for value in values)
    high = top or nice_top(highest, counted)
    if lowest >= 0:
        return [high * part / STEPS for part in range(STEPS + 1)]
    low = -nice_top(-lowest, counted)
    if highest <= 0:
        return [low * part / STEPS for part in range(STEPS, 0, -1)] + [0]
    return [low, low / 2, 0, high / 2, high]


def column_chart(
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    top: float | None = None,
    size: tuple[int, int] = (WIDTH, HEIGHT),
) -> str:
    """Return columns side by side, one colour a series, as an SVG document.

    Values below zero hang down from the line of zero.

    :param size: width and height; letters stay as large as they are

    >>> svg = column_chart(["Jan", "<b>"], [("Received", [3, None])])
    >>> svg.count('class="column"'), "&lt;b&gt;" in svg
    (1, True)
    >>> import re
    >>> svg = column_chart(["Jan", "Feb"], [("Received", [6, 1])])
    >>> re.findall(r">([\\d.]+)</text>", svg)
    ['0', '2', '4', '6', '8']
    >>> svg = column_chart(["Jan"], [("Score", [-50])])
    >>> 'y="24.0" width="466.' in svg, 'height="138.3"' in svg
    (True, True)
    >>> "viewBox='0 0 360 150'" in column_chart([], [], None, (360, 150)).replace(
    ...     '"', "'"
    ... )
    True
    """
    lines = axis([value or 0 for _name, row in series for value in row], top)
    low, high = lines[0], lines[-1]
    whole, tall = size
    width, height = whole - LEFT - RIGHT, tall - TOP - BOTTOM
    parts = [open_svg(whole, tall)]

    def level(value):
        return TOP + height * (high - min(value, high)) / (high - low)

    for line in lines:
        y = level(line)
        parts.append(
            f'<line x1="{LEFT}" y1="{y:.1f}" x2="{whole - RIGHT}" y2="{y:.1f}" '
            f'stroke="{GRID}" stroke-width="1"/>'
            f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">'
            f"{short_number(line)}</text>"
        )
    slot = width / max(len(labels), 1)
    column = max(slot * 0.7 / max(len(series), 1), 1)
    for place, (_name, row) in enumerate(series):
        for index, value in enumerate(row):
            if value is None:
                continue
            ends = sorted((level(0), level(value)))
            x = LEFT + slot * (index + 0.15) + column * place
            parts.append(
                f'<rect class="column" x="{x:.1f}" y="{ends[0]:.1f}" '
                f'width="{column:.1f}" height="{ends[1] - ends[0]:.1f}" '
                f'fill="{COLOURS[place % len(COLOURS)]}"/>'
            )
    parts += _axis_labels(labels, slot, size)
    parts += _legend([name for name, _row in series])
    return "".join([*parts, "</svg>"])


def open_svg(width: int, height: int) -> str:
    """Return the begin of a chart."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11" '
        f'fill="{INK}">'
    )


def _axis_labels(
    labels: Sequence[str], slot: float, size: tuple[int, int]
) -> list[str]:
    """As many labels as there is room for."""
    room = max(LABELS * size[0] // WIDTH, 1)
    every = -(-len(labels) // room) if labels else 1
    return [
        f'<text x="{LEFT + slot * (index + 0.5):.1f}" y="{size[1] - 10}" '
        f'text-anchor="middle">{escape(label)}</text>'
        for index, label in enumerate(labels)
        if index % every == 0
    ]


def _legend(names: Sequence[str]) -> list[str]:
    parts, x = [], LEFT
    for place, name in enumerate(names):
        parts.append(
            f'<rect x="{x}" y="4" width="10" height="10" '
            f'fill="{COLOURS[place % len(COLOURS)]}"/>'
            f'<text x="{x + 15}" y="13">{escape(name)}</text>'
        )
        x += 40 + 8 * len(name)
    return parts
