"""The hash chain of the decision log.

A row's hash covers the hash of the row before it and every fact of the row. Free text
enters only as a salted digest: when a person is erased, text and salt go, the digest
stays, and the chain still verifies.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

GENESIS = "0" * 64


def digest_text(salt: str, text: str) -> str:
    """
    >>> digest_text("a", "b") == digest_text("a", "b")
    True
    >>> digest_text("a", "b") == digest_text("c", "b")
    False
    """
    return hashlib.sha256(f"{salt}\x00{text}".encode()).hexdigest()


def row_hash(previous: str, facts: Mapping[str, object]) -> str:
    """Return the hash of a row.

    :param previous: hash of the row before, ``GENESIS`` for the first
    :param facts: JSON-serialisable facts of the row, in any order
    """
    canonical = json.dumps(
        facts, sort_keys=True, separators=(",", ":"), ensure_ascii=True
    )
    return hashlib.sha256(f"{previous}\x00{canonical}".encode()).hexdigest()


@dataclass(frozen=True)
class Row:
    record_id: int
    sequence: int
    previous: str
    hash: str
    facts: Mapping[str, object]


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not hold.

    :param reason: sequence, previous, content, cut or text
    """

    record_id: int | None
    sequence: int
    reason: str


def first_break(rows: Iterable[Row]) -> Break | None:
    """Return the first broken row of one chain, None when it holds.

    :param rows: the rows of one chain by sequence

    >>> one = Row(1, 1, GENESIS, row_hash(GENESIS, {"a": 1}), {"a": 1})
    >>> two = Row(2, 2, one.hash, row_hash(one.hash, {"a": 2}), {"a": 2})
    >>> first_break([one, two]) is None
    True
    >>> first_break([two]).reason
    'sequence'
    >>> first_break([one, Row(2, 2, one.hash, two.hash, {"a": 3})]).reason
    'content'
    """
    previous = GENESIS
    expected = 1
    for row in rows:
        if row.sequence != expected:
            return Break(row.record_id, expected, "sequence")
        if row.previous != previous:
            return Break(row.record_id, row.sequence, "previous")
        if row.hash != row_hash(previous, row.facts):
            return Break(row.record_id, row.sequence, "content")
        previous = row.hash
        expected += 1
    return None


def cut_off(count: int, head: str, hashes: list[str]) -> Break | None:
    """Whether a chain is shorter than, or other than, it was when it was listed.

    :param count: rows at the time of the manifest
    :param head: hash of row number ``count`` then
    :param hashes: hashes of the rows now, by sequence
    """
    if len(hashes) < count:
        return Break(None, len(hashes) + 1, "cut")
    if count and hashes[count - 1] != head:
        return Break(None, count, "content")
    return None
