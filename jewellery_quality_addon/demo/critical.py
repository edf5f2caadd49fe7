"""Findings that break the law or lose a stone: told from the counter to the lesson."""

from __future__ import annotations

from odoo.addons.retail_complaint_addon.demo.survey import follow_up

from . import reports
from .quality import Quality

LETTER = "Two drillings inside the shank; the ring is replaced if it fails"
SORRY = "apology"
FULL = {
    "team": ("inspector", "watchmaker"),
    "when_happened": "Noticed within the first year",
    "how_found": "Inspection in the laboratory",
}


def ring_below_its_mark(desk):
    """735 ‰ marked 750, and prongs that hold a fifth: the whole way."""
    start = desk.days_ago(96, 12.4)
    case = Quality(desk, "ring 735", "tst", start=start)
    yield start
    case.about(
        "stone_loose", "customer_42", "peony 1",
        "18 K ring worn through its plating, and the stone is loose",
        "Yellow shines through at the palm side, and the diamond rattles. Is this "
        "really 18 carat?",
        bought=310, happened=6, mood="upset", wants="A ring I can trust",
    )  # fmt: skip
    case.article(
        "Peony ring, 18 k white gold", "Worn at the palm side, stone moves", 3.188,
        "J-30118", kind="ring", stones="1 diamond, 0.30 ct",
    )  # fmt: skip
    yield case.later(hours=1)
    case.acknowledge()
    case.ask(
        "quality", "Loose stone, and the colour of the body",
        "Please measure prongs and fineness, and compare with the certificate.",
    )  # fmt: skip
    yield case.later(days=1, office=True)
    case.investigate()
    case.inspect(
        "prong", 22, 54, "Gap seen",
        finding="Prong at two o'clock lifted; its contact is the least of the four.",
    )  # fmt: skip
    fineness = case.inspect(
        "fineness", (735, "cupellation"), consent=LETTER,
        finding="Cupellation of two drillings: 734.8 and 735.2 ‰.",
    )  # fmt: skip
    case.answer("735 ‰ against 750, contact 22 %. Compliance has been asked.")
    yield case.later(hours=3, office=True)
    for inspection in case.ticket.sudo().inspection_ids:
        case.second_look(inspection)
    case.compliance_answers(
        fineness,
        "Stop the sale of the batch today; tell every buyer within a week. "
        "Weights and Measures were told in writing.",
    )
    set_asked = case.ask("setting", "Prongs too short", "Which cutter, which day?")
    bought = case.ask(
        "purchasing", "Alloy of batch R01/26-1", "Which melt, and its assay paper?"
    )
    yield case.later(days=2, office=True)
    case.answer("Cutter 4, worn; changed. Forty rings were set with it.",
                "watchmaker", set_asked)  # fmt: skip
    case.answer("Melt 2241: the paper of the refiner says 750, without a control.",
                "manager", bought)  # fmt: skip
    case.write_up(
        **FULL,
        what="Body 735 ‰ under the mark 750; least prong contact 22 % of 30 to 50 %.",
        where_happened="Body and prong at two o'clock; sold in Tsim Sha Tsui",
        who_concerned="Found by the customer; cast and set by the supplier",
        why_matters="The mark is a minimum by law; a stone can be lost",
        how_many="1 ring; 2 others of the batch, one of them sold",
        containment="Batch R01/26-1 taken out of all shops, the buyer was called.",
        cause="jewellery_alloy",
        escape_point="Incoming goods believe the paper of the refiner.",
        whys=[
            ("Why 735 ‰?", "The melt had too much palladium solder in it"),
            ("Why was it in the melt?", "Scrap of repairs went back unsorted"),
            ("Why unsorted?", "Nobody is named for it"),
            ("Why did we not see it?", "One piece of a hundred is measured"),
            ("Why so few?", "The plan dates from the time of another supplier"),
        ],
        findings=[
            {"name": "Fineness 735 ‰ (cupellation)", "inspection_id": fineness.id},
            "Prong at two o'clock lifted by 0.2 mm",
        ],
        prevention="XRF of every tenth piece of a melt; scrap sorted by mark.",
    )
    case.submit_study()
    yield case.later(days=1, office=True)
    case.accept_study("Alloy and cutter are two causes. The alloy is the heavier one.")
    case.study("investigator").action_make_nonconformity()
    action = case.prevent("XRF of every tenth piece of a melt")
    lot = fineness.lot_id.sudo()
    supplier = case.correct(
        lot.supplier_id, "Control sample with every melt, in the contract", "manager"
    )
    page = case.correct(
        desk.ref("guideline_fineness_low"), "Say who calls the buyers", "investigator"
    )
    sheet = case.correct(lot, "Fineness 735 ‰ on the sheet of the piece", "inspector")
    package = yield from case.settle(
        SORRY,
        ("remake", 16800, "New ring of 18 K, assayed, with its paper"),
        ("compensation", 1500, "For the fear and three visits"),
        reason="Below its mark: a new ring, not a repair.",
        words="A new ring with an assay paper is what I wanted.",
        due=21,
        approve="Yes, and the supplier pays.",
        against={
            "rivals": [
                [SORRY, ("re_set", 420, "Stone set anew; the body stays")],
                [SORRY, ("refund", 16800, "Full price")],
            ],
            "points": [(9, 4, 6, 9, 9), (2, 9, 8, 2, 0), (6, 3, 9, 8, 9)],
        },
    )
    if not package:
        return
    paper = reports.about(
        case, ("director", "manager"), "Whether the supplier is kept."
    )
    yield case.later(days=2, office=True)
    todo = {
        "name": "Second source for white gold alloy",
        "kind": "preventive",
        "owner_id": desk.user("manager").id,
        "due_date": desk.date(60),
    }
    reports.read(paper, desk, "director", "Find a second refiner.", todo)
    reports.read(paper, desk, "manager")
    yield case.later(days=10)
    case.carry_out(package, "Ring R01-1499 with assay 751.6 ‰")
    case.ready()
    case.give(
        "return",
        other_name=case.ticket.sudo().partner_name,
        condition="New ring, old one kept as evidence",
    )
    case.close("justified", "jewellery_alloy", "satisfied", "Melt of mixed scrap.")
    yield from follow_up(case, "happy", "They measured it before my eyes.", after=2)
    case.prevented(action)
    case.corrected(
        page, "Third paragraph: the shop that sold it calls.", "investigator"
    )
    case.corrected(sheet, "735 ‰ by cupellation, kept as evidence.", "investigator")
    case.corrected(supplier, "Clause 7 of the contract, signed.", "manager")
    yield case.later(days=30, office=True)
    case.close_study(
        "Ninety pieces measured since: none below its mark.",
        "A refiner's paper is no measurement.",
    )


def fei_cui_is_type_b(desk):
    """翡翠 sold as A, polymer in the infrared spectrum."""
    start = desk.days_ago(150, 15.5)
    case = Quality(desk, "fei cui b", "cwb", start=start)
    yield start
    case.about(
        "fei_cui", "customer_14", "jade_drop 1",
        "耳環翡翠疑為 B 貨", "朋友的珠寶店說這對翡翠有膠，並非 A 貨。證書上寫 A 貨。",
        lang="zh_hant", bought=400, mood="hostile", wants="全數退款及道歉",
        answers={"jewellery_certificate": "Harbour Gem Laboratory HG2758380"},
    )  # fmt: skip
    yield case.later(hours=1)
    case.acknowledge()
    case.ask("quality", "Type A or B?", "FTIR please; the refractometer cannot tell.")
    yield case.later(days=2, office=True)
    case.investigate()
    fei_cui = case.inspect(
        "fei_cui", "B", "No",
        finding="Polymer bands at 2870 to 3060 cm⁻¹ on both drops.",
    )  # fmt: skip
    case.answer("Type B by infrared spectrum: impregnated with polymer, not told.")
    yield case.later(hours=4, office=True)
    case.second_look(fei_cui)
    case.compliance_answers(
        fei_cui, "Wrong description under Cap. 362: refund, tell Customs, recall."
    )
    stones = fei_cui.lot_id.jewellery_stone_ids
    stones.with_env(case._env("investigator")).write(
        {"fei_cui_type": "b", "treatment": "impregnated", "disclosed": False}
    )
    bought = case.ask("purchasing", "Where were these drops bought?")
    yield case.later(days=2, office=True)
    case.answer("Consignment 88; six pairs, four in stock. Withdrawn.", "manager",
                bought)  # fmt: skip
    case.write_up(
        **FULL,
        what="Fei cui sold as type A is type B (FTIR).",
        where_happened="Both drops; sold in Causeway Bay",
        who_concerned="Told by another jeweller; bought on consignment",
        how_many="1 pair; 6 pairs in the consignment",
        containment="Consignment 88 withdrawn; the five other pairs tested: two are B.",
        cause="jewellery_disclosure",
        escape_point="The certificate is of the sample, not of each pair.",
        whys=[("Why B?", "The dealer mixed the lots"),
              ("Why not seen?", "One pair of six was tested")],
        findings=["Polymer bands on both drops",
                  {"name": "Type B", "inspection_id": fei_cui.id}],
    )  # fmt: skip
    case.submit_study()
    yield case.later(days=2, office=True)
    case.accept_study("A certificate for every pair from now on.")
    action = case.prevent("A certificate for every pair, not for the sample")
    sheet = case.correct(
        fei_cui.lot_id.sudo(), "Type B on the sheet of the piece", "investigator"
    )
    product = case.correct(
        fei_cui.lot_id.sudo().product_id.product_tmpl_id,
        "Stop the sale until every pair has its certificate",
        "manager",
    )
    package = yield from case.settle(
        SORRY,
        ("refund", 26800, "Full price, earrings taken back"),
        ("compensation", 2000, "For the certificate made elsewhere"),
        reason="Sold as something else than it is.",
        words="收到退款便作罷。",
        due=5,
        approve="Refund today.",
    )
    if not package:
        return
    yield case.later(days=2)
    case.carry_out(package, "Paid back to the card; earrings kept as evidence")
    case.close("justified", "jewellery_disclosure", "accepted", "Consignment mixed.")
    yield from follow_up(case, "so_so", "退了款，但花了很多時間。", after=3)
    case.prevented(action)
    case.corrected(sheet, "Impregnated with polymer, type B.", "investigator")
    product.with_env(case._env("investigator")).action_drop("Not needed: sold out.")
    yield case.later(days=20, office=True)
    case.close_study("All pairs tested before sale for three months: none is B.")


def stone_swapped(desk):
    """ "That is not my diamond": the inscription decides."""
    start = desk.days_ago(44, 17.2)
    case = Quality(desk, "stone swapped", "mk", start=start)
    yield start
    case.about(
        "custody_swapped", "customer_56", "princess 1",
        "Not my diamond after the resize",
        "It was brilliant, now it is dull. You have swapped my stone.",
        bought=500, happened=2, mood="hostile", wants="My own stone back",
        answers={"jewellery_certificate": "Harbour Gem Laboratory HG2687109"},
    )  # fmt: skip
    yield case.later(hours=0.5)
    case.acknowledge()
    case.ask("quality", "Is it the stone of the certificate?",
             "Inscription, weight, grades. The customer waits here.")  # fmt: skip
    yield case.later(days=1, office=True)
    certificate = case.inspect(
        "certificate", "They match", 0.7, 0, 0, "None",
        finding="Girdle reads HG2687109; grease on the pavilion, cleaned.",
    )  # fmt: skip
    case.answer("It is the stone of the certificate; it was dirty. Photo attached.")
    assert certificate.state == "success"
    yield case.later(days=1)
    package = yield from case.settle(
        "explanation",
        ("re_polish", 80, "Cleaned in the steam bath, free of charge"),
        reason="The inscription is the proof; shown under the microscope.",
        words="I have seen the number myself. Sorry for shouting.",
        due=1,
    )
    if not package:
        return
    yield case.later(hours=2)
    case.carry_out(package, "Inscription shown under the microscope")
    case.close("unfounded", "jewellery_cleaning", "satisfied", "Grease under the stone")
    yield from follow_up(case, "happy", "Showing me the number was decent.", after=1)


def nickel_in_ear_posts(desk):
    """Ear posts release nickel: the batch is recalled."""
    start = desk.days_ago(205, 13.1)
    case = Quality(desk, "nickel", "web", start=start)
    yield start
    case.about(
        "nickel", "customer_47", "steel_stud 1",
        "Ear lobes red and itching",
        "Two days with the posts and both ears are inflamed; my doctor says nickel.",
        bought=12, happened=4, mood="upset", claimed=780,
        wants="Money back and the doctor's bill",
    )  # fmt: skip
    yield case.later(hours=2)
    case.acknowledge()
    case.article(
        "Steel ear posts, gold-plated", "Gold worn at both posts", 1.1, "J-29704",
        kind="ring",
    )  # fmt: skip
    case.ask("laboratory", "Nickel release", "EN 1811, after EN 12472.")
    yield case.later(days=8, office=True)
    case.investigate()
    nickel = case.inspect(
        "nickel", 0.42, consent="The posts may be used up in the test",
        finding="0.42 µg/cm² in a week; 0.2 is the limit for piercings.",
    )  # fmt: skip
    case.answer("0.42 against 0.2 µg/cm² a week. The batch must go.")
    yield case.later(hours=5, office=True)
    case.second_look(nickel)
    case.compliance_answers(nickel, "Recall batch E03/26-1, inform the consulate lab.")
    plating = case.ask("plating", "Barrier below the gold", "Which layer was meant?")
    yield case.later(days=3, office=True)
    case.answer("Palladium barrier left out since March.", "watchmaker", plating)
    case.write_up(
        **FULL,
        what="Ear posts release 0.42 µg/cm² nickel in a week.",
        where_happened="Post under the lobe; online shop",
        who_concerned="Customer and her doctor; plated by the supplier",
        how_many="1 pair of 400; 180 sold",
        containment="Batch recalled by mail to 180 customers, stock destroyed.",
        cause="jewellery_plating_base",
        escape_point="No release test after the change of plating.",
        whys=[("Why nickel?", "The barrier was left out"),
              ("Why left out?", "The supplier saved a bath and told nobody")],
        findings=[{"name": "Release 0.42 µg/cm²", "inspection_id": nickel.id}],
        prevention="Release test for every change of process, in the contract.",
    )  # fmt: skip
    case.submit_study()
    yield case.later(days=1, office=True)
    case.accept_study()
    action = case.prevent("Release test at every change of process, in the contract")
    package = yield from case.settle(
        SORRY,
        ("refund", 380, "Full price"),
        ("compensation", 400, "Doctor's bill"),
        reason="The limit is law.",
        due=5,
        against={
            "rivals": [[SORRY, ("voucher", 780, "Twice the price, to choose")]],
            "points": [(6, 5, 8, 9, 9), (8, 8, 9, 8, 9)],
            "why": "She never wants to wear something of ours again.",
        },
    )
    if not package:
        return
    yield case.later(days=2)
    case.carry_out(package, "Paid back; bill of the doctor on file")
    case.ready()
    case.give(
        "return",
        other_name=case.ticket.sudo().partner_name,
        condition="Used up in the test, the rest handed back",
    )
    case.close("justified", "jewellery_plating_base", "accepted", "No barrier layer.")
    yield from follow_up(case, "so_so", "Correct, but it still hurts.", after=2)
    case.prevented(action)
    yield case.later(days=92, office=True)
    case.check_effect("180 pairs sold since; nobody wrote about the skin.")
    case.close_study("No skin reaction since the recall.", "Changes are told first.")


def scripts(desk):
    for story in (
        ring_below_its_mark,
        fei_cui_is_type_b,
        stone_swapped,
        nickel_in_ear_posts,
    ):
        yield story(desk)
