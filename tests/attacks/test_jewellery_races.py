"""Two people at one thing of the quality desk: it happens once, the other is told."""

import pytest

from support.attack import pressed
from support.quality import (
    CASE,
    CLAIM,
    INSPECTION,
    INVESTIGATION,
    REPORT,
    Quality,
    field,
    late,
)

CORRECTION, EFFECT = "jewellery.correction", "jewellery.effect"
LINE, SCORE = "qc.inspection.line", "complaint.solution.score"
CONSENT = "jewellery.consent.record"


@pytest.fixture(scope="module")
def quality(_attack):
    return Quality(_attack)


def logged(attack, case: int, kind: str, words: str = "") -> int:
    return attack.sql.one(
        "SELECT count(*) FROM complaint_decision WHERE ticket_id = %s AND kind = %s"
        " AND detail LIKE %s",
        case,
        kind,
        f"%{words}%",
    )


def todos(attack, model: str, id_: int) -> int:
    return attack.sql.one(
        "SELECT count(*) FROM mail_activity"
        " WHERE active AND res_model = %s AND res_id = %s",
        model,
        id_,
    )


def test_one_package_is_scored_by_two(attack, quality, at_once):
    """One score a criterion; all of them come from one of the two."""
    case = quality.case()
    package = attack.package(case, 500)
    criteria = attack.call("clerk", "complaint.criterion", "search", domain=[])
    calls = []
    for login, points in (("clerk", 3), ("clerk3", 8), ("supervisor", 5)):
        scores = [
            {"solution_id": package, "criterion_id": one, "points": points}
            for one in criteria
        ]
        calls.append(pressed(login, CASE, "save_scores", case, scores=scores))
    assert at_once(*calls)
    given = attack.sql(
        "SELECT points FROM complaint_solution_score WHERE solution_id = %s", package
    )
    assert len(given) == len(criteria)
    assert len(set(given)) == 1


def test_one_investigation_is_accepted_and_returned(attack, quality, at_once):
    case = quality.case()
    found = quality.investigation(case, "submitted")
    winners = at_once(
        pressed("investigator", INVESTIGATION, "action_accept", found),
        pressed("investigator2", INVESTIGATION, "action_accept", found),
        pressed("investigator2", INVESTIGATION, "action_return", found, comment="No"),
    )
    assert len(winners) == 1
    state = field(attack, INVESTIGATION, found, "state")
    assert logged(attack, case, "investigated", "root cause") == (state == "accepted")
    assert todos(attack, INVESTIGATION, found) == (state == "returned")
    late(attack, "investigator2", INVESTIGATION, "action_return", found, comment="No")


def test_one_check_is_planned_and_judged_by_two(attack, quality, at_once):
    case = quality.case()
    found = quality.investigation(case, "accepted")
    managers = ("investigator", "investigator2")
    at_once(
        *[
            pressed(login, INVESTIGATION, "action_plan_effect", found)
            for login in managers
        ]
    )
    check = quality.effect(found)
    planned = attack.sql(
        "SELECT 1 FROM jewellery_effect WHERE investigation_id = %s", found
    )
    assert len(planned) == 1
    words = {"comment": "Counted"}
    attack.call("investigator", EFFECT, "write", [check], vals=words)
    winners = at_once(
        pressed("investigator", EFFECT, "action_effective", check),
        pressed("investigator2", EFFECT, "action_not_effective", check),
        pressed("investigator2", EFFECT, "action_drop", check),
    )
    assert len(winners) == 1
    state = field(attack, EFFECT, check, "state")
    assert logged(attack, case, "investigated", "effectiveness") == (state != "dropped")
    assert todos(attack, INVESTIGATION, found) == (state == "not_effective")
    by = field(attack, EFFECT, check, "checked_by_id")
    other = managers[by == attack.user("investigator")]
    late(attack, other, EFFECT, "action_drop", check)


def test_one_nonconformity_by_two(attack, quality, at_once):
    found = quality.investigation(quality.case(), "accepted")
    managers = ("investigator", "investigator2")
    make = "action_make_nonconformity"
    at_once(*[pressed(login, INVESTIGATION, make, found) for login in managers])
    name = field(attack, INVESTIGATION, found, "name")
    made = attack.sql("SELECT 1 FROM mgmtsystem_nonconformity WHERE name = %s", name)
    assert len(made) == 1


def test_the_last_two_actions_are_closed_by_two(attack, quality, at_once):
    """Neither sees that the other's was the last one; the check is planned."""
    found = quality.investigation(quality.case(), "accepted")
    stage = attack.sql.one(
        "SELECT res_id FROM ir_model_data"
        " WHERE module = 'mgmtsystem_action' AND name = 'stage_close'"
    )
    given = {"type_action": "correction", "investigation_id": found}
    actions = [
        quality.one("investigator", "mgmtsystem.action", name=f"Act {n}", **given)
        for n in range(2)
    ]
    people = ("investigator", "investigator2")
    for _again in range(2):
        at_once(
            *[
                (
                    login,
                    "mgmtsystem.action",
                    "write",
                    [id_],
                    {"vals": {"stage_id": stage}},
                )
                for login, id_ in zip(people, actions, strict=True)
            ]
        )
    planned = attack.sql(
        "SELECT 1 FROM jewellery_effect WHERE investigation_id = %s", found
    )
    assert len(planned) == 1


def test_one_correction_is_done_and_dropped(attack, quality, at_once):
    case = quality.case()
    one = quality.correction(quality.investigation(case))
    winners = at_once(
        pressed("inspector", CORRECTION, "action_done", one, result="Done"),
        pressed("investigator", CORRECTION, "action_drop", one, result="Not needed"),
        pressed("investigator2", CORRECTION, "action_done", one, result="Done too"),
    )
    assert len(winners) == 1
    done = field(attack, CORRECTION, one, "state") == "done"
    assert logged(attack, case, "investigated", "correction done") == done
    assert todos(attack, CORRECTION, one) == 0
    if attack.user("inspector") != field(attack, CORRECTION, one, "done_by_id"):
        late(attack, "inspector", CORRECTION, "action_done", one, result="Done")


def test_one_consent_is_recorded_by_two(attack, quality, at_once):
    case = quality.case()
    quality.taken_in(case)
    found = quality.inspection(case)
    screens = [
        (login, CONSENT, "action_record", [quality.consent(login, found)], {})
        for login in ("clerk", "clerk3", "inspector")
    ]
    assert len(at_once(*screens)) == 1
    assert logged(attack, case, "inspected", "agreed") == 1
    # second thoughts, while the ring is on the cupel
    withdraw = quality.consent("clerk", found, "withdrawn")
    result = {"vals": quality.result(735, "cupellation")}
    winners = at_once(
        ("clerk", CONSENT, "action_record", [withdraw], {}),
        ("inspector", LINE, "write", [quality.line(found)], result),
    )
    assert len(winners) == 1
    withdrawn = field(attack, INSPECTION, found, "consent_state") == "withdrawn"
    measured = attack.sql.one(
        "SELECT measured FROM qc_inspection_line WHERE inspection_id = %s", found
    )
    assert withdrawn != bool(measured)


def test_a_result_changes_while_it_is_confirmed(attack, quality, at_once):
    """What is confirmed is what stands there."""
    found = quality.inspection(quality.case())
    quality.measure(found, 751)
    values = {"vals": quality.result(735)}
    at_once(
        ("inspector", LINE, "write", [quality.line(found)], values),
        pressed("inspector2", INSPECTION, "action_confirm", found),
    )
    figure = attack.sql.one(
        "SELECT quantitative_value FROM qc_inspection_line WHERE inspection_id = %s",
        found,
    )
    passed = field(attack, INSPECTION, found, "state") == "success"
    assert passed <= (figure == 751)


def test_one_critical_finding_is_confirmed_and_seen_by_two(attack, quality, at_once):
    case = quality.case()
    found = quality.inspection(case)
    quality.measure(found, 735)
    people = ("inspector", "inspector2", "investigator")
    confirm = [pressed(login, INSPECTION, "action_confirm", found) for login in people]
    assert len(at_once(*confirm)) == 1
    assert logged(attack, case, "inspected", "critical finding") == 1
    asked = attack.sql(
        "SELECT 1 FROM complaint_referral WHERE ticket_id = %s"
        " AND reason LIKE '%%critical finding%%'",
        case,
    )
    assert len(asked) == 1
    by = field(attack, INSPECTION, found, "confirmed_by_id")
    others = [
        login for login in ("investigator", "investigator2") if attack.user(login) != by
    ]
    look = [pressed(login, INSPECTION, "action_approve", found) for login in others]
    refuse = pressed("investigator2", INSPECTION, "action_cancel", found)
    assert len(at_once(*look, refuse)) == 1
    state = field(attack, INSPECTION, found, "state")
    assert logged(attack, case, "inspected", "second person") == (state == "failed")


def test_one_claim_is_drawn_up_sent_answered_and_credited(attack, quality, at_once):
    case = quality.case()
    lot = quality.buyer_lot(case)
    draw = "action_claim_on_supplier"
    people = ("supervisor", "manager", "director")
    drawn = at_once(*[pressed(login, CASE, draw, case) for login in people])
    assert len(drawn) == 1
    claim = drawn[0].value["res_id"]
    assert field(attack, "jewellery.buyer.lot", lot, "quantity_claimed") == 6
    line = attack.id_of("jewellery_supplier_claim_line", "claim_id", claim)
    vals = {
        "reason": "Loose",
        "by_mail": True,
        "line_ids": [[1, line, {"price_unit": 100}]],
    }
    attack.call("manager", CLAIM, "write", [claim], vals=vals)

    send = [pressed(login, CLAIM, "action_send", claim) for login in people]
    assert len(at_once(*send)) == 1
    assert logged(attack, case, "claimed", "; sent") == 1
    by = field(attack, CLAIM, claim, "sent_by_id")
    for login in people:
        if attack.user(login) != by:
            late(attack, login, CLAIM, "action_send", claim)
    mails = attack.sql(
        "SELECT 1 FROM mail_message_res_partner_rel told"
        " JOIN mail_message m ON m.id = told.mail_message_id"
        " WHERE m.model = %s AND m.res_id = %s AND told.res_partner_id = %s",
        CLAIM,
        claim,
        quality.supplier,
    )
    letters = attack.sql(
        "SELECT 1 FROM ir_attachment WHERE res_model = %s AND res_id = %s"
        " AND mimetype = 'application/pdf'",
        CLAIM,
        claim,
    )
    assert (len(mails), len(letters)) == (1, 1)

    said = {"answer": "We look at it", "amount_accepted": 200}
    attack.call("manager", CLAIM, "write", [claim], vals=said)
    winners = at_once(
        pressed("supervisor", CLAIM, "action_accept", claim),
        pressed("manager", CLAIM, "action_accept", claim),
        pressed("director", CLAIM, "action_refuse", claim),
        pressed("manager", CLAIM, "action_accept_part", claim),
    )
    assert len(winners) == 1
    state = field(attack, CLAIM, claim, "state")
    assert logged(attack, case, "claimed", f"; {state}") == 1
    if state == "refused":
        return
    credit = {"credit_ref": "C 1", "amount_credited": 150}
    attack.call("manager", CLAIM, "write", [claim], vals=credit)
    winners = at_once(
        *[pressed(login, CLAIM, "action_credit", claim) for login in people],
        pressed("manager", CLAIM, "action_reopen", claim),
    )
    assert len(winners) == 1
    again = field(attack, CLAIM, claim, "state")
    assert logged(attack, case, "claimed", f"; {again}") == (1 + (again == "sent"))


def test_one_report_is_sent_and_answered_by_two(attack, quality, at_once):
    case = quality.case()
    found = quality.investigation(case, "accepted")
    report = quality.report(found)
    people = [[6, 0, [attack.user("director")]]]
    sending = []
    for login in ("inspector", "investigator", "investigator2"):
        screen = quality.one(
            login, "jewellery.report.send", report_id=report, user_ids=people
        )
        sending.append((login, "jewellery.report.send", "action_send", [screen], {}))
    assert len(at_once(*sending)) == 1
    name = field(attack, REPORT, report, "name")
    mails = attack.sql(
        "SELECT 1 FROM mail_mail m JOIN mail_message s"
        " ON s.id = m.mail_message_id WHERE s.subject LIKE %s",
        f"%{name}%",
    )
    rows = attack.sql(
        "SELECT 1 FROM jewellery_report_recipient WHERE report_id = %s", report
    )
    assert (len(rows), len(mails)) == (1, 1)
    assert logged(attack, case, "investigated", "sent to") == 1
    late(attack, *sending[0][:3], sending[0][3][0])

    # the same director at the desk and on the phone
    attack.by("director").get(f"/jewellery/report/{report}/pdf")
    wish = {
        "report_id": report,
        "comment": "Do it",
        "make_action": True,
        "action_name": "Measure all",
        "owner_id": attack.user("manager"),
        "due_date": attack.today(30),
    }
    screens = [
        quality.one("director", "jewellery.report.answer", **wish) for _n in range(2)
    ]
    winners = at_once(
        *[
            ("director", "jewellery.report.answer", "action_save", [screen], {})
            for screen in screens
        ]
    )
    assert len(winners) == 1
    wanted = attack.sql(
        "SELECT 1 FROM complaint_action_ticket_rel WHERE ticket_id = %s", case
    )
    assert len(wanted) == 1
