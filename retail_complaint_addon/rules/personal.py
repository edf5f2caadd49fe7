"""Find personal data in a text that everybody will read. No Odoo here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .words import UNSPACED, normal

EMAIL = re.compile(r"[^\s<>,;()\"]+@[^\s<>,;()\"]+\.[^\s<>,;()\"]+")
PHONE = re.compile(r"(?<![\w/-])\+?\(?\d[\d\s().\-]{5,}\d(?!\w)")
# a Hong Kong identity card: one or two letters, six digits, check sign
IDENTITY = re.compile(r"(?<![A-Za-z])[A-Za-z]{1,2}\s?\d{6}\s?\(?[0-9Aa]\)?(?!\w)")
CARD = re.compile(r"(?<!\d)(?:\d[ -]?){13,19}(?!\d)")
MIN_DIGITS = 7
MIN_LETTERS = 3
MIN_SIGNS = 2
TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "prof", "the", "and", "先生", "女士", "小姐"}
)


def digits_of(text: str) -> str:
    """Return the digits only.

    >>> digits_of("+852 9123-4567")
    '85291234567'
    """
    return re.sub(r"\D", "", text or "")


def name_parts(name: str) -> list[str]:
    """Return what would name a person: the whole name and each of its parts.

    >>> name_parts("Ms Chan Tai Man")
    ['ms chan tai man', 'chan', 'tai', 'man']
    >>> name_parts("陳大文")
    ['陳大文', '大文']
    """
    whole = normal(name)
    if not whole:
        return []
    parts = [whole]
    for part in re.split(r"[\s,.·()]+", whole):
        if part in TITLES or part == whole:
            continue
        least = MIN_SIGNS if UNSPACED.search(part) else MIN_LETTERS
        if len(part) >= least:
            parts.append(part)
    if UNSPACED.search(whole) and len(whole) == 3:
        # the given name without the family name
        parts.append(whole[1:])
    return parts


def contains(text: str, value: str) -> bool:
    """Say whether a value stands in the text as a word of its own.

    >>> contains("Dear Ms Chan", "chan"), contains("No chance", "chan")
    (True, False)
    """
    value = normal(value)
    if not value:
        return False
    if UNSPACED.search(value):
        return value in normal(text).replace(" ", "")
    return bool(re.search(rf"(?<!\w){re.escape(value)}(?!\w)", normal(text)))


def find_personal(
    text: str,
    names: Mapping[str, str],
    facts: Mapping[str, str],
    phones: Iterable[str] = (),
    ours: Iterable[str] = (),
) -> list[tuple[str, str]]:
    """Return (what it is, what was found) for personal data in the text.

    :param names: label → name of a person
    :param facts: label → value that only the parties know, as a serial number
    :param phones: numbers of the customer
    :param ours: our own addresses and numbers, which may be published
    """
    found: list[tuple[str, str]] = []
    for label, name in names.items():
        part = next((part for part in name_parts(name) if contains(text, part)), None)
        if part:
            found.append((label, part))
    found += [(label, value) for label, value in facts.items() if contains(text, value)]
    known = {normal(one) for one in ours} | {digits_of(one)[-8:] for one in ours}
    for match in EMAIL.findall(text or ""):
        if normal(match.strip(".")) not in known:
            found.append(("email", match.strip(".")))
    for match in PHONE.findall(text or ""):
        number = digits_of(match)
        theirs = any(digits_of(one)[-8:] == number[-8:] for one in phones if one)
        if theirs or len(number) >= MIN_DIGITS and number[-8:] not in known:
            found.append(("phone", match.strip()))
    found += [("identity", match) for match in IDENTITY.findall(text or "")]
    for match in CARD.findall(text or ""):
        if ("phone", match.strip()) not in found:
            found.append(("card", match.strip()))
    return list(dict.fromkeys(found))
