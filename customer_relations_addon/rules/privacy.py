"""Who a person is in our texts, and how the person goes out of them. No Odoo here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

MASK = "[erased]"
LEAST_DIGITS = 7
LOCAL_DIGITS = 8
LEAST_LETTERS = 3
EMAIL = re.compile(r"[A-Za-z0-9._%+\-']+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}")
# a Hong Kong identity card: one or two letters, six digits, check sign
IDENTITY_BRACKET = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{1,2}\s?\d{6}\s?\([0-9Aa]\)")
ABROAD = re.compile(r"(?<![\w/])\+\d[\d\s().\-]{6,}\d(?!\w)")
HANZI = re.compile(r"[\u3400-\u9fff]")
CARD = re.compile(r"(?<![\d.])(?:\d[ \-]?){12,18}\d(?![\d.])")
# What a surname alone is followed by when it means a person.
CALLED = "先生|小姐|女士|太太|太|生|老師|師傅"
TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "dr", "prof", "sir", "madam", "the", "and", "test"}
)


def digits_of(text: str) -> str:
    """
    >>> digits_of("+852 2345-6789")
    '85223456789'
    """
    return re.sub(r"\D", "", text or "")


def phone_pattern(phone: str) -> str | None:
    """Return what finds a number however it is written, for Python and PostgreSQL.

    >>> bool(re.search(phone_pattern("+852 2345 6789"), "Tel. (852) 2345-6789"))
    True
    >>> bool(re.search(phone_pattern("+852 2345 6789"), "call 23456789 now"))
    True
    >>> bool(re.search(phone_pattern("+852 2345 6789"), "No. 1123456789"))
    False
    >>> phone_pattern("12") is None
    True
    """
    digits = digits_of(phone)
    if len(digits) < LEAST_DIGITS:
        return None
    local = digits[-LOCAL_DIGITS:]
    prefix = digits[:-LOCAL_DIGITS]
    gap = r"[-\s().]*"
    pattern = gap.join(local)
    if prefix:
        pattern = rf"(?:\(?(?:\+|00)?{gap.join(prefix)}{gap})?{pattern}"
    return rf"(?<!\d){pattern}(?!\d)"


def email_pattern(email: str) -> str:
    r"""
    >>> email_pattern("a.b@x.hk")
    '(?<![a-z0-9._%+-])a\\.b@x\\.hk(?![a-z0-9-]|\\.[a-z0-9])'
    """
    quoted = re.sub(r"([^a-z0-9@_-])", r"\\\1", email.lower())
    return rf"(?<![a-z0-9._%+-]){quoted}(?![a-z0-9-]|\.[a-z0-9])"


def luhn(number: str) -> bool:
    """Say whether digits can be a payment card.

    >>> luhn("4111 1111 1111 1111"), luhn("4111 1111 1111 1112")
    (True, False)
    """
    digits = [int(sign) for sign in digits_of(number)]
    total = 0
    for place, digit in enumerate(reversed(digits)):
        double = digit * 2 if place % 2 else digit
        total += double - 9 if double > 9 else double
    return total % 10 == 0


def name_patterns(name: str) -> list[str]:
    """Return what finds a name and its parts in a text.

    Parts in Latin letters count only as they are written in names, with a capital.

    >>> any(re.search(p, "for Ms Wong again") for p in name_patterns("Ella Wong"))
    True
    >>> any(re.search(p, "wrong or wong") for p in name_patterns("Ella Wong"))
    False
    >>> any(re.search(p, "陳先生來電") for p in name_patterns("陳大文"))
    True
    >>> any(re.search(p, "陳列櫃") for p in name_patterns("陳大文"))
    False
    """
    whole = " ".join((name or "").split())
    if len(whole) < 2:
        return []
    if HANZI.search(whole):
        return _chinese_patterns(whole)
    parts = [part for part in re.split(r"[\s,.()]+", whole) if part]
    patterns = []
    if len(parts) > 1:
        loose = r"[\s,.]+".join(map(re.escape, parts))
        patterns.append(rf"(?i:(?<!\w){loose}(?!\w))")
    for part in parts:
        if part.lower() in TITLES or len(part) < LEAST_LETTERS:
            continue
        written = {part, part.capitalize(), part.upper()}
        either = "|".join(sorted(map(re.escape, written)))
        patterns.append(rf"(?<!\w)(?:{either})(?!\w)")
    return patterns


def _chinese_patterns(whole: str) -> list[str]:
    signs = "".join(HANZI.findall(whole))
    patterns = [re.escape(whole)]
    if 2 <= len(signs) <= 4:
        patterns.append(re.escape(signs))
        patterns.append(rf"{re.escape(signs[0])}(?={CALLED})")
        if len(signs) > 2:
            patterns.append(re.escape(signs[-2:]))
    latin = " ".join(re.findall(r"[A-Za-z'\-]+", whole))
    return patterns + (name_patterns(latin) if latin else [])


@dataclass(frozen=True)
class Person:
    """By what a person is found: addresses, numbers, names."""

    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls, emails: Iterable[str], phones: Iterable[str], names: Iterable[str]
    ) -> Person:
        """
        >>> Person.of(["A@x.hk", ""], ["12", "2345 6789"], [" Ada  Yu "])
        ... # doctest: +NORMALIZE_WHITESPACE
        Person(emails=frozenset({'a@x.hk'}), phones=frozenset({'23456789'}),
               names=frozenset({'Ada Yu'}))
        """
        numbers = {digits_of(one) for one in phones if one}
        return cls(
            frozenset(one.strip().lower() for one in emails if one and "@" in one),
            frozenset(one for one in numbers if len(one) >= LEAST_DIGITS),
            frozenset(" ".join(one.split()) for one in names if one and one.strip()),
        )

    def key_pattern(self) -> str | None:
        """Return what finds the person's addresses and numbers, for PostgreSQL too."""
        patterns = [email_pattern(one) for one in sorted(self.emails)]
        patterns += filter(None, map(phone_pattern, sorted(self.phones)))
        return "|".join(patterns) or None

    def has_keys(self, text: str | None) -> bool:
        """
        >>> person = Person.of(["a@x.hk"], ["2345 6789"], [])
        >>> person.has_keys("to A@X.HK"), person.has_keys("b.a@x.hk")
        (True, False)
        """
        pattern = self.key_pattern()
        return bool(pattern and text and re.search(pattern, text, flags=re.IGNORECASE))

    def has_phone(self, text: str | None) -> bool:
        patterns = filter(None, map(phone_pattern, self.phones))
        return any(re.search(one, text or "") for one in patterns)

    def has_email(self, text: str | None) -> bool:
        lower = (text or "").lower()
        return any(re.search(email_pattern(one), lower) for one in self.emails)

    def mask(self, text: str, thorough: bool = True) -> str:
        """Return a text without the person.

        :param thorough: also take out whatever looks like somebody's address, number
            or identity card; dates, amounts and serial numbers stay

        >>> person = Person.of(["ella@x.hk"], ["9123 4567"], ["Ella Wong"])
        >>> person.mask("Ella Wong HKID A123456(7), ella@x.hk, 9123-4567")
        '[erased] HKID [erased], [erased], [erased]'
        >>> person.mask("2026-11-22: HK$380,000.00, serial 12345678, Ms Wong")
        '2026-11-22: HK$380,000.00, serial 12345678, Ms [erased]'
        >>> person.mask("ask bob@y.hk or +44 20 7946 0018")
        'ask [erased] or [erased]'
        >>> person.mask("ask bob@y.hk", thorough=False)
        'ask bob@y.hk'
        """
        keys = self.key_pattern()
        if keys:
            text = re.sub(keys, MASK, text, flags=re.IGNORECASE)
        for name in sorted(self.names, key=len, reverse=True):
            for pattern in name_patterns(name):
                text = re.sub(pattern, MASK, text)
        if thorough:
            text = EMAIL.sub(MASK, text)
            text = ABROAD.sub(MASK, text)
            text = IDENTITY_BRACKET.sub(MASK, text)
            text = CARD.sub(
                lambda one: MASK if luhn(one.group()) else one.group(), text
            )
        return re.sub(rf"{re.escape(MASK)}(?:\s+{re.escape(MASK)})+", MASK, text)
