"""Workbooks of figures; no cell of them is evaluated."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

import xlsxwriter

from .exports import guard_cell

SHEET_NAME = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
FORMATS = {
    "count": "#,##0",
    "number": "#,##0.0",
    "money": "#,##0.00",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}


class Figure(NamedTuple):
    """A number and how it is written.

    :param kind: count, number (one digit), money or percent (0 to 100)
    """

    value: float | None
    kind: str


def figure_of(value: float) -> Figure:
    """Return a bare number as the figure it looks like.

    >>> figure_of(5).kind, figure_of(5.0).kind, figure_of(5.25).kind
    ('count', 'count', 'money')
    """
    whole = isinstance(value, int) or float(value).is_integer()
    return Figure(value, "count" if whole else "money")


def workbook(sheets: Iterable[tuple[str, Iterable[Sequence[object]]]]) -> bytes:
    """Return an XLSX file; texts stay texts, whatever they look like (E1).

    Days and moments become cells of a date, which sort and filter as such; a moment
    is written as it is, so give it in the time of the reader.

    :param sheets: title and rows of each; first row and first column are headings

    >>> workbook([("A/B", [["Case", "Cost"], ["=1+1", Figure(5, "money")]])])[:2]
    b'PK'
    """
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, OPTIONS) as book:
        writer = _Sheets(book)
        for title, rows in sheets:
            writer.add(title, rows)
    return output.getvalue()


class _Sheets:
    """Write rows into sheets whose names are allowed and different."""

    def __init__(self, book):
        self.book = book
        self.bold = book.add_format({"bold": True})
        left = {"align": "left"}
        self.styles = {
            kind: book.add_format(
                {"num_format": code, **(left if kind in ("date", "moment") else {})}
            )
            for kind, code in FORMATS.items()
        }
        self.names = set()

    def add(self, title, rows):
        sheet = self.book.add_worksheet(self._name(title))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 12, 20)
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                self._write(sheet, line, column, value)

    def _write(self, sheet, line, column, value):
        if isinstance(value, int | float) and not isinstance(value, bool):
            value = figure_of(value)
        if isinstance(value, Figure):
            if value.value is not None and value.value is not False:
                number = value.value / (100 if value.kind == "percent" else 1)
                sheet.write_number(line, column, number, self.styles[value.kind])
        elif isinstance(value, date):
            kind = "moment" if isinstance(value, datetime) else "date"
            sheet.write_datetime(line, column, value, self.styles[kind])
        elif value not in (None, "", False):
            style = self.bold if not line or not column else None
            sheet.write_string(line, column, guard_cell(str(value)), style)

    def _name(self, title):
        name = title.translate(FORBIDDEN).strip("' ")[:SHEET_NAME]
        while name.lower() in self.names:
            name = f"{name[: SHEET_NAME - 3]} {len(self.names)}"
        self.names.add(name.lower())
        return name
