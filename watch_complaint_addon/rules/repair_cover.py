"""What a repair is worth, what the customer pays, and what has to be approved."""

from decimal import Decimal

CENT = Decimal("0.01")


def relief(value: float, charged: float) -> float:
    """Return what the company gives: the value of the repair less what is paid.

    >>> relief(380, 0), relief(2800, 1400.5), relief(300, 400)
    (380.0, 1399.5, 0.0)
    """
    given = Decimal(repr(value)) - Decimal(repr(charged))
    return float(max(given, Decimal(0)).quantize(CENT))


def missing(asked: float, approved: float) -> float:
    """Return the part of what is asked that no approved package covers.

    >>> missing(380, 380), missing(380.01, 380), missing(0, 0)
    (0.0, 0.01, 0.0)
    """
    return relief(asked, approved)


def stage(
    state: str,
    *,
    returned: bool = False,
    outside: bool = False,
    asked: bool = False,
    agreed: bool = False,
) -> str:
    """Return how far a repair is, as the customer understands it.

    :param state: of the repair order
    :param asked: the customer has been told what it costs
    :param agreed: the customer said yes to opening it and to its price

    >>> stage("draft"), stage("draft", asked=True), stage("confirmed", agreed=True)
    ('received', 'waiting', 'agreed')
    >>> stage("under_repair", outside=True), stage("done"), stage("done", returned=True)
    ('outside', 'ready', 'returned')
    """
    if state == "cancel":
        return "cancelled"
    if returned:
        return "returned"
    if state == "done":
        return "ready"
    if outside:
        return "outside"
    if state == "under_repair":
        return "in_repair"
    if agreed:
        return "agreed"
    return "waiting" if asked else "received"
