"""A client chooses the context and its own default values. Neither decides anything."""

import pytest

from support.attack import every_door

SOLUTION = "complaint.solution"
TRUST = "retail_complaint_trusted"
APPROVED = {
    "default_state": "approved",
    "default_unlimited": True,
    "default_limit_amount": 10**9,
    "default_kind": "limit",
    "default_decided_by_id": 1,
}
DONE = {
    "default_state": "done",
    "default_round": 7,
    "default_requester_id": 1,
    "default_company_amount": 5,
    "default_completed_at": "2020-01-01 00:00:00",
}
KEYS = [
    {TRUST: True},
    {TRUST: {}},
    {TRUST: "TRUSTED"},
    {"skip_validation_check": True, "skip_check_state_condition": True},
    {"install_mode": True, "import_file": True, "module": "retail_complaint_addon"},
    {"tracking_disable": True, "mail_notrack": True, "mail_create_nolog": True},
    {"active_test": False, "prefetch_fields": False, "bin_size": True},
    {"uid": 1, "su": True, "sudo": True},
    {"retail_complaint_gateway": True},
    {"mail_activity_automation_skip": True, "mail_activity_quick_update": True},
    {"default_state": "approved", "default_is_complaint": False},
]


@pytest.fixture(scope="module")
def draft(_attack):
    return _attack.package(_attack.case(), 5000)


@pytest.fixture(scope="module")
def submitted(_attack):
    package = _attack.package(_attack.case(), 5000)
    _attack.step("clerk", package, "submit")
    return package


@every_door
@pytest.mark.parametrize("context", KEYS, ids=lambda keys: next(iter(keys)))
def test_no_key_opens_a_write(attack, door, draft, submitted, context):
    write = (door, "clerk", SOLUTION, "write")
    for values in ({"state": "approved"}, {"requester_id": attack.user("director")}):
        attack.refused(*write, [draft], vals=values, context=context)
    values = {"line_ids": [[5, 0, 0]]}
    attack.refused(*write, [submitted], vals=values, context=context)
    attack.refused(
        door, "clerk", SOLUTION, "action_approve", [submitted], context=context
    )


@pytest.mark.parametrize(
    "context", [*KEYS, APPROVED], ids=lambda keys: next(iter(keys))
)
def test_no_key_gives_authority(attack, door, context):
    package = attack.package(attack.case(), 5000)
    attack.knock(door, "clerk", SOLUTION, "action_submit", [package], context=context)
    assert attack.state(package) == "submitted"
    (request,) = attack.pending(package)
    asked = attack.sql(
        "SELECT u.login FROM mail_activity a JOIN res_users u ON u.id = a.user_id"
        " WHERE a.res_model = 'complaint.approval' AND a.res_id = %s",
        request,
    )
    assert ("supervisor",) in asked
    attack.refused(door, "clerk", SOLUTION, "action_offer", [package], context=context)


@pytest.mark.parametrize("given", ["context", "user default"])
def test_defaults_do_not_choose_the_state(attack, door, defaults_of, given):
    case = attack.case()
    context = {}
    if given == "context":
        context = DONE
    else:
        values = {key.removeprefix("default_"): DONE[key] for key in DONE}
        defaults_of("clerk", SOLUTION, **values)
    (package,) = attack.knock(
        door,
        "clerk",
        SOLUTION,
        "create",
        vals_list=[{"ticket_id": case}],
        context=context,
    )
    row = attack.sql.dicts(
        "SELECT state, round, requester_id, company_amount, completed_at"
        " FROM complaint_solution WHERE id = %s",
        package,
    )
    assert row == [
        {
            "state": "draft",
            "round": 1,
            "requester_id": None,
            "company_amount": None,
            "completed_at": None,
        }
    ]


def test_user_defaults_do_not_approve(attack, defaults_of):
    """Approvals are created for the user: their defaults must not fill them."""
    defaults_of(
        "clerk",
        "complaint.approval",
        state="approved",
        unlimited=True,
        limit_amount=10**9,
        kind="condition",
    )
    case = attack.case()
    package = attack.package(case, 5000)
    assert attack.step("clerk", package, "submit") == "submitted"
    assert len(attack.pending(package)) == 1
    attack.refused("web", "clerk", SOLUTION, "action_offer", [package])
    assert attack.log(case) == ["submitted", "approval_requested"]


def test_user_defaults_do_not_reach_the_log(attack, defaults_of):
    """A column that the hash does not know of would break the chain."""
    for model, values in {
        "complaint.decision": {"detail": "forged", "unlimited": True, "amount": 5.0},
        "complaint.chain": {"count": 5, "head": "f" * 64},
        "complaint.decision.text": {"text": "forged"},
    }.items():
        defaults_of("clerk", model, **values)
    case = attack.case()
    package = attack.package(case, 500)
    context = {"default_detail": "forged", "default_count": 7, "default_sequence": 9}
    attack.call("clerk", SOLUTION, "action_submit", [package], context=context)
    attack.call("clerk", SOLUTION, "action_offer", [package], context=context)
    assert attack.log(case) == ["submitted", "approved_own", "offered"]
    details = attack.sql(
        "SELECT count(detail), bool_or(unlimited) FROM complaint_decision"
        " WHERE ticket_id = %s",
        case,
    )
    assert details == [(0, False)]


def test_defaults_do_not_fill_what_the_desk_writes(attack, defaults_of):
    """Scores, dates and numbers of a case, and the invitation of its closing."""
    defaults_of(
        "clerk",
        "helpdesk.ticket",
        round=9,
        csat=5,
        resolved_at="2020-01-01 00:00:00",
        survey_state="answered",
        number="C1",
    )
    defaults_of(
        "clerk",
        "survey.user_input",
        complaint_csat=5,
        complaint_nps=10,
        complaint_state="answered",
        state="done",
    )
    case = attack.case()
    row = attack.sql.dicts(
        "SELECT round, csat, resolved_at, survey_state, number FROM helpdesk_ticket"
        " WHERE id = %s",
        case,
    )[0]
    assert row.pop("number") != "C1"
    assert row == {
        "round": 1,
        "csat": None,
        "resolved_at": None,
        "survey_state": "none",
    }
    result = {
        "verdict": "justified",
        "cause_id": attack.cause,
        "customer_outcome": "accepted",
        "partner_email": "victim@example.com",
    }
    attack.call("clerk", "helpdesk.ticket", "write", [case], vals=result)
    attack.call("clerk", "helpdesk.ticket", "action_close_complaint", [case])
    answers = attack.sql.dicts(
        "SELECT state, complaint_state, complaint_csat, complaint_nps"
        " FROM survey_user_input WHERE complaint_ticket_id = %s",
        case,
    )
    assert answers == [
        {
            "state": "new",
            "complaint_state": "planned",
            "complaint_csat": None,
            "complaint_nps": None,
        }
    ]


def test_defaults_do_not_finish_a_step(attack, door, defaults_of):
    case = attack.case()
    done = {"state": "done", "done_at": "2020-01-01 00:00:00", "round": 9}
    defaults_of("clerk", "complaint.step", **done)
    context = {f"default_{name}": value for name, value in done.items()}
    values = {"name": "Call back", "ticket_id": case}
    (step,) = attack.knock(
        door, "clerk", "complaint.step", "create", vals_list=[values], context=context
    )
    row = attack.sql(
        "SELECT state, done_at, round FROM complaint_step WHERE id = %s", step
    )
    assert row == [("todo", None, 1)]


def test_defaults_do_not_pass_the_closed_door(attack, door):
    """A package for a closed case whose id only the context tells."""
    case = attack.case()
    result = {
        "verdict": "justified",
        "cause_id": attack.cause,
        "customer_outcome": "accepted",
    }
    attack.call("clerk", "helpdesk.ticket", "write", [case], vals=result)
    attack.call("clerk", "helpdesk.ticket", "action_close_complaint", [case])
    elsewhere = attack.case("clerk2", store_id=attack.store("CWB"))
    for target in (case, elsewhere):
        attack.refused(
            door,
            "clerk",
            SOLUTION,
            "create",
            vals_list=[{}],
            context={"default_ticket_id": target},
        )


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "Mars/Phobos"])
def test_the_day_of_a_decision_is_not_the_clients(attack, zone):
    """With the right time zone a client would live in a day of its own choice."""
    day = attack.sql.one("SELECT (now() AT TIME ZONE 'Asia/Hong_Kong')::date")
    shift = attack.sql.one(
        "SELECT (now() AT TIME ZONE %s)::date",
        zone if zone != "Mars/Phobos" else "UTC",
    )
    name = f"Only on {shift}"
    values = {
        "name": name,
        "user_ids": [[6, 0, [attack.user("eshop")]]],
        "amount_limit": 99999,
        "currency_id": attack.currency("HKD"),
        "date_from": str(shift),
        "date_to": str(shift),
    }
    record = attack.call("admin", "complaint.authority", "create", vals_list=[values])
    try:
        case = attack.case("eshop", store_id=attack.store("WEB"))
        package = attack.package(case, 5000, "eshop")
        attack.call("eshop", SOLUTION, "action_submit", [package], context={"tz": zone})
        expected = "approved" if shift == day else "submitted"
        assert attack.state(package) == expected
    finally:
        attack.call(
            "admin", "complaint.authority", "write", record, vals={"active": False}
        )
