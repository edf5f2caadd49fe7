"""Workbooks of figures; no cell of them is evaluated."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import xlsxwriter

from .exports import guard_cell

SHEET_NAME = 31
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


def workbook(sheets: Iterable[tuple[str, Iterable[Sequence[object]]]]) -> bytes:
    """Return an XLSX file; texts stay texts, whatever they look like (E1).

    :param sheets: title and rows of each; first row and first column are headings

    >>> workbook([("A/B", [["Case", "Cost"], ["=1+1", 5]])])[:2]
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
        self.number = book.add_format({"num_format": "#,##0.##"})
        self.names = set()

    def add(self, title, rows):
        sheet = self.book.add_worksheet(self._name(title))
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 12, 20)
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is None or value == "" or value is False:
                    continue
                if isinstance(value, int | float):
                    sheet.write_number(line, column, value, self.number)
                else:
                    style = self.bold if not line or not column else None
                    sheet.write_string(line, column, guard_cell(str(value)), style)

    def _name(self, title):
        name = title.translate(FORBIDDEN).strip("' ")[:SHEET_NAME]
        while name.lower() in self.names:
            name = f"{name[: SHEET_NAME - 3]} {len(self.names)}"
        self.names.add(name.lower())
        return name
