"""Section 1.1 of the risks: forged, moved, borrowed and self-made approvals."""

import pytest

from support.attack import every_door
from support.database import Sql

SOLUTION = "complaint.solution"
APPROVAL = "complaint.approval"
DECISION = "complaint.decision"
CHAIN = "complaint.chain"
TEXTS = {
    "action_approve": "comment",
    "action_reject": "comment",
    "action_accept": "note",
    "action_decline": "note",
    "action_complete": "evidence",
    "action_cancel": "note",
}
NO_TEXTS = [5, True, 1.5, ["x"], {"a": 1}, "a\x00b", "\ud800"]


def ask(attack) -> tuple[int, int]:
    package = attack.package(attack.case(), 5000)
    attack.step("clerk", package, "submit")
    return package, attack.pending(package)[0]


@pytest.fixture
def asked(attack):
    """A package above the clerk's limit, and the request for it."""
    return ask(attack)


@pytest.fixture(scope="module")
def waiting(_attack):
    """The same for all attacks that are refused and leave it as it was."""
    return ask(_attack)


@every_door
@pytest.mark.parametrize("login", ["clerk", "supervisor", "director", "admin"])
def test_a_request_is_not_written(attack, door, waiting, login):
    """A1, A2, A8, A9, A15, A16"""
    package, request = waiting
    other = attack.package(attack.case(), 500)
    director = attack.user("director")
    for values in (
        {"state": "approved", "decided_by_id": director},
        {"decider_ids": [[4, attack.user("clerk")]]},
        {"solution_id": other},
        {"requester_id": director},
        {"limit_amount": 99999, "unlimited": True},
        {"amount": 1},
        {"kind": "condition"},
        {"comment": "I said yes"},
        {"state": "superseded"},
        {"active": False} if login == "admin" else {"reason": "none"},
    ):
        if "active" in values:
            continue
        attack.refused(door, login, APPROVAL, "write", [request], vals=values)
    attack.refused(door, login, APPROVAL, "unlink", [request])
    assert attack.state(package) == "submitted"


@pytest.mark.parametrize("login", ["clerk", "supervisor", "director", "admin"])
def test_a_request_is_not_made_by_hand(attack, door, login):
    """A7b: an approval in another's name on the own package."""
    package = attack.package(attack.case(), 5000)
    director = attack.user("director")
    forged = {
        "solution_id": package,
        "state": "approved",
        "kind": "limit",
        "decided_by_id": director,
        "requester_id": attack.user("clerk"),
        "unlimited": True,
    }
    attack.refused(door, login, APPROVAL, "create", vals_list=[forged])
    attack.refused(
        door,
        login,
        APPROVAL,
        "create",
        vals_list=[{}],
        context={f"default_{name}": value for name, value in forged.items()},
    )
    nested = {"approval_ids": [[0, 0, forged]]}
    attack.refused(door, login, SOLUTION, "write", [package], vals=nested)


@every_door
def test_a_decided_request_is_not_copied(attack, door, asked):
    package, request = asked
    attack.call("supervisor", APPROVAL, "action_approve", [request])
    assert attack.state(package) == "approved"
    other = attack.package(attack.case(), 500000)
    for login in ("clerk", "admin"):
        attack.refused(
            door, login, APPROVAL, "copy", [request], default={"solution_id": other}
        )


@every_door
def test_nobody_approves_their_own(attack, door, asked):
    package, request = asked
    attack.refused(door, "clerk", SOLUTION, "action_approve", [package])
    attack.refused(door, "clerk", APPROVAL, "action_approve", [request], comment="ok")
    attack.refused(door, "clerk", SOLUTION, "action_reject", [package], comment="no")
    for login in ("clerk3", "auditor", "compliance"):
        attack.refused(door, login, SOLUTION, "action_approve", [package])
        attack.refused(door, login, SOLUTION, "action_reject", [package], comment="no")
    attack.knock(door, "supervisor", SOLUTION, "action_approve", [package])
    assert attack.state(package) == "approved"


@pytest.mark.parametrize(
    ("login", "amount"), [("supervisor", 20000), ("manager", 60000)]
)
def test_a_high_limit_is_a_limit_too(attack, door, login, amount):
    package = attack.package(attack.case(), amount, login)
    assert attack.step(login, package, "submit") == "submitted"
    attack.refused(door, login, SOLUTION, "action_approve", [package])
    below = {"supervisor": "clerk", "manager": "supervisor"}[login]
    attack.refused(door, below, SOLUTION, "action_approve", [package])
    above = {"supervisor": "manager", "manager": "director"}[login]
    attack.knock(door, above, SOLUTION, "action_approve", [package])
    assert attack.state(package) == "approved"


def test_a_supervisor_of_another_store(attack, door, waiting):
    package, request = waiting
    for method in ("action_approve", "action_reject"):
        for model, record in ((SOLUTION, package), (APPROVAL, request)):
            attack.refused(door, "supervisor2", model, method, [record], comment="Fine")


def test_no_step_out_of_turn(attack, door, asked):
    package, _request = asked
    for name in ("offer", "accept", "decline", "complete"):
        attack.refused(door, "clerk", SOLUTION, f"action_{name}", [package])
    draft = attack.package(attack.case(), 500)
    for name in ("offer", "accept", "decline", "complete", "approve", "withdraw"):
        attack.refused(door, "clerk", SOLUTION, f"action_{name}", [draft])
    done = attack.settled(attack.case())
    for name in ("decline", "cancel", "withdraw"):
        attack.refused(door, "director", SOLUTION, f"action_{name}", [done])


@pytest.mark.parametrize(
    "end", ["reject", "withdraw", "cancel", "decline"], ids=lambda end: f"after {end}"
)
def test_the_end_is_the_end(attack, door, end):
    """A13: what was rejected stays rejected, and readable."""
    case = attack.case()
    package = attack.package(case, 5000)
    attack.step("clerk", package, "submit")
    if end == "reject":
        attack.step("supervisor", package, "reject", comment="Too much")
    elif end == "decline":
        attack.step("supervisor", package, "approve")
        attack.step("clerk", package, "offer", "decline")
    else:
        attack.step("clerk", package, end)
    state = attack.state(package)
    for name in ("submit", "approve", "offer", "accept", "complete"):
        attack.refused(door, "clerk", SOLUTION, f"action_{name}", [package])
    attack.refused(door, "director", SOLUTION, "action_approve", [package])
    attack.refused(door, "director", SOLUTION, "unlink", [package])
    assert attack.state(package) == state


def test_a_rejection_needs_its_reason(attack, door, waiting):
    package, _request = waiting
    for comment in (None, False, "", "   ", "\n\t"):
        attack.refused(
            door, "supervisor", SOLUTION, "action_reject", [package], comment=comment
        )


def test_evidence_of_nothing(attack, door):
    package = attack.package(attack.case(), 500)
    attack.step("clerk", package, "submit", "offer", "accept")
    for evidence in (None, False, "", "   ", "\n"):
        attack.refused(
            door, "clerk", SOLUTION, "action_complete", [package], evidence=evidence
        )
    attack.call("clerk", SOLUTION, "write", [package], vals={"evidence": "  "})
    attack.refused(door, "clerk", SOLUTION, "action_complete", [package])


@pytest.mark.parametrize("method", TEXTS)
def test_a_comment_is_a_text(attack, door, method):
    package = attack.package(attack.case(), 5000)
    attack.step("clerk", package, "submit")
    login = "supervisor" if method in ("action_approve", "action_reject") else "clerk"
    if login == "clerk":
        attack.step("supervisor", package, "approve")
        attack.step("clerk", package, "offer")
    if method == "action_complete":
        attack.step("clerk", package, "accept")
    for value in NO_TEXTS:
        attack.refused(
            door, login, SOLUTION, method, [package], **{TEXTS[method]: value}
        )


def test_called_twice_does_nothing_more(attack, door):
    case = attack.case()
    package = attack.package(case, 500)
    for name in ("submit", "offer", "accept", "complete"):
        attack.step("clerk", package, name)
        before = attack.log(case), attack.state(package)
        attack.knock(door, "clerk", SOLUTION, f"action_{name}", [package])
        assert (attack.log(case), attack.state(package)) == before


def test_withdrawing_what_others_asked(attack, door, asked):
    package, _request = asked
    for name in ("withdraw", "cancel"):
        attack.refused(door, "clerk3", SOLUTION, f"action_{name}", [package])
    attack.step("supervisor", package, "approve")
    attack.step("clerk", package, "offer", "accept")
    attack.refused(
        door, "clerk", SOLUTION, "action_cancel", [package], note="Paid twice, then"
    )
    attack.refused(
        door, "clerk3", SOLUTION, "action_cancel", [package], note="Paid twice, then"
    )


def test_an_accepted_package_is_the_only_one(attack, door):
    case = attack.case()
    first, second = attack.package(case, 900), attack.package(case, 800)
    for package in (first, second):
        attack.step("clerk", package, "submit", "offer")
    assert attack.step("clerk", first, "accept") == "accepted"
    assert attack.state(second) == "cancelled"
    attack.refused(door, "clerk", SOLUTION, "action_accept", [second])
    third = attack.package(case, 50)
    assert attack.step("clerk", third, "submit") == "approved"
    attack.step("clerk", third, "offer")
    attack.refused(door, "clerk", SOLUTION, "action_accept", [third])


@pytest.mark.parametrize(
    "model",
    [DECISION, "complaint.decision.text", CHAIN, "complaint.manifest"],
)
@pytest.mark.parametrize("login", ["clerk", "director", "auditor", "admin"])
def test_the_log_is_not_written(attack, door, waiting, model, login):
    table = model.replace(".", "_")
    rows = attack.sql(f"SELECT id FROM {table} ORDER BY id DESC LIMIT 1")
    record = rows[0][0] if rows else 1
    values = {
        DECISION: {"kind": "approved", "chain_id": 1, "sequence": 99},
        CHAIN: {"name": "case:999999", "count": 0, "head": "0" * 64},
        "complaint.manifest": {"digest": "x", "dated_at": "2020-01-01 00:00:00"},
        "complaint.decision.text": {"text": "Nothing", "decision_id": 1},
    }[model]
    attack.refused(door, login, model, "create", vals_list=[values])
    attack.refused(door, login, model, "write", [record], vals=values)
    attack.refused(door, login, model, "unlink", [record])
    attack.refused(door, login, model, "copy", [record])


@every_door
def test_the_log_cannot_be_reached_from_its_case(attack, door):
    case = attack.case()
    attack.step("clerk", attack.package(case, 500), "submit")
    decision = attack.sql("SELECT id FROM complaint_decision ORDER BY id DESC")[0][0]
    chain = attack.id_of("complaint_chain", "ticket_id", case)
    for command in ([2, decision], [3, decision], [1, decision, {"kind": "rejected"}]):
        values = {"decision_ids": [command]}
        attack.refused(
            door, "director", "helpdesk.ticket", "write", [case], vals=values
        )
        attack.refused(door, "admin", CHAIN, "write", [chain], vals=values)
    texts = {"text_ids": [[5, 0, 0]]}
    attack.refused(door, "admin", DECISION, "write", [decision], vals=texts)


def test_to_dos_of_the_deciders(attack, door, waiting):
    """Who asks neither deletes nor rewrites the to-do of who is asked."""
    _package, request = waiting
    (activity,) = [
        row[0]
        for row in attack.sql(
            "SELECT id FROM mail_activity WHERE res_model = %s AND res_id = %s",
            APPROVAL,
            request,
        )
    ]
    for login in ("clerk", "clerk3", "auditor", "supervisor2"):
        act = (door, login, "mail.activity")
        attack.refused(*act, "unlink", [activity])
        attack.refused(*act, "write", [activity], vals={"summary": "done"})
        attack.refused(*act, "write", [activity], vals={"user_id": attack.user(login)})
        attack.refused(*act, "action_done", [activity])
    attack.knock(
        door,
        "supervisor",
        "mail.activity",
        "write",
        [activity],
        vals={"summary": "Look at this"},
    )


def test_what_waits_does_not_leave_the_list(attack, asked):
    """Marked as done without a decision, the request would wait for nobody."""
    package, request = asked
    (activity,) = attack.sql(
        "SELECT id FROM mail_activity WHERE res_model = %s AND res_id = %s",
        APPROVAL,
        request,
    )[0]
    mine = ("web", "supervisor", "mail.activity")
    for method, arguments in (
        ("action_done", {}),
        ("action_feedback", {"feedback": "Later"}),
        ("action_done_schedule_next", {}),
        ("action_feedback_schedule_next", {}),
        ("action_cancel", {}),
        ("action_archive", {}),
        ("unlink", {}),
        ("write", {"vals": {"active": False}}),
        ("write", {"vals": {"user_id": attack.user("clerk")}}),
        ("write", {"vals": {"user_id": False}}),
        ("write", {"vals": {"activity_type_id": 1}}),
    ):
        attack.refused(*mine, method, [activity], **arguments)
    theirs = ("web", "supervisor", APPROVAL)
    for method, arguments in (
        ("activity_feedback", {"feedback": "Later"}),
        ("activity_unlink", {}),
        ("activity_reschedule", {"new_user_id": attack.user("clerk")}),
    ):
        kinds = ["retail_complaint_addon.mail_activity_type_approval"]
        attack.refused(*theirs, method, [request], act_type_xmlids=kinds, **arguments)
    # Tomorrow is another day, and a decision ends it.
    attack.call("supervisor", "mail.activity", "action_reschedule_tomorrow", [activity])
    assert attack.step("supervisor", package, "approve") == "approved"
    waiting = "SELECT active FROM mail_activity WHERE id = %s"
    assert not attack.sql.one(waiting, activity)


def test_no_post_on_a_request(attack, door, waiting):
    """A14: no comment on a request but with the decision."""
    _package, request = waiting
    attack.refused(
        door, "clerk", APPROVAL, "message_post", [request], body="Approved, director"
    )
    attack.refused(
        door,
        "clerk",
        "mail.message",
        "create",
        vals_list=[{"model": APPROVAL, "res_id": request, "body": "Approved"}],
    )


def test_reminders_leave_alone_what_somebody_decides_now(attack, asked):
    """What they noted on it met the decision, and their round ended there."""
    _package, request = asked
    cron = attack.sql.one(
        "SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s",
        "retail_complaint_addon",
        "ir_cron_approval_follow_up",
    )
    note = "SELECT follow_up_note FROM complaint_approval WHERE id = %s"
    other = Sql(attack.sql.database)
    other.connection.autocommit = False  # a decision that is being taken
    other(
        "SELECT 1 FROM helpdesk_ticket WHERE id = (SELECT ticket_id"
        " FROM complaint_approval WHERE id = %s) FOR UPDATE",
        request,
    )
    try:
        attack.call("admin", "ir.cron", "method_direct_trigger", [cron])
    finally:
        other.connection.rollback()
        other.close()
    assert attack.sql.one(note, request) is None
