"""What a browser may send as the answer to a question.

The survey application trusts its own script: a list where a number belongs, ``1e999``
or a NUL end in a traceback shown to anonymous callers. Everything is read strictly
here before it gets there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection
from datetime import date, datetime

MAX_LINE = 500
MAX_TEXT = 4000
MAX_CHOICES = 50
MAX_NUMBER = 10**15

_DIGITS = re.compile(r"[0-9]{1,10}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}([.][0-9]{1,9})?")
# everything below space but tab, line feed and carriage return, and lone surrogates,
# which PostgreSQL cannot store
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class AnswerError(ValueError):
    """The answer cannot be one to this question."""


def is_empty(value: object) -> bool:
    """
    >>> [is_empty(v) for v in (None, False, "", "  ", [], {}, 0, "0", [""])]
    [True, True, True, True, True, True, False, False, False]
    """
    if value is None or value is False:
        return True
    if isinstance(value, str):
        return not value.strip()
    return isinstance(value, list | dict) and not value


def read_int(value: object, lowest: int, highest: int) -> int:
    """
    >>> read_int("4", 1, 5), read_int(0, 0, 10)
    (4, 0)
    """
    if isinstance(value, str) and _DIGITS.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise AnswerError
    if not lowest <= value <= highest:
        raise AnswerError
    return value


def read_number(value: object) -> float:
    """
    >>> read_number("12.5")
    12.5
    """
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AnswerError
    # compared before isfinite(): that one cannot take an integer of any length
    if abs(value) >= MAX_NUMBER or not math.isfinite(value):
        raise AnswerError
    return float(value)


def read_text(value: object, limit: int = MAX_TEXT) -> str:
    """
    >>> read_text(" fine ")
    'fine'
    """
    if not isinstance(value, str) or len(value) > limit or _UNPRINTABLE.search(value):
        raise AnswerError
    return value.strip()


def read_moment(value: object, kind: str) -> str:
    """
    >>> read_moment("2026-11-05", "date")
    '2026-11-05'
    """
    text = read_text(value, 30)
    try:
        if kind == "date":
            return date.fromisoformat(text).isoformat()
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise AnswerError from None
    return moment.replace(tzinfo=None, microsecond=0).isoformat(" ")


def read_choice(value: object, allowed: Collection[int], several: bool) -> list:
    """Return the chosen ids, and the comment as a last ``{"comment": text}``.

    >>> read_choice(["3", {"comment": "so so"}], {3, 4}, False)
    [3, {'comment': 'so so'}]
    """
    parts = value if isinstance(value, list) else [value]
    if len(parts) > MAX_CHOICES:
        raise AnswerError
    comments = [part for part in parts if isinstance(part, dict)]
    chosen = [
        read_int(part, 1, 2**31 - 1) for part in parts if not isinstance(part, dict)
    ]
    if len(comments) > 1 or any(set(part) != {"comment"} for part in comments):
        raise AnswerError
    if set(chosen) - set(allowed) or len(set(chosen)) != len(chosen):
        raise AnswerError
    if not several and len(chosen) > 1:
        raise AnswerError
    texts = [read_text(part["comment"]) for part in comments]
    return chosen + [{"comment": text} for text in texts if text]


def read_answer(
    kind: str,
    value: object,
    scale: tuple[int, int] = (0, 10),
    allowed: Collection[int] = (),
) -> object:
    """Return the answer as the survey application expects it, or "" for none.

    :param kind: type of the question (``survey.question.question_type``)
    :param scale: lowest and highest value of a scale
    :param allowed: ids of the choices
    :raises AnswerError: nothing of this kind can be read from the value
    """
    if is_empty(value):
        return ""
    if kind == "scale":
        # as text: the survey application takes the number 0 for no answer
        return str(read_int(value, *scale))
    if kind == "numerical_box":
        return str(read_number(value))
    if kind in ("date", "datetime"):
        return read_moment(value, kind)
    if kind in ("simple_choice", "multiple_choice"):
        return read_choice(value, allowed, several=kind == "multiple_choice")
    if kind in ("char_box", "text_box"):
        return read_text(value, MAX_LINE if kind == "char_box" else MAX_TEXT)
    raise AnswerError
