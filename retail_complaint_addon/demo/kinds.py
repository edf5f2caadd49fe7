"""What is complained about how often, why it happened and how it is settled."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """One category of complaints in the demo.

    :param shop: how often in the shops; ``web``: in the online shop
    :param causes: causes with their weights, as ``"product_wear*2 no_fault"``
    :param menus: settlements with their weights, see ``measures``
    """

    shop: int
    web: int
    causes: str
    menus: str


KINDS = {
    "quality_stopped": Kind(
        11,
        4,
        "product_manufacture*4 product_material*3 product_wear customer_use no_fault*2",
        "repair*6 repair_voucher*2 exchange*2 refund",
    ),
    "quality_defective": Kind(
        9,
        4,
        "product_material*4 product_manufacture*3 product_design customer_use*2",
        "repair*6 repair_voucher*2 exchange reduction",
    ),
    "quality_finish": Kind(
        7,
        4,
        "product_manufacture*3 logistics_stock*2 product_wear customer_use*2",
        "repair*2 goodwill*3 reduction*3 exchange",
    ),
    "quality_authenticity": Kind(
        2,
        1,
        "description_wrong*3 description_advice customer_expectation*2",
        "explanation*3 compensation*2 refund",
    ),
    "quality_injury": Kind(
        1, 0, "product_design*2 product_material customer_use", "compensation*3 refund"
    ),
    "not_as_shown": Kind(
        1,
        10,
        "description_wrong*5 customer_expectation*2",
        "refund*3 reduction*3 voucher*2",
    ),
    "delivery_late": Kind(
        0,
        12,
        "logistics_carrier*4 logistics_stock*2 process_ignored",
        "fee*4 fee_voucher*2 goodwill",
    ),
    "delivery_lost": Kind(0, 4, "logistics_carrier*4 external", "exchange*2 refund*2"),
    "delivery_wrong": Kind(
        0, 6, "logistics_stock*3 logistics_packing*2", "fee_voucher*2 goodwill*2 refund"
    ),
    "delivery_damaged": Kind(
        0, 6, "logistics_packing*3 logistics_carrier*2", "exchange*3 repair*2 refund"
    ),
    "repair_refused": Kind(
        5,
        1,
        "customer_use*3 process_ignored product_manufacture*2",
        "repair*3 repair_half*3 explanation*2",
    ),
    "repair_again": Kind(
        6,
        2,
        "repair_work*5 repair_part*3 product_design",
        "repair_voucher*3 exchange*2 refund compensation",
    ),
    "repair_damage": Kind(
        2, 0, "repair_custody*2 repair_work*3", "compensation*2 repair_voucher exchange"
    ),
    "repair_slow": Kind(
        7,
        1,
        "repair_part*4 people_capacity*3 process_missing",
        "voucher*3 goodwill*2 repair_half*2",
    ),
    "payment_wrong": Kind(
        3, 4, "process_payment*4 process_system*2 external", "double*4 explanation"
    ),
    "refund_refused": Kind(
        6,
        3,
        "process_missing*2 people_skill*2 customer_expectation*3",
        "refund*3 explanation*2 refusal*2 voucher",
    ),
    "refund_late": Kind(
        2, 3, "process_payment*4 people_capacity*2", "late_refund*3 voucher"
    ),
    "price": Kind(
        6,
        4,
        "process_ignored*2 customer_expectation*3 process_system*2",
        "difference*4 explanation*2 voucher*2",
    ),
    "staff": Kind(
        9,
        0,
        "people_behaviour*5 people_skill*2 customer_expectation",
        "apology*3 voucher*3 goodwill*2",
    ),
    "staff_pressure": Kind(
        2, 0, "people_behaviour*3 people_skill*2", "refund*3 reduction*2 explanation"
    ),
    "service_waiting": Kind(
        8, 0, "people_capacity*5 process_missing*2", "apology*3 voucher*3 goodwill*2"
    ),
    "service_unreachable": Kind(
        4, 5, "people_capacity*3 process_system*2", "apology*3 voucher*2"
    ),
    "privacy": Kind(
        1, 2, "process_ignored*2 process_system*2", "apology*2 compensation voucher"
    ),
    "other": Kind(2, 1, "process_missing customer_expectation*2", "apology*2 voucher"),
    "opinion_suggestion": Kind(3, 2, "", ""),
    "opinion_compliment": Kind(5, 2, "", ""),
}
# Where one shop went wrong: its people, its waiting times, its repairs.
GETTING_WORSE = {
    "staff": 3.5,
    "staff_pressure": 2,
    "service_waiting": 3,
    "service_unreachable": 2.5,
    "repair_slow": 2.5,
}
# What the shop cannot be blamed for ends with an explanation more often.
NOT_OURS = {"customer_use", "customer_expectation", "no_fault", "product_wear"}
WATCHES = {
    "meridian": 12800,
    "tidewater": 18600,
    "kowloon": 26500,
    "perle": 4280,
    "observatory": 38000,
    "pulse": 2380,
    "mantel": 6800,
}
JEWELS = {
    "solitaire": 32800,
    "bangle": 29600,
    "feicui": 68000,
    "pearl": 15800,
    "sapphire": 46000,
    "hoops": 5600,
    "eternity": 21500,
    "charm": 1280,
}
PRICES = {**WATCHES, **JEWELS, "regent": 388000}
# Cheap pieces are sold more often.
SOLD = {"perle": 5, "pulse": 5, "hoops": 4, "charm": 5, "meridian": 4, "pearl": 3}


def weighted(text, rng):
    """Choose one of ``"a*3 b c*2"``.

    >>> from random import Random
    >>> weighted("a", Random(1))
    'a'
    """
    names, weights = [], []
    for part in text.split():
        name, _star, weight = part.partition("*")
        names.append(name)
        weights.append(int(weight or 1))
    return rng.choices(names, weights)[0]


def measures(menu, rng, product=None, paid=0, claimed=0):
    """Return the measures of a package for ``Case.propose``."""
    apology = "apology"
    repair = _near(paid * rng.uniform(0.03, 0.09), 250, 4200)
    choices = {
        "apology": [apology],
        "explanation": ["explanation"],
        "goodwill": [apology, ("goodwill", rng.choice((150, 200, 300, 500)), "Gift")],
        "voucher": [apology, ("voucher", rng.choice((200, 300, 500, 800)), "Voucher")],
        "repair": [apology, ("repair", repair, "Repair in our workshop")],
        "repair_half": [
            ("repair_reduced", _near(repair / 2, 150, 2000), "At half price")
        ],
        "repair_voucher": [
            apology,
            ("repair", repair, "Repair in our workshop"),
            ("voucher", rng.choice((200, 300, 500)), "For the second way"),
        ],
        "reduction": [
            ("price_reduction", _near(paid * 0.08, 100, 6000), "On the price")
        ],
        "difference": [("price_reduction", _near(paid * 0.12, 60, 9000), "Difference")],
        "fee": [apology, ("refund", rng.choice((60, 80, 120)), "Delivery charge")],
        "fee_voucher": [
            ("refund", 80, "Delivery charge"),
            ("voucher", rng.choice((100, 200, 300)), "Voucher"),
        ],
        "compensation": [
            apology,
            ("compensation", rng.choice((500, 900, 1800, 4500)), "For the trouble"),
        ],
        "refund": [apology, ("refund", paid, "Price paid")],
        "double": [("refund", claimed or paid, "Charged twice")],
        "late_refund": [apology, ("refund", claimed or paid, "As agreed before")],
        "exchange": [apology, ("replacement", PRICES.get(product), "New", product)],
        "refusal": ["explanation", ("refusal", claimed, "Outside our conditions")],
    }
    if menu in ("refund", "double", "late_refund", "exchange", "refusal") and not (
        paid and claimed
    ):
        menu = "voucher"
    return choices[menu]


def _near(amount, least, most):
    """Round to tens, between two bounds."""
    return min(max(round(amount, -1), least), most)
