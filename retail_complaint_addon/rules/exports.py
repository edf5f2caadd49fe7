"""Cells of an export that no spreadsheet may take for a formula."""

import re

# What spreadsheets evaluate. Some of them strip tabs and line ends before they look at
# the first character, and take the wide signs of a Chinese keyboard for the others;
# the writer of workbooks makes a formula of what stands in braces.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "{=")
_PHONE = re.compile(r"[+-]?[\d\s().-]*\d[\d\s().-]*")


def guard_cell(value: object) -> object:
    """Return the value, quoted when a spreadsheet would evaluate it.

    Numbers, dates and telephone numbers stay as they are.

    >>> guard_cell("=1+1")
    "'=1+1"
    >>> guard_cell("@SUM(A1)")
    "'@SUM(A1)"
    >>> guard_cell("\\t=1")
    "'\\t=1"
    >>> guard_cell("{=1+1}"), guard_cell("＝1+1"), guard_cell("\\n=1")
    ("'{=1+1}", "'＝1+1", "'\\n=1")
    >>> guard_cell("+852 1234 5678")
    '+852 1234 5678'
    >>> guard_cell("-12.50")
    '-12.50'
    >>> guard_cell("-1+cmd|' /C calc'!A0")
    "'-1+cmd|' /C calc'!A0"
    >>> guard_cell(-5)
    -5
    """
    if not isinstance(value, str) or not value.startswith(_DANGEROUS):
        return value
    if value[0] in "+-" and _PHONE.fullmatch(value):
        return value
    return "'" + value
