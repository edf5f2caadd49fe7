"""How alike two complaints are, and which of a million are worth comparing.

A case is a set of tokens: its words and its facts (article, serial number, category,
cause, shop). The score is the share of what the wanted case says that the other says
too, words weighed by how rare they are, plus a fixed weight for each common fact.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import combinations
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

# How many cases a probe is expected to bring, and the most that are taken of it, as
# words that go together bring more than expected.
PROBE_ROWS = 300
MOST_OF_PROBE = 500
# How many cases come over rare tokens alone.
RARE_ROWS = 1000
# What more than two cases in five say tells nothing.
TOO_COMMON = 0.4
# Neighbours that are about as common as each other are one phrase.
ALIKE = 1.25
# So many things are combined, each with each.
MOST_ITEMS = 9
# The wanted ten are among so many of the best; so many of these may be missed.
BEST_ROWS = 30.0
MISSED_ROWS = 2.0
# Fewer cases of a kind than this are not looked for.
NOBODY = 0.02
MOST_PROBES = 12
# What a probe costs: rows are fetched, lists of the index are read, and it is planned.
ROW, ENTRY, PLAN = 3.0, 0.05, 300.0

# What is not among the common words is in about this share of the cases.
RARE_SHARE = 0.0001

Probe = list[list[int]]


class Item(NamedTuple):
    """Something another case may share: a phrase, by its rarest word, or a fact.

    :param share: share of the cases that have it
    :param weight: what it counts in the score
    """

    token: int
    share: float
    weight: float


class Kind(NamedTuple):
    """All cases that share just these things.

    :param items: the things, a bit each
    :param rows: how many cases are expected
    """

    items: int
    rows: float


def probes(
    words: Sequence[int],
    facts: Mapping[str, int],
    frequencies: Mapping[int, float],
    rows: float,
    rare: float,
) -> list[Probe]:
    """Return what to ask the index for: cases with a token of each list of a probe.

    The first asks for what is rare. Of common things each alone would bring a hundred
    thousand cases, several at once bring a few: which ones at once is chosen so that
    the cases expected to score best are found at the least cost.

    :param words: tokens in the order of the text
    """

    def share(token: int) -> float:
        return frequencies.get(token, rare)

    budget, alone = float(RARE_ROWS), []
    rarest_first = sorted([*words, *facts.values()], key=share)
    for token in rarest_first:
        budget -= rows * share(token)
        if budget < 0:
            break
        alone.append(token)
    weights = wanted(words, facts, frequencies, rows, rare).weights
    known = set(alone)
    items = _phrases(words, known, share, weights)
    items += [
        Item(one, share(one), weights[one])
        for one in facts.values()
        if one not in known
    ]
    items = sorted(items, key=lambda item: -item.weight)[:MOST_ITEMS]
    chosen = _cheapest(items, _best_kinds(items, rows), rows)
    result = [[alone]] if alone else []
    result += [[[item.token] for item in _in(items, mask)] for mask in chosen]
    return result or [[rarest_first[:1]]]


def _phrases(words, known, share, weights) -> list[Item]:
    """Join neighbours that are about as common: they come together, or not at all."""
    result: list[Item] = []
    joined = False
    for word in words:
        found = share(word)
        if word in known or found > TOO_COMMON:
            joined = False
            continue
        last = result[-1] if joined else None
        if last and last.share / ALIKE <= found <= last.share * ALIKE:
            token = word if found < last.share else last.token
            least = min(found, last.share)
            result[-1] = Item(token, least, last.weight + weights[word])
        else:
            result.append(Item(word, found, weights[word]))
        joined = True
    return result


def _in(items: Sequence[Item], mask: int) -> list[Item]:
    return [item for bit, item in enumerate(items) if mask >> bit & 1]


def _best_kinds(items: Sequence[Item], rows: float) -> list[Kind]:
    """Return the kinds that score best, as many as hold ``BEST_ROWS`` cases.

    Things are taken as independent of each other, which is enough to choose by.
    """
    kinds = [(0.0, rows, 0)]
    for bit, (_token, share, weight) in enumerate(items):
        kinds = [
            kind
            for value, count, mask in kinds
            for kind in (
                (value, count * (1 - share), mask),
                (value + weight, count * share, mask | 1 << bit),
            )
        ]
    result, total = [], 0.0
    for _value, count, mask in sorted(kinds, reverse=True):
        if count > NOBODY:
            result.append(Kind(mask, count))
        total += count
        if total >= BEST_ROWS:
            break
    return result


def _cheapest(items: Sequence[Item], kinds: list[Kind], rows: float) -> list[int]:
    """Return masks of items to ask for at once, that find nearly all of the kinds."""
    costs = _affordable(items, kinds, rows)
    result: list[int] = []
    left = kinds
    while sum(kind.rows for kind in left) > MISSED_ROWS and len(result) < MOST_PROBES:
        gains = {
            mask: sum(rows for kind, rows in left if kind & mask == mask) / cost
            for mask, cost in costs.items()
        }
        best_mask = max(gains, key=gains.__getitem__, default=0)
        if not gains.get(best_mask):
            break
        result.append(best_mask)
        left = [kind for kind in left if kind.items & best_mask != best_mask]
    return result


def _affordable(
    items: Sequence[Item], kinds: Iterable[Kind], rows: float
) -> dict[int, float]:
    """Return {mask: cost} of the smallest sets of items that bring few cases."""
    counts, entries = [rows], [0.0]
    for item in items:
        counts += [count * item.share for count in counts]
        entries += [entry + item.share * rows for entry in entries]
    result: dict[int, float] = {}
    for kind, _rows in kinds:
        bits = [bit for bit in range(len(items)) if kind >> bit & 1]
        for size in range(1, len(bits) + 1):
            masks = [sum(1 << bit for bit in few) for few in combinations(bits, size)]
            found = [mask for mask in masks if counts[mask] <= PROBE_ROWS]
            for mask in found:
                result[mask] = ROW * counts[mask] + ENTRY * entries[mask] + PLAN
            if found:
                break
    return result
