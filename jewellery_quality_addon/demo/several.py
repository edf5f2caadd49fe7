"""Several complaints of a kind: investigated together, or coming back."""

from __future__ import annotations

from odoo.addons.retail_complaint_addon.demo.survey import follow_up

from .quality import Quality

RINGS = (
    ("customer_40", "worn_gilt 1", "en", "Gilt ring shows silver",
     "Eight weeks, and the inside is silver."),
    ("customer_18", "worn_gilt 2", "zh_hant", "鍍金戒指兩個月褪色",
     "戴了兩個月，戒圈內側已經變銀色。"),
    ("customer_44", "worn_gilt 3", "en", "Gold gone from a stacking ring",
     "The middle ring of my three has lost its gold."),
)  # fmt: skip


def one_batch(desk):
    """Three rings of a plating batch, one cause."""
    start = desk.days_ago(70, 12.0)
    yield start
    cases = []
    for number, (customer, piece, lang, title, body) in enumerate(RINGS):
        case = Quality(desk, ("gilt", number), "mk", start=desk.now)
        case.about("plating_worn", customer, piece, title, body, lang=lang, bought=70)
        cases.append(case)
        yield case.later(hours=3)
        case.acknowledge()
        case.ask("quality", "Plating thinner than vermeil?")
        yield case.later(days=1, office=True)
        inspection = case.inspect("plating", 0.8 + number / 10, "Yes")
        case.answer("Under 1 µm; 2.5 is what it is sold as.")
        yield case.later(days=1, office=True)
        case.second_look(inspection)
    yield from _together(desk, cases)
    for case in cases:
        desk.add(_settled(case))


def _together(desk, cases):
    """The supervisor asks for one investigation of all of them."""
    first = cases[0]
    tickets = first._env("supervisor_mk")["helpdesk.ticket"].browse(
        [case.ticket.id for case in cases]
    )
    first.investigation_id = tickets.action_investigate()["res_id"]
    yield first.later(days=1, office=True)
    first.study().action_take()
    first.write_up(
        what="Three gilt rings of batch R10/26-1 have under 1 µm of gold.",
        containment="The batch is out of the shops.",
        cause="jewellery_plating_thin",
        whys=[("Why thin?", "Half the time in the bath")],
    )
    first.submit_study()
    yield first.later(days=1, office=True)
    first.study("investigator").action_return(
        "Half the time on one day or on every day? Look into the log of the bath."
    )
    yield first.later(days=2, office=True)
    first.study().write(
        {"containment": "The batch is out of the shops; the bath log of 3 weeks seen."}
    )
    first.submit_study()
    yield first.later(days=1, office=True)
    first.accept_study("Good: one day, one batch.")
    ring = first.ticket.sudo().lot_id
    first.correct(ring.supplier_id, "Claim the re-plating of the batch", "manager", 10)
    first.correct(
        ring.product_id.product_tmpl_id,
        "Thickness of every batch measured at intake",
        "investigator",
        90,
    )


def _settled(case):
    yield case.later(days=1)
    package = yield from case.settle(
        "apology", ("re_plate", 180, "Plated anew, 3 µm, measured"), due=10
    )
    if not package:
        return
    yield case.later(days=9)
    case.carry_out(package, "3.1 µm by XRF")
    case.close("justified", "jewellery_plating_thin", "satisfied")
    yield from follow_up(case, "happy", after=2)


def comes_back(desk):
    """Re-plated for nothing: reopened, and complained about once more."""
    start = desk.days_ago(240, 12.2)
    case = Quality(desk, "gilt back", "cwb", start=start)
    yield start
    told = {"purchase_date": desk.date(-90), "bought": None}
    case.about(
        "plating_worn", "customer_52", "worn_gilt 4",
        "Gold of the ring rubbed off", "Three months, and one side is silver.", **told,
    )  # fmt: skip
    yield case.later(hours=2)
    case.acknowledge()
    case.ask("quality", "Why does it rub off on one side?")
    yield case.later(days=1, office=True)
    case.investigate()
    case.write_up(
        containment="None needed.",
        cause="jewellery_plating_thin",
        whys=[("Why one side?", "It hung against the basket in the bath")],
        prevention="Rings hang free in the bath.",
    )
    case.answer("Thin on one side: it touched the basket.")
    case.submit_study()
    yield case.later(days=1, office=True)
    case.accept_study()
    case.study("investigator").action_plan_effect()
    yield from _plated(case, "accepted")
    yield case.later(days=4)
    case.reopen("The other side is silver now.")
    yield from _plated(case, "satisfied")
    yield case.later(days=20)
    again = Quality(desk, "gilt once more", "cwb")
    again.about(
        "plating_worn", "customer_52", "worn_gilt 4",
        "The ring is silver for the third time", "I do not want it plated again.",
        mood="hostile", **told,
    )  # fmt: skip
    yield again.later(hours=2)
    again.acknowledge()
    package = yield from again.settle("apology", ("refund", 980, "Full price"), due=3)
    if package:
        again.carry_out(package, "Paid back to the card")
        again.close("justified", "jewellery_plating_thin", "accepted")
        yield from follow_up(again, "angry", "Three visits for a ring.", after=1)
    yield case.later(days=70, office=True)
    case.check_effect(
        "The same ring came back twice; the basket is the old one.", False
    )


def _plated(case, outcome):
    yield case.later(days=1)
    package = yield from case.settle("apology", ("re_plate", 180, "Plated anew"))
    if not package:
        return
    yield case.later(days=6)
    case.carry_out(package)
    case.close("justified", "jewellery_plating_thin", outcome)


def scripts(desk):
    yield one_batch(desk)
    yield comes_back(desk)
