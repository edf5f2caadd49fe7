"""The authority register: not by those it limits, and never for oneself."""

import pytest

from support.attack import every_door

SOLUTION = "complaint.solution"
AUTHORITY = "complaint.authority"
CONDITION = "complaint.condition"
ABSENCE = "complaint.absence"
OTHERS = ["clerk", "supervisor", "manager", "director", "compliance", "auditor"]


def of(attack, login: str) -> int:
    """The line of the register that gives somebody their limit."""
    return attack.sql.one(
        "SELECT min(authority_id) FROM complaint_authority_user_rel WHERE user_id = %s",
        attack.user(login),
    )


def vals(attack, *logins: str, **more) -> dict:
    return {
        "name": "Forged",
        "currency_id": attack.currency("HKD"),
        "amount_limit": 99999,
        "user_ids": [[6, 0, [attack.user(login) for login in logins]]],
        **more,
    }


@every_door
@pytest.mark.parametrize("login", OTHERS)
def test_nobody_but_the_keeper_writes(attack, door, login):
    own = of(attack, "supervisor")
    write = (door, login, AUTHORITY, "write", [own])
    for values in (
        {"amount_limit": 99999},
        {"unlimited": True},
        {"user_ids": [[4, attack.user(login)]]},
        {"currency_id": attack.currency("EUR")},
        {"date_to": "2020-01-01"},
        {"active": False},
        {"type_ids": [[5, 0, 0]]},
    ):
        attack.refused(*write, vals=values)
    attack.refused(door, login, AUTHORITY, "unlink", [own])
    attack.refused(door, login, AUTHORITY, "copy", [own])
    attack.refused(door, login, AUTHORITY, "create", vals_list=[vals(attack, login)])


@pytest.mark.parametrize("login", OTHERS)
def test_nobody_but_the_keeper_writes_conditions(attack, door, login):
    """Least of all the group that a condition names."""
    condition = attack.sql.one("SELECT min(id) FROM complaint_condition")
    for values in ({"active": False}, {"min_severity": False}, {"amount_from": 1e9}):
        attack.refused(door, login, CONDITION, "write", [condition], vals=values)
    attack.refused(door, login, CONDITION, "unlink", [condition])
    attack.refused(
        door,
        login,
        CONDITION,
        "create",
        vals_list=[
            {
                "name": "x",
                "group_id": 1,
                "currency_id": attack.currency("HKD"),
            }
        ],
    )


def test_the_keeper_keeps_nothing_for_oneself(attack, door):
    groups = attack.sql(
        "SELECT gid FROM res_groups_users_rel WHERE uid = %s", attack.user("admin")
    )
    create = (door, "admin", AUTHORITY, "create")
    attack.refused(*create, vals_list=[vals(attack, "admin")])
    attack.refused(*create, vals_list=[vals(attack, "clerk", "admin")])
    for (group,) in groups[:3]:
        values = vals(attack, "clerk", group_ids=[[6, 0, [group]]])
        attack.refused(*create, vals_list=[values])
    context = {"default_user_ids": [[6, 0, [attack.user("admin")]]]}
    values = vals(attack, "clerk")
    del values["user_ids"]
    attack.refused(*create, vals_list=[values], context=context)
    with attack.registered(AUTHORITY, **vals(attack, "eshop")) as record:
        write = (door, "admin", AUTHORITY, "write", [record])
        attack.refused(*write, vals={"user_ids": [[4, attack.user("admin")]]})
        attack.refused(*write, vals={"group_ids": [[4, groups[0][0]]]})
        attack.knock(*write, vals={"amount_limit": 5})
        rows = attack.sql(
            "SELECT kind, detail FROM complaint_decision WHERE detail LIKE %s"
            " ORDER BY id DESC LIMIT 2",
            f"{AUTHORITY},{record}; %",
        )
        assert [row[0] for row in rows] == ["register_changed", "register_created"]
        assert "amount_limit=5" in rows[0][1]


def test_the_keeper_as_deputy(attack, door):
    """Raising the limit of whom one stands in for is raising one's own."""
    absence = {
        "user_id": attack.user("eshop"),
        "date_from": attack.today(-3),
        "date_to": attack.today(3),
    }
    create = (door, "admin", ABSENCE, "create")
    attack.refused(*create, vals_list=[{**absence, "deputy_id": attack.user("admin")}])
    own = {**absence, "user_id": attack.user("eshop")}
    with attack.registered(AUTHORITY, **vals(attack, "eshop")) as record:
        (away,) = attack.call(
            "eshop",
            ABSENCE,
            "create",
            vals_list=[{**own, "deputy_id": attack.user("admin")}],
        )
        write = (door, "admin", AUTHORITY, "write", [record])
        for context in ({}, {"tz": "Pacific/Kiritimati"}, {"tz": "Etc/GMT+12"}):
            attack.refused(*write, vals={"unlimited": True}, context=context)
        attack.call("eshop", ABSENCE, "unlink", [away])
        attack.knock(*write, vals={"amount_limit": 10})


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), -1, "much", 1e20, [1], True]
)
def test_limits_are_amounts(attack, door, value):
    with attack.registered(AUTHORITY, **vals(attack, "eshop")) as record:
        attack.refused(
            door, "admin", AUTHORITY, "write", [record], vals={"amount_limit": value}
        )


def test_what_decisions_rest_on_stays(attack, door):
    attack.step("clerk", attack.package(attack.case(), 10), "submit")
    attack.refused(door, "admin", AUTHORITY, "unlink", [of(attack, "clerk")])


def asked(attack, amount=5000, login="eshop") -> int:
    case = attack.case(login, store_id=attack.store("WEB"))
    package = attack.package(case, amount, login)
    attack.step(login, package, "submit")
    return package


@pytest.mark.parametrize(
    "change",
    [
        {"amount_limit": 4999},
        {"active": False},
        {"user_ids": "moved"},
        {"date_to": "yesterday"},
        {"date_from": "tomorrow", "date_to": False},
        {"type_ids": "apology"},
        {"category_ids": "branch"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_lowered_between_request_and_decision(attack, change):
    """What counts is the authority at the moment of the decision."""
    values = vals(attack, "manager", amount_limit=6000)
    package = asked(attack)
    values["name"] = "For a while"
    with attack.registered(AUTHORITY, **values) as record:
        words = {
            "yesterday": attack.today(-1),
            "tomorrow": attack.today(1),
            "moved": [[6, 0, [attack.user("director")]]],
            "apology": [[6, 0, [attack.kind("apology")]]],
            "branch": [
                [
                    6,
                    0,
                    [
                        attack.record(
                            "Attacked branch",
                            "helpdesk.ticket.category",
                            is_complaint=True,
                            nature="service",
                            company_id=False,
                        )
                    ],
                ]
            ],
        }
        lowered = {
            name: words.get(value, value) if isinstance(value, str) else value
            for name, value in change.items()
        }
        high = of(attack, "manager")
        limit = attack.sql.one(
            "SELECT amount_limit FROM complaint_authority WHERE id = %s", high
        )
        attack.call("admin", AUTHORITY, "write", [high], vals={"amount_limit": 1})
        try:
            attack.call("admin", AUTHORITY, "write", [record], vals=lowered)
            attack.refused("web", "manager", SOLUTION, "action_approve", [package])
        finally:
            attack.call(
                "admin", AUTHORITY, "write", [high], vals={"amount_limit": float(limit)}
            )
    assert attack.step("manager", package, "approve") == "approved"


def test_no_longer_a_member_of_the_store(attack, door):
    package = attack.package(attack.case(), 5000)
    attack.step("clerk", package, "submit")
    store = [attack.store("TST")]
    member = attack.user("supervisor")
    attack.call(
        "admin", "retail.store", "write", store, vals={"member_ids": [[3, member]]}
    )
    try:
        # Still its manager, but no member: no sight of other people's cases.
        attack.refused(door, "supervisor", SOLUTION, "action_approve", [package])
    finally:
        attack.call(
            "admin", "retail.store", "write", store, vals={"member_ids": [[4, member]]}
        )
    assert attack.step("supervisor", package, "approve") == "approved"


def test_the_requester_lost_the_limit_before_submitting(attack):
    with attack.registered(AUTHORITY, **vals(attack, "eshop")) as record:
        case = attack.case("eshop", store_id=attack.store("WEB"))
        package = attack.package(case, 5000, "eshop")
        attack.call("admin", AUTHORITY, "write", [record], vals={"amount_limit": 4999})
        assert attack.step("eshop", package, "submit") == "submitted"


def test_a_decision_given_stays_given(attack):
    """Lowering the limit later does not undo what was decided under it."""
    with attack.registered(AUTHORITY, **vals(attack, "eshop")) as record:
        case = attack.case("eshop", store_id=attack.store("WEB"))
        package = attack.package(case, 5000, "eshop")
        assert attack.step("eshop", package, "submit", "offer") == "offered"
        attack.call("admin", AUTHORITY, "write", [record], vals={"amount_limit": 1})
        assert attack.step("eshop", package, "accept") == "accepted"


@pytest.fixture
def archived(attack):
    """``archived("x")``: a supervisor of the online shop with a limit of 20,000."""
    made = []

    def make(login: str) -> int:
        found = attack.call(
            "admin", "res.users", "search", domain=[["login", "=", login]]
        )
        user = found or attack.call(
            "admin",
            "res.users",
            "create",
            vals_list=[
                {
                    "name": login,
                    "login": login,
                    "password": login,
                    "email": f"{login}@example.com",
                    "group_ids": [[6, 0, [group(attack, "supervisor")]]],
                }
            ],
        )
        made.append(user[0])
        return user[0]

    yield make
    for user in made:
        attack.call("admin", "res.users", "write", [user], vals={"active": False})


def group(attack, name: str) -> int:
    return attack.sql.one(
        "SELECT res_id FROM ir_model_data WHERE model = 'res.groups' AND name = %s",
        f"group_complaint_{name}",
    )


def test_archived_between_request_and_decision(attack, archived):
    """The request goes on to somebody else; whoever left decides nothing."""
    user = archived(f"attacked{attack.today().replace('-', '')}{attack.case()}")
    login = attack.sql.one("SELECT login FROM res_users WHERE id = %s", user)
    store = [attack.store("WEB")]
    attack.call(
        "admin", "retail.store", "write", store, vals={"member_ids": [[4, user]]}
    )
    with attack.registered(AUTHORITY, **vals(attack, login, amount_limit=20000)):
        package = asked(attack, 19000)
        (request,) = attack.pending(package)
        deciders = attack.sql(
            "SELECT user_id FROM complaint_approval_decider_rel WHERE approval_id = %s",
            request,
        )
        assert deciders == [(user,)]
        client = attack.by(login)
        attack.call("admin", "res.users", "write", [user], vals={"active": False})
        with attack.no("SessionExpiredException", "AccessDenied", "AccessError"):
            client.call(SOLUTION, "action_approve", [package])
    assert attack.state(package) == "submitted"
    assert attack.step("manager", package, "approve") == "approved"
