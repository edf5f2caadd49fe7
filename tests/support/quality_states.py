"""Records of the quality desk in every state they can be in."""

from .cases import SIGNATURE
from .quality import CASE, CLAIM, INSPECTION, INVESTIGATION, REPORT, Quality

MANAGER = "investigator"


def inspections(quality: Quality, case: int) -> list[int]:
    """Begun, passed, critical, seen by a second person, cancelled."""
    call = quality.call
    begun, passed, critical, seen, over = (
        quality.inspection(case) for _state in range(5)
    )
    for found, figure in ((passed, 751), (critical, 735), (seen, 735)):
        quality.measure(found, figure)
        call("inspector", INSPECTION, "action_confirm", [found])
    call(MANAGER, INSPECTION, "action_approve", [seen])
    call("inspector", INSPECTION, "action_cancel", [over])
    screen = quality.consent("clerk", begun)
    call("clerk", "jewellery.consent.record", "action_record", [screen])
    return [begun, passed, critical, seen, over]


def investigations(quality: Quality, case: int) -> list[int]:
    """In work, submitted, returned, accepted, closed, cancelled."""
    call = quality.call
    draft = quality.investigation(case)
    # a case is investigated once at a time
    over = quality.investigation(quality.case())
    sent, back, good, closed = (
        quality.investigation(quality.case(), state)
        for state in ("submitted", "submitted", "accepted", "accepted")
    )
    call(MANAGER, INVESTIGATION, "action_return", [back], comment="More")
    call(MANAGER, INVESTIGATION, "action_close", [closed])
    call(MANAGER, INVESTIGATION, "action_cancel", [over])
    return [draft, sent, back, good, closed, over]


def corrections(quality: Quality, draft: int) -> list[int]:
    model = "jewellery.correction"
    waiting, done, dropped = (quality.correction(draft) for _state in range(3))
    quality.call("inspector", model, "action_done", [done], result="Done")
    quality.call("inspector", model, "action_drop", [dropped], result="Not")
    return [waiting, done, dropped]


def effects(quality: Quality, accepted: int, closed: int) -> list[int]:
    model = "jewellery.effect"
    planned, judged = quality.effect(accepted), quality.effect(closed)
    quality.call(MANAGER, model, "write", [judged], vals={"comment": "Counted"})
    quality.call(MANAGER, model, "action_effective", [judged])
    return [planned, judged]


def claims(quality: Quality, case: int) -> list[int]:
    """A draft, one that was sent, accepted, and credited."""
    made = []
    for state in range(4):
        quality.buyer_lot(case)
        made.append(quality.claim(case, by_mail=False))
        if state:
            quality.call("supervisor", CLAIM, "action_send", [made[-1]])
    for claim in made[2:]:
        quality.call("supervisor", CLAIM, "action_accept", [claim])
    credit = {"credit_ref": "C 1", "amount_credited": 100}
    quality.call("supervisor", CLAIM, "write", made[-1:], vals=credit)
    quality.call("supervisor", CLAIM, "action_credit", made[-1:])
    return made


def reports(quality: Quality, found: int) -> list[int]:
    """A draft, and one that the director has read."""
    draft, sent = quality.report(found), quality.report(found)
    people = [[6, 0, [quality.attack.user("director")]]]
    given = {"report_id": sent, "user_ids": people}
    quality.press("inspector", "jewellery.report.send", "action_send", **given)
    quality.attack.by("director").get(f"/jewellery/report/{sent}/pdf")
    return [draft, sent]


def screens(quality: Quality, known: dict[str, list[int]]) -> dict[str, list[int]]:
    """Filled in by those who may, waiting for their button."""
    one, first = quality.one, {model: ids[0] for model, ids in known.items()}
    submitted = known[INVESTIGATION][1]
    wish = {
        "comment": "Do it",
        "make_action": True,
        "action_name": "Measure all",
        "owner_id": quality.attack.user("manager"),
        "due_date": quality.attack.today(30),
    }
    about = {"investigation_id": first[INVESTIGATION]}
    ask = one("inspector", "jewellery.investigation.ask", reason="Why?", **about)
    made = {
        "jewellery.consent.record": one(
            "inspector",
            "jewellery.consent.record",
            inspection_id=first[INSPECTION],
            kind="withdrawn",
            given_by="Victim",
            signature=SIGNATURE,
        ),
        "jewellery.correction.step": one(
            "inspector",
            "jewellery.correction.step",
            correction_id=first["jewellery.correction"],
            step="done",
            result="Done",
        ),
        "jewellery.investigation.ask": ask,
        "jewellery.investigation.decide": one(
            MANAGER,
            "jewellery.investigation.decide",
            investigation_ids=[[6, 0, [submitted]]],
            comment="Good",
        ),
        "jewellery.report.send": one(
            "inspector",
            "jewellery.report.send",
            report_id=first[REPORT],
            user_ids=[[6, 0, [quality.attack.user("manager")]]],
        ),
        "jewellery.report.answer": one(
            "director",
            "jewellery.report.answer",
            report_id=known[REPORT][1],
            **wish,
        ),
    }
    return {model: [id_] for model, id_ in made.items()}


def in_every_state(quality: Quality) -> dict[str, list[int]]:
    """{model: ids} of one case at TST and what hangs on it."""
    case = quality.case()
    quality.taken_in(case)
    known = {
        CASE: [case],
        # before a critical finding asks for all eight steps
        INVESTIGATION: investigations(quality, case),
        INSPECTION: inspections(quality, case),
        CLAIM: claims(quality, case),
    }
    draft, _sent, _back, good, closed, _over = known[INVESTIGATION]
    known["jewellery.correction"] = corrections(quality, draft)
    known["jewellery.effect"] = effects(quality, good, closed)
    known[REPORT] = reports(quality, draft)
    known["mgmtsystem.action"] = [
        quality.one(
            MANAGER,
            "mgmtsystem.action",
            name="Measure",
            type_action="correction",
            investigation_id=good,
        )
    ]
    for model, column in (
        ("complaint.referral", "ticket_id"),
        ("jewellery.buyer.lot", "ticket_id"),
    ):
        rows = quality.sql(
            f"SELECT id FROM {model.replace('.', '_')} WHERE {column} = %s", case
        )
        known[model] = [id_ for (id_,) in rows][:2]
    [[lot]] = quality.sql("SELECT lot_id FROM helpdesk_ticket WHERE id = %s", case)
    known["stock.lot"] = [lot]
    return known | screens(quality, known)
