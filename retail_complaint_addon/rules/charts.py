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


def nice_top(highest: float) -> float:
    """The end of an axis: four even steps up to it, not below the highest.

    >>> nice_top(0), nice_top(3), nice_top(17), nice_top(52), nice_top(4900)
    (1, 4, 20, 60, 6000)
    """
    if highest <= 1:
        return 1
    power = 1
    while True:
        for step in (1, 2, 4, 6, 8):
            if highest <= step * power:
                return step * power
        power *= 10


def short_number(value: float) -> str:
    """
    >>> short_number(5), short_number(2.5), short_number(12000), short_number(3e6)
    ('5', '2.5', '12k', '3M')
    """
    for size, unit in ((1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{unit}"
    return f"{value:g}"


def column_chart(
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float | None]]],
    top: float | None = None,
) -> str:
    """Return columns side by side, one colour a series, as an SVG document.

    >>> svg = column_chart(["Jan", "<b>"], [("Received", [3, None])])
    >>> svg.count('class="column"'), "&lt;b&gt;" in svg
    (1, True)
    """
    values = [value or 0 for _name, row in series for value in row]
    top = top or nice_top(max(values, default=0))
    width, height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="11" '
        f'fill="{INK}">'
    ]
    for part in range(5):
        y = TOP + height - height * part / 4
        parts.append(
            f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" '
            f'stroke="{GRID}" stroke-width="1"/>'
            f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">'
            f"{short_number(top * part / 4)}</text>"
        )
    slot = width / max(len(labels), 1)
    column = max(slot * 0.7 / max(len(series), 1), 1)
    for place, (_name, row) in enumerate(series):
        for index, value in enumerate(row):
            if value is None:
                continue
            size = height * min(value / top, 1)
            x = LEFT + slot * (index + 0.15) + column * place
            parts.append(
                f'<rect class="column" x="{x:.1f}" y="{TOP + height - size:.1f}" '
                f'width="{column:.1f}" height="{size:.1f}" '
                f'fill="{COLOURS[place % len(COLOURS)]}"/>'
            )
    parts += _axis_labels(labels, slot)
    parts += _legend([name for name, _row in series])
    return "".join([*parts, "</svg>"])


def _axis_labels(labels: Sequence[str], slot: float) -> list[str]:
    """As many labels as there is room for."""
    every = -(-len(labels) // LABELS) if labels else 1
    return [
        f'<text x="{LEFT + slot * (index + 0.5):.1f}" y="{HEIGHT - 10}" '
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
