"""Amounts: what a client may send, and what a measure counts."""

from __future__ import annotations

import math
from decimal import Decimal

# Far above any real claim, far below where numeric(…) or a double lose cents.
MAX_AMOUNT = 1e12

BASIS_NONE = "none"


def is_valid_amount(value: object) -> bool:
    """Whether a raw value from a client is a finite amount from 0 to MAX_AMOUNT.

    ``None`` and ``False`` count as 0, the way the ORM reads an empty field.

    >>> [is_valid_amount(v) for v in (0, 12.5, "12.5", False, None)]
    [True, True, True, True, True]
    >>> [is_valid_amount(v) for v in (-1, float("nan"), "inf", "1,000", [1], 1e13)]
    [False, False, False, False, False, False]
    """
    if value is None or value is False:
        return True
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return False
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return False
    return math.isfinite(number) and 0 <= number <= MAX_AMOUNT


def counted_amount(
    basis: str, value: float, cost: float, retail: float, claimed: float
) -> float:
    """What a measure counts against a limit: its worth or its cost, the greater.

    :param basis: none, cost, retail, paid or claimed (``complaint.solution.type``)
    :param value: value to the customer
    :param cost: cost to the company
    :param retail: retail value of the article handed over
    :param claimed: sum the customer claims

    >>> counted_amount("none", 0, 0, 500, 900)
    0.0
    >>> counted_amount("retail", 0, 4000, 9000, 0)
    9000.0
    >>> counted_amount("claimed", 0, 0, 0, 380000)
    380000.0
    """
    if basis == BASIS_NONE:
        return 0.0
    floors = {"retail": retail, "claimed": claimed}
    return float(max(value, cost, floors.get(basis, 0.0)))


def decimal(amount: float | None) -> Decimal:
    """Return an amount as Decimal without the binary noise of the double.

    >>> decimal(0.1 + 0.2)
    Decimal('0.3000')
    """
    return Decimal(f"{amount or 0.0:.4f}")
