"""Lines of a timing device, pasted or read from its file.

A line gives the position, then rate, amplitude and beat error in this order, or a line
of headings names the columns. Nothing is guessed: a line that is not understood is an
error with its number, and nothing of the text is taken until every line is clear.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from . import criteria, timing

MOST_LINES, MOST_CHARACTERS = 500, 50_000

_ALIASES = {
    criteria.DIAL_UP: "ch, du, hh, dial up, face up, zb oben, 面上, 錶面向上, 表面向上",
    criteria.DIAL_DOWN: "cb, dd, hb, dial down, face down, 面下, 錶面向下, 表面向下",
    criteria.CROWN_LEFT: "6h, 6u, vg, cl, pl, crown left, 6 up, 冠左, 柄左, 錶冠向左",
    criteria.CROWN_DOWN: "9h, 9u, vb, cd, pd, crown down, 9 up, 冠下, 柄下, 錶冠向下",
    criteria.CROWN_UP: "3h, 3u, vh, cu, pu, crown up, 3 up, 冠上, 柄上, 錶冠向上",
    criteria.CROWN_RIGHT: (
        "12h, 12u, vd, cr, pr, crown right, 12 up, 冠右, 柄右, 錶冠向右"
    ),
}
POSITION_WORDS = {
    word.strip(): position
    for position, words in _ALIASES.items()
    for word in words.split(",")
}
_WORDS = "|".join(
    re.escape(word).replace(r"\ ", r"[ _-]*")
    for word in sorted(POSITION_WORDS, key=len, reverse=True)
)
_POSITION = re.compile(f"({_WORDS})(?![a-z])")

RATE, AMPLITUDE, BEAT = "rate_sd", "amplitude_deg", "beat_error_ms"
_UNITS = {
    RATE: "s/d, s/day, sec/d, sec/day, s/24h, s/j, s/t, 秒/日, 秒/天, 秒每日",
    AMPLITUDE: "°, deg, deg., degree, degrees, grad, 度",
    BEAT: "ms, msec, 毫秒",
}
UNIT_WORDS = {
    word.strip(): name for name, words in _UNITS.items() for word in words.split(",")
}
# Beats an hour and the lift angle say how the device is set; they are no reading.
_IGNORED_UNITS = {"a/h", "bph", "vph", "ah"}
_ORDER = (RATE, AMPLITUDE, BEAT)

_HEADINGS = {
    "position": ("position", "pos", "pos.", "lage", "位置", "方位"),
    RATE: ("rate", "gang", "marche", "日差", "走時"),
    AMPLITUDE: ("amplitude", "amp", "amp.", "ampl", "擺幅", "振幅"),
    BEAT: ("beat error", "beat", "error", "beat err", "偏振", "擺差"),
    "wind": ("wind", "winding", "上鏈"),
    "day": ("day", "日"),
    "temperature_c": ("temperature", "temp", "temp.", "溫度"),
}
_WINDS = {
    timing.FULL: ("full", "0h", "0 h", "t0", "full wind", "滿鏈", ""),
    timing.AFTER_24H: ("24h", "24 h", "t24", "h24", "after 24 h", "24小時"),
}
_WIND_LINE = re.compile(r"^(?:at\s+)?(t0|t24|0 ?h|24 ?h|full wind|after 24 ?h)\s*:?$")
_NUMBER = r"[+-]?\s?(?:\d+(?:[.,]\d+)?|\.\d+)"
_FIGURE = re.compile(rf"^({_NUMBER})\s*(.*)$")
_FREE = re.compile(rf"({_NUMBER})\s*([^\d+\-.,;|\t ][^\s,;|\t]*)?")

# Codes of errors; the words for people are in the model.
NO_POSITION, UNKNOWN_POSITION, NO_RATE = "no_position", "unknown_position", "no_rate"
WRONG_UNIT, OUT_OF_RANGE, NOT_A_NUMBER = "wrong_unit", "out_of_range", "not_a_number"
TOO_MUCH, TWICE, UNKNOWN_WIND = "too_much", "twice", "unknown_wind"
EMPTY, TOO_LONG = "empty", "too_long"


@dataclass(eq=False)
class LineError(Exception):
    """Why a line is not taken."""

    code: str
    words: Mapping[str, object] = field(default_factory=dict)


@dataclass
class Line:
    """One line of the text, read or refused."""

    number: int
    text: str
    reading: timing.Reading | None = None
    error: LineError | None = None


def parse(text: str, without_position: bool = False) -> list[Line]:
    """Read every line; blank lines, comments and headings give none.

    :param without_position: for quartz, whose rate depends on no position

    >>> [line.reading.rate for line in parse("CH +5,2 s/d 285° 0.3ms\\n6H -3 270 0.5")]
    [5.2, -3.0]
    >>> [(line.number, line.error.code) for line in parse("# device\\n+5 285 0.3")]
    [(2, 'no_position')]
    >>> parse("CH +5 400 0.3")[0].error.words["value"]
    400.0
    """
    text = unicodedata.normalize("NFKC", text or "").replace("−", "-")
    text = text.replace("–", "-").replace("\ufeff", "")
    rows = text.splitlines()
    if len(rows) > MOST_LINES or len(text) > MOST_CHARACTERS:
        words = {"lines": MOST_LINES, "characters": MOST_CHARACTERS}
        return [Line(1, "", error=LineError(TOO_LONG, words))]
    columns: list[str | None] | None = None
    wind = timing.FULL
    lines: list[Line] = []
    for number, row in enumerate(rows, 1):
        row = row.strip()
        if not row or row.startswith(("#", "//")):
            continue
        section = _WIND_LINE.match(row.lower())
        if section:
            wind = timing.AFTER_24H if "24" in section[1] else timing.FULL
            continue
        line = Line(number, row)
        try:
            headings = _headings(row)
            if headings:
                columns = headings
                continue
            line.reading = _read(row, columns, wind, without_position)
        except LineError as error:
            line.error = error
        lines.append(line)
    if not lines:
        return [Line(1, "", error=LineError(EMPTY))]
    _refuse_twice(lines)
    return lines


def key(reading: timing.Reading) -> tuple[object, ...]:
    """What makes two readings the same measurement."""
    return (
        reading.position,
        reading.wind,
        reading.day,
        reading.temperature,
        reading.chronograph,
    )


def _refuse_twice(lines: list[Line]) -> None:
    first: dict[tuple[object, ...], int] = {}
    for line in lines:
        if line.reading is None:
            continue
        known = first.setdefault(key(line.reading), line.number)
        if known != line.number:
            line.reading = None
            line.error = LineError(TWICE, {"line": known})


def _cells(row: str) -> list[str]:
    """Split at what cannot stand inside a number; a comma only when it is no point."""
    for mark in ("\t", ";", "|"):
        if mark in row:
            return [cell.strip().strip('"') for cell in row.split(mark)]
    if re.search(r"[^\d\s],|,\s|,[^\d]|,\d+,", row):
        return [cell.strip().strip('"') for cell in row.split(",")]
    return [row]


def _headings(row: str) -> list[str | None] | None:
    """Return the field of each column, when the row names columns.

    :raises LineError: when a heading has a unit that is not ours

    >>> _headings("Position;Rate (s/d);Beat error [ms]")
    ['position', 'rate_sd', 'beat_error_ms']
    >>> _headings("CH;5;285") is None
    True
    """
    found: list[str | None] = []
    for cell in _cells(row):
        match = re.match(r"^([^\[(]*?)\s*(?:[\[(]\s*(.*?)\s*[\])])?$", cell.lower())
        name = match and next(
            (one for one, words in _HEADINGS.items() if match[1] in words), None
        )
        if name in UNIT_WORDS.values() and match and match[2]:
            _check_unit(name, match[2], cell)
        found.append(name)
    known = [name for name in found if name]
    return found if RATE in known and len(known) >= 2 else None


def _read(
    row: str, columns: list[str | None] | None, wind: str, without_position: bool
) -> timing.Reading:
    cells = _cells(row)
    if columns and len(cells) == 1 and len(columns) > 1:
        columns = None
    if columns is None:
        position, rest = _position(" ".join(cells[:1]), without_position)
        values = _free(cells, rest)
        extra: dict[str, object] = {"wind": wind}
    else:
        position, values, extra = _by_columns(cells, columns, wind, without_position)
    if RATE not in values:
        raise LineError(NO_RATE)
    for name, value in values.items():
        _check_range(name, value)
    return timing.Reading(
        position,
        values[RATE],
        values.get(AMPLITUDE),
        values.get(BEAT),
        **extra,  # type: ignore[arg-type]
    )


def _position(text: str, without_position: bool) -> tuple[str, str]:
    """Return the position a text begins with, and what follows it.

    >>> _position("Crown-left: +4 s/d", False)
    ('crown_left', '+4 s/d')
    """
    low = text.lower().strip()
    match = _POSITION.match(low)
    if match:
        word = re.sub(r"[ _-]+", " ", match[1])
        name = POSITION_WORDS.get(word) or POSITION_WORDS[word.replace(" ", "")]
        # a dash stays: it may be the sign of the rate
        return name, low[match.end() :].strip(" :=,")
    if without_position:
        return criteria.NO_POSITION, low
    if not low or re.match(r"^[+-]?\s?\.?\d", low):
        raise LineError(NO_POSITION)
    raise LineError(UNKNOWN_POSITION, {"word": re.split(r"[\s:;]", text.strip())[0]})


def _free(cells: list[str], rest: str) -> dict[str, float]:
    """Read figures by their units, or by their order."""
    values: dict[str, float] = {}
    texts = [rest, *(cell.lower() for cell in cells[1:])]
    open_names = list(_ORDER)
    for text in texts:
        left = text
        for match in _FREE.finditer(text):
            left = left.replace(match[0], " ", 1)
            unit = (match[2] or "").strip(".:)")
            if unit in _IGNORED_UNITS:
                continue
            name = UNIT_WORDS.get(unit) if unit else next(iter(open_names), None)
            if unit and name is None:
                raise LineError(
                    WRONG_UNIT, {"value": match[0].strip(), "expected": "s/d, °, ms"}
                )
            if name is None or name in values:
                raise LineError(TOO_MUCH, {"text": match[0].strip()})
            values[name] = _number(match[1])
            if name in open_names:
                open_names.remove(name)
        left = re.sub(r"[\s,:=()\"]|rate|amplitude|amp\.?|beat|error|err\.?", "", left)
        if left:
            raise LineError(NOT_A_NUMBER, {"text": left})
    return values


def _by_columns(
    cells: list[str], columns: list[str | None], wind: str, without_position: bool
) -> tuple[str, dict[str, float], dict[str, object]]:
    row = {
        name: cell for name, cell in zip(columns, cells, strict=False) if name and cell
    }
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        raise LineError(TOO_MUCH, {"text": cells[len(columns)]})
    position, rest = _position(row.pop("position", ""), without_position)
    if rest:
        raise LineError(UNKNOWN_POSITION, {"word": rest})
    extra: dict[str, object] = {"wind": _wind(row.pop("wind", ""), wind)}
    values: dict[str, float] = {}
    for name, cell in row.items():
        value = _cell_number(name, cell)
        if name == "day":
            if value != int(value):
                raise LineError(NOT_A_NUMBER, {"text": cell})
            _check_range(name, value)
            extra["day"] = int(value)
        elif name == "temperature_c":
            _check_range(name, value)
            extra["temperature"] = value
        else:
            values[name] = value
    return position, values, extra


def _wind(text: str, otherwise: str) -> str:
    if not text:
        return otherwise
    for wind, words in _WINDS.items():
        if text.lower() in words:
            return wind
    raise LineError(UNKNOWN_WIND, {"word": text})


def _cell_number(name: str, cell: str) -> float:
    match = _FIGURE.match(cell)
    if not match:
        raise LineError(NOT_A_NUMBER, {"text": cell})
    if match[2] and name in UNIT_WORDS.values():
        _check_unit(name, match[2].lower(), cell)
    elif match[2] and name != "temperature_c":
        raise LineError(NOT_A_NUMBER, {"text": cell})
    return _number(match[1])


def _check_unit(name: str, unit: str, text: str) -> None:
    if UNIT_WORDS.get(unit.strip(".")) != name and UNIT_WORDS.get(unit) != name:
        expected = timing.LIMITS[name][2]
        raise LineError(WRONG_UNIT, {"value": text, "expected": expected})


def _number(text: str) -> float:
    return float(text.replace(" ", "").replace(",", "."))


def _check_range(name: str, value: float) -> None:
    if not timing.in_limits(name, value):
        low, high, unit = timing.LIMITS[name]
        words = {"name": name, "value": value, "low": low, "high": high, "unit": unit}
        raise LineError(OUT_OF_RANGE, words)
