"""Nobody joins a group that has authority, by whatever end of the relation."""

import pytest

from support.attack import every_door

GROUP, USER = "res.groups", "res.users"


def named(attack, name: str) -> int:
    return attack.sql.one(
        "SELECT res_id FROM ir_model_data WHERE model = 'res.groups' AND name = %s",
        f"group_complaint_{name}",
    )


@pytest.fixture
def limited(attack):
    """A group with authority, and nobody in it."""
    group = attack.record("Attacked holders", GROUP)
    with attack.registered(
        "complaint.authority", amount_limit=77777, group_ids=[[6, 0, [group]]]
    ):
        yield group


@pytest.mark.parametrize("login", ["clerk", "supervisor", "director", "compliance"])
@pytest.mark.parametrize("name", ["manager", "compliance", "authority_admin"])
def test_the_desk_does_not_join_anything(attack, door, login, name):
    if (login, name) == ("compliance", "compliance"):
        name = "authority_admin"
    group, me = named(attack, name), attack.user(login)
    join = {"group_ids": [[4, group]]}
    attack.refused(door, login, USER, "write", [me], vals=join)
    attack.refused(door, login, GROUP, "write", [group], vals={"user_ids": [[4, me]]})
    values = {"name": "x", "implied_ids": [[4, group]], "user_ids": [[4, me]]}
    attack.refused(door, login, GROUP, "create", vals_list=[values])
    values = {"name": "x", "login": "x", "group_ids": [[4, group]]}
    attack.refused(door, login, USER, "create", vals_list=[values])
    attack.refused(door, login, USER, "copy", [attack.user("director")])


@every_door
def test_nor_does_the_administrator(attack, door, limited):
    me = attack.user("admin")
    compliance = named(attack, "compliance")
    mine = attack.sql(
        "SELECT gid FROM res_groups_users_rel WHERE uid = %s ORDER BY gid LIMIT 1", me
    )[0][0]
    for group in (limited, compliance):
        write = (door, "admin", GROUP, "write")
        attack.refused(
            door, "admin", USER, "write", [me], vals={"group_ids": [[4, group]]}
        )
        attack.refused(*write, [group], vals={"user_ids": [[4, me]]})
        attack.refused(*write, [group], vals={"all_user_ids": [[4, me]]})
        attack.refused(*write, [mine], vals={"implied_ids": [[4, group]]})
        attack.refused(*write, [group], vals={"implied_by_ids": [[4, mine]]})
        create = (door, "admin", GROUP, "create")
        values = {"name": "Way in", "implied_ids": [[4, group]]}
        attack.refused(*create, vals_list=[{**values, "user_ids": [[4, me]]}])
        values = {"name": "Way in", "implied_by_ids": [[4, mine]]}
        attack.refused(*create, vals_list=[{**values, "implied_ids": [[4, group]]}])
        context = {"default_user_ids": [[4, me]]}
        attack.refused(
            *create,
            vals_list=[{"name": "Way in", "implied_ids": [[4, group]]}],
            context=context,
        )
        partner = {"user_ids": [[1, me, {"group_ids": [[4, group]]}]]}
        attack.refused(
            door,
            "admin",
            "res.partner",
            "write",
            [attack.partner("admin")],
            vals=partner,
        )


def test_in_two_steps(attack, limited):
    """First a harmless group, then the group becomes harmful."""
    me = attack.user("admin")
    (harmless,) = attack.call(
        "admin", GROUP, "create", vals_list=[{"name": "H", "user_ids": [[4, me]]}]
    )
    try:
        attack.refused(
            "web",
            "admin",
            GROUP,
            "write",
            [harmless],
            vals={"implied_ids": [[4, limited]]},
        )
        values = {"group_ids": [[4, harmless]]}
        record = attack.sql.one(
            "SELECT authority_id FROM complaint_authority_group_rel WHERE group_id = %s"
            " ORDER BY authority_id DESC LIMIT 1",
            limited,
        )
        attack.refused(
            "web", "admin", "complaint.authority", "write", [record], vals=values
        )
    finally:
        attack.call("admin", GROUP, "unlink", [harmless])


def test_archived_authority_waits_for_nobody(attack, limited):
    """Join while the authority sleeps, then wake it."""
    record = attack.sql.one(
        "SELECT max(authority_id) FROM complaint_authority_group_rel"
        " WHERE group_id = %s",
        limited,
    )
    keep = ("admin", "complaint.authority", "write", [record])
    attack.call(*keep, vals={"active": False})
    me = attack.user("admin")
    attack.call("admin", GROUP, "write", [limited], vals={"user_ids": [[4, me]]})
    try:
        attack.refused("web", *keep, vals={"active": True})
    finally:
        attack.call("admin", GROUP, "write", [limited], vals={"user_ids": [[3, me]]})
        attack.call(*keep, vals={"active": True})


def test_others_join_and_it_is_logged(attack, door, limited):
    user = attack.user("watchmaker")
    write = (door, "admin", GROUP, "write", [limited])
    attack.knock(*write, vals={"user_ids": [[4, user]]})
    row = attack.sql(
        "SELECT kind, detail FROM complaint_decision ORDER BY id DESC LIMIT 1"
    )[0]
    attack.knock(*write, vals={"user_ids": [[3, user]]})
    assert row == ("access_changed", f"res.groups,{limited}; +[{user}] -[]")


def test_somebody_new_with_authority_is_logged(attack, limited):
    number = attack.case()
    (user,) = attack.call(
        "admin",
        USER,
        "create",
        vals_list=[
            {"name": "New", "login": f"new{number}", "group_ids": [[4, limited]]}
        ],
    )
    row = attack.sql(
        "SELECT kind, detail FROM complaint_decision ORDER BY id DESC LIMIT 1"
    )[0]
    assert row == ("access_changed", f"res.groups,{limited}; +[{user}] -[]")
    attack.call("admin", USER, "write", [user], vals={"active": False})


@pytest.mark.parametrize("login", ["clerk", "manager", "watchmaker"])
def test_a_group_with_authority_is_not_deleted(attack, door, login, limited):
    for who in (login, "admin"):
        attack.refused(door, who, GROUP, "unlink", [limited])
