"""Ordinary cases about watches: who comes with which watch, and how it runs."""

from __future__ import annotations

from odoo.addons.retail_complaint_addon.demo import moments
from odoo.addons.retail_complaint_addon.demo.case import Case
from odoo.addons.retail_complaint_addon.demo.kinds import weighted
from odoo.addons.retail_complaint_addon.demo.survey import follow_up

from .kinds import ACCEPTED, KINDS
from .sales import sell

A_MONTH = 4
STORES = {"tst": 38, "mk": 24, "web": 18, "cwb": 20}
# Customers of the retail demo by the language they write in.
SPEAKERS = {"en": range(38, 59), "zh_hant": range(1, 26)}
AGAIN = 0.12


def scripts(desk):
    sold = sell(desk, desk.months)
    rng = desk.random("watch cases")
    for number in range(desk.months * A_MONTH):
        # the last days belong to what is open today
        days = 6 + (number + rng.random()) * (desk.months * 30 - 8) / max(
            desk.months * A_MONTH, 1
        )
        yield ordinary(desk, sold, number, days)


def ordinary(desk, sold, number, days):
    """Yield the moments of one case."""
    rng = desk.random("watch", number)
    category = rng.choices(list(KINDS), [kind.often for kind in KINDS.values()])[0]
    kind = KINDS[category]
    store = rng.choices(list(STORES), list(STORES.values()))[0]
    place = "online" if store == "web" else "shop"
    start = moments.opening(desk.days_ago(days, 11 + rng.random() * 8), place, rng)
    lot = _choose(rng, kind, sold, moments.local(start).date())
    if lot is None:
        return
    case = Case(desk, ("watch case", number), store, start=start)
    case.told = number % 4 == 0
    lang, title, body = rng.choice(kind.texts)
    customer = f"customer_{rng.choice(SPEAKERS[lang]):02d}"
    end = rng.choices(kind.ends, [one[0] for one in kind.ends])[0]
    yield case.start
    _take(case, category, lot, customer, (lang, title, body), kind.answers)
    yield from _work(case, end)
    if rng.random() < AGAIN and end[2] != "unfounded":
        yield case.later(days=rng.randrange(25, 120))
        yield from _again(case, category, lot, customer, kind, number)


def _choose(rng, kind, sold, day):
    """Return a serial number sold before the day, of a movement it happens to."""
    fits = [
        lot
        for lots in sold.values()
        for lot in lots
        if lot.sold_on < day
        and (not kind.which or lot.product_id.movement in kind.which.split())
    ]
    if not fits:
        return None
    weights = [4 if lot.product_id.calibre_id.name == kind.worse else 1 for lot in fits]
    return rng.choices(fits, weights)[0]


def _take(case, category, lot, customer, words, answers, **told):
    lang, title, body = words
    product = lot.product_id
    case.take(
        category,
        title.format(p=product.name),
        body.format(p=product.name),
        lang=lang,
        customer=customer,
        product_id=product.id,
        lot_id=lot.id,
        purchase_date=lot.sold_on,
        purchase_ref=f"{lot.sold_store_id.code}-{lot.id + 30000}",
        claimed_amount=product.list_price,
        mood=case.rng.choices(("calm", "upset", "hostile"), (62, 32, 6))[0],
        answers=answers,
        **told,
    )
    partner = case.ticket.sudo().partner_id
    if not lot.owner_id:
        lot.with_context(tracking_disable=True).owner_id = partner


def _work(case, end):
    _weight, cause, verdict, measures = end
    rng = case.rng
    yield case.soon(0.3, 6)
    case.acknowledge()
    yield case.later(days=rng.randrange(1, 6))
    case.steps(count=2)
    package = case.propose(*measures)
    case.submit(package)
    yield case.later(days=1)
    if not case.approve(package):
        return
    yield case.soon(0.5, 5)
    case.offer(package)
    yield case.later(days=rng.randrange(1, 3))
    case.accept(package, due=14)
    quick = all(isinstance(one, str) for one in measures)
    yield case.later(days=1 if quick else rng.randrange(3, 20))
    case.carry_out(package)
    outcome = weighted(ACCEPTED[verdict], rng)
    case.close(verdict, cause, outcome)
    feeling = {"satisfied": "happy", "accepted": "so_so"}.get(outcome, "angry")
    yield from follow_up(case, feeling if rng.random() < 0.6 else None)


def _again(first, category, lot, customer, kind, number):
    """The same watch again, after our repair."""
    case = Case(first.desk, ("watch again", number), first.store)
    lang = first.lang
    words = next(text for text in kind.texts if text[0] == lang)
    _take(case, category, lot, customer, words, kind.answers)
    yield from _work(case, kind.ends[0])
