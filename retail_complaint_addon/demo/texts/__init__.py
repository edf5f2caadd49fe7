"""What customers and staff of the demo write, in English and Chinese."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "zh_hant", "zh_hans")
SHOPS = {
    "office": ("Head Office", "總公司", "总公司"),
    "tst": ("Tsim Sha Tsui", "尖沙咀", "尖沙咀"),
    "cwb": ("Causeway Bay", "銅鑼灣", "铜锣湾"),
    "mk": ("Mong Kok", "旺角", "旺角"),
    "web": ("online", "網上", "网上"),
    "ws": ("workshop", "工場", "工场"),
    "macau": ("Macau", "澳門", "澳门"),
}
PRODUCTS = {
    "meridian": ("Meridian 38", "Meridian 38 自動錶", "Meridian 38 自动表"),
    "tidewater": ("Tidewater 300", "Tidewater 300 潛水錶", "Tidewater 300 潜水表"),
    "kowloon": ("Kowloon GMT", "Kowloon 兩地時間錶", "Kowloon 两地时间表"),
    "perle": ("Perle Lady", "Perle 女裝石英錶", "Perle 女款石英表"),
    "observatory": (
        "Observatory Chronograph",
        "Observatory 計時錶",
        "Observatory 计时表",
    ),
    "regent": ("Regent Tourbillon", "Regent 陀飛輪", "Regent 陀飞轮"),
    "pulse": ("Pulse 2", "Pulse 2 智能手錶", "Pulse 2 智能手表"),
    "mantel": ("Victoria Mantel Clock", "Victoria 座鐘", "Victoria 座钟"),
    "solitaire": ("Lotus solitaire ring", "Lotus 單石鑽戒", "Lotus 单石钻戒"),
    "bangle": ("Phoenix gold bangle", "足金鳳凰手鐲", "足金凤凰手镯"),
    "feicui": ("fei cui pendant", "翡翠吊墜", "翡翠吊坠"),
    "pearl": ("Akoya pearl strand", "Akoya 珍珠頸鏈", "Akoya 珍珠项链"),
    "sapphire": ("sapphire halo ring", "藍寶石戒指", "蓝宝石戒指"),
    "hoops": ("gold hoop earrings", "18K 金圈耳環", "18K 金圈耳环"),
    "eternity": ("diamond eternity band", "鑽石線戒", "钻石线戒"),
    "charm": ("silver charm bracelet", "純銀手鏈", "纯银手链"),
}


class Text(NamedTuple):
    """What one customer says; ``{p}`` and so on are filled in."""

    category: str
    goods: str
    lang: str
    title: str
    body: str
    wants: str


@cache
def complaints() -> dict[tuple[str, str], list[Text]]:
    """Return the texts by category and language."""
    result = defaultdict(list)
    for lang in LANGUAGES:
        for head, lines in _blocks(lang):
            category, goods = head
            wants = " ".join(line[2:] for line in lines[1:] if line.startswith("> "))
            body = " ".join(line for line in lines[1:] if not line.startswith("> "))
            result[category, lang].append(
                Text(category, goods, lang, lines[0], body, wants)
            )
    return dict(result)


@cache
def phrases() -> dict[tuple[str, str], list[str]]:
    """Return what staff and customers say on the way, by occasion and language."""
    return {(head[0], head[1]): lines for head, lines in _blocks("phrases")}


def _blocks(name: str):
    """Yield (head, lines) of each block of a text file."""
    for block in (FOLDER / f"{name}.txt").read_text("utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line.strip()]
        if lines:
            head = [part.strip() for part in lines[0].removeprefix("==").split("|")]
            yield head, lines[1:]


def amount(value: float) -> str:
    return f"{value:,.0f}"


def day(date, lang: str) -> str:
    if lang == "en":
        return f"{date.day} {date:%B}"
    return f"{date.month}月{date.day}日"


def product(key: str, lang: str) -> str:
    return PRODUCTS[key][LANGUAGES.index(lang)]


def shop(key: str, lang: str) -> str:
    return SHOPS[key][LANGUAGES.index(lang)]
