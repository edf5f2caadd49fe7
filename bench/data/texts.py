"""Complaints as people write them, in English and Chinese: common words, rare names."""

import random

# Each line: what was bought, in English and Chinese.
GOODS = (
    ("automatic watch", "自動手錶"),
    ("quartz watch", "石英手錶"),
    ("diver's watch", "潛水錶"),
    ("diamond ring", "鑽石戒指"),
    ("gold necklace", "黃金頸鏈"),
    ("jade bracelet", "玉鐲"),
    ("pearl earrings", "珍珠耳環"),
    ("leather strap", "皮錶帶"),
    ("wedding band", "結婚戒指"),
    ("platinum chain", "鉑金鏈"),
    ("chronograph", "計時錶"),
    ("sapphire pendant", "藍寶石吊墜"),
)
FAULTS = (
    ("stopped after two weeks", "兩星期後停了"),
    ("loses ten minutes a day", "每日慢十分鐘"),
    ("gains a minute an hour", "每小時快一分鐘"),
    ("the crown came off", "錶冠甩了"),
    ("the crystal is scratched", "錶面花了"),
    ("water got inside", "入水起霧"),
    ("the clasp broke", "扣壞了"),
    ("a stone fell out", "甩石"),
    ("the colour has changed", "變色"),
    ("the size is wrong", "尺寸不對"),
    ("the engraving is misspelt", "刻字串錯"),
    ("it was not what I ordered", "貨不對辦"),
    ("the certificate is missing", "沒有證書"),
    ("the chain snapped", "鏈斷了"),
    ("the second hand does not move", "秒針不動"),
    ("the strap tore", "錶帶裂開"),
    ("it caused a rash", "皮膚敏感"),
    ("the plating wears off", "電鍍剝落"),
)
SERVICE = (
    ("the salesperson was rude", "店員無禮"),
    ("nobody called me back", "無人回覆"),
    ("I waited forty minutes", "等了四十分鐘"),
    ("the repair took three months", "維修用了三個月"),
    ("I was charged twice", "收了兩次錢"),
    ("the price was different at the till", "收銀處價錢不同"),
    ("the delivery came late", "送貨遲了"),
    ("they refused the warranty", "拒絕保養"),
    ("the bag was open", "包裝已開"),
    ("my receipt was lost", "收據不見了"),
)
WISHES = (
    ("I want my money back", "我要求退款"),
    ("please repair it", "請維修"),
    ("I want another one", "我要換貨"),
    ("I want an apology", "我要求道歉"),
    ("please call me", "請致電給我"),
    ("I want a discount", "我要求折扣"),
)
FILLERS = (
    ("I bought it as a present for my mother", "買來送給媽媽"),
    ("I have been a customer for years", "我是多年顧客"),
    ("the manager promised to look into it", "經理答應跟進"),
    ("I have photos of everything", "有相為證"),
    ("it happened on the way home", "回家途中發生"),
    ("my husband saw it too", "我先生也看到"),
    ("I took it to the shop twice", "去了店鋪兩次"),
    ("this is the third time", "已經第三次"),
)
SYLLABLES = (
    "ka",
    "lo",
    "mi",
    "ren",
    "to",
    "su",
    "bel",
    "dan",
    "gor",
    "vi",
    "pao",
    "xu",
)
SURNAMES = "陳李張黃何王周吳劉楊鄭謝郭馮鄧曾彭潘蔡許"
GIVEN = "志明家欣偉俊思詠嘉文慧玲永康子晴國強美珊"


def _zipf(chance: random.Random, choices):
    """The first are said often, the last hardly ever."""
    return choices[min(int(chance.paretovariate(0.9)) - 1, len(choices) - 1)]


def complaint(chance: random.Random) -> tuple[str, str, str]:
    """Return title, description (HTML) and wish of one complaint."""
    chinese = chance.random() < 0.4
    tongue = 1 if chinese else 0
    goods = _zipf(chance, GOODS)[tongue]
    fault = chance.choice(FAULTS)[tongue]
    parts = [f"{goods}{fault}" if chinese else f"The {goods} {fault}"]
    for choices, likely in ((SERVICE, 0.5), (FILLERS, 0.7), (FILLERS, 0.4)):
        if chance.random() < likely:
            parts.append(_zipf(chance, choices)[tongue])
    parts.append(_rare(chance, chinese))
    wish = _zipf(chance, WISHES)[tongue]
    text = "，".join(parts) + "。" if chinese else ". ".join(parts) + "."
    title = f"{goods}{fault}" if chinese else f"{goods}: {fault}"
    return title, f"<p>{text}</p>", wish


def _rare(chance: random.Random, chinese: bool) -> str:
    """Something that few others say: a name, a reference, a place."""
    number = chance.randrange(10**6)
    if chinese:
        name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2))
        return f"{name}，單號{number}"
    name = "".join(chance.choice(SYLLABLES) for _part in range(3)).title()
    return f"{name} served me, receipt {number}"
