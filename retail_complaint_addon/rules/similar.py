"""How alike two complaints are, and which of a million are worth comparing.

A case is a set of tokens: its words and its facts (article, serial number, category,
cause, shop). The score is the share of what the wanted case says that the other says
too, words weighed by how rare they are, plus a fixed weight for each common fact.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from typing import NamedTuple

# What counts how much; all words together count WORDS.
WORDS = 0.60
FACTS = {
    "lot": 0.20,
    "product": 0.10,
    "cause": 0.10,
    "category": 0.06,
    "store": 0.02,
}
# A long text says many things by chance.
LENGTH_DAMPING = 0.2


class Wanted(NamedTuple):
    """What is looked for.

    :param weights: token → what it counts when the other case has it too
    :param facts: the same for its facts only
    :param length: how many words the wanted case has
    """

    weights: Mapping[int, float]
    facts: tuple[tuple[int, float], ...]
    length: int


def rarity(rows: float, frequency: float) -> float:
    """Return how much a word tells: the rarer, the more.

    >>> rarity(1000, 0.5) < rarity(1000, 0.001)
    True
    """
    found = max(rows * frequency, 1.0)
    return math.log(1 + rows / found)


def wanted(
    words: Sequence[int],
    facts: Mapping[str, int],
    frequencies: Mapping[int, float],
    rows: float,
    rare: float,
) -> Wanted:
    """Return what each token of a case counts.

    :param facts: kind of fact → its token
    :param frequencies: token → share of the cases that have it, of the common ones
    :param rare: share of the cases that have a token which is not common
    """
    tells = {one: rarity(rows, frequencies.get(one, rare)) for one in words}
    whole = sum(tells.values()) or 1.0
    weights = {one: WORDS * value / whole for one, value in tells.items()}
    for kind, token in facts.items():
        weights[token] = FACTS[kind]
    known = tuple((token, FACTS[kind]) for kind, token in facts.items())
    return Wanted(weights, known, len(words))


def score(query: Wanted, common: Sequence[int], length: int) -> float:
    """Return how alike a case is, from 0 to about 1.

    :param common: the tokens that both cases have
    :param length: how many words the other case has

    >>> asked = wanted([1, 2], {"lot": 9}, {}, 100, 0.01)
    >>> round(score(asked, [1, 9], 2), 2), round(score(asked, [1, 2, 9], 2), 2)
    (0.5, 0.8)
    """
    weights = query.weights
    whole = sum(map(weights.__getitem__, common))
    facts = sum(weight for token, weight in query.facts if token in common)
    text = whole - facts
    longer = length / max(query.length, 1)
    if longer > 1:
        text /= 1 + LENGTH_DAMPING * math.log(longer)
    return text + facts


def best(
    query: Wanted, rows: Iterable[tuple[int, Sequence[int], int]], most: int
) -> list[tuple[int, float]]:
    """Return the most alike as (id, score), the newest first among equals.

    :param rows: id, tokens in common, number of words
    """
    scored = ((score(query, tokens, length), id_) for id_, tokens, length in rows)
    return [(id_, value) for value, id_ in nlargest(most, scored) if value > 0]


def frequencies(
    rows: Iterable[tuple[int, Sequence[int], int]], count: int
) -> dict[int, float]:
    """Return how common each token is, counted in the cases themselves.

    >>> frequencies([(1, [7, 8], 2), (2, [7], 1)], 2)
    {7: 1.0, 8: 0.5}
    """
    found: dict[int, int] = {}
    for _id, tokens, _length in rows:
        for token in tokens:
            found[token] = found.get(token, 0) + 1
    return {token: times / count for token, times in found.items()}


# ----------------------------------------------------------------------
# which cases are worth comparing
# ----------------------------------------------------------------------

# How many cases a probe may bring, and how many come over its own words alone.
PROBE_ROWS = 1000
RARE_ROWS = 1500
GROUPS = 3
WORDS_OF_GROUP = 9
# What more than one case in five says tells nothing.
TOO_COMMON = 0.2

# What is not among the common words is in about this share of the cases.
RARE_SHARE = 0.0001

Probe = list[list[int]]


def probes(
    words: Sequence[int],
    facts: Mapping[str, int],
    frequencies: Mapping[int, float],
    rows: float,
    rare: float,
) -> list[Probe]:
    """Return what to ask the index for: cases with a token of each list of a probe.

    The most alike cases share something rare, or two common things at once: words of
    two parts of the text, or a fact and a word. Asking for one common thing would
    bring a hundred thousand cases; asking for two at once brings a few.

    :param words: tokens in the order of the text
    """

    def cases(token: int) -> float:
        return rows * frequencies.get(token, rare)

    budget, alone = float(RARE_ROWS), []
    for token in sorted([*words, *facts.values()], key=cases):
        budget -= cases(token)
        if alone and budget < 0:
            break
        alone.append(token)
    known = set(alone)
    common = [
        one for one in words if one not in known and cases(one) < TOO_COMMON * rows
    ]
    result = [[alone]] if alone else []
    result += _pairs_of_parts(common, cases, rows)
    for kind, token in facts.items():
        if token not in known and kind != "category":
            share = cases(token) / rows
            result += _fact_and_word(token, share, sorted(common, key=cases), cases)
    fact_tokens = [one for kind, one in facts.items() if one not in known]
    if len(fact_tokens) > 1:
        result.append([[one] for one in sorted(fact_tokens, key=cases)[:3]])
    return result


def _pairs_of_parts(common, cases, rows) -> list[Probe]:
    """Words of two different parts of the text at once, as many as are affordable."""
    size = max(1, -(-len(common) // GROUPS))
    parts = [
        sorted(common[at : at + size], key=cases) for at in range(0, len(common), size)
    ]
    result = []
    for at, one in enumerate(parts):
        for other in parts[at + 1 :]:
            most = 1
            while most < WORDS_OF_GROUP and (
                sum(map(cases, one[: most + 1]))
                * sum(map(cases, other[: most + 1]))
                / rows
                < PROBE_ROWS / 2
            ):
                most += 1
            result.append([one[:most], other[:most]])
    return result


def _fact_and_word(token, share, common, cases) -> list[Probe]:
    """A fact and as many words as do not bring too many cases."""
    chosen, expected = [], 0.0
    for word in common:
        expected += cases(word) * share
        if chosen and expected > PROBE_ROWS:
            break
        chosen.append(word)
    return [[[token], chosen]] if chosen else []
