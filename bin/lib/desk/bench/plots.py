"""Cost against size: one small chart a row, both axes in powers of ten."""

import math
from html import escape
from pathlib import Path

from . import report

PICTURE = "benchmarks.svg"
COLOURS = {"ours": "#4c6faf", "peer": "#b8893b", "limit": "#5a9a6a"}
WORDS = {"ours": "ours", "peer": "peer", "limit": "SQL limit"}
GRID, INK = "#d5d9de", "#3b4045"
COLUMNS, WIDTH, HEIGHT = 3, 300, 190
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 34, 26
MILLISECONDS = {"ms": 1, "s": 1000}


def draw(document: Path) -> None:
    """Draw every row that was measured at two sizes or more."""
    picture = document.parent / "images" / PICTURE
    charts = _charts(report.read(document))
    if not charts:
        picture.unlink(missing_ok=True)
        return
    rows = -(-len(charts) // COLUMNS)
    width, height = COLUMNS * WIDTH, rows * HEIGHT + 24
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="11" '
        f'fill="{INK}"><rect width="100%" height="100%" fill="#fff"/>',
        _legend(),
    ]
    for number, (title, lines) in enumerate(charts):
        x, y = number % COLUMNS * WIDTH, number // COLUMNS * HEIGHT + 24
        parts.append(f'<g transform="translate({x} {y})">{_chart(title, lines)}</g>')
    picture.write_text("\n".join([*parts, "</svg>"]) + "\n", "utf-8")


def _charts(entries: list[dict]) -> list[tuple[str, dict]]:
    """Return [(title, {series: [(size, milliseconds)]})], by the first time of a row.

    >>> entry = {"row": "P1", "size": 10, "figures": [
    ...     {"name": "time", "ours": 2, "unit": "s"}]}
    >>> _charts([entry, {**entry, "size": 100}])
    [('P1: time', {'ours': [(10, 2000), (100, 2000)]})]
    """
    charts: dict[str, dict] = {}
    for entry in entries:
        timed = [f for f in entry["figures"] if f.get("unit") in MILLISECONDS]
        if not timed:
            continue
        figure = timed[0]
        lines = charts.setdefault(entry["row"], {"title": figure["name"], "lines": {}})
        for series in COLOURS:
            if figure.get(series):
                value = figure[series] * MILLISECONDS[figure["unit"]]
                lines["lines"].setdefault(series, []).append((entry["size"], value))
    return [
        (f"{row}: {chart['title']}", chart["lines"])
        for row, chart in charts.items()
        if len(chart["lines"].get("ours", ())) > 1
    ]


def _chart(title: str, lines: dict) -> str:
    points = [point for line in lines.values() for point in line]
    left, right = (f(math.log10(size) for size, _v in points) for f in (min, max))
    low = math.floor(min(math.log10(value) for _s, value in points))
    high = max(math.ceil(max(math.log10(value) for _s, value in points)), low + 1)
    wide, tall = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def place(size: float, value: float) -> tuple[float, float]:
        across = (math.log10(size) - left) / ((right - left) or 1)
        up = (math.log10(value) - low) / (high - low)
        return LEFT + across * wide, TOP + tall - up * tall

    parts = [f'<text x="{LEFT}" y="18" font-weight="bold">{escape(title)}</text>']
    for power in range(low, high + 1):
        _x, y = place(10**left, 10**power)
        parts.append(
            f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}" '
            f'stroke="{GRID}"/><text x="{LEFT - 5}" y="{y + 4:.1f}" '
            f'text-anchor="end">{_time(10.0**power)}</text>'
        )
    for size in sorted({size for size, _value in points}):
        x, _y = place(size, 10**low)
        parts.append(
            f'<text x="{x:.1f}" y="{HEIGHT - 9}" text-anchor="middle">{size:,}</text>'
        )
    for series, line in lines.items():
        spots = [place(*point) for point in sorted(line)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        colour = COLOURS[series]
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" '
            'stroke-width="2"/>'
        )
        parts += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
            for x, y in spots
        ]
    return "".join(parts)


def _time(milliseconds: float) -> str:
    """
    >>> _time(0.1), _time(10), _time(1000)
    ('0.1 ms', '10 ms', '1 s')
    """
    if milliseconds >= 1000:
        return f"{milliseconds / 1000:g} s"
    return f"{milliseconds:g} ms"


def _legend() -> str:
    return "".join(
        f'<rect x="{8 + 90 * number}" y="7" width="10" height="10" fill="{colour}"/>'
        f'<text x="{22 + 90 * number}" y="16">{WORDS[series]}</text>'
        for number, (series, colour) in enumerate(COLOURS.items())
    )
