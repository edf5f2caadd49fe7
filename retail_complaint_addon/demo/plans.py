"""Who complains about what, when and where: two years of ordinary cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from . import moments, texts
from .kinds import GETTING_WORSE, JEWELS, KINDS, PRICES, SOLD, WATCHES

MONTHS = 24
# More is sold before Christmas, at the New Year and in the Golden Week of October.
SEASON = {1: 1.3, 2: 1.25, 3: 0.9, 4: 0.85, 5: 0.95, 6: 0.8, 7: 0.85, 8: 0.85, 9: 0.9}
SEASON |= {10: 1.15, 11: 0.95, 12: 1.25}
A_MONTH = 5.2
STORES = {"tst": 34, "mk": 21, "web": 22, "ws": 3, "macau": 4, "cwb": 17}
# Causeway Bay had a good first year and many new people in the second.
WORSE_STORE = "cwb"
WORSE_MONTHS = 9
CLERKS = {"tst": ("clerk", "clerk", "clerk3")}
STAFF = {
    "tst": ("tst_1", "tst_2", "tst_3"),
    "cwb": ("cwb_1", "cwb_1", "cwb_2", "cwb_3"),
    "mk": ("mk_1", "mk_2"),
    "macau": ("macau_1",),
}


def _customers(*spans):
    """Return the XML ids of the customers with these numbers."""
    return [f"customer_{number:02d}" for span in spans for number in range(*span)]


CHANNELS = {
    "web": "web_form*5 email*4 chat*3 phone*2 website_review",
    "other": "counter*8 phone*4 email*2 social_media website_review letter",
}
# Most complain once in two years; the stories have their own people among the first.
CUSTOMERS = {
    "zh_hant": _customers((1, 26), (63, 158)),
    "zh_hans": _customers((26, 38), (158, 196)),
    "en": _customers((38, 59), (196, 263)),
}
# Serial numbers from here on belong to the stories.
OWN_LOTS = range(1, 20)


@dataclass
class Plan:
    """What is known of a case before it happens; chance decides the rest."""

    number: int
    start: datetime
    store: str
    by: str
    category: str
    text: texts.Text
    customer: str
    worse: bool
    product: str | None = None
    lot: int | None = None
    paid: int = 0
    bought: int = 0
    told: dict = field(default_factory=dict)


class Purchases:
    """Which customer has which piece: one serial number never has two owners."""

    def __init__(self):
        self.free = {one: [*OWN_LOTS] for one in PRICES if one != "regent"}
        self.sold = []

    def one(self, rng, lang, goods, day):
        """Return (customer, product, lot, paid, date) of a new or earlier purchase."""
        known = [
            sale
            for sale in self.sold
            if sale[0] in CUSTOMERS[lang]
            and _fits(sale[1], goods)
            and sale[4] < day - timedelta(days=20)
        ]
        if known and rng.random() < 0.14:
            return rng.choice(known)
        products = [
            product
            for product, lots in self.free.items()
            if lots and _fits(product, goods)
        ]
        weights = [SOLD.get(product, 1) for product in products]
        product = rng.choices(products, weights)[0]
        lot = self.free[product].pop(0)
        paid = round(PRICES[product] * rng.choice((1, 1, 0.95, 0.9)))
        bought = day - timedelta(days=1 + int(rng.expovariate(1 / 45)))
        sale = (rng.choice(CUSTOMERS[lang]), product, lot, paid, bought)
        self.sold.append(sale)
        return sale


def _fits(product, goods):
    if goods == "any":
        return True
    return product in (WATCHES if goods == "watch" else JEWELS)


def ordinary_plans(desk, months=MONTHS):
    """Return the ordinary cases in the order of time."""
    rng = desk.random("plans")
    days = _days(desk, rng, months)
    purchases = Purchases()
    return [
        _plan(desk, number, day, purchases) for number, day in enumerate(days, start=1)
    ]


def _days(desk, rng, months):
    """Return the days on which somebody complains, by season."""
    last = moments.local(desk.today).date()
    days, due = [], 0.5
    for back in range(months * 30 + 8, 9, -1):
        day = last - timedelta(days=back)
        worse = 1.25 if back < WORSE_MONTHS * 30 else 1
        due += A_MONTH / 30 * SEASON[day.month] * worse * rng.uniform(0, 2)
        while due >= 1:
            days.append(day)
            due -= 1
    return days


def _plan(desk, number, day, purchases):
    rng = desk.random("plan", number)
    store, worse = _store(desk, rng, day)
    category = _category(rng, store, worse)
    text = _text(rng, category)
    customer, product, lot, paid, bought = purchases.one(
        rng, text.lang, text.goods, day
    )
    place = {"web": "online", "ws": "office"}.get(store, "shop")
    begin, end, _open = moments.HOURS[place]
    start = moments.at(day, begin + rng.random() * (end - begin))
    start = start.replace(second=rng.randrange(60), microsecond=0)
    # a letter or a form on the page arrives at any hour
    if rng.random() > 0.2:
        start = moments.opening(start, place, rng)
    return Plan(
        number=number,
        start=start,
        store=store,
        by=rng.choice(CLERKS.get(store, (None,))),
        category=category,
        text=text,
        customer=_of_the_place(rng, store, customer),
        worse=worse,
        product=product,
        lot=lot,
        paid=paid,
        bought=(moments.local(start).date() - bought).days,
    )


def _of_the_place(rng, store, customer):
    if store == "macau":
        return rng.choice(("customer_61", "customer_62", customer))
    return customer


def _store(desk, rng, day):
    late = (moments.local(desk.today).date() - day).days < WORSE_MONTHS * 30
    weights = dict(STORES)
    if late:
        weights[WORSE_STORE] *= 3
    store = rng.choices([*weights], [*weights.values()])[0]
    return store, late and store == WORSE_STORE


def _category(rng, store, worse):
    if store == "ws":
        return rng.choice(("repair_slow", "repair_again", "repair_damage"))
    weights = {
        name: (kind.web if store == "web" else kind.shop)
        * (GETTING_WORSE.get(name, 1) if worse else 1)
        for name, kind in KINDS.items()
    }
    return rng.choices([*weights], [*weights.values()])[0]


def _text(rng: Random, category):
    """Half of the customers write Chinese, where somebody has."""
    known = texts.complaints()
    lang = rng.choices(texts.LANGUAGES, (48, 38, 14))[0]
    if (category, lang) not in known:
        lang = "zh_hant" if lang == "zh_hans" else "en"
    if (category, lang) not in known:
        lang = "zh_hans"
    return rng.choice(known[category, lang])
