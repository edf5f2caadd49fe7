"""How old a watch is when it is complained about."""

from __future__ import annotations

# Key (they sort as the ages do) and the last month of the band, None without an end.
BANDS = (
    ("a", 1),
    ("b", 3),
    ("c", 6),
    ("d", 12),
    ("e", 24),
    ("f", 60),
    ("g", None),
)


def band(months: float) -> str:
    """Return the band of an age.

    >>> band(0.5), band(1), band(1.1), band(12), band(12.01), band(61)
    ('a', 'a', 'b', 'd', 'e', 'g')
    """
    return next(key for key, last in BANDS if last is None or months <= last)
