"""What is said in shops: subjects, notes and promises, in the customer's language."""

from __future__ import annotations

from .desk import table

KEPT = {
    "en": (
        "Called; the customer is content.",
        "Done as promised.",
        "Sent the same day.",
    ),
    "zh": ("已致電,客人滿意。", "已辦妥。", "即日已傳。"),
    "cn": ("已联系,客户满意。", "已办好。", "当天已发送。"),
}
LATE = {
    "en": (
        "Done, with an apology for the delay.",
        "The colleague was on leave; done now.",
    ),
    "zh": ("已辦妥,並為延誤致歉。", "同事放假,遲咗處理。"),
    "cn": ("已办好,并为延误致歉。",),
}
BROKEN = {
    "en": (
        "The maker has stopped the model.",
        "Forgotten; a letter of apology was sent.",
    ),
    "zh": ("供應商停產。", "忘記跟進,已書面致歉。"),
    "cn": ("供应商停产。",),
}
WITHDRAWN = {
    "en": ("The customer has decided otherwise.", "Bought it on the spot instead."),
    "zh": ("客人改變主意。", "客人已即場買咗。"),
    "cn": ("客户改变主意。",),
}


def said():
    """Return the rows by language: dicts with kinds as a list."""
    names = "lang topic kinds direction subject note promise within".split()
    found = {}
    for cells in table("exchanges", parts=8):
        row = dict(zip(names, cells, strict=True))
        row["kinds"] = row["kinds"].split()
        row["within"] = int(row["within"] or 0)
        found.setdefault(row["lang"], []).append(row)
    return found


def language(number):
    """Return in which of the three languages one speaks with a customer."""
    if number == "portal":
        return "en"
    if number in range(26, 38):
        return "cn"
    return "zh" if number in (*range(1, 26), 61, *range(63, 158)) else "en"
