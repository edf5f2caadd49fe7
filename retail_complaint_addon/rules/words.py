"""Find words of a list in a text that goes out. No Odoo here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# Scripts that are written without spaces: a word is found wherever its signs are.
UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
SPACES = re.compile(r"\s+")
QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "‐": "-"})
# the end of a word that stands for any ending
ANY_ENDING = "*"


def normal(text: str) -> str:
    """Return the text as it is compared: case, width, quotes and spaces alike.

    >>> normal("It’s  OUR　ｆａｕｌｔ")
    "it's our fault"
    """
    plain = unicodedata.normalize("NFKC", text or "").translate(QUOTES)
    return SPACES.sub(" ", plain).casefold().strip()


@lru_cache(maxsize=2048)
def pattern_of(word: str) -> re.Pattern[str] | None:
    """Return what finds a word, or None for an empty one.

    In English whole words are found, with ``*`` any ending; spaces stand for any
    space, also at the end of a line.
    """
    wanted = normal(word)
    stem = wanted.removesuffix(ANY_ENDING)
    if not stem:
        return None
    escaped = re.escape(stem)
    if UNSPACED.search(stem):
        # lines are broken anywhere in Chinese
        signs = [re.escape(sign) for sign in stem if not sign.isspace()]
        return re.compile(r"\s?".join(signs))
    start = r"(?<!\w)" if stem[0].isalnum() else ""
    if wanted != stem:
        return re.compile(f"{start}{escaped}\\w*")
    end = r"(?!\w)" if stem[-1].isalnum() else ""
    return re.compile(f"{start}{escaped}{end}")


def find_words(text: str, words: Iterable[str]) -> list[str]:
    """Return the words of the list that are in the text, in their order.

    >>> find_words("It is our FAULT, and we guarantee it.", ["fault", "guarant*"])
    ['fault', 'guarant*']
    >>> find_words("The default setting", ["fault"])
    []
    >>> find_words("這是我們的責任，保證不會再發生", ["我們的責任", "絕對", "保證"])
    ['我們的責任', '保證']
    >>> find_words("", ["fault", ""])
    []
    """
    searched = normal(text)
    found = []
    for word in words:
        pattern = pattern_of(word)
        if pattern and pattern.search(searched) and word not in found:
            found.append(word)
    return found
