"""What a text says, as small numbers: English by word, Chinese by pairs of characters.

PostgreSQL cuts Chinese neither into words nor, in pieces shorter than three, into
trigrams, so short Chinese is never found. Pairs of characters need no dictionary and
no extension of the database, and traditional and simplified writing count as the same.
"""

from __future__ import annotations

import html
import re
import unicodedata
import zlib
from collections.abc import Iterable

from .hanzi import TO_SIMPLIFIED

# A complaint says what it is about in its first page; a mail may quote a hundred.
MOST_CHARACTERS = 4000
MOST_TOKENS = 400
LONGEST_WORD = 40

HAN = "\u3400-\u9fff\uf900-\ufaff"
PIECES = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
TAGS = re.compile("<[^<>]*>")
SUFFIXES = ("ing", "ed", "es", "ly", "s", "e")
# Words that say nothing about a complaint.
STOP_WORDS = frozenset(
    "a about after all also am an and any are as at be been before but by can could "
    "did do does for from had has have he her him his i if in into is it its just me "
    "my no not of on one or our out please she so than that the their them then there "
    "they this to too up us very was we were what when which who will with would you "
    "your".split()
)


def plain(markup: str) -> str:
    """Return the words of an HTML text, for searching only.

    >>> plain("<p>It <b>stopped</b> &amp; fell</p>")
    ' It  stopped  & fell '
    """
    return html.unescape(TAGS.sub(" ", markup))


def fold(text: str) -> str:
    """Return the text in one width, case and writing.

    >>> fold("ＡＢ手錶") == fold("ab手表")
    True
    """
    normal = unicodedata.normalize("NFKC", text[:MOST_CHARACTERS])
    return normal.casefold().translate(TO_SIMPLIFIED)


def stem(word: str) -> str:
    """Return the word without its ending: enough for the same word to meet itself.

    >>> [stem(word) for word in ("stopped", "stops", "stop", "watches", "watch")]
    ['stop', 'stop', 'stop', 'watch', 'watch']
    """
    if len(word) > 4:
        for suffix in SUFFIXES:
            if word.endswith(suffix) and len(word) - len(suffix) >= 3:
                word = word[: -len(suffix)]
                break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word


def written(text: str) -> dict[str, str]:
    """Return {token: how the text writes it}, each once, in the order of the text.

    >>> written("It stopped 手錶")
    {'stop': 'stopped', '手表': '手錶'}
    """
    found: dict[str, str] = {}
    normal = unicodedata.normalize("NFKC", text[:MOST_CHARACTERS]).casefold()
    for match in PIECES.finditer(normal):
        piece = match[0]
        if "\u3400" <= piece[0] <= "\u9fff" or "\uf900" <= piece[0] <= "\ufaff":
            for at in range(max(len(piece) - 1, 1)):
                pair = piece[at : at + 2]
                found.setdefault(pair.translate(TO_SIMPLIFIED), pair)
        elif len(piece) > 1 and piece not in STOP_WORDS:
            piece = piece[:LONGEST_WORD]
            found.setdefault(stem(piece), piece)
        if len(found) >= MOST_TOKENS:
            break
    return dict(list(found.items())[:MOST_TOKENS])


def words(text: str) -> list[str]:
    """Return what is searched for, each once, in the order of the text.

    >>> words("The watch stopped twice")
    ['watch', 'stop', 'twic']
    >>> words("手錶停了")
    ['手表', '表停', '停了']
    """
    return list(written(text))


def number(token: str) -> int:
    """Return a token as a signed number of four bytes, as PostgreSQL stores it.

    >>> number("watch") == number("watch"), -(2**31) <= number("停") < 2**31
    (True, True)
    """
    value = zlib.crc32(token.encode("utf-8", "replace"))
    return value - 2**32 if value >= 2**31 else value


def fact(kind: str, id_: int) -> int:
    """Return the token of a fact: an article, a serial number, a shop …

    >>> fact("product", 1) == number("product"), fact("lot", 1) == fact("product", 1)
    (False, False)
    """
    return number(f"\x00{kind}:{id_}")


def numbers(tokens: Iterable[str]) -> list[int]:
    return [number(token) for token in tokens]
