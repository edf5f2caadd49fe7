"""The screens call the checked steps: nothing passes because a screen asked for it."""

import base64

import pytest

from support.attack import every_door

SOLUTION = "complaint.solution"
TICKET = "helpdesk.ticket"
ON_SITE = "complaint.settle.on.site"
DECIDE = "complaint.approval.decide"
STEP = "complaint.solution.step"
SCREENS = [ON_SITE, DECIDE, STEP]


def on_site(attack, **vals) -> dict:
    return {
        "type_id": attack.kind("refund"),
        "amount": 900,
        "evidence": "Receipt 1",
        "verdict": "justified",
        "cause_id": attack.cause,
        "customer_outcome": "satisfied",
        **vals,
    }


@pytest.fixture(scope="module")
def case(_attack):
    return _attack.case()


def foreign(attack) -> tuple[int, int]:
    """A case of another shop, and its request."""
    case = attack.case("clerk2", store_id=attack.store("CWB"))
    package = attack.package(case, 5000, "clerk2")
    attack.step("clerk2", package, "submit")
    return case, package


@pytest.mark.parametrize("amount", [1001, 5000, 99999])
def test_on_the_spot_above_the_limit(attack, door, amount):
    case = attack.case()
    attack.knock(
        door,
        "clerk",
        TICKET,
        "action_settle_on_site",
        [case],
        vals=on_site(attack, amount=amount),
    )
    row = attack.sql(
        "SELECT p.state, s.closed FROM complaint_solution p"
        " JOIN helpdesk_ticket t ON t.id = p.ticket_id"
        " JOIN helpdesk_ticket_stage s ON s.id = t.stage_id WHERE t.id = %s",
        case,
    )
    assert row == [("submitted", False)]


@every_door
def test_on_the_spot_without_what_closing_needs(attack, door):
    """All or nothing: the refund is not given when the case cannot be closed."""
    case = attack.case()
    settle = (door, "clerk", TICKET, "action_settle_on_site", [case])
    for name in ("cause_id", "verdict", "customer_outcome"):
        values = on_site(attack, **{name: False})
        attack.refused(*settle, vals=values)
    attack.refused(*settle, vals=on_site(attack, evidence=" "))
    attack.refused(*settle, vals=on_site(attack, customer_outcome="dissatisfied"))
    assert attack.log(case) == []
    attack.knock(*settle, vals=on_site(attack))
    assert attack.log(case)[-1] == "closed"
    attack.refused(*settle, vals=on_site(attack))


@pytest.mark.parametrize(
    "values",
    [
        "everything",
        5,
        ["amount"],
        {"amount": float("nan")},
        {"amount": -5},
        {"type_id": "refund"},
        {"type_id": 99999999},
        {"currency_id": "EUR"},
        {"line_ids": "x"},
        {"line_ids": [[0, 0, {"type_id": 1, "amount": "inf"}]]},
        {"verdict": "whatever"},
        {"no_such_field": 1},
        {"description": "a\x00b"},
        {"evidence": ["x"], "amount": True},
    ],
    ids=str,
)
def test_on_the_spot_with_garbage(attack, door, case, values):
    given = on_site(attack, **values) if isinstance(values, dict) else values
    attack.refused(door, "clerk", TICKET, "action_settle_on_site", [case], vals=given)


def test_on_the_spot_in_a_strong_currency(attack, door):
    case = attack.case()
    values = on_site(attack, currency_id=attack.currency("EUR"))
    attack.knock(door, "clerk", TICKET, "action_settle_on_site", [case], vals=values)
    states = attack.sql(
        "SELECT state FROM complaint_solution WHERE ticket_id = %s", case
    )
    assert states == [("submitted",)]


def test_the_case_is_the_one_of_the_button(attack, door):
    """Values cannot point the screen at another case."""
    mine, other = attack.case(), attack.case()
    values = on_site(attack, ticket_id=other)
    attack.knock(door, "clerk", TICKET, "action_settle_on_site", [mine], vals=values)
    assert attack.log(other) == []


@pytest.mark.parametrize("login", ["clerk2", "supervisor2", "auditor", "watchmaker"])
def test_a_screen_on_a_foreign_case(attack, door, login):
    case = attack.case()
    package = attack.package(case, 5000)
    attack.step("clerk", package, "submit")
    request = attack.pending(package)[0]
    links = {
        ON_SITE: {"ticket_id": case},
        STEP: {"solution_id": package, "step": "cancel"},
        DECIDE: {"approval_ids": [[6, 0, [request]]]},
    }
    for model, values in links.items():
        attack.refused(door, login, model, "create", vals_list=[values])
        if model == DECIDE:
            continue
        attack.refused(
            door,
            login,
            model,
            "create",
            vals_list=[{"step": "cancel"} if model == STEP else {}],
            context={f"default_{name}": value for name, value in values.items()},
        )
        (name, value), *_more = values.items()
        attack.refused(
            "web",
            login,
            model,
            "onchange",
            [],
            values={name: value},
            field_names=[name],
            fields_spec={name: {"fields": {"display_name": {}}}},
        )


def test_a_screen_moved_to_a_foreign_case(attack, door):
    mine = attack.case()
    package = attack.package(mine, 10)
    case, theirs = foreign(attack)
    (settle,) = attack.call("clerk", ON_SITE, "create", vals_list=[{"ticket_id": mine}])
    attack.refused(door, "clerk", ON_SITE, "write", [settle], vals={"ticket_id": case})
    (step,) = attack.call(
        "clerk", STEP, "create", vals_list=[{"solution_id": package, "step": "cancel"}]
    )
    attack.refused(door, "clerk", STEP, "write", [step], vals={"solution_id": theirs})
    request = attack.pending(theirs)[0]
    (decide,) = attack.call("clerk", DECIDE, "create", vals_list=[{}])
    attack.refused(
        door, "clerk", DECIDE, "write", [decide], vals={"approval_ids": [[4, request]]}
    )


@pytest.mark.parametrize("model", SCREENS)
def test_somebody_elses_screen(attack, door, model):
    case = attack.case()
    package = attack.package(case, 500)
    values = {
        ON_SITE: {"ticket_id": case},
        STEP: {"solution_id": package, "step": "cancel"},
        DECIDE: {},
    }[model]
    (screen,) = attack.call("clerk", model, "create", vals_list=[values])
    for login in ("clerk3", "supervisor", "auditor"):
        attack.refused(door, login, model, "read", [screen], fields=["display_name"])
        attack.refused(door, login, model, "write", [screen], vals={})


def test_deciding_through_the_screen(attack, door):
    """The requester, somebody without the authority, and several at once."""
    first = attack.package(attack.case(), 5000)
    second = attack.package(attack.case(), 20000)
    for package in (first, second):
        attack.step("clerk", package, "submit")
    requests = [attack.pending(package)[0] for package in (first, second)]
    for login in ("clerk", "clerk3", "supervisor"):
        values = {"approval_ids": [[6, 0, requests]], "comment": "All of them"}
        (screen,) = attack.call(login, DECIDE, "create", vals_list=[values])
        for method in ("action_approve", "action_reject"):
            attack.refused(door, login, DECIDE, method, [screen])
    assert attack.state(first) == attack.state(second) == "submitted", "all or none"
    values = {"approval_ids": [[6, 0, requests]], "comment": "All of them"}
    (screen,) = attack.call("manager", DECIDE, "create", vals_list=[values])
    attack.knock(door, "manager", DECIDE, "action_approve", [screen])
    assert attack.state(first) == attack.state(second) == "approved"


def test_a_screen_that_is_empty(attack, door):
    (screen,) = attack.call("supervisor", DECIDE, "create", vals_list=[{}])
    for method in ("action_approve", "action_reject"):
        attack.refused(door, "supervisor", DECIDE, method, [screen])


@pytest.mark.parametrize("step", ["accept", "decline", "complete"])
def test_a_step_out_of_turn(attack, door, step):
    package = attack.package(attack.case(), 5000)
    attack.step("clerk", package, "submit")
    values = {"solution_id": package, "step": step, "evidence": "x", "note": "x"}
    (screen,) = attack.call("clerk", STEP, "create", vals_list=[values])
    attack.refused(door, "clerk", STEP, "action_confirm", [screen])
    assert attack.state(package) == "submitted"


def file_of(attack, login: str, case: int, text: str = "proof") -> int:
    values = {
        "name": f"{text}.txt",
        "datas": base64.b64encode(text.encode()).decode(),
        "res_model": TICKET,
        "res_id": case,
    }
    return attack.call(login, "ir.attachment", "create", vals_list=[values])[0]


def test_files_of_other_cases_as_evidence(attack, door):
    """Naming a file as evidence neither shows it nor takes it away."""
    case, _package = foreign(attack)
    theirs = file_of(attack, "clerk2", case, "secret receipt")
    package = attack.package(attack.case(), 500)
    attack.step("clerk", package, "submit", "offer", "accept")
    for command in (
        [4, theirs],
        [6, 0, [theirs]],
        [1, theirs, {"name": "x"}],
        [2, theirs],
    ):
        values = {"evidence_ids": [command]}
        attack.refused(door, "clerk", SOLUTION, "write", [package], vals=values)
        new = {"solution_id": package, "step": "complete", **values}
        attack.refused(door, "clerk", STEP, "create", vals_list=[new])


def test_evidence_stays_what_it_was(attack, door):
    case = attack.case()
    package = attack.package(case, 500)
    attack.step("clerk", package, "submit", "offer", "accept")
    values = {
        "name": "receipt.txt",
        "datas": base64.b64encode(b"HKD 500").decode(),
        "res_model": SOLUTION,
        "res_id": package,
    }
    (file,) = attack.call("clerk", "ir.attachment", "create", vals_list=[values])
    attack.call(
        "clerk", SOLUTION, "write", [package], vals={"evidence_ids": [[4, file]]}
    )
    attack.step("clerk", package, "complete", evidence="See the file")
    forged = base64.b64encode(b"HKD 50,000").decode()
    for login in ("clerk", "supervisor", "director", "admin"):
        for values in (
            {"datas": forged},
            {"name": "x"},
            {"res_id": 0},
            {"raw": forged},
        ):
            attack.refused(door, login, "ir.attachment", "write", [file], vals=values)
        attack.refused(door, login, "ir.attachment", "unlink", [file])
        attack.refused(
            door,
            login,
            SOLUTION,
            "write",
            [package],
            vals={"evidence_ids": [[5, 0, 0]]},
        )
