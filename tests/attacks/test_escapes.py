"""Moving the case instead of the package: severity, category, store, duplicates …"""

import pytest

from support.attack import every_door

SOLUTION = "complaint.solution"
TICKET = "helpdesk.ticket"


def other_company(attack) -> int:
    return attack.sql.one(
        "SELECT company_id FROM res_users WHERE login = 'clerk_macau'"
    )


def elsewhere(attack) -> dict:
    """Another value for each thing that decides who decides."""
    branch = attack.record(
        "Attacked branch",
        "helpdesk.ticket.category",
        is_complaint=True,
        nature="service",
        company_id=False,
    )
    employee = attack.id_of("hr_employee", "user_id", attack.user("clerk3"))
    return {
        "severity": "minor",
        "legal_hold": False,
        "is_complaint": False,
        "nature": "opinion",
        "category_id": branch,
        "store_id": attack.store("CWB"),
        "company_id": other_company(attack),
        "active": False,
        "staff_ids": [[4, employee]],
        "claimed_amount": 1,
        "currency_id": attack.currency("EUR"),
        "duplicate_id": attack.case(),
    }


@pytest.fixture
def strict(attack):
    """A critical case under hold with a claim, and a package that waits."""
    case = attack.case(severity="critical", legal_hold=True, claimed_amount=5000)
    package = attack.package(case, 5000)
    attack.step("clerk", package, "submit")
    return case, package


def test_after_the_submission_it_needs_another_supervisor(attack, door, strict):
    case, package = strict
    for name, value in elsewhere(attack).items():
        for login in ("clerk", "clerk3"):
            attack.refused(door, login, TICKET, "write", [case], vals={name: value})
    assert attack.state(package) == "submitted"


def test_a_requester_is_no_other_supervisor(attack, door):
    case = attack.case(severity="critical", legal_hold=True, claimed_amount=5000)
    package = attack.package(case, 5000, "supervisor")
    attack.step("supervisor", package, "submit")
    for name, value in elsewhere(attack).items():
        attack.refused(door, "supervisor", TICKET, "write", [case], vals={name: value})
    assert attack.state(package) == "submitted"


@pytest.mark.parametrize("context", [{"active_test": False}, {"install_mode": True}])
def test_no_context_helps(attack, strict, context):
    case, _package = strict
    for name, value in elsewhere(attack).items():
        attack.refused(
            "web", "clerk", TICKET, "write", [case], vals={name: value}, context=context
        )


def test_the_right_supervisor_is_logged_and_asked_again(attack, strict):
    case, package = strict
    before = attack.pending(package)
    attack.write("supervisor", case, severity="minor")
    assert "case_changed" in attack.log(case)
    after = attack.pending(package)
    assert after and not set(before) & set(after)
    for login in ("clerk", "clerk3"):
        attack.refused("web", login, SOLUTION, "action_approve", [package])


def test_many_at_once(attack, door, strict):
    """One write over a free case and a submitted one."""
    case, _package = strict
    free = attack.case(severity="critical")
    attack.refused(
        door, "clerk", TICKET, "write", [free, case], vals={"severity": "minor"}
    )
    attack.knock(door, "clerk", TICKET, "write", [free], vals={"severity": "minor"})


@every_door
def test_the_buttons_of_the_framework(attack, door, strict):
    case, _package = strict
    for method in ("action_archive", "toggle_active"):
        attack.refused(door, "clerk", TICKET, method, [case])
    attack.refused(door, "clerk", TICKET, "unlink", [case])


@pytest.mark.parametrize("login", ["clerk", "supervisor"])
def test_a_cluster_is_not_set_apart_by_who_asked(attack, door, login):
    """Clearing the link on the twin leaves a case nobody has asked anything on."""
    main, twin = attack.case(), attack.case()
    attack.write("clerk", twin, duplicate_id=main)
    attack.settled(main, 900, login)
    free = {"duplicate_id": False}
    attack.refused(door, login, TICKET, "write", [twin], vals=free)
    for command in ([5, 0, 0], [3, twin, 0], [6, 0, []]):
        values = {"duplicate_ids": [command]}
        attack.refused(door, login, TICKET, "write", [main], vals=values)
    other = attack.case()
    attack.refused(
        door, login, TICKET, "write", [other], vals={"duplicate_ids": [[4, twin, 0]]}
    )
    attack.refused(door, login, TICKET, "unlink", [twin])


def test_a_supervisor_who_did_not_ask_sets_apart(attack):
    main, twin = attack.case(), attack.case()
    attack.write("clerk", twin, duplicate_id=main)
    attack.settled(main, 900)
    attack.write("supervisor", twin, duplicate_id=False)
    assert "case_changed" in attack.log(twin)


def test_no_circle_and_no_stranger_as_duplicate(attack, door):
    """Who is the duplicate of whom decides which of them closes without a result."""
    one, two = attack.case(), attack.case()
    plain = attack.call(
        "admin", TICKET, "create", vals_list=[{"name": "No", "description": "<p>x</p>"}]
    )[0]
    link = (door, "clerk", TICKET, "write")
    attack.refused(*link, [one], vals={"duplicate_id": one})
    attack.refused("web", "admin", TICKET, "write", [one], vals={"duplicate_id": plain})
    attack.write("clerk", one, duplicate_id=two)
    attack.refused(*link, [two], vals={"duplicate_id": one})
    attack.refused(*link, [two], vals={"duplicate_ids": [[4, two, 0]]})
    stage = attack.sql.one("SELECT min(id) FROM helpdesk_ticket_stage WHERE closed")
    attack.refused(*link, [two], vals={"stage_id": stage})
    attack.knock(*link, [one], vals={"stage_id": stage})


def test_a_store_or_team_of_another_company(attack, door):
    case = attack.case()
    foreign = attack.sql.one(
        "SELECT min(id) FROM retail_store WHERE company_id = %s", other_company(attack)
    )
    team = attack.sql.one(
        "SELECT min(id) FROM helpdesk_ticket_team WHERE company_id = %s",
        other_company(attack),
    )
    for values in ({"store_id": foreign}, {"team_id": team}):
        attack.refused(door, "clerk", TICKET, "write", [case], vals=values)
        attack.refused(door, "admin", TICKET, "write", [case], vals=values)


def test_a_company_without_a_register(attack, door):
    """A20: nobody settles in a company that gave nobody authority."""
    company = attack.record(
        "Attacked company", "res.company", currency_id=attack.currency("HKD")
    )
    case = attack.case()
    package = attack.package(case, 900)
    values = {"company_id": company, "store_id": False, "team_id": False}
    attack.refused(door, "clerk", TICKET, "write", [case], vals=values)
    attack.refused(
        door,
        "clerk",
        SOLUTION,
        "action_submit",
        [package],
        context={"allowed_company_ids": [company]},
    )
    assert attack.step("clerk", package, "submit") == "approved"


def test_raising_takes_an_approval_back(attack):
    """The other way round: stricter is free, and undoes what was decided before."""
    case = attack.case()
    package = attack.package(case, 900)
    attack.step("clerk", package, "submit", "offer")
    attack.write("clerk", case, severity="critical")
    assert attack.state(package) == "submitted"
    attack.refused("web", "clerk", SOLUTION, "action_accept", [package])


def test_the_meaning_of_types_and_branches(attack, door):
    """The manager who has a limit changes neither what a type counts nor a branch."""
    attack.step("clerk", attack.package(attack.case(), 10), "submit")
    kind = attack.kind("refund")
    model = "complaint.solution.type"
    for login in ("clerk", "supervisor", "manager", "director"):
        values = {"amount_basis": "none"}
        attack.refused(door, login, model, "write", [kind], vals=values)
        attack.refused(door, login, model, "unlink", [kind])
        branch = {"parent_id": elsewhere(attack)["category_id"]}
        attack.refused(
            door,
            login,
            "helpdesk.ticket.category",
            "write",
            [attack.category],
            vals=branch,
        )
