"""What is complained about watches, in the words of customers, and how it ends."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of ordinary case.

    :param often: weight among the kinds
    :param which: movements it happens to, empty for all
    :param texts: (language, title, what the customer says); {p} is the product
    :param answers: what the category asks for
    :param ends: (weight, cause, verdict, measures as ``case.propose`` has them)
    :param worse: calibres it happens to four times as often
    """

    often: int
    which: str
    texts: tuple
    answers: dict
    ends: tuple
    worse: str = ""


EXPLAIN = "explanation"
KINDS = {
    "watch_timekeeping": Kind(
        9,
        "automatic manual",
        (
            (
                "en",
                "{p} gains too much",
                "My {p} gains about twelve seconds every day. I wear it daily.",
            ),
            (
                "en",
                "{p} loses minutes",
                "My {p} loses two minutes a week since the summer.",
            ),
            (
                "zh_hant",
                "{p}每天快十幾秒",
                "我的{p}每天都快十幾秒,天天佩戴,這個價錢不應該這樣。",
            ),
        ),
        {"watch_rate": "About 12 seconds a day, over two weeks, worn 10 hours a day"},
        (
            (5, "watch_regulation", "justified", (("watch_regulation", 300, None),)),
            (
                3,
                "watch_oil",
                "partly",
                ("apology", ("watch_service", 1600, "Service free of charge")),
            ),
            (3, "watch_in_class", "unfounded", (EXPLAIN,)),
        ),
        "BW-300 GMT",
    ),
    "watch_stopped": Kind(
        6,
        "automatic manual kinetic solar",
        (
            (
                "en",
                "{p} stopped",
                "The {p} stopped and does not start when shaken.",
            ),
            ("zh_hant", "{p}停了", "{p}突然停了,怎樣搖也不走。"),
        ),
        {},
        (
            (4, "watch_part", "justified", (("watch_part", 1200, "Under warranty"),)),
            (3, "watch_oil", "partly", (("watch_service", 1800, "Half the price"),)),
            (2, "watch_winding", "unfounded", (EXPLAIN,)),
        ),
        "K-KIN",
    ),
    "watch_off_wrist": Kind(
        3,
        "automatic",
        (
            (
                "en",
                "{p} stops overnight",
                "I take the {p} off at ten and by the morning it has stopped.",
            ),
            ("zh_hant", "{p}過夜就停", "{p}晚上除下,第二天早上就停了。"),
        ),
        {"watch_winding": "Worn in the evening only, never wound by hand"},
        (
            (3, "watch_winding", "unfounded", (EXPLAIN,)),
            (1, "watch_wear", "justified", (("watch_part", 900, "Rotor bearing"),)),
        ),
    ),
    "watch_battery": Kind(
        8,
        "quartz smart",
        (
            (
                "en",
                "Battery of the {p} is empty again",
                "New battery five months ago, and the {p} stands still again.",
            ),
            ("zh_hant", "{p}又沒電", "{p}五個月前才換電池,現在又停了。"),
        ),
        {"watch_battery": "Five months ago, in our shop"},
        (
            (6, "watch_battery", "partly", (("watch_battery", 120, "As goodwill"),)),
            (2, "watch_circuit", "justified", (("watch_movement", 420, None),)),
        ),
        "S-12 Chrono",
    ),
    "watch_water": Kind(
        4,
        "automatic quartz solar",
        (
            (
                "en",
                "Fog under the glass of the {p}",
                "After a swim there is fog under the glass of my {p}.",
            ),
            ("zh_hant", "{p}入水", "戴{p}游水後錶面有水珠。"),
        ),
        {
            "watch_water": "Pool, half an hour, crown closed",
            "watch_opened": "No, never",
        },
        (
            (
                4,
                "watch_gasket",
                "justified",
                ("apology", ("watch_service", 2200, "Gaskets, drying, water test")),
            ),
            (
                2,
                "watch_water_use",
                "unfounded",
                (EXPLAIN, ("watch_service", 900, None)),
            ),
        ),
        "NF-310",
    ),
    "watch_magnetism": Kind(
        3,
        "automatic manual",
        (
            (
                "en",
                "{p} suddenly minutes fast",
                "Since last week my {p} is four minutes fast every day.",
            ),
            ("zh_hant", "{p}突然快幾分鐘", "{p}上星期開始每天快四分鐘。"),
        ),
        {"watch_magnet": "A tablet with a magnetic cover, every evening"},
        ((1, "watch_magnetism", "partly", (EXPLAIN, "watch_demagnetise")),),
    ),
    "watch_strap": Kind(
        5,
        "",
        (
            ("en", "Clasp of the {p} opens", "The clasp of my {p} opens by itself."),
            ("zh_hant", "{p}錶扣鬆脫", "{p}的錶扣戴着會自己打開。"),
        ),
        {},
        (
            (3, "watch_strap", "partly", (("watch_strap", 380, None),)),
            (2, "watch_part", "justified", (("watch_part", 260, "New clasp"),)),
        ),
    ),
    "watch_chronograph": Kind(
        4,
        "automatic quartz",
        (
            (
                "en",
                "Chronograph of the {p} does not reset",
                "The seconds hand of the chronograph stops at 12.5 instead of 12.",
            ),
            ("zh_hant", "{p}計時秒針不歸零", "{p}按歸零後計時秒針停在12.5的位置。"),
        ),
        {},
        ((1, "watch_assembly", "justified", (("watch_part", 700, "Hand refitted"),)),),
    ),
    "watch_date": Kind(
        3,
        "automatic quartz",
        (
            ("en", "Date of the {p} jumps at noon", "The date changes at noon."),
            ("zh_hant", "{p}日曆中午才跳", "{p}的日期在中午才轉。"),
        ),
        {},
        (
            (3, "watch_winding", "unfounded", (EXPLAIN,)),
            (1, "watch_part", "justified", (("watch_part", 650, "Date wheel"),)),
        ),
    ),
    "watch_repair_time": Kind(
        5,
        "",
        (
            (
                "en",
                "{p} five weeks in the workshop",
                "Five weeks in repair and nobody calls me about the {p}.",
            ),
            ("zh_hant", "{p}維修五星期未有消息", "{p}送修已經五星期,沒有人通知。"),
        ),
        {"watch_job": "On the slip, five weeks ago"},
        ((1, "watch_centre", "justified", ("apology", ("voucher", 300, None))),),
    ),
    "watch_repair_quality": Kind(
        3,
        "automatic manual quartz",
        (
            (
                "en",
                "{p}: the same fault after the repair",
                "Back since Monday, and the {p} has the same fault as before.",
            ),
            ("zh_hant", "{p}維修後仍有同一毛病", "{p}修完取回,同一毛病又再出現。"),
        ),
        {"watch_job": "On the slip, last month", "watch_opened": "Only you"},
        (
            (
                1,
                "watch_repair",
                "justified",
                ("apology", ("watch_service", 1400, "Free of charge"), "watch_loan"),
            ),
        ),
        "BW-240",
    ),
    "watch_repair_price": Kind(
        3,
        "automatic manual",
        (
            (
                "en",
                "Estimate for the {p} is too high",
                "HKD 3,800 for a service of the {p}? I was told 2,000.",
            ),
            ("zh_hant", "{p}維修費太貴", "{p}抹油要三千八,買的時候說兩千。"),
        ),
        {"watch_job": "The estimate of this week"},
        (
            (2, "watch_sale", "partly", (("price_reduction", 900, "Second estimate"),)),
            (1, "watch_oil", "unfounded", (EXPLAIN,)),
        ),
    ),
    "watch_parallel": Kind(
        1,
        "automatic",
        (
            (
                "en",
                "{p}: no warranty of the brand",
                "The service centre refuses my {p}: it was a parallel import.",
            ),
        ),
        {},
        (
            (
                1,
                "watch_sale",
                "justified",
                ("apology", ("watch_warranty", 1500, "Ours, two years longer")),
            ),
        ),
    ),
}
ACCEPTED = {
    "justified": "satisfied*6 accepted*4 dissatisfied",
    "partly": "satisfied*5 accepted*5 dissatisfied",
    "unfounded": "accepted*6 satisfied*2 dissatisfied*3",
}
