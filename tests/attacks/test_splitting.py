"""What is cut into pieces counts as the whole: lines, rounds, duplicates, moments."""

import pytest

SOLUTION = "complaint.solution"
TICKET = "helpdesk.ticket"


def submitted(attack, case, *amounts, login="clerk", kinds=("refund",)) -> str:
    lines = [
        [0, 0, {"type_id": attack.kind(kinds[n % len(kinds)]), "amount": amount}]
        for n, amount in enumerate(amounts)
    ]
    values = {"ticket_id": case, "line_ids": lines}
    (package,) = attack.call(login, SOLUTION, "create", vals_list=[values])
    return attack.step(login, package, "submit")


def test_over_lines(attack):
    assert submitted(attack, attack.case(), 500, 500) == "approved"
    assert submitted(attack, attack.case(), 500, 500.01) == "submitted"
    kinds = ("refund", "voucher", "goodwill")
    assert submitted(attack, attack.case(), 400, 400, 400, kinds=kinds) == "submitted"


def test_over_rounds(attack):
    """The journey of clerk3: settle 900, reopen, and try 900 again."""
    case = attack.case("clerk3")
    attack.settled(case, 900, "clerk3")
    attack.close(case, "clerk3")
    attack.call("clerk3", TICKET, "action_reopen", [case])
    assert submitted(attack, case, 900, login="clerk3") == "submitted"
    assert submitted(attack, case, 100, login="clerk3") == "approved"
    settled = attack.sql.one(
        "SELECT sum(amount) FROM complaint_solution WHERE ticket_id = %s"
        " AND state IN ('accepted', 'done')",
        case,
    )
    assert settled == 900


def test_a_draft_of_an_old_round(attack):
    """It would have a place of its own beside the one of the new round."""
    case = attack.case()
    old = attack.package(case, 100)
    # A draft that got into a case while it was being closed.
    attack.sql("UPDATE complaint_solution SET state = 'withdrawn' WHERE id = %s", old)
    attack.close(case)
    attack.sql("UPDATE complaint_solution SET state = 'draft' WHERE id = %s", old)
    attack.refused("web", "clerk", SOLUTION, "action_submit", [old])
    attack.call("clerk", TICKET, "action_reopen", [case])
    attack.step("clerk", old, "submit", "offer", "accept", "complete")
    new = attack.package(case, 100)
    attack.step("clerk", new, "submit", "offer")
    attack.refused("web", "clerk", SOLUTION, "action_accept", [new])


@pytest.mark.parametrize("deep", [1, 2, 3], ids=lambda n: f"{n} links away")
@pytest.mark.parametrize("first", ["approved", "offered", "accepted", "done"])
def test_over_duplicates(attack, first, deep):
    main = attack.case()
    last = main
    for _link in range(deep):
        twin = attack.case()
        attack.write("clerk", twin, duplicate_id=last)
        last = twin
    package = attack.package(main, 900)
    steps = {"approved": 1, "offered": 2, "accepted": 3, "done": 4}[first]
    names = ("submit", "offer", "accept", "complete")[:steps]
    assert attack.step("clerk", package, *names) == first
    assert submitted(attack, last, 101) == "submitted"
    assert submitted(attack, last, 100) == "approved"


def test_sisters_of_one_case(attack):
    main, one, two = attack.case(), attack.case(), attack.case()
    for twin in (one, two):
        attack.write("clerk", twin, duplicate_id=main)
    attack.settled(one, 600)
    assert submitted(attack, two, 500) == "submitted"
    assert submitted(attack, two, 400) == "approved"
    assert submitted(attack, main, 100) == "submitted", "600 + 400 + 100"


def test_linked_after_both_were_approved(attack):
    """900 and 900, each within the limit; together they are not."""
    one, two = attack.case(), attack.case()
    first, second = attack.package(one, 900), attack.package(two, 900)
    for package in (first, second):
        attack.step("clerk", package, "submit", "offer")
    attack.refused("web", "clerk", TICKET, "write", [two], vals={"duplicate_id": one})
    attack.write("supervisor", two, duplicate_id=one)
    states = {attack.state(first), attack.state(second)}
    assert states == {"offered", "submitted"}, "one of them has to be asked again"
    for package in (first, second):
        if attack.state(package) == "submitted":
            attack.refused("web", "clerk", SOLUTION, "action_accept", [package])
            attack.refused("web", "clerk", SOLUTION, "action_approve", [package])


def test_over_moments(attack):
    """Approved first, settled elsewhere meanwhile, accepted and completed last."""
    main, twin = attack.case(), attack.case()
    attack.write("clerk", twin, duplicate_id=main)
    early = attack.package(main, 400)
    attack.step("clerk", early, "submit", "offer")
    late = attack.package(twin, 600)
    assert attack.step("clerk", late, "submit", "offer", "accept") == "accepted"
    third = attack.case()
    attack.settled(third, 600)
    attack.write("supervisor", third, duplicate_id=twin)
    attack.refused("web", "clerk", SOLUTION, "action_accept", [early])
    attack.refused(
        "web", "clerk", SOLUTION, "action_complete", [late], evidence="Receipt 1"
    )
    assert attack.state(late) == "accepted"


def test_what_was_given_up_counts_no_more(attack):
    case = attack.case()
    package = attack.package(case, 900)
    attack.step("clerk", package, "submit", "offer", "accept")
    attack.step("supervisor", package, "cancel", note="Never paid out")
    assert submitted(attack, case, 900) == "approved"


@pytest.mark.parametrize("kinds", [("refund",), ("refund", "compensation")])
def test_a_condition_counts_the_pieces(attack, kinds):
    """HKD 120,000 in payments needs compliance, however it is cut."""
    case = attack.case()
    half = (60000, 60000)
    assert submitted(attack, case, *half, login="director", kinds=kinds) == "submitted"
    main, twin = attack.case(), attack.case()
    attack.write("clerk", twin, duplicate_id=main)
    attack.settled(main, 60000, "director")
    assert submitted(attack, twin, 60000, login="director") == "submitted"
    assert submitted(attack, attack.case(), 60000, login="director") == "approved"


def test_a_condition_of_the_twin(attack):
    """Critical or under hold is the matter, not the ticket."""
    for stricter in ({"severity": "critical"}, {"legal_hold": True}):
        main, twin = attack.case(**stricter), attack.case()
        attack.write("clerk", twin, duplicate_id=main)
        package = attack.package(twin, 50)
        assert attack.step("clerk", package, "submit") == "submitted"
        attack.refused("web", "director", SOLUTION, "action_approve", [package])
        assert attack.step("compliance", package, "approve") == "approved"
