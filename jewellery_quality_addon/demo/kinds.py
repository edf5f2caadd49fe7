"""What is complained about jewellery, what is measured, and how it ends."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of ordinary case.

    :param often: weight among the kinds
    :param which: products it happens to
    :param texts: (language, title, what the customer says); {p} is the product
    :param ends: (weight, cause, verdict, measures as ``case.propose`` has them)
    :param test: what quality is asked to do, empty when nobody inspects it
    :param results: what is measured, in the order of the questions; two numbers are the
        bounds of chance
    :param department: who else is asked, and what they answer
    """

    often: int
    which: str
    texts: tuple
    ends: tuple
    test: str = ""
    results: tuple = ()
    department: tuple = ()


EXPLAIN = "explanation"
SORRY = "apology"
LOOKS_BAD = ("Seen with the eye", "Smooth", "Closed", "Works", "Right and readable")
CLASP_FAILS = ("Clean", "Smooth", "Closed", "Fails", "Right and readable")
OPEN_JOINT = ("Clean", "Smooth", "Open", "Works", "Right and readable")
KINDS = {
    "stone_loose": Kind(
        9,
        "peony tennis studs lab_star",
        (
            ("en", "Stone of the {p} moves", "I hear it: the stone of my {p} rattles."),
            ("zh_hant", "{p}的石鬆了", "{p}的主石用手指一碰就會動，很擔心會掉。"),
        ),
        (
            (
                5,
                "jewellery_setting_contact",
                "justified",
                (SORRY, ("re_set", 380, "Prongs tightened, cleaned")),
            ),
            (2, "jewellery_wear", "partly", (("re_set", 260, "As goodwill"),)),
        ),
        "prong",
        ((14, 27), (48, 62), "Gap seen"),
        ("setting", "Prongs cut too short on this batch; the cutter was worn."),
    ),
    "stone_missing": Kind(
        4,
        "tennis worn_gilt studs",
        (
            ("en", "A stone of the {p} is gone", "One stone fell out of the {p}."),
            ("zh_hant", "{p}掉了一粒石", "{p}戴了半年，今早發現少了一粒石。"),
        ),
        (
            (
                1,
                "jewellery_setting_seat",
                "justified",
                (
                    SORRY,
                    ("re_set", 620, "Stone of the same grade, neighbours checked"),
                ),
            ),
        ),
        "security",
        ("A stone is missing", "Yes"),
        ("setting", "Seat drilled too wide; the others of the row hold."),
    ),
    "plating_worn": Kind(
        9,
        "worn_gilt lab_star cufflinks",
        (
            ("en", "The {p} shows the metal below", "Gold rubbed off my {p}."),
            ("zh_hant", "{p}電鍍褪色", "{p}戴了四個月，鍍層已經褪掉，見到底色。"),
        ),
        (
            (
                5,
                "jewellery_plating_thin",
                "justified",
                (SORRY, ("re_plate", 180, "Plated anew, 3 µm")),
            ),
            (2, "jewellery_wear", "partly", (("re_plate", 120, "Once, as goodwill"),)),
        ),
        "plating",
        ((0.05, 0.09), "Yes"),
        ("plating", "The bath ran ten minutes short; the log of that day agrees."),
    ),
    "tarnish": Kind(
        5,
        "worn_gilt cufflinks junk_boat watch_chain",
        (
            ("en", "{p} has turned black", "After the hot spring the {p} was black."),
            ("zh_hant", "{p}變黑", "{p}泡溫泉之後變黑，擦不掉。"),
        ),
        (
            (3, "jewellery_cleaning", "unfounded", (EXPLAIN, ("re_polish", 80, None))),
            (1, "jewellery_polishing", "partly", (("re_polish", 80, None),)),
        ),
    ),
    "clasp_fails": Kind(
        6,
        "rope tennis pixiu",
        (
            ("en", "Clasp of the {p} opens", "The clasp of my {p} opens by itself."),
            ("zh_hant", "{p}的扣鬆了", "{p}的扣經常自己打開，差點遺失。"),
        ),
        (
            (3, "jewellery_soldering", "justified", (("re_solder", 220, "New clasp"),)),
            (1, "jewellery_wear", "partly", (("re_solder", 160, "Spring renewed"),)),
        ),
        "appearance",
        CLASP_FAILS,
    ),
    "link_cut": Kind(
        4,
        "rope watch_chain",
        (
            ("en", "{p} broke", "The {p} broke at one link while I put it on."),
            ("zh_hant", "{p}斷了", "{p}戴上的時候斷開，從來沒有大力拉過。"),
        ),
        (
            (
                1,
                "jewellery_soldering",
                "justified",
                (SORRY, ("re_solder", 280, "Joint closed, all joints looked at")),
            ),
        ),
        "appearance",
        OPEN_JOINT,
        ("production", "Solder joint open from assembly: too little heat."),
    ),
    "size_wrong": Kind(
        6,
        "harbour_band ferry_platinum lantern kapok moon_opal",
        (
            ("en", "{p} is a size too small", "The {p} is tighter than the one I try."),
            ("zh_hant", "{p}指圈太細", "{p}比試戴時細一個碼。"),
        ),
        (
            (3, "jewellery_sizing", "justified", (("resize", 200, None),)),
            (2, "jewellery_fitting", "partly", (("resize", 200, "Free, once"),)),
        ),
    ),
    "weight": Kind(
        3,
        "abacus pixiu coin child_lock",
        (
            (
                "en",
                "{p} is lighter than on the invoice",
                "Weighed at another shop: the {p} is lighter than my receipt says.",
            ),
            ("zh_hant", "{p}重量與單據不符", "{p}在別處一磅，比單據輕了少許。"),
        ),
        (
            (
                1,
                "jewellery_weighing",
                "justified",
                (SORRY, ("refund_weight", 60, "The difference by weight")),
            ),
        ),
        "weight",
        ((3.1, 3.6),),
        ("retail", "Weighed with the string on: the girl at the scale was new."),
    ),
    "prong_rough": Kind(
        4,
        "peony studs lantern",
        (
            ("en", "{p} catches on wool", "The {p} pulls threads out of my pullovers."),
            ("zh_hant", "{p}鈎衫", "{p}的爪位鈎住衣服，拉壞了一件毛衣。"),
        ),
        ((1, "jewellery_polishing", "justified", (("re_polish", 120, None),)),),
    ),
    "polish": Kind(
        3,
        "harbour_band ferry_platinum cufflinks",
        (
            ("en", "Scratches on a new {p}", "There are scratches on the new {p}."),
            ("zh_hant", "新{p}有花痕", "剛買的{p}回家一看有明顯花痕。"),
        ),
        ((1, "jewellery_polishing", "partly", (("re_polish", 90, None),)),),
        "appearance",
        LOOKS_BAD,
    ),
    "sales_gold_price": Kind(
        4,
        "abacus coin dragon",
        (
            (
                "en",
                "Gold price of the {p}",
                "The board said less when I asked for the {p} an hour before.",
            ),
            ("zh_hant", "{p}金價計算", "買{p}時的金價與門口牌價不同。"),
        ),
        (
            (3, "jewellery_fitting", "unfounded", (EXPLAIN,)),
            (1, "jewellery_marking", "partly", (("price_reduction", 200, None),)),
        ),
    ),
    "custody_work": Kind(
        3,
        "harbour_band lantern kapok",
        (
            ("en", "{p} came back thinner", "Resized by you, and the {p} is thinner."),
            ("zh_hant", "{p}改圈後變薄", "{p}改圈之後，戒底明顯變薄。"),
        ),
        (
            (
                1,
                "jewellery_work_resize",
                "justified",
                (SORRY, ("re_solder", 480, "New shank, weight as before")),
            ),
        ),
    ),
}
ACCEPTED = {
    "justified": "satisfied*6 accepted*4 dissatisfied",
    "partly": "satisfied*5 accepted*5 dissatisfied",
    "unfounded": "accepted*6 satisfied*2 dissatisfied*3",
}
