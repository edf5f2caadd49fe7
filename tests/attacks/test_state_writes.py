"""Nothing but the buttons moves a package: no write, create, copy or linked record."""

import pytest

from support.attack import every_door

SOLUTION = "complaint.solution"
LINE = "complaint.solution.line"
TICKET = "helpdesk.ticket"

# What a package knows about its own decision.
PROTECTED = {
    "state": "approved",
    "round": 2,
    "amount": 1,
    "company_amount": 1,
    "customer_value": 1,
    "company_cost": 1,
    "requester_id": 1,
    "submitted_at": "2020-01-01 00:00:00",
    "decided_at": "2020-01-01 00:00:00",
    "offered_at": "2020-01-01 00:00:00",
    "answered_at": "2020-01-01 00:00:00",
    "completed_at": "2020-01-01 00:00:00",
    "completed_by_id": 1,
    "company_id": 1,
    "store_id": 1,
    "approval_ids": [[5, 0, 0]],
}
# What is fixed from the submission on.
FIXED = {
    "name": "Apology",
    "reason": "Nothing to see",
    "line_ids": [[5, 0, 0]],
    "answer_note": "Yes, please",
    "currency_id": 1,
}
STATES = (
    "submitted",
    "approved",
    "offered",
    "accepted",
    "declined",
    "done",
    "rejected",
    "withdrawn",
    "cancelled",
)


@pytest.fixture(scope="module")
def case(_attack):
    """Attacked by many: what is refused leaves it as it was."""
    return _attack.case()


@pytest.fixture(scope="module")
def draft(_attack, case):
    return _attack.package(case, 500)


@pytest.fixture(scope="module")
def approved(_attack):
    package = _attack.package(_attack.case(), 500)
    _attack.step("clerk", package, "submit")
    return package


@pytest.fixture(scope="module")
def done(_attack):
    return _attack.settled(_attack.case())


@every_door
@pytest.mark.parametrize("login", ["clerk", "supervisor", "director", "admin"])
def test_no_state_is_ever_written(attack, door, login, draft):
    for state in STATES:
        attack.refused(door, login, SOLUTION, "write", [draft], vals={"state": state})
    assert attack.state(draft) == "draft"


@pytest.mark.parametrize("name", PROTECTED)
def test_no_protected_field_is_written(attack, door, name, draft, approved):
    values = {name: PROTECTED[name]}
    attack.refused(door, "clerk", SOLUTION, "write", [draft], vals=values)
    attack.refused(door, "clerk", SOLUTION, "write", [approved], vals=values)
    attack.refused(door, "admin", SOLUTION, "write", [approved], vals=values)


@pytest.mark.parametrize("name", FIXED)
def test_what_is_submitted_is_fixed(attack, door, name, approved):
    for login in ("clerk", "supervisor", "director"):
        attack.refused(
            door, login, SOLUTION, "write", [approved], vals={name: FIXED[name]}
        )
    assert attack.state(approved) == "approved"


def test_one_write_of_amount_and_state(attack, door):
    """A3, A6b: the check must not run on the values before the write."""
    case = attack.case()
    package = attack.package(case, 100)
    line = attack.id_of("complaint_solution_line", "solution_id", package)
    lines = [[1, line, {"amount": 999999}]]
    for values in (
        {"line_ids": lines, "state": "approved"},
        {"line_ids": lines, "state": "done", "company_amount": 0},
    ):
        attack.refused(door, "clerk", SOLUTION, "write", [package], vals=values)
    attack.refused(
        door,
        "clerk",
        TICKET,
        "write",
        [case],
        vals={"solution_ids": [[1, package, {"line_ids": lines, "state": "done"}]]},
    )
    assert attack.log(case) == []


@pytest.mark.parametrize("state", STATES)
def test_created_in_a_later_state(attack, door, case, state):
    """A4"""
    line = [0, 0, {"type_id": attack.kind("refund"), "amount": 99999}]
    values = {"ticket_id": case, "state": state, "line_ids": [line]}
    attack.refused(door, "clerk", SOLUTION, "create", vals_list=[values])
    attack.refused(door, "admin", SOLUTION, "create", vals_list=[values])
    nested = {"solution_ids": [[0, 0, {"state": state, "line_ids": [line]}]]}
    attack.refused(door, "clerk", TICKET, "write", [case], vals=nested)


@pytest.mark.parametrize("state", ["approved", "accepted", "done"])
def test_copied_into_a_later_state(attack, door, done, state):
    for default in ({"state": state}, {"round": 9}, {"requester_id": 1}):
        attack.refused(door, "clerk", SOLUTION, "copy", [done], default=default)


def test_what_is_copied_counts_beside_the_original(attack, done):
    (copy,) = attack.call("clerk", SOLUTION, "copy", [done])
    assert attack.state(copy) == "draft", "what is copied starts anew"
    assert attack.step("clerk", copy, "submit") == "submitted", "900 + 900 > 1000"


@every_door
def test_lines_of_a_submitted_package(attack, door):
    """A12: the child passes its parent's checks."""
    case = attack.case()
    package = attack.package(case, 500)
    line = attack.id_of("complaint_solution_line", "solution_id", package)
    refund = attack.kind("refund")
    attack.step("clerk", package, "submit")
    for values in (
        {"amount": 90000},
        {"cost": 90000},
        {"customer_value": 90000},
        {"type_id": attack.kind("apology")},
        {"name": "something else"},
        {"solution_id": attack.package(attack.case(), 1)},
    ):
        attack.refused(door, "clerk", LINE, "write", [line], vals=values)
    attack.refused(door, "clerk", LINE, "unlink", [line])
    new = {"type_id": refund, "amount": 1}
    attack.refused(
        door, "clerk", LINE, "create", vals_list=[{**new, "solution_id": package}]
    )
    attack.refused(
        door,
        "clerk",
        LINE,
        "create",
        vals_list=[new],
        context={"default_solution_id": package},
    )
    other = attack.package(attack.case(), 5)
    foreign = attack.id_of("complaint_solution_line", "solution_id", other)
    attack.refused(
        door, "clerk", LINE, "write", [foreign], vals={"solution_id": package}
    )
    attack.refused(
        door, "clerk", SOLUTION, "write", [other], vals={"line_ids": [[4, line, 0]]}
    )
    attack.refused(door, "clerk", LINE, "copy", [line])
    assert attack.step("clerk", package, "offer", "accept", "complete") == "done"
    attack.refused(door, "clerk", LINE, "write", [line], vals={"amount": 1})


def test_a_package_stays_with_its_case(attack, door):
    """A16: a genuine approval, moved to another case."""
    first, second = attack.case(), attack.case()
    elsewhere = attack.case("clerk2", store_id=attack.store("CWB"))
    draft = attack.package(first, 900)
    approved = attack.package(first, 800)
    attack.step("clerk", approved, "submit")
    for target in (second, elsewhere):
        for package in (draft, approved):
            values = {"ticket_id": target}
            attack.refused(door, "clerk", SOLUTION, "write", [package], vals=values)
            attack.refused(
                door,
                "clerk",
                TICKET,
                "write",
                [target],
                vals={"solution_ids": [[4, package, 0]]},
            )
    same = {"ticket_id": first, "reason": "The same case is no move"}
    attack.knock(door, "clerk", SOLUTION, "write", [draft], vals=same)


def test_nothing_submitted_is_deleted(attack, door):
    case = attack.case()
    package = attack.package(case, 500)
    attack.step("clerk", package, "submit")
    for login in ("clerk", "director", "admin"):
        attack.refused(door, login, SOLUTION, "unlink", [package])
        attack.refused(
            door, login, TICKET, "write", [case], vals={"solution_ids": [[2, package]]}
        )
        attack.refused(door, login, TICKET, "unlink", [case])
    draft = attack.package(attack.case(), 500)
    attack.knock(door, "clerk", SOLUTION, "unlink", [draft])


def test_the_middle_of_a_cluster_is_not_deleted(attack):
    """Deleting the link between two cases would set their sums apart."""
    first, middle, last = attack.case(), attack.case(), attack.case()
    write = dict(login="clerk", model=TICKET, method="write")
    attack.call(*write.values(), [middle], vals={"duplicate_id": first})
    attack.call(*write.values(), [last], vals={"duplicate_id": middle})
    attack.settled(first)
    for login in ("clerk", "supervisor", "director", "admin"):
        attack.refused("web", login, TICKET, "unlink", [middle])
    assert attack.step("clerk", attack.package(last, 900), "submit") == "submitted"


PRIVATE = {
    SOLUTION: ["_move", "_trusted", "_give", "_submit", "_request_approvals", "_log"],
    "complaint.approval": ["_trusted", "_cron_follow_up", "_pass_on"],
    "complaint.chain": ["_append", "_get", "_trusted"],
    "complaint.manifest": ["_cron_list_heads"],
    TICKET: ["_log_decision", "_lock_cluster", "_trusted", "_finish_closing"],
    "survey.user_input": ["_store_complaint_result", "_complaint_survey_url"],
}


@every_door
@pytest.mark.parametrize("model", PRIVATE)
def test_no_private_method_answers(attack, door, model, draft):
    for name in PRIVATE[model]:
        for login in ("clerk", "admin"):
            attack.refused(door, login, model, name, [draft])


def test_locks_and_savepoints_are_not_for_clients(attack, door, draft):
    for name in ("lock_for_update", "try_lock_for_update", "flush_recordset"):
        attack.refused(door, "clerk", SOLUTION, name, [draft])


@pytest.mark.parametrize(
    "name",
    [
        "number",
        "round",
        "closed_date",
        "resolved_at",
        "acknowledged_at",
        "last_stage_update",
        "assigned_date",
        "settled_amount",
        "approval_state",
        "settlement_version",
        "survey_state",
        "csat",
        "ces",
        "nps",
        "involved_user_ids",
        "decision_ids",
    ],
)
def test_what_the_desk_writes_itself_on_a_case(attack, door, case, name):
    values = {
        "number": "C1",
        "approval_state": "none",
        "survey_state": "answered",
        "involved_user_ids": [[5, 0, 0]],
        "decision_ids": [[5, 0, 0]],
    }
    value = values.get(name, 5)
    if name.endswith(("_at", "_date", "_update")):
        value = "2020-01-01 00:00:00"
    for login in ("clerk", "director", "admin"):
        attack.refused(door, login, TICKET, "write", [case], vals={name: value})
