"""Import runs the same checks as the form: no file sets what only buttons set."""

import pytest

TICKET = "helpdesk.ticket"
SOLUTION = "complaint.solution"


def load(attack, login, model, fields, *rows):
    """What the import screen calls; what it refuses it tells, and nothing moves."""
    with attack.nothing_moves():
        try:
            answer = attack.call(
                login, model, "load", fields=fields, data=[list(row) for row in rows]
            )
        except AssertionError as error:
            kinds = ("AccessError", "ValidationError", "UserError")
            assert error.kind in kinds, f"{error}\n{error.debug}"
            return str(error)
    assert answer["ids"] is False, f"imported: {answer}"
    texts = [message["message"] for message in answer["messages"]]
    assert texts
    assert not any("Traceback" in text or "psycopg2" in text for text in texts), texts
    return " ".join(texts)


@pytest.fixture(scope="module")
def case(_attack):
    return _attack.case()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("closed_date", "2020-01-01 00:00:00"),
        ("resolved_at", "2020-01-01 00:00:00"),
        ("acknowledged_at", "2020-01-01 00:00:00"),
        ("round", "7"),
        ("settled_amount", "5"),
        ("survey_state", "answered"),
        ("csat", "5"),
        ("approval_state", "approved"),
        ("stage_id", "Done"),
        ("stage_id", "Cancelled"),
        ("incident_at", "2999-01-01 00:00:00"),
        ("claimed_amount", "NaN"),
        ("claimed_amount", "-5"),
        ("claimed_amount", "1e400"),
        ("severity", "none"),
        ("store_id", "Macau Almeida Ribeiro"),
        ("store_id/.id", "99999999"),
    ],
)
def test_no_case_is_imported_with_what_the_desk_writes(attack, name, value):
    fields = ["name", "category_id/.id", name]
    if name != "store_id" and not name.startswith("store_id/"):
        fields.insert(0, "store_id/.id")
    row = {
        "name": "Imported",
        "category_id/.id": str(attack.category),
        "store_id/.id": str(attack.store("TST")),
        name: value,
    }
    data = [row[field] for field in fields]
    load(attack, "clerk", TICKET, fields, data)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("stage_id", "Done"),
        ("round", "9"),
        ("closed_date", "2020-01-01 00:00:00"),
        ("number", "C1"),
        ("involved_user_ids", "Marc Demo"),
        ("solution_ids/state", "approved"),
        ("solution_ids/approval_ids/state", "approved"),
    ],
)
def test_no_case_is_changed_by_import(attack, case, name, value):
    data = [str(case), value]
    load(attack, "clerk", TICKET, [".id", name], data)


def test_no_case_of_another_store_is_imported_over(attack, case):
    for login in ("clerk2", "watchmaker", "auditor"):
        if login != "clerk2":
            # Who may create would import a ticket of their own.
            load(attack, login, TICKET, [".id", "name"], [str(case), "Mine"])
        fields = ["name", "category_id/.id", "duplicate_id/.id"]
        row = ["Imported", str(attack.category), str(case)]
        load(attack, login, TICKET, fields, row)


def test_nobody_imports_without_the_role(attack):
    fields = ["name", "category_id/.id", "store_id/.id"]
    row = ["Imported", str(attack.category), str(attack.store("TST"))]
    for login in ("watchmaker", "auditor", "connector", "customer"):
        load(attack, login, TICKET, fields, row)


@pytest.mark.parametrize(
    "state", ["submitted", "approved", "offered", "accepted", "done"]
)
def test_no_package_is_imported_in_a_later_state(attack, case, state):
    fields = ["ticket_id/.id", "state", "line_ids/type_id/.id", "line_ids/amount"]
    row = [str(case), state, str(attack.kind("refund")), "99999"]
    load(attack, "clerk", SOLUTION, fields, row)
    load(attack, "admin", SOLUTION, fields, row)


@pytest.mark.parametrize("amount", ["NaN", "inf", "-1", "1e300", "lots", "0"])
def test_no_impossible_amount_is_imported(attack, case, amount):
    fields = ["ticket_id/.id", "line_ids/type_id/.id", "line_ids/amount"]
    row = [str(case), str(attack.kind("refund")), amount]
    if amount == "0":
        # A draft may still be empty; it cannot be submitted.
        made = attack.call("clerk", SOLUTION, "load", fields=fields, data=[row])
        if made["ids"]:
            attack.refused("web", "clerk", SOLUTION, "action_submit", made["ids"])
            attack.call("clerk", SOLUTION, "unlink", made["ids"])
        return
    load(attack, "clerk", SOLUTION, fields, row)


def test_what_is_submitted_is_not_imported_over(attack):
    case = attack.case()
    package = attack.package(case, 500)
    line = attack.id_of("complaint_solution_line", "solution_id", package)
    attack.step("clerk", package, "submit")
    for fields, row in (
        (["line_ids/.id", "line_ids/amount"], [str(line), "1"]),
        (["state"], ["done"]),
        (["company_amount"], ["1"]),
        (["round"], ["2"]),
        (["requester_id"], ["Marc Demo"]),
        (["name"], ["Apology"]),
    ):
        load(attack, "clerk", SOLUTION, [".id", *fields], [str(package), *row])
    load(
        attack,
        "clerk",
        "complaint.solution.line",
        [".id", "amount"],
        [str(line), "1"],
    )


@pytest.mark.parametrize("login", ["clerk", "supervisor", "director", "admin"])
def test_no_approval_and_no_log_row_is_imported(attack, login):
    case = attack.case()
    package = attack.package(case, 5000)
    attack.step("clerk", package, "submit")
    (pending,) = attack.pending(package)[:1]
    decision = attack.sql.one(
        "SELECT max(id) FROM complaint_decision WHERE ticket_id = %s", case
    )
    chain = attack.id_of("complaint_chain", "ticket_id", case)
    for model, fields, row in (
        ("complaint.approval", [".id", "state"], [str(pending), "approved"]),
        (
            "complaint.approval",
            ["solution_id/.id", "state", "unlimited"],
            [str(package), "approved", "1"],
        ),
        (
            "complaint.decision",
            ["chain_id/.id", "kind", "sequence", "detail"],
            [str(chain), "approved", "9", "Forged"],
        ),
        ("complaint.decision", [".id", "detail"], [str(decision), "Forged"]),
        ("complaint.chain", [".id", "count"], [str(chain), "0"]),
        ("complaint.chain", ["ticket_id/.id", "count"], [str(case), "0"]),
        ("complaint.decision.text", ["decision_id/.id"], [str(decision)]),
        ("complaint.manifest", ["display_name"], ["Forged"]),
    ):
        load(attack, login, model, fields, row)


@pytest.mark.parametrize("login", ["clerk", "supervisor", "manager"])
def test_the_register_is_not_imported(attack, login):
    user = str(attack.user(login))
    fields = ["name", "user_ids/.id", "unlimited"]
    load(attack, login, "complaint.authority", fields, ["Mine", user, "1"])
    fields = ["user_id/.id", "deputy_id/.id", "date_to"]
    director = str(attack.user("director"))
    load(attack, login, "complaint.absence", fields, [director, user, "2999-01-01"])


def test_an_honest_import_makes_an_ordinary_case(attack):
    """The control."""
    fields = ["name", "category_id/.id", "store_id/.id", "claimed_amount", "number"]
    row = ["Imported", str(attack.category), str(attack.store("TST")), "500", "C1"]
    answer = attack.call("clerk", TICKET, "load", fields=fields, data=[row])
    (case,) = answer["ids"]
    state = attack.sql(
        "SELECT is_complaint, round, number NOT IN ('/', 'C1'), closed_date IS NULL"
        " FROM helpdesk_ticket WHERE id = %s",
        case,
    )
    assert state == [(True, 1, True, True)]
    package = attack.package(case, 500)
    assert attack.step("clerk", package, "submit") == "approved"
