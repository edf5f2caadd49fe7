"""Words and bars of a report that must stay on its page."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from html import escape

from odoo.addons.retail_complaint_addon.rules.charts import COLOURS, GRID, open_svg

GOOD, BAD, BAND = "#3f7f52", "#b3362c", "#cfe3d4"
ROW, LABEL, VALUE = 26, 168, 132
LETTER = 6  # how wide a narrow letter is drawn


def width_of(text: str) -> int:
    """Return how many narrow letters wide a text is.

    >>> width_of("ring"), width_of("戒指")
    (4, 4)
    """
    return sum(
        2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text
    )


def shorten(text: str | None, width: int) -> str:
    """Return a text on one line, not wider than so many narrow letters.

    >>> shorten("worn  through\\nat the back", 40)
    'worn through at the back'
    >>> shorten("worn through", 8), shorten("鍍層磨穿", 6), shorten(None, 5)
    ('worn th…', '鍍層…', '')
    """
    text = " ".join((text or "").split())
    if width_of(text) <= width:
        return text
    room, kept = width - 1, ""
    for letter in text:
        room -= width_of(letter)
        if room < 0:
            break
        kept += letter
    return kept.rstrip() + "…"


def range_chart(
    rows: Sequence[tuple[str, float | None, float | None, float, str, bool]],
    width: int = 440,
) -> str:
    """Return measured values against what is allowed, one line each, as SVG.

    :param rows: what was measured, lowest and highest allowed (None: open), value,
        the value in words, whether it is in the range

    >>> svg = range_chart([("Fineness", 750, None, 735, "735 ‰", False)])
    >>> svg.count('class="allowed"'), svg.count('class="value"'), BAD in svg
    (1, 1, True)
    """
    parts = [open_svg(width, ROW * max(len(rows), 1))]
    left, right = LABEL, width - VALUE
    for place, (label, low, high, value, words, good) in enumerate(rows):
        y = ROW * place
        scale = _scale(low, high, value, left, right)
        colour = GOOD if good else BAD
        start = left if low is None else scale(low)
        end = right if high is None else scale(high)
        parts.append(
            f'<text x="0" y="{y + 17}">'
            f"{escape(shorten(label, LABEL // LETTER))}</text>"
            f'<rect x="{left}" y="{y + 8}" width="{right - left}" height="10" '
            f'fill="{GRID}"/>'
            f'<rect class="allowed" x="{start:.1f}" y="{y + 8}" '
            f'width="{max(end - start, 1):.1f}" height="10" fill="{BAND}"/>'
            f'<rect class="value" x="{scale(value) - 2:.1f}" y="{y + 3}" width="4" '
            f'height="20" fill="{colour}"/>'
            f'<text x="{right + 8}" y="{y + 17}" fill="{colour}" font-weight="bold">'
            f"{escape(shorten(words, VALUE // LETTER))}</text>"
        )
    return "".join([*parts, "</svg>"])


def _scale(low, high, value, left, right):
    """Return the place of a value on the line, with air on both sides."""
    points = [point for point in (low, high, value) if point is not None]
    first, last = min(points), max(points)
    air = (last - first) * 0.25 or abs(last) * 0.1 or 1
    first, last = first - air, last + air

    def place(point):
        return left + (right - left) * (point - first) / (last - first)

    return place


def bar_chart(rows: Sequence[tuple[str, float, str]], width: int = 720) -> str:
    """Return bars one below the other, the longest as long as there is room, as SVG.

    >>> svg = bar_chart([("Stone loose", 12, "12"), ("Plating", 3, "3")])
    >>> svg.count('class="bar"')
    2
    """
    row, label = 22, 260
    top = max((value for _name, value, _words in rows), default=0) or 1
    parts = [open_svg(width, row * max(len(rows), 1))]
    for place, (name, value, words) in enumerate(rows):
        y = row * place
        size = (width - label - 60) * value / top
        parts.append(
            f'<text x="{label - 8}" y="{y + 15}" text-anchor="end">'
            f"{escape(shorten(name, label // LETTER))}</text>"
            f'<rect class="bar" x="{label}" y="{y + 4}" width="{size:.1f}" '
            f'height="15" fill="{COLOURS[0]}"/>'
            f'<text x="{label + size + 6:.1f}" y="{y + 16}">{escape(words)}</text>'
        )
    return "".join([*parts, "</svg>"])
