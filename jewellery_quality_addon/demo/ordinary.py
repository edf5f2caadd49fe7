"""Ordinary cases about jewellery: who comes with which piece, and how it runs."""

from __future__ import annotations

from datetime import timedelta

from odoo.addons.retail_complaint_addon.demo import moments
from odoo.addons.retail_complaint_addon.demo.kinds import weighted
from odoo.addons.retail_complaint_addon.demo.survey import follow_up

from .kinds import ACCEPTED, KINDS
from .quality import Quality
from .sales import sell

A_MONTH = 2
STORES = {"tst": 38, "mk": 24, "web": 18, "cwb": 20}
# Customers of the retail demo by the language they write in.
SPEAKERS = {"en": range(196, 263), "zh_hant": range(63, 158)}
MOODS = ("calm", "upset", "hostile")
STUDIED = 0.3
AGAIN = 0.14
# Nobody complains on the way home.
WORN = timedelta(days=5)


def scripts(desk):
    sold = sell(desk, desk.months)
    rng = desk.random("jewellery cases")
    for number in range(desk.months * A_MONTH):
        # the last days belong to what is open today
        days = 12 + (number + rng.random()) * (desk.months * 30 - 16) / max(
            desk.months * A_MONTH, 1
        )
        yield ordinary(desk, sold, number, days)


def ordinary(desk, sold, number, days):
    """Yield the moments of one case."""
    rng = desk.random("jewellery", number)
    category = rng.choices(list(KINDS), [kind.often for kind in KINDS.values()])[0]
    kind = KINDS[category]
    store = rng.choices(list(STORES), list(STORES.values()))[0]
    place = "online" if store == "web" else "shop"
    start = moments.opening(desk.days_ago(days, 11 + rng.random() * 8), place, rng)
    sale = _choose(rng, kind, sold, moments.local(start).date())
    if sale is None:
        return
    day, lot = sale
    case = Quality(desk, ("jewellery case", number), store, start=start)
    case.told = number % 4 == 0
    lang, title, body = rng.choice(kind.texts)
    name = lot.product_id.name
    told = {
        "customer": f"customer_{rng.choice(SPEAKERS[lang]):02d}",
        "piece": lot,
        "title": title.format(p=name),
        "body": body.format(p=name),
        "lang": lang,
        "purchase_date": day,
        "bought": None,
        "purchase_ref": f"{store.upper()}-{lot.id + 20000}",
    }
    end = rng.choices(kind.ends, [one[0] for one in kind.ends])[0]
    yield case.start
    case.about(category, **told, mood=rng.choices(MOODS, (62, 32, 6))[0])
    yield case.soon(0.3, 6)
    case.acknowledge()
    if kind.test:
        yield from _inspected(case, kind, studied=rng.random() < STUDIED, end=end)
    yield from _settled(case, end)
    if end[2] != "unfounded" and rng.random() < AGAIN:
        yield case.later(days=rng.randrange(5, 25))
        again = Quality(desk, ("jewellery again", number), store)
        again.about(category, **told, mood="upset")
        yield again.soon(0.3, 6)
        again.acknowledge()
        yield from _settled(again, kind.ends[0])


def _choose(rng, kind, sold, day):
    """Return (day, serial number) of something sold before, once complained about."""
    fits = [
        (name, sale)
        for name in kind.which.split()
        for sale in sold.get(name, ())
        if sale[0] < day - WORN
    ]
    if not fits:
        return None
    name, sale = rng.choice(fits)
    sold[name].remove(sale)
    return sale


def _inspected(case, kind, studied, end):
    """Quality measures, the department says why; some are investigated."""
    rng = case.rng
    case.ask("quality", f"Test: {kind.test.replace('_', ' ')}")
    yield case.later(days=rng.randrange(1, 4), office=True)
    results = [
        round(rng.uniform(*one), 2) if isinstance(one, tuple) else one
        for one in kind.results
    ]
    inspection = case.inspect(kind.test, *results)
    failed = inspection.state == "waiting"
    if studied:
        case.investigate()
    case.answer("Not as sold: see the inspection." if failed else "As it should be.")
    yield case.soon(3, 30, office=True)
    case.second_look(inspection)
    why = "Seen in the inspection"
    if kind.department:
        department, why = kind.department
        asked = case.ask(department, "How could that happen?")
        yield case.later(days=rng.randrange(1, 4), office=True)
        case.answer(why, _head_of(department), asked)
    if studied:
        yield from _studied(case, why, end[1])


def _head_of(department):
    return {"retail": "supervisor"}.get(department, "watchmaker")


def _studied(case, why, cause):
    """Written up by the inspector, accepted by the quality manager."""
    rng = case.rng
    case.write_up(
        containment="The other pieces of the batch in the shops were looked at.",
        cause=cause,
        whys=[("Why did it fail?", why)],
        findings=["As the inspection says"],
        # what major cases are asked for
        team=("inspector", "watchmaker"),
        when_happened="In the first year of wear",
        where_happened="On the piece; shop of the case",
        who_concerned="Found by the customer, made by the supplier",
        how_found="Inspection in the laboratory",
        how_many="1 piece, the others of the batch pass",
        escape_point="Incoming goods: one of ten was looked at.",
    )
    case.submit_study()
    yield case.later(days=rng.randrange(1, 5), office=True)
    case.accept_study(rng.choice((None, "Clear and short, thank you.")))
    case.close_study("None of the batch came back since.")


def _settled(case, end):
    _weight, cause, verdict, measures = end
    rng = case.rng
    yield case.later(days=1)
    case.steps(count=2)
    package = yield from case.settle(*measures, due=14)
    if not package:
        return
    quick = all(isinstance(one, str) for one in measures)
    yield case.later(days=1 if quick else rng.randrange(3, 16))
    case.carry_out(package)
    outcome = weighted(ACCEPTED[verdict], rng)
    case.close(verdict, cause, outcome)
    feeling = {"satisfied": "happy", "accepted": "so_so"}.get(outcome, "angry")
    yield from follow_up(case, feeling if rng.random() < 0.6 else None)
