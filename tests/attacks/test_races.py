"""Eight at the same moment. Losers are told; nothing happens twice or halfway."""

import pytest

from support.attack import all_at_once

SOLUTION = "complaint.solution"
APPROVAL = "complaint.approval"
TICKET = "helpdesk.ticket"
# Before which step the package stands, and the row that the step leaves in the log.
STEPS = {
    "submit": ((), "submitted"),
    "offer": (("submit",), "offered"),
    "accept": (("submit", "offer"), "accepted"),
    "decline": (("submit", "offer"), "declined"),
    "complete": (("submit", "offer", "accept"), "completed"),
    "cancel": (("submit", "offer"), "cancelled"),
    "withdraw": (("submit",), "withdrawn"),
}


def at_once(attack, run_parallel, *calls) -> list:
    """Each call: (login, model, method, ids, arguments)."""
    ready = [(attack.by(login), *rest) for login, *rest in calls]
    return all_at_once(
        run_parallel,
        [
            lambda c=client, m=model, f=method, i=ids, a=arguments: c.call(m, f, i, **a)
            for client, model, method, ids, arguments in ready
        ],
    )


@pytest.fixture
def people(attack):
    """Eight sessions: the same person in many windows, and a colleague."""
    return ["clerk", "clerk3"] * 4


@pytest.mark.parametrize("step", STEPS)
def test_one_step_eight_times(attack, run_parallel, people, step):
    before, kind = STEPS[step]
    case = attack.case()
    package = attack.package(case, 900)
    attack.step("clerk", package, *before)
    words = {"complete": {"evidence": "Receipt 1"}, "decline": {"note": "Too slow"}}
    given = words.get(step, {})
    method = f"action_{step}"
    logins = (
        people if step not in ("cancel", "withdraw") else ["clerk", "supervisor"] * 4
    )
    winners = at_once(
        attack,
        run_parallel,
        *[(login, SOLUTION, method, [package], given) for login in logins],
    )
    assert winners
    assert attack.log(case).count(kind) == 1
    requests = attack.sql.one(
        "SELECT count(*) FROM complaint_approval WHERE solution_id = %s", package
    )
    assert requests == 1


def test_one_request_is_approved_eight_times(attack, run_parallel):
    case = attack.case()
    package = attack.package(case, 5000)
    attack.step("clerk", package, "submit")
    calls = [
        (login, SOLUTION, "action_approve", [package], {"comment": f"{login} {n}"})
        for n in range(2)
        for login in ("supervisor", "manager", "director", "supervisor")
    ]
    winners = at_once(attack, run_parallel, *calls)
    assert winners
    assert attack.state(package) == "approved"
    assert attack.log(case).count("approved") == 1


@pytest.mark.parametrize("round_", range(2))
def test_approve_against_reject(attack, run_parallel, round_):
    case = attack.case()
    package = attack.package(case, 5000)
    attack.step("clerk", package, "submit")
    calls = []
    for login in ("supervisor", "manager"):
        for name in ("approve", "reject"):
            arguments = {"comment": f"{login} says {name}"}
            calls.append((login, SOLUTION, f"action_{name}", [package], arguments))
    at_once(attack, run_parallel, *calls, *calls)
    assert attack.state(package) in ("approved", "rejected")
    kinds = attack.log(case)
    assert kinds.count("approved") + kinds.count("rejected") == 1


def test_withdraw_against_approve(attack, run_parallel):
    case = attack.case()
    package = attack.package(case, 5000)
    attack.step("clerk", package, "submit")
    at_once(
        attack,
        run_parallel,
        *[("clerk", SOLUTION, "action_withdraw", [package], {})] * 3,
        *[("supervisor", SOLUTION, "action_approve", [package], {})] * 3,
        *[("clerk", SOLUTION, "action_cancel", [package], {})] * 2,
    )
    assert attack.state(package) in ("approved", "withdrawn", "cancelled")


def test_alternatives_are_accepted_at_once(attack, run_parallel):
    """Eight packages of one case, all offered: the customer takes one."""
    case = attack.case()
    packages = [attack.package(case, 100 + n) for n in range(8)]
    for package in packages:
        attack.step("clerk", package, "submit", "offer")
    winners = at_once(
        attack,
        run_parallel,
        *[("clerk", SOLUTION, "action_accept", [package], {}) for package in packages],
    )
    states = [attack.state(package) for package in packages]
    assert len(winners) == 1
    assert sorted(states) == ["accepted"] + ["cancelled"] * 7


@pytest.mark.parametrize("step", ["submit", "accept"])
def test_eight_cases_of_one_cluster(attack, run_parallel, step):
    """Each within the limit of 1,000, two of them together above it."""
    main = attack.case()
    cases = [main, *(attack.case() for _twin in range(7))]
    for twin in cases[1:]:
        attack.write("clerk", twin, duplicate_id=main)
    packages = [attack.package(case, 900) for case in cases]
    if step == "submit":
        at_once(
            attack,
            run_parallel,
            *[("clerk", SOLUTION, "action_submit", [p], {}) for p in packages],
        )
        states = [attack.state(package) for package in packages]
        assert states.count("approved") == 1, states
        return
    for package in packages:
        attack.step("clerk", package, "submit")
        if attack.state(package) == "submitted":
            attack.step("manager", package, "approve")
        attack.step("clerk", package, "offer")
    # The first rests on the clerk's own limit: it stands alone or not at all.
    at_once(
        attack,
        run_parallel,
        *[("clerk", SOLUTION, "action_accept", [p], {}) for p in packages],
    )
    own = attack.state(packages[0])
    others = [attack.state(package) for package in packages[1:]]
    assert own != "accepted" or "accepted" not in others


def test_settled_on_the_spot_in_two_windows(attack, run_parallel):
    case = attack.case()
    values = {
        "type_id": attack.kind("refund"),
        "amount": 900,
        "evidence": "Receipt 1",
        "cause_id": attack.cause,
        "verdict": "justified",
        "customer_outcome": "satisfied",
    }
    at_once(
        attack,
        run_parallel,
        *[("clerk", TICKET, "action_settle_on_site", [case], {"vals": values})] * 8,
    )
    done = attack.sql(
        "SELECT amount FROM complaint_solution WHERE ticket_id = %s AND state = 'done'",
        case,
    )
    assert [float(amount) for (amount,) in done] == [900]
    assert attack.log(case).count("closed") == 1


@pytest.mark.parametrize("round_", range(2))
def test_linking_while_accepting(attack, run_parallel, round_):
    one, two = attack.case(), attack.case()
    packages = [attack.package(case, 900) for case in (one, two)]
    for package in packages:
        attack.step("clerk", package, "submit", "offer")
    link = {"vals": {"duplicate_id": one}}
    at_once(
        attack,
        run_parallel,
        ("clerk", SOLUTION, "action_accept", [packages[0]], {}),
        ("supervisor", TICKET, "write", [two], link),
        ("clerk3", SOLUTION, "action_accept", [packages[1]], {}),
        ("supervisor", TICKET, "write", [two], link),
    )
    linked = attack.sql.one(
        "SELECT duplicate_id FROM helpdesk_ticket WHERE id = %s", two
    )
    states = [attack.state(package) for package in packages]
    if linked and states.count("accepted") == 2:
        # Then both were accepted first, and the link came last: it is in the log.
        assert "case_changed" in attack.log(two)
    for package in packages:
        if (
            attack.state(package) == "accepted"
            and linked
            and states.count("accepted") == 2
        ):
            attack.refused("web", "clerk", SOLUTION, "action_complete", [package])


@pytest.mark.parametrize("round_", range(2))
def test_linking_while_submitting(attack, run_parallel, round_):
    """The first submission on either side, and the clerk's own free link."""
    one, two = attack.case(), attack.case()
    packages = [attack.package(case, 900) for case in (one, two)]
    at_once(
        attack,
        run_parallel,
        ("clerk", TICKET, "write", [two], {"vals": {"duplicate_id": one}}),
        ("clerk", SOLUTION, "action_submit", [packages[0]], {}),
        ("clerk3", SOLUTION, "action_submit", [packages[1]], {}),
    )
    linked = attack.sql.one(
        "SELECT duplicate_id FROM helpdesk_ticket WHERE id = %s", two
    )
    states = [attack.state(package) for package in packages]
    if linked and states.count("approved") == 2:
        kinds = attack.log(one) + attack.log(two)
        assert "case_changed" in kinds, "linked after both were approved: by whom?"


@pytest.mark.parametrize("round_", range(2))
def test_measures_while_submitting(attack, run_parallel, round_):
    """The amount approved is the amount that stands."""
    case = attack.case()
    package = attack.package(case, 900)
    line = attack.id_of("complaint_solution_line", "solution_id", package)
    refund = attack.kind("refund")
    more = {"vals_list": [{"solution_id": package, "type_id": refund, "amount": 9000}]}
    line_model = "complaint.solution.line"
    at_once(
        attack,
        run_parallel,
        ("clerk", SOLUTION, "action_submit", [package], {}),
        ("clerk", line_model, "write", [line], {"vals": {"amount": 50000}}),
        (
            "clerk",
            SOLUTION,
            "write",
            [package],
            {"vals": {"line_ids": [[0, 0, more["vals_list"][0]]]}},
        ),
        ("clerk", SOLUTION, "action_submit", [package], {}),
        ("clerk", line_model, "write", [line], {"vals": {"cost": 40000}}),
        (
            "clerk",
            SOLUTION,
            "write",
            [package],
            {"vals": {"currency_id": attack.currency("EUR")}},
        ),
    )
    amount, currency, state = attack.sql(
        "SELECT amount, currency_id, state FROM complaint_solution WHERE id = %s",
        package,
    )[0]
    if state == "approved":
        assert (float(amount), currency) == (900, attack.currency("HKD"))


@pytest.mark.parametrize("round_", range(2))
def test_drafting_while_closing(attack, run_parallel, round_):
    """A closed case has no open package, not even a draft of the same moment."""
    case = attack.case()
    result = {
        "verdict": "justified",
        "cause_id": attack.cause,
        "customer_outcome": "accepted",
    }
    attack.write("clerk", case, **result)
    clerk = attack.by("clerk")
    line = {"type_id": attack.kind("refund"), "amount": 50}
    draft = {"ticket_id": case, "line_ids": [[0, 0, line]]}
    all_at_once(
        run_parallel,
        [
            lambda: clerk.call(TICKET, "action_close_complaint", [case]),
            *[lambda: clerk.call(SOLUTION, "create", [draft])] * 4,
        ],
    )


def test_closed_and_reopened_eight_times(attack, run_parallel):
    case = attack.case()
    result = {
        "verdict": "justified",
        "cause_id": attack.cause,
        "customer_outcome": "accepted",
    }
    attack.write("clerk", case, **result)
    close = ("clerk", TICKET, "action_close_complaint", [case], {})
    at_once(attack, run_parallel, *[close] * 8)
    assert attack.log(case) == ["closed"]
    at_once(attack, run_parallel, *[("clerk", TICKET, "action_reopen", [case], {})] * 8)
    assert attack.log(case) == ["closed", "reopened"]
    assert attack.sql.one("SELECT round FROM helpdesk_ticket WHERE id = %s", case) == 2


def test_severity_falls_while_compliance_is_asked(attack, run_parallel):
    """Whoever wins: nothing is approved under a severity it does not have."""
    case = attack.case(severity="critical")
    package = attack.package(case, 900)
    attack.step("clerk", package, "submit")
    minor = {"vals": {"severity": "minor"}}
    at_once(
        attack,
        run_parallel,
        ("supervisor", TICKET, "write", [case], minor),
        ("compliance", SOLUTION, "action_approve", [package], {}),
        ("supervisor", SOLUTION, "action_approve", [package], {}),
        ("supervisor", TICKET, "write", [case], minor),
    )
    if attack.state(package) == "approved":
        assert attack.step("clerk", package, "offer") == "offered"


def test_the_register_moves_while_deciding(attack, run_parallel):
    """A limit lowered at the same moment: before or after, nothing in between."""
    with attack.registered(
        "complaint.authority",
        amount_limit=20000,
        user_ids=[[6, 0, [attack.user("eshop")]]],
    ) as record:
        case = attack.case("eshop", store_id=attack.store("WEB"))
        packages = [attack.package(case, 5000 + n, "eshop") for n in range(3)]
        lower = {"vals": {"amount_limit": 1}}
        at_once(
            attack,
            run_parallel,
            *[("eshop", SOLUTION, "action_submit", [p], {}) for p in packages],
            ("admin", "complaint.authority", "write", [record], lower),
        )
    for package in packages:
        assert attack.state(package) in ("draft", "approved", "submitted")
