"""Deputies: within the dates, not for who asks, not for who is complained about."""

import pytest

from support.attack import every_door

SOLUTION = "complaint.solution"
ABSENCE = "complaint.absence"


def away(attack, absent: str, deputy: str | None, first: int = -1, last: int = 1):
    return attack.registered(
        ABSENCE,
        user_id=attack.user(absent),
        deputy_id=attack.user(deputy) if deputy else False,
        date_from=attack.today(first),
        date_to=attack.today(last),
    )


def asked(attack, amount=5000, login="clerk", **vals) -> int:
    package = attack.package(attack.case(**vals), amount, login)
    attack.step(login, package, "submit")
    return package


def test_a_deputy_decides_for_others(attack, door):
    with away(attack, "supervisor", "clerk3"):
        package = asked(attack)
        attack.knock(door, "clerk3", SOLUTION, "action_approve", [package])
        assert attack.state(package) == "approved"
        given = attack.sql.one(
            "SELECT deputy_for_id FROM complaint_approval WHERE solution_id = %s",
            package,
        )
        assert given == attack.user("supervisor")


@pytest.mark.parametrize(("first", "last"), [(-9, -1), (1, 9)], ids=["over", "not yet"])
@pytest.mark.parametrize("zone", [None, "Pacific/Kiritimati", "Etc/GMT+12"])
def test_outside_the_dates(attack, first, last, zone):
    context = {"tz": zone} if zone else {}
    with away(attack, "supervisor", "clerk3", first, last):
        package = asked(attack)
        attack.refused(
            "web", "clerk3", SOLUTION, "action_approve", [package], context=context
        )


def test_the_own_time_zone_is_no_help(attack):
    """Everybody may set the time zone of their own account."""
    client = attack.by("clerk3")
    day = attack.sql.one("SELECT (now() AT TIME ZONE 'Pacific/Kiritimati')::date")
    last = -1 if attack.today() == str(day) else 9
    first = -9 if last == -1 else 1
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        client.call("res.users", "write", [client.uid], {"tz": zone})
        try:
            with away(attack, "supervisor", "clerk3", first, last):
                package = asked(attack)
                attack.refused("web", "clerk3", SOLUTION, "action_approve", [package])
        finally:
            client.call("res.users", "write", [client.uid], {"tz": "Asia/Hong_Kong"})


@every_door
def test_not_for_the_own_request(attack, door):
    """Directly the deputy of whoever could decide it."""
    with away(attack, "supervisor", "clerk"), away(attack, "manager", "clerk"):
        package = asked(attack)
        for name in ("approve", "reject"):
            attack.refused(
                door, "clerk", SOLUTION, f"action_{name}", [package], comment="Fine"
            )
    assert attack.step("supervisor", package, "approve") == "approved"


def test_not_within_the_limit_of_another_at_submission(attack):
    """Submitting decides at once within the own limit: a deputy's is not the own."""
    with away(attack, "director", "supervisor"):
        assert attack.state(asked(attack, 20000, "supervisor")) == "submitted"


def test_the_requesters_own_authority_does_not_come_back(attack):
    """The manager asks for 40,000 + 40,000; their deputy has the manager's limit."""
    with away(attack, "manager", "supervisor"):
        package = asked(attack, 49000, "manager")
        assert attack.state(package) == "approved", "within the manager's own limit"
        above = asked(attack, 51000, "manager")
        attack.refused("web", "supervisor", SOLUTION, "action_approve", [above])
        attack.refused("web", "manager", SOLUTION, "action_approve", [above])


def test_no_deputy_of_a_deputy(attack):
    with away(attack, "manager", "supervisor"), away(attack, "supervisor", "clerk3"):
        package = asked(attack, 20000)
        attack.refused("web", "clerk3", SOLUTION, "action_approve", [package])
        small = asked(attack, 5000)
        assert attack.step("clerk3", small, "approve") == "approved"


def test_no_deputy_for_who_is_complained_about(attack):
    """Neither for a limit nor for a condition."""
    employee = attack.id_of("hr_employee", "user_id", attack.user("supervisor"))
    boss = attack.sql(
        "SELECT id FROM hr_employee WHERE user_id = %s", attack.user("compliance")
    )
    staff = [employee, *(row[0] for row in boss)]
    with away(attack, "supervisor", "clerk3"), away(attack, "compliance", "clerk3"):
        package = asked(attack, 5000, staff_ids=[[6, 0, staff]], severity="moderate")
        attack.refused("web", "clerk3", SOLUTION, "action_approve", [package])


def test_a_deputy_who_cannot_see_the_case(attack):
    with away(attack, "supervisor", "clerk2"), away(attack, "manager", "eshop"):
        package = asked(attack)
        for login in ("clerk2", "eshop"):
            attack.refused("web", login, SOLUTION, "action_approve", [package])


def test_absences_are_entered_for_oneself_only(attack, door):
    dates = {"date_from": attack.today(-1), "date_to": attack.today(1)}
    me, boss = attack.user("clerk"), attack.user("supervisor")
    create = (door, "clerk", ABSENCE, "create")
    attack.refused(*create, vals_list=[{**dates, "user_id": boss, "deputy_id": me}])
    context = {"default_user_id": boss, "default_deputy_id": me}
    attack.refused(*create, vals_list=[dates], context=context)
    attack.refused(*create, vals_list=[{**dates, "user_id": me, "deputy_id": me}])
    (own,) = attack.knock(*create, vals_list=[{**dates, "user_id": me}])
    write = (door, "clerk", ABSENCE, "write", [own])
    attack.refused(*write, vals={"user_id": boss})
    attack.refused(*write, vals={"user_id": boss, "deputy_id": me})
    attack.refused(*write, vals={"deputy_id": me})
    attack.refused(*write, vals={"date_to": attack.today(-5)})
    with away(attack, "supervisor", "clerk3") as foreign:
        theirs = (door, "clerk3", ABSENCE)
        attack.refused(*theirs, "write", [foreign], vals={"date_to": attack.today(99)})
        attack.refused(*theirs, "unlink", [foreign])
        attack.refused(*theirs, "copy", [foreign])
        attack.refused(
            door, "clerk", ABSENCE, "write", [own, foreign], vals={"note": "x"}
        )
    attack.knock(door, "clerk", ABSENCE, "unlink", [own])


def test_a_condition_through_a_deputy(attack):
    """Compliance away: their deputy may, who asked may not."""
    with away(attack, "compliance", "clerk3"):
        mine = attack.package(attack.case(severity="critical"), 50, "clerk3")
        # Nobody else is there, and they are not asked about their own.
        attack.refused("web", "clerk3", SOLUTION, "action_submit", [mine])
        package = asked(attack, 50, severity="critical")
        assert attack.step("clerk3", package, "approve") == "approved"
    package = asked(attack, 50, severity="critical")
    attack.refused("web", "clerk3", SOLUTION, "action_approve", [package])
