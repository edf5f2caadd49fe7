"""What hangs on a case, whatever it is called, is as closed as the case itself.

The models come from the registry: one that is added later is attacked as it comes.
"""

import pytest

from support import secret as secrets
from support.attack import CLEAN
from support.client import OdooError
from support.secret import finds_nothing, readings, sees_nothing

TICKET = "helpdesk.ticket"
OUTSIDERS = ["clerk2", "supervisor2", "watchmaker", "clerk_macau", "customer"]
# What a clerk writes, and what only buttons do or the desk itself.
BY_HAND = {"complaint.solution", "complaint.step", "complaint.fact.answer"}
FORGED = {
    "complaint.notice": [
        {"state": "sent"},
        {"told_at": "2020-01-01 00:00:00"},
        {"user_id": 2},
        {"kind": "decision"},
        {"next_notice_by": "2035-01-01 00:00:00"},
        {"approved_by_id": 2},
        {"author_ids": [[5, 0, 0]]},
        {"problem": False},
        {"ticket_id": 1},
    ],
    "complaint.referral": [
        {"state": "answered"},
        {"state": "accepted", "accepted_by_id": 2},
        {"people_ids": [[5, 0, 0]]},
        {"user_id": 2},
        {"kind": "handover"},
        {"ticket_id": 1},
    ],
    "complaint.custody": [
        {"state": "returned"},
        {"holder_id": 2},
        {"bag_number": "forged"},
        {"ended_at": "2020-01-01 00:00:00"},
        {"description": "A cheaper watch"},
        {"declared_value": 1},
        {"ticket_id": 1},
    ],
    "complaint.custody.move": [
        {"kind": "returned"},
        {"state": "accepted"},
        {"custody_id": 1},
    ],
    "complaint.tracking": [{"token": "known"}, {"ticket_id": 1}],
    "complaint.pause": [{"ended_at": "2020-01-01 00:00:00"}, {"ticket_id": 1}],
}


def hanging(attack) -> dict[str, str]:
    """The stored models of ours that belong to a case, and by which field."""
    rows = attack.sql(
        "SELECT f.model, f.name FROM ir_model_fields f JOIN ir_model m"
        " ON m.model = f.model WHERE f.relation = %s AND f.ttype = 'many2one'"
        " AND f.store AND NOT m.transient AND f.model LIKE 'complaint.%%'"
        " AND f.name = 'ticket_id'"
        " AND to_regclass(replace(f.model, '.', '_')) IS NOT NULL ORDER BY 1",
        TICKET,
    )
    return dict(rows)


@pytest.fixture(scope="module")
def secret(_attack):
    made = secrets.make(_attack, partner_email="victim@example.com")
    secrets.hang(_attack, made.case, made.word)
    return made


@pytest.fixture(scope="module")
def rows(_attack, secret):
    """{model: the ids that hang on the case}"""
    found = {}
    for model, column in hanging(_attack).items():
        table = model.replace(".", "_")
        ids = _attack.sql(f"SELECT id FROM {table} WHERE {column} = %s", secret.case)
        if ids:
            found[model] = [id_ for (id_,) in ids]
    (custody,) = found["complaint.custody"]
    found["complaint.custody.move"] = [
        _attack.id_of("complaint_custody_move", "custody_id", custody)
    ]
    assert {*FORGED} - {"complaint.tracking", "complaint.pause"} <= {*found}
    return found


@pytest.mark.parametrize("login", OUTSIDERS)
def test_nothing_that_hangs_on_it_is_read(attack, secret, rows, login):
    for model, ids in rows.items():
        sees_nothing(attack, login, secret.word, readings(model, ids))
        finds_nothing(attack, login, model, ids)


@pytest.mark.parametrize("login", OUTSIDERS)
def test_no_figure_counts_it(attack, secret, login):
    domain = [["ticket_id", "=", secret.case]]
    try:
        found = attack.call(login, "complaint.report", "search_count", domain=domain)
    except OdooError as error:
        assert error.kind in CLEAN, f"{error}\n{error.debug}"
    else:
        assert not found


@pytest.mark.parametrize("login", [*OUTSIDERS, "auditor"])
def test_nothing_that_hangs_on_it_is_changed(attack, door, secret, rows, login):
    for model, ids in rows.items():
        write = FORGED.get(model, [{"ticket_id": secret.case}])[0]
        attack.refused(door, login, model, "write", ids, vals=write)
        attack.refused(door, login, model, "unlink", ids)
        values = {"ticket_id": secret.case}
        attack.refused(door, login, model, "create", vals_list=[values])
        context = {"default_ticket_id": secret.case}
        attack.refused(door, login, model, "create", vals_list=[{}], context=context)


@pytest.mark.parametrize("login", ["clerk", "supervisor", "admin"])
def test_only_its_buttons_write_it(attack, door, secret, rows, login):
    """By those who work on the case and see all of it."""
    for model, ids in rows.items():
        if model in BY_HAND:
            continue
        for values in FORGED.get(model, [{"ticket_id": secret.case}]):
            attack.refused(door, login, model, "write", ids, vals=values)
            context = {f"default_{name}": value for name, value in values.items()}
            attack.refused(
                door, login, model, "create", vals_list=[{}], context=context
            )
        attack.refused(door, login, model, "unlink", ids)
        attack.refused(door, login, model, "copy", ids[:1])


KEPT = {
    "complaint.target": {"name": "x", "resolve_time": 0.1},
    "complaint.triage.rule": {"name": "x", "severity": "minor"},
    "complaint.word": {"name": "x"},
}


@pytest.mark.parametrize("login", ["clerk", "supervisor", "auditor", "watchmaker"])
@pytest.mark.parametrize("model", KEPT)
def test_the_rules_of_the_desk_are_not_for_the_desk(attack, door, model, login):
    """Later targets and milder rules would be a way around the clock."""
    known = attack.call("admin", model, "fields_get", attributes=["type"])
    values = {name: value for name, value in KEPT[model].items() if name in known}
    table = model.replace(".", "_")
    record = attack.sql.one(f'SELECT min(id) FROM "{table}"') or 1
    attack.refused(door, login, model, "create", vals_list=[values])
    attack.refused(door, login, model, "write", [record], vals={"active": False})
    attack.refused(door, login, model, "unlink", [record])
    attack.refused(door, login, model, "copy", [record])


# The one way complaints come in by a program

FORBIDDEN = {
    "is_complaint": False,
    "stage_id": 4,
    "number": "C1",
    "user_id": 2,
    "partner_id": 1,
    "severity": "minor",
    "csat": 5,
    "round": 7,
    "resolved_at": "2020-01-01 00:00:00",
    "duplicate_id": 1,
    "legal_hold": False,
    "staff_ids": [[5, 0, 0]],
    "solution_ids": [[0, 0, {"state": "done"}]],
    "access_token": "known",
}


def registration(number: int, /, **more) -> dict:
    return {
        "external_ref": f"attack-{number}",
        "channel": "social_media",
        "name": "It stopped",
        "description": "It stopped.",
        "partner_name": "Victim",
        "partner_email": "victim@example.com",
        "store": "TST",
        **more,
    }


@pytest.mark.parametrize("name", FORBIDDEN)
def test_no_key_of_the_desk_is_registered(attack, name):
    for login in ("connector", "clerk"):
        for door in ("web", "json2"):
            values = registration(1, **{name: FORBIDDEN[name]})
            attack.refused(door, login, TICKET, "complaint_register", vals=values)


def test_no_default_slips_into_a_registration(attack):
    """Neither from the context: the case starts as every case."""
    known = attack.sql.one("SELECT count(*) FROM helpdesk_ticket")
    context = {f"default_{name}": value for name, value in FORBIDDEN.items()}
    values = registration(known)
    try:
        answer = attack.call(
            "connector", TICKET, "complaint_register", vals=values, context=context
        )
    except OdooError as error:
        assert error.kind in CLEAN, f"{error}\n{error.debug}"
        return
    row = attack.sql.dicts(
        "SELECT t.is_complaint, t.round, t.csat, t.resolved_at, t.duplicate_id,"
        " s.closed, t.number = 'C1' AS number FROM helpdesk_ticket t"
        " JOIN helpdesk_ticket_stage s ON s.id = t.stage_id WHERE t.id = %s",
        answer["id"],
    )[0]
    assert row == {
        "is_complaint": True,
        "round": 1,
        "csat": None,
        "resolved_at": None,
        "duplicate_id": None,
        "closed": False,
        "number": False,
    }
    packages = "SELECT count(*) FROM complaint_solution WHERE ticket_id = %s"
    assert attack.sql.one(packages, answer["id"]) == 0
