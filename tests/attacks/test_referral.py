"""Referrals: one owner whatever happens at once, and sight that ends with them."""

import pytest

from support.attack import DOORS, all_at_once

REFERRAL = "complaint.referral"
TICKET = "helpdesk.ticket"


def owner(attack, case: int) -> int:
    return attack.sql.one("SELECT user_id FROM helpdesk_ticket WHERE id = %s", case)


def state(attack, referral: int) -> str:
    return attack.sql.one(
        "SELECT state FROM complaint_referral WHERE id = %s", referral
    )


def at_once(attack, run_parallel, *calls) -> list:
    """Each call: (login, method, ids, arguments)."""
    ready = [(attack.by(login), *rest) for login, *rest in calls]
    return all_at_once(
        run_parallel,
        [
            lambda c=client, f=method, i=ids, a=arguments: c.call(REFERRAL, f, i, **a)
            for client, method, ids, arguments in ready
        ],
    )


@pytest.mark.parametrize("round_", range(3))
def test_one_of_eight_takes_the_case(attack, run_parallel, round_):
    case = attack.case()
    people = ["clerk2", "clerk3", "supervisor", "supervisor2"]
    referral = attack.refer(case, *people, kind="handover")
    calls = [(login, "action_accept", [referral], {}) for login in people * 2]
    winners = at_once(attack, run_parallel, *calls)
    assert winners
    assert state(attack, referral) == "accepted"
    taker = attack.sql.one(
        "SELECT accepted_by_id FROM complaint_referral WHERE id = %s", referral
    )
    assert owner(attack, case) == taker
    attack.everything_holds()


def test_accept_against_withdraw(attack, run_parallel):
    case = attack.case()
    referral = attack.refer(case, "clerk2", kind="handover")
    before = owner(attack, case)
    winners = at_once(
        attack,
        run_parallel,
        ("clerk2", "action_accept", [referral], {}),
        ("clerk", "action_withdraw", [referral], {}),
    )
    assert len(winners) == 1
    expected = {"accepted": attack.user("clerk2"), "withdrawn": before}
    assert owner(attack, case) == expected[state(attack, referral)]


def test_two_hand_overs_at_once(attack, run_parallel):
    """At most one is under way, whoever starts them."""
    case = attack.case()
    ready = [attack.by(login) for login in ("clerk", "clerk3", "supervisor")]
    values = {
        "ticket_id": case,
        "kind": "handover",
        "receiver_kind": "user",
        "user_id": attack.user("clerk2"),
        "reason": "At once",
    }
    screens = [client.call("complaint.refer", "create", [values]) for client in ready]
    all_at_once(
        run_parallel,
        [
            lambda c=client, i=ids: c.call("complaint.refer", "action_refer", i)
            for client, ids in zip(ready, screens, strict=True)
        ],
    )
    assert (
        attack.sql.one(
            "SELECT count(*) FROM complaint_referral WHERE ticket_id = %s", case
        )
        == 1
    )


@pytest.mark.parametrize("door", DOORS)
def test_sight_by_every_door(attack, door):
    """Reading while it is open, never writing; nothing afterwards."""
    case = attack.case()
    attack.refused(door, "clerk2", TICKET, "read", [case], fields=["name"])
    referral = attack.refer(case, "clerk2")
    assert attack.knock(door, "clerk2", TICKET, "read", [case], fields=["name"])
    attack.refused(door, "clerk2", TICKET, "write", [case], vals={"name": "Mine"})
    attack.refused(door, "clerk2", REFERRAL, "write", [referral], vals={"state": "x"})
    attack.refused(door, "clerk2", REFERRAL, "unlink", [referral])
    attack.call("clerk2", REFERRAL, "action_answer", [referral], answer="Seen")
    attack.refused(door, "clerk2", TICKET, "read", [case], fields=["name"])
    attack.refused(door, "clerk2", REFERRAL, "read", [referral], fields=["reason"])


@pytest.mark.parametrize("door", DOORS)
def test_only_who_is_asked_answers(attack, door):
    case = attack.case()
    referral = attack.refer(case, "clerk2")
    for login in ("clerk", "clerk3", "manager", "auditor", "watchmaker", "customer"):
        for method, given in (
            ("action_accept", {}),
            ("action_answer", {"answer": "Forged"}),
            ("action_return", {"comment": "Forged"}),
        ):
            attack.refused(door, login, REFERRAL, method, [referral], **given)


def test_a_workshop_sees_the_question_only(attack):
    case = attack.case()
    referral = attack.refer(case, "watchmaker")
    fields = ["case_number", "reason", "question", "article"]
    [seen] = attack.call("watchmaker", REFERRAL, "read", [referral], fields=fields)
    assert seen["reason"] == "Attacked referral"
    for name in ("ticket_id", "customer_id", "owner_id", "previous_owner_id"):
        attack.refused("web", "watchmaker", REFERRAL, "read", [referral], fields=[name])
    attack.refused("web", "watchmaker", TICKET, "read", [case], fields=["name"])
    attack.call("watchmaker", REFERRAL, "action_answer", [referral], answer="Gasket")
    attack.refused("web", "watchmaker", REFERRAL, "read", [referral], fields=fields)
