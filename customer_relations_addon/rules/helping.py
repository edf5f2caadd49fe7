"""Which help pages answer what somebody types. No Odoo here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

MOST_FOUND = 20
# A word of the title says what a page is about; one of its text may be chance.
TITLE = 2.0
# Less than this share of what was asked is no answer.
LEAST = 0.2


def rank(
    weights: Mapping[int, float],
    rows: Iterable[tuple[int, Sequence[int], Sequence[int]]],
    most: int = MOST_FOUND,
    least: float = LEAST,
) -> list[int]:
    """Return the ids of the pages that fit, the best first.

    :param weights: token asked for → how much it tells (the rarer, the more)
    :param rows: id, tokens in common, those of them in the title
    :param least: share of the asked weight (0–1) a page must have at least

    >>> asked = {1: 1.0, 2: 3.0}
    >>> rank(asked, [(10, [1], []), (11, [1, 2], []), (12, [2], [2])])
    [12, 11, 10]
    >>> rank(asked, [(10, [1], [])], least=0.5)
    []
    >>> rank({}, [(10, [], [])])
    []
    """
    whole = sum(weights.values())
    if not whole:
        return []
    scored = []
    for id_, common, title in rows:
        value = sum(weights[one] for one in common)
        value += (TITLE - 1) * sum(weights[one] for one in title)
        if value / whole >= least:
            scored.append((-value, id_))
    return [id_ for _value, id_ in sorted(scored)[:most]]


def searched(text: str, longest: int = 60) -> str:
    """Return what is kept of a search that found nothing; "" when it may name a person.

    Addresses and longer numbers (telephone, receipt, identity card) are not kept.

    >>> searched("  Water   RESISTANCE "), searched("手錶停了")
    ('water resistance', '手錶停了')
    >>> searched("order 12345"), searched("me@example.com"), searched("   ")
    ('', '', '')
    """
    plain = " ".join(text.split()).casefold()[:longest]
    digits = sum(sign.isdigit() for sign in plain)
    return "" if "@" in plain or digits > 4 else plain
