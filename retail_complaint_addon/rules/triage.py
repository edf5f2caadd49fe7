"""Plain words that point to a category: no regular expressions, so none can run wild.

A line of a rule is one way to match. ``*`` stands for any letters of one word, ``+``
joins parts that must all occur, ``-`` before a part says that it must not. Chinese is
looked for anywhere in the text, in either writing; words of other languages as whole
words, in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import NamedTuple

from .tokens import HAN, fold

LONGEST_LINE = 120
MOST_LINES = 200
MOST_STARS = 3
LETTERS = re.compile(r"[^\W_]")
HAS_HAN = re.compile(f"[{HAN}]")
WORD = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")
SPACES = re.compile(r"\s+")


class PatternError(ValueError):
    """A line that cannot be used; ``reason`` is empty, long, stars or letters."""

    def __init__(self, reason: str, line: str):
        super().__init__(f"{reason}: {line}")
        self.reason, self.line = reason, line


class Part(NamedTuple):
    """One thing to look for: pieces of Chinese in their order, or words in a row."""

    wanted: bool
    han: tuple[str, ...]
    words: tuple[str, ...]


class Text(NamedTuple):
    """A text prepared once for many rules."""

    compact: str
    words: tuple[str, ...]


def prepare(text: str) -> Text:
    folded = fold(text)
    return Text(SPACES.sub("", folded), tuple(WORD.findall(folded)))


def parse(line: str) -> tuple[Part, ...]:
    """Return the parts of a line.

    :raises PatternError: when it would match nothing or everything, or is too long

    >>> parse("refund + -shipping")[1].wanted
    False
    """
    if len(line) > LONGEST_LINE:
        raise PatternError("long", line)
    parts = tuple(_part(part.strip(), line) for part in line.split("+"))
    if not any(part.wanted for part in parts):
        raise PatternError("empty", line)
    return parts


def _part(part: str, line: str) -> Part:
    wanted = not part.startswith("-")
    folded = fold(part.removeprefix("-").strip())
    if not LETTERS.search(folded):
        raise PatternError("letters", line)
    if folded.count("*") > MOST_STARS:
        raise PatternError("stars", line)
    if HAS_HAN.search(folded):
        pieces = SPACES.sub("", folded).split("*")
        return Part(wanted, tuple(piece for piece in pieces if piece), ())
    words = tuple(
        word
        for word in re.findall(r"[\w*]+", folded.replace("_", " "))
        if word.strip("*")
    )
    return Part(wanted, (), words)


def lines(text: str) -> list[tuple[Part, ...]]:
    """Return the ways to match of a rule, one a line.

    :raises PatternError: naming the first line that cannot be used
    """
    written = [line.strip() for line in text.splitlines() if line.strip()]
    if not written:
        raise PatternError("empty", "")
    if len(written) > MOST_LINES:
        raise PatternError("long", written[MOST_LINES])
    return [parse(line) for line in written]


def first_match(ways: Iterable[tuple[Part, ...]], text: Text) -> int | None:
    """Return the position of the first way that matches, None without one.

    >>> first_match(lines("never arriv*"), prepare("It never arrived!"))
    0
    >>> first_match(lines("停了"), prepare("手錶 停 了"))
    0
    >>> first_match(lines("refund + -shop"), prepare("refund in the shop")) is None
    True
    """
    for at, parts in enumerate(ways):
        if all(_occurs(part, text) == part.wanted for part in parts):
            return at
    return None


def _occurs(part: Part, text: Text) -> bool:
    if part.han:
        position = 0
        for piece in part.han:
            position = text.compact.find(piece, position)
            if position < 0:
                return False
            position += len(piece)
        return True
    size = len(part.words)
    first = part.words[0]
    if "*" not in first and first not in text.words:
        return False
    return any(
        _same(first, text.words[at])
        and all(
            _same(word, text.words[at + more])
            for more, word in enumerate(part.words[1:], 1)
        )
        for at in range(len(text.words) - size + 1)
    )


def _same(pattern: str, word: str) -> bool:
    if "*" not in pattern:
        return pattern == word
    return fnmatchcase(word[:60], pattern)


# ----------------------------------------------------------------------
# what rules and past cases say together
# ----------------------------------------------------------------------

# How sure one must be before a box appears at all.
LEAST = 0.25
MOST_NEIGHBOURS = 15
# A past case that is hardly alike has no vote.
LEAST_ALIKE = 0.08
# Beside the neighbours: a vote for "nobody knows", so that one weak case is not sure.
DOUBT = 0.12


class Vote(NamedTuple):
    """Something that speaks for a value, and how loudly."""

    value: int | str
    weight: float
    reason: object = None


class Suggestion(NamedTuple):
    value: int | str
    confidence: float
    reasons: tuple[object, ...]


def decide(votes: Iterable[Vote], doubt: float = DOUBT) -> list[Suggestion]:
    """Return what the votes suggest, the surest first.

    >>> [one.value for one in decide([Vote("a", 1), Vote("b", 2), Vote("a", 2)])]
    ['a', 'b']
    >>> decide([]) == []
    True
    """
    sums: dict[int | str, float] = {}
    reasons: dict[int | str, list[object]] = {}
    for vote in votes:
        sums[vote.value] = sums.get(vote.value, 0.0) + vote.weight
        if vote.reason is not None:
            reasons.setdefault(vote.value, []).append(vote.reason)
    whole = sum(sums.values()) + doubt
    ranked = sorted(sums.items(), key=lambda item: -item[1])
    return [
        Suggestion(value, weight / whole, tuple(reasons.get(value, ())))
        for value, weight in ranked
        if weight > 0
    ]
