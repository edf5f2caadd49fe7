"""A closed stage is entered and left through the checks, whatever the door."""

import pytest

from support.attack import every_door

TICKET = "helpdesk.ticket"
STAGE = "helpdesk.ticket.stage"
WIZARD = "helpdesk.ticket.duplicate.wizard"
STAFF = ["clerk", "supervisor", "director", "admin"]
STRANGERS = ["customer", "watchmaker", "auditor", "connector", "clerk2"]
CLOSED = ["done", "cancelled", "rejected"]


@pytest.fixture
def stage(attack):
    def of(name: str) -> int:
        return attack.sql.one(
            "SELECT res_id FROM ir_model_data WHERE module = 'helpdesk_mgmt'"
            " AND name = %s",
            f"helpdesk_ticket_stage_{name}",
        )

    return of


def result(attack) -> dict:
    return {
        "verdict": "justified",
        "cause_id": attack.cause,
        "customer_outcome": "accepted",
    }


def stage_of(attack, case: int) -> tuple:
    return attack.sql(
        "SELECT s.closed, t.round, t.closed_date IS NULL, t.resolved_at IS NULL"
        " FROM helpdesk_ticket t JOIN helpdesk_ticket_stage s ON s.id = t.stage_id"
        " WHERE t.id = %s",
        case,
    )[0]


@pytest.fixture(scope="module")
def ready(_attack):
    """A case with its result, not closed yet."""
    return _attack.case(**result(_attack))


@pytest.fixture(scope="module")
def closed(_attack):
    return _attack.closed()


# Entering


@pytest.mark.parametrize("name", CLOSED)
def test_no_stage_closes_a_case_without_result(attack, door, stage, name):
    case = attack.case()
    values = {"stage_id": stage(name)}
    for login in STAFF:
        attack.refused(door, login, TICKET, "write", [case], vals=values)
    assert attack.log(case) == []


@pytest.mark.parametrize("name", CLOSED)
def test_no_stage_closes_a_case_with_an_open_package(attack, stage, name):
    case = attack.case(**result(attack))
    package = attack.package(case, 5000)
    values = {"stage_id": stage(name)}
    for steps in ([], ["submit"]):
        attack.step("clerk", package, *steps)
        for login in STAFF:
            attack.refused("web", login, TICKET, "write", [case], vals=values)
            attack.refused("web", login, TICKET, "action_close_complaint", [case])
    attack.step("clerk", package, "withdraw")
    attack.call("clerk", TICKET, "write", [case], vals=values)
    assert stage_of(attack, case) == (True, 1, False, False)
    assert attack.log(case)[-1] == "closed"


def test_a_card_dropped_on_a_closed_column(attack, stage):
    case = attack.case()
    for login in STAFF:
        attack.refused(
            "web",
            login,
            TICKET,
            "web_save",
            [case],
            vals={"stage_id": stage("done")},
            specification={"stage_id": {}},
        )


def test_one_unfinished_case_stops_the_whole_batch(attack, stage):
    ready, unready = attack.case(**result(attack)), attack.case()
    values = {"stage_id": stage("done")}
    for ids in ([ready, unready], [unready, ready]):
        attack.refused("web", "clerk", TICKET, "write", ids, vals=values)
    attack.refused("web", "clerk", TICKET, "action_close_complaint", [ready, unready])
    attack.call("clerk", TICKET, "write", [ready], vals=values)


@pytest.mark.parametrize("name", ["closed_date", "resolved_at", "last_stage_update"])
def test_the_moment_of_closing_is_not_chosen(attack, stage, name):
    case = attack.case(**result(attack))
    values = {"stage_id": stage("done"), name: "2020-01-01 00:00:00"}
    attack.refused("web", "clerk", TICKET, "write", [case], vals=values)


def test_closing_while_dropping_the_complaint(attack, stage):
    """Neither a plain category nor the flag takes the checks away in one write."""
    case = attack.case()
    plain = attack.record("Plain", "helpdesk.ticket.category", is_complaint=False)
    for login in ("clerk", "supervisor"):
        for values in (
            {"is_complaint": False, "stage_id": stage("done")},
            {"category_id": plain, "is_complaint": False, "stage_id": stage("done")},
            {"active": False, "stage_id": stage("done")},
        ):
            attack.refused("web", login, TICKET, "write", [case], vals=values)


@pytest.mark.parametrize("name", CLOSED)
def test_no_case_starts_closed(attack, stage, name):
    values = {
        "name": "Born closed",
        "category_id": attack.category,
        "store_id": attack.store("TST"),
        **result(attack),
    }
    closed = {"stage_id": stage(name)}
    for login in ("clerk", "admin"):
        attack.refused("web", login, TICKET, "create", vals_list=[{**values, **closed}])
    context = {"default_stage_id": stage(name)}
    attack.refused(
        "web", "clerk", TICKET, "create", vals_list=[values], context=context
    )
    case = attack.case()
    attack.refused("web", "clerk", TICKET, "copy", [case], default=closed)


def test_a_closed_ticket_does_not_become_a_complaint(attack, stage):
    values = {"name": "Plain", "description": "<p>Plain</p>", "team_id": False}
    (ticket,) = attack.call("admin", TICKET, "create", vals_list=[values])
    attack.call("admin", TICKET, "write", [ticket], vals={"stage_id": stage("done")})
    for values in ({"is_complaint": True}, {"category_id": attack.category}):
        attack.refused("web", "admin", TICKET, "write", [ticket], vals=values)
    attack.refused("web", "admin", TICKET, "action_make_complaint", [ticket])
    attack.call("admin", TICKET, "write", [ticket], vals={"stage_id": stage("new")})
    both = {"is_complaint": True, "stage_id": stage("done")}
    attack.refused("web", "admin", TICKET, "write", [ticket], vals=both)


@pytest.mark.parametrize("login", STRANGERS)
def test_strangers_close_nothing(attack, stage, ready, login):
    for name in CLOSED:
        values = {"stage_id": stage(name)}
        attack.refused("web", login, TICKET, "write", [ready], vals=values)
    attack.refused("web", login, TICKET, "action_close_complaint", [ready])


# The page for customers


@pytest.fixture(scope="module")
def mine(_attack):
    """A case of the customer who is signed in."""
    return _attack.case(partner_id=_attack.partner("customer"), **result(_attack))


@pytest.mark.parametrize("login", STRANGERS)
@pytest.mark.parametrize("name", ["done", "cancelled"])
def test_the_close_page_is_not_for_strangers(attack, stage, mine, ready, login, name):
    """Upstream writes the stage as superuser for whoever is signed in."""
    for case in (mine, ready):
        path = f"/ticket/close?ticket_id={case}&stage_id={stage(name)}"
        attack.refused_page(login, path)
        assert stage_of(attack, case)[0] is False


def test_the_close_page_closes_no_complaint(attack, stage, mine, ready):
    """Not even for staff, who have a button with checks."""
    for case in (mine, ready):
        path = f"/ticket/close?ticket_id={case}&stage_id={stage('done')}"
        for login in ("clerk", "supervisor", "admin"):
            attack.refused_page(login, path)
        assert stage_of(attack, case)[0] is False
        assert attack.log(case) == []


@pytest.mark.parametrize("login", ["customer", "watchmaker", "auditor", "connector"])
def test_the_close_page_reopens_nothing(attack, stage, login):
    """A stage that stays open, but that customers may choose."""
    wish = attack.record("Wish of the customer", STAGE, close_from_portal=True)
    case = attack.closed(partner_id=attack.partner("customer"))
    for target in (wish, stage("cancelled")):
        path = f"/ticket/close?ticket_id={case}&stage_id={target}"
        attack.refused_page(login, path)
    assert stage_of(attack, case) == (True, 1, False, False)


# The wizard for duplicates


def test_the_duplicate_wizard_is_not_for_those_without_it(attack, stage):
    first, second = attack.case(), attack.case()
    values = {
        "ticket_id": second,
        "duplicate_of_id": first,
        "target_stage_id": stage("done"),
    }
    for login in ("clerk", "auditor", "customer", "watchmaker"):
        attack.refused("web", login, WIZARD, "create", vals_list=[values])


@pytest.mark.parametrize("name", CLOSED)
def test_the_duplicate_wizard_runs_the_closing_checks(attack, stage, name):
    first, second = attack.case(), attack.case()
    package = attack.package(second, 500)
    values = {
        "ticket_id": second,
        "duplicate_of_id": first,
        "target_stage_id": stage(name),
    }
    for login in ("admin", attack.person("deskuser", CLERK, HELPDESK)):
        if login == "deskuser":
            join(attack, login, "TST")
        (wizard,) = attack.call(login, WIZARD, "create", vals_list=[values])
        attack.refused("web", login, WIZARD, "action_confirm", [wizard])
    attack.call("clerk", "complaint.solution", "unlink", [package])
    attack.call("deskuser", WIZARD, "action_confirm", [wizard])
    assert stage_of(attack, second)[0] is True
    assert attack.log(second)[-1] == "closed"


def test_a_helpdesk_user_brings_no_complaint_into_the_wizard(attack, stage):
    login = attack.person("helper", HELPDESK)
    first, second = attack.case(), attack.case()
    target = {"target_stage_id": stage("done")}
    values = {"name": "Plain", "description": "<p>Plain</p>", "team_id": False}
    (plain,) = attack.call(login, TICKET, "create", vals_list=[values])
    for one, other in ((first, second), (plain, first), (first, plain)):
        given = {"ticket_id": one, "duplicate_of_id": other, **target}
        attack.refused("web", login, WIZARD, "create", vals_list=[given])
    (other,) = attack.call(login, TICKET, "create", vals_list=[values])
    given = {"ticket_id": plain, "duplicate_of_id": other}
    (wizard,) = attack.call(login, WIZARD, "create", vals_list=[given])
    attack.refused("web", login, WIZARD, "write", [wizard], vals={"ticket_id": first})
    attack.refused(
        "web", login, WIZARD, "write", [wizard], vals={"duplicate_of_id": first}
    )
    assert attack.call(login, WIZARD, "action_confirm", [wizard]) in (None, False, True)


def test_no_circle_of_duplicates_closes_a_case(attack, stage):
    """Each the duplicate of the other, and none with a result."""
    first, second, third = attack.case(), attack.case(), attack.case()
    done = {"stage_id": stage("done")}
    attack.refused(
        "web", "clerk", TICKET, "write", [first], vals={"duplicate_id": first, **done}
    )
    attack.call("clerk", TICKET, "write", [first], vals={"duplicate_id": second})
    attack.refused(
        "web", "clerk", TICKET, "write", [second], vals={"duplicate_id": first, **done}
    )
    attack.call("clerk", TICKET, "write", [second], vals={"duplicate_id": third})
    attack.refused(
        "web", "clerk", TICKET, "write", [third], vals={"duplicate_id": first, **done}
    )


# Leaving


@pytest.mark.parametrize("login", STRANGERS)
def test_strangers_reopen_nothing(attack, stage, closed, login):
    for name in ("new", "in_progress", "cancelled"):
        values = {"stage_id": stage(name)}
        attack.refused("web", login, TICKET, "write", [closed], vals=values)
    attack.refused("web", login, TICKET, "action_reopen", [closed])


@every_door
def test_from_one_closed_stage_to_another(attack, door, closed, stage):
    for login in STAFF:
        for name in ("cancelled", "rejected"):
            values = {"stage_id": stage(name)}
            attack.refused(door, login, TICKET, "write", [closed], vals=values)
        attack.refused(door, login, TICKET, "write", [closed], vals={"stage_id": False})


@pytest.mark.parametrize(
    "values",
    [
        {"verdict": "unfounded"},
        {"customer_outcome": "satisfied"},
        {"name": "Another story"},
        {"description": "<p>Another story</p>"},
        {"severity": "critical"},
        {"claimed_amount": 5},
        {"staff_ids": [[5, 0, 0]]},
        {"partner_id": 1},
        {"duplicate_id": False},
        {"user_id": 2},
        {"team_id": False},
        {"cause_note": "Another cause"},
        {"step_ids": [[0, 0, {"name": "Late"}]]},
        {"solution_ids": [[0, 0, {"name": "Late"}]]},
    ],
    ids=lambda values: next(iter(values)),
)
def test_a_closed_case_does_not_change(attack, stage, closed, values):
    same = {**values, "stage_id": stage("done")}
    attack.refused("web", "clerk", TICKET, "write", [closed], vals=values)
    attack.refused("web", "admin", TICKET, "write", [closed], vals=same)


def test_nothing_new_hangs_on_a_closed_case(attack, closed):
    for model in ("complaint.solution", "complaint.step"):
        values = {"name": "Late", "ticket_id": closed}
        attack.refused("web", "clerk", model, "create", vals_list=[values])
    attack.refused(
        "web",
        "clerk",
        TICKET,
        "action_settle_on_site",
        [closed],
        vals={"type_id": attack.kind("refund"), "amount": 5},
    )
    attack.refused("web", "clerk", TICKET, "action_acknowledge", [10**8])


def test_reopening_by_the_stage_counts_a_round(attack, stage):
    case = attack.closed()
    values = {"stage_id": stage("in_progress")}
    attack.refused("web", "clerk", TICKET, "write", [case], vals={**values, "round": 1})
    attack.call("clerk", TICKET, "write", [case], vals=values)
    assert stage_of(attack, case) == (False, 2, True, True)
    assert attack.log(case) == ["closed", "reopened"]
    attack.refused(
        "web", "clerk", TICKET, "write", [case], vals={"stage_id": stage("done")}
    )


def test_a_stage_does_not_become_open_or_closed_below_its_cases(attack, stage):
    attack.closed(), attack.case()
    for login in ("clerk", "director", "admin"):
        for name, closed in (("done", False), ("new", True)):
            attack.refused(
                "web", login, STAGE, "write", [stage(name)], vals={"closed": closed}
            )


def test_nobody_outside_writes_a_stage(attack, stage):
    for login in ("customer", "watchmaker", "auditor", "connector"):
        values = {"close_from_portal": True}
        attack.refused("web", login, STAGE, "write", [stage("new")], vals=values)


CLERK = "retail_complaint_addon.group_complaint_clerk"
HELPDESK = "helpdesk_mgmt.group_helpdesk_user"


def join(attack, login: str, code: str) -> None:
    values = {"member_ids": [[4, attack.user(login), 0]]}
    attack.call("admin", "retail.store", "write", [attack.store(code)], vals=values)
