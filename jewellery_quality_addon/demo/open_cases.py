"""What is open today: in the laboratory, on the quality manager's table, in doubt."""

from __future__ import annotations

from .quality import Quality


def waits_for_an_inspector(desk):
    """Asked for an investigation; nobody has taken it."""
    start = desk.days_ago(2, 14.2)
    case = Quality(desk, "jewel free", "tst", start=start)
    yield start
    case.about(
        "prong_low", "customer_21", "princess 2",
        "公主方鑽四角磨損", "角位的爪好像變短，怕鑽石會掉。",
        lang="zh_hant", bought=600,
    )  # fmt: skip
    yield case.later(hours=2)
    case.acknowledge()
    case.ask("quality", "V prongs worn?")
    case.as_().action_investigate()


def on_the_bench(desk):
    """Begun: one inspection is filled in, one is only planned."""
    start = desk.days_ago(6, 11.4)
    case = Quality(desk, "jewel bench", "cwb", start=start)
    yield start
    case.about(
        "stone_grade", "customer_39", "lab_star 1",
        "Colour of the laboratory diamond",
        "Beside my sister's F it looks yellow. What did I buy?",
        bought=60, wants="A stone as on the paper",
    )  # fmt: skip
    yield case.later(hours=2)
    case.acknowledge()
    case.ask("quality", "F or not?", "Against the master stones, please.")
    yield case.later(days=1, office=True)
    case.investigate()
    inspection = case.begin("certificate")
    case.record(inspection, "They match", 1.0, 2, 0, "None")
    case.begin("weight", start=False)
    case.study().write({"containment": "Kept in the safe, bag J-30240"})


def second_person_wanted(desk):
    """Grades below the certificate: confirmed yesterday, nobody looked again yet."""
    start = desk.days_ago(5, 16.1)
    case = Quality(desk, "jewel second", "tst", start=start)
    yield start
    case.about(
        "certificate", "customer_11", "studs 1",
        "耳釘與證書不符", "證書編號與腰圍刻字不同。", lang="zh_hant", bought=90,
        mood="upset", answers={"jewellery_certificate": "HG2718785"},
    )  # fmt: skip
    yield case.later(hours=1)
    case.acknowledge()
    case.ask("quality", "Inscription and certificate")
    yield case.later(days=2, office=True)
    case.inspect(
        "certificate", "They do not match", 0.5, 1, 0, "None",
        finding="The left stud reads HG2726704: the pair of another box.",
    )  # fmt: skip


def _brief(desk, key, store, days, category, customer, piece, title, body, **told):
    """A complaint with an answered question, ready to be investigated."""
    case = Quality(desk, key, store, start=desk.days_ago(days, 12.6))
    case.about(category, customer, piece, title, body, **told)
    case.acknowledge()
    case.ask("quality", title)
    return case


def submitted(desk):
    """On the table of the quality manager: two of a kind."""
    yield desk.days_ago(8, 12.6)
    for number, (customer, piece) in enumerate(
        (("customer_45", "rope 1"), ("customer_53", "rope 2"))
    ):
        case = _brief(
            desk, ("jewel rope", number), "mk", 8, "clasp_fails", customer, piece,
            "Lobster clasp opens", "It opens when I turn my head.", bought=150,
        )  # fmt: skip
        inspection = case.inspect(
            "appearance", "Clean", "Smooth", "Closed", "Fails", "Right and readable"
        )
        case.investigate()
        case.write_up(
            containment="Kept in the safe.",
            cause="jewellery_soldering",
            whys=[("Why does it open?", "The spring is too soft")],
            findings=[{"name": "Clasp opens", "inspection_id": inspection.id}],
        )
        yield case.later(days=1, office=True)
        case.second_look(inspection)
        case.submit_study()


def came_back(desk):
    """Returned with a question: the inspector has it again."""
    yield desk.days_ago(12, 12.6)
    case = _brief(
        desk, "jewel back", "tst", 12, "tarnish", "customer_20", "cufflinks 1",
        "Cufflinks tarnish within weeks", "Black at the hinge.", bought=45,
    )  # fmt: skip
    yield case.later(days=1, office=True)
    case.investigate()
    case.write_up(
        containment="None needed.",
        cause="jewellery_cleaning",
        whys=[("Why black?", "Hair spray")],
    )
    case.submit_study()
    yield case.later(days=1, office=True)
    case.study("investigator").action_return("Rhodium on the hinge? Measure, please.")


def given_up(desk):
    """Cancelled: the piece is not ours."""
    yield desk.days_ago(30, 12.6)
    case = _brief(
        desk, "jewel not ours", "cwb", 30, "solder", "customer_57", "junk_boat 1",
        "Joint of a signet ring open", "Opened after a hit.", bought=80,
    )  # fmt: skip
    yield case.later(days=1, office=True)
    case.investigate()
    case.answer("Soldered by somebody else, with tin.")
    yield case.later(days=1, office=True)
    case.study("investigator").action_cancel()
    case.close("unfounded", "jewellery_work_elsewhere", "accepted")


def second_thoughts(desk):
    """Agreed to a drilling and withdrew it: the X-ray has to do."""
    start = desk.days_ago(21, 13.8)
    case = Quality(desk, "jewel thoughts", "tst", start=start)
    yield start
    case.about(
        "fineness", "customer_49", "harbour_band 1",
        "Is my wedding band 18 K?", "A pawnbroker gave me the price of 14 K.",
        bought=700, mood="upset",
    )  # fmt: skip
    case.article(
        "Wedding band, 18 k yellow gold", "Worn, mark readable", 5.09, "J-30102",
        kind="ring",
    )  # fmt: skip
    yield case.later(hours=1)
    case.acknowledge()
    case.ask("laboratory", "Fineness of a wedding band", "Cupellation, if she agrees.")
    yield case.later(days=1, office=True)
    inspection = case.begin("fineness")
    case.consent(inspection, "One drilling inside the shank")
    yield case.later(hours=4)
    case.consent(inspection, "No hole in a wedding band, please.", withdrawn=True)
    yield case.later(days=1, office=True)
    case.record(inspection, 752.3, finding="Five places by XRF, 751.6 to 753.0 ‰.")
    inspection.action_confirm()
    case.answer("752 ‰ by XRF: as marked.")
    package = yield from case.settle(
        "explanation", reason="It is 18 K.", words="Good to know.", due=1
    )
    if package:
        case.carry_out(package, "Figures handed over on paper")
        case.ready()
        case.give("return", other_name=case.ticket.sudo().partner_name)
        case.close("unfounded", "jewellery_fitting", "satisfied")


def nobody_named_yet(desk):
    """The customer has agreed; who resizes it, and until when, is not said."""
    yield desk.days_ago(6, 14.6)
    case = Quality(desk, "jewel plan", "mk", start=desk.days_ago(6, 14.6))
    case.about(
        "size_wrong", "customer_206", "ferry_platinum 1",
        "Platinum band a size too small", "It does not pass the knuckle.", bought=9,
    )  # fmt: skip
    yield case.later(hours=2)
    case.acknowledge()
    yield from case.settle(("resize", 200, None), words="Please.", due=None)


STORIES = (
    second_thoughts,
    nobody_named_yet,
    waits_for_an_inspector,
    on_the_bench,
    second_person_wanted,
    submitted,
    came_back,
    given_up,
)


def scripts(desk):
    for story in STORIES:
        yield story(desk)
