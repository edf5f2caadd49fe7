"""In which language does the sender write? No Odoo here."""

import re

CHINESE = re.compile("[\u3400-\u9fff]")
LETTER = re.compile(r"[^\W\d_]")
# Frequent characters that only one of the two scripts has.
SIMPLIFIED = frozenset(
    "这个们来为国时会对发后过里种经学现当没动还进样开从实无与长请贵买换谢问题务员"
)
TRADITIONAL = frozenset(
    "這個們來為國時會對發後過裡種經學現當沒動還進樣開從實無與長請貴買換謝問題務員"
)
SHARE = 0.2


def guess(text: str) -> str:
    """Return "en", "zh_hant", "zh_hans", or "" when there is nothing to go by.

    >>> guess("我買的手錶壞了，請退款"), guess("我买的手表坏了，请退款")
    ('zh_hant', 'zh_hans')
    >>> guess("My watch stopped"), guess("12345")
    ('en', '')
    """
    text = text[:20000]
    letters = len(LETTER.findall(text))
    chinese = len(CHINESE.findall(text))
    if not letters:
        return ""
    if chinese < SHARE * letters:
        return "en"
    simplified = sum(char in SIMPLIFIED for char in text)
    traditional = sum(char in TRADITIONAL for char in text)
    # Hong Kong writes traditional characters
    return "zh_hans" if simplified > traditional else "zh_hant"
