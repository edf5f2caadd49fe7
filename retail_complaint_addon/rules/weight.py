"""Two weighings of the same article."""

from decimal import Decimal

# Scales of jewellers show milligrams at best.
STEP = Decimal("0.001")


def difference(before: float, after: float) -> float:
    """Return how much was gained (or lost) in grams, without the noise of floats.

    >>> difference(12.345, 12.325)
    -0.02
    """
    gained = Decimal(repr(after)) - Decimal(repr(before))
    return float(gained.quantize(STEP))


def differs(before: float, after: float, tolerance: float) -> bool:
    """Say whether two weighings differ by more than the tolerance.

    A weight of 0 was not taken, so it says nothing.

    >>> differs(12.345, 12.325, 0.02), differs(12.345, 12.324, 0.02)
    (False, True)
    >>> differs(0, 12.3, 0.02), differs(12.3, 0, 0.02)
    (False, False)
    """
    if not before or not after:
        return False
    gained = Decimal(str(abs(difference(before, after))))
    return gained > Decimal(repr(tolerance)).quantize(STEP)
