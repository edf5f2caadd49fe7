"""The person complained about never owns, reads or decides the case."""

import datetime

import pytest

from support import secret as secrets
from support.attack import every_door
from support.secret import finds_nothing, readings, sees_nothing

TICKET = "helpdesk.ticket"
SOLUTION = "complaint.solution"
# Each of them would see every case of TST, if it were not about them.
INVOLVED = ["clerk3", "supervisor", "manager", "auditor"]


def employees(attack, *logins: str) -> list[int]:
    return [
        attack.id_of("hr_employee", "user_id", attack.user(login)) for login in logins
    ]


@pytest.fixture(scope="module")
def about(_attack):
    """``about("clerk3", ...)``: a case of clerk's about these people."""

    def make(*logins: str) -> secrets.Secret:
        staff = employees(_attack, *logins)
        return secrets.make(_attack, staff_ids=[[6, 0, staff]])

    return make


@pytest.fixture(scope="module")
def case(about):
    return about(*INVOLVED)


def owner(attack, case: int) -> int:
    return attack.sql.one("SELECT user_id FROM helpdesk_ticket WHERE id = %s", case)


@pytest.mark.parametrize("login", INVOLVED)
def test_they_read_nothing_of_it(attack, case, login):
    for model, ids in case.records.items():
        if login in ("supervisor", "auditor") and model not in (TICKET, SOLUTION):
            continue
        sees_nothing(attack, login, case.word, readings(model, ids))
        finds_nothing(attack, login, model, ids)


@pytest.mark.parametrize("login", INVOLVED)
def test_their_first_page_does_not_count_it(attack, about, login):
    calls = [(TICKET, "get_complaint_home", [], {})]
    before = attack.by(login).call(TICKET, "get_complaint_home")
    hidden = about(login)
    sees_nothing(attack, login, hidden.word, calls)
    if login == "clerk3":
        # What is not theirs does not move their figures either.
        assert attack.by(login).call(TICKET, "get_complaint_home") == before


@pytest.mark.parametrize("login", INVOLVED[:3])
def test_they_change_nothing(attack, case, login):
    me = attack.user(login)
    for values in (
        {"name": "A misunderstanding"},
        {"staff_ids": [[5, 0, 0]]},
        {"staff_ids": [[3, employees(attack, login)[0], 0]]},
        {"involved_user_ids": [[5, 0, 0]]},
        {"user_id": me},
        {"verdict": "unfounded"},
        {"active": False},
        {"store_id": attack.store("CWB")},
        {"is_complaint": False},
    ):
        attack.refused("web", login, TICKET, "write", [case.case], vals=values)
    for method in (
        "assign_to_me",
        "action_close_complaint",
        "action_reopen",
        "action_acknowledge",
        "action_settle_on_site",
        "action_view_solutions",
        "action_verify_decisions",
        "unlink",
    ):
        attack.refused("web", login, TICKET, method, [case.case])


@pytest.mark.parametrize("login", INVOLVED[:3])
def test_they_decide_nothing(attack, case, login):
    for step in ("approve", "reject", "withdraw", "offer", "accept", "cancel"):
        attack.refused("web", login, SOLUTION, f"action_{step}", [case.package])
    approvals = case.ids("complaint.approval")
    for method in ("action_approve", "action_reject", "action_open_case"):
        attack.refused("web", login, "complaint.approval", method, approvals)
    values = {"approval_ids": [[6, 0, approvals]]}
    attack.refused(
        "web", login, "complaint.approval.decide", "create", vals_list=[values]
    )
    package = {"ticket_id": case.case}
    attack.refused("web", login, SOLUTION, "create", vals_list=[package])


def test_the_request_passes_them_by(attack, case):
    """Neither asked, nor reminded: the next holder is."""
    asked = attack.sql(
        "SELECT u.login FROM mail_activity a JOIN res_users u ON u.id = a.user_id"
        " WHERE a.active AND a.res_model = 'complaint.approval' AND a.res_id IN %s",
        tuple(case.ids("complaint.approval")),
    )
    assert ("director",) in asked
    assert not {login for (login,) in asked} & set(INVOLVED)
    told = attack.sql(
        "SELECT u.login FROM mail_followers f JOIN res_users u USING (partner_id)"
        " WHERE f.res_model = 'helpdesk.ticket' AND f.res_id = %s",
        case.case,
    )
    assert not {login for (login,) in told} & set(INVOLVED)


@pytest.mark.parametrize("login", INVOLVED)
def test_nobody_makes_them_the_owner(attack, case, login):
    me = attack.user(login)
    for by in ("clerk", "director", "admin"):
        attack.refused("web", by, TICKET, "write", [case.case], vals={"user_id": me})
    both = {"user_id": me, "staff_ids": [[6, 0, employees(attack, login)]]}
    attack.refused("web", "director", TICKET, "write", [attack.case()], vals=both)
    values = {
        "name": "About its owner",
        "category_id": attack.category,
        "store_id": attack.store("TST"),
        **both,
    }
    attack.refused("web", "clerk", TICKET, "create", vals_list=[values])


@every_door
def test_nobody_registers_a_case_about_themselves(attack, door):
    values = {
        "name": "About me",
        "category_id": attack.category,
        "store_id": attack.store("TST"),
        "staff_ids": [[6, 0, employees(attack, "clerk3")]],
    }
    attack.refused(door, "clerk3", TICKET, "create", vals_list=[values])
    context = {"default_staff_ids": values.pop("staff_ids")}
    attack.refused(
        door, "clerk3", TICKET, "create", vals_list=[values], context=context
    )


@pytest.mark.parametrize("login", INVOLVED)
def test_following_opens_nothing(attack, about, login):
    hidden = about(login)
    me = attack.partner(login)
    for who in (login, "clerk"):
        try:
            attack.call(
                who, TICKET, "message_subscribe", [hidden.case], partner_ids=[me]
            )
        except AssertionError as error:
            assert error.kind == "AccessError"
    follows = (
        "SELECT count(*) FROM mail_followers"
        " WHERE res_model = 'helpdesk.ticket' AND res_id = %s AND partner_id = %s"
    )
    assert attack.sql.one(follows, hidden.case, me) == 0
    attack.refused("web", login, TICKET, "message_post", [hidden.case], body="No")


def test_nobody_writes_to_them_from_the_case(attack, about):
    """Whoever is named in a message reads it."""
    hidden = about("clerk3")
    for login in ("clerk3", "watchmaker"):
        partners = [attack.partner(login)]
        for method, arguments in (
            ("message_post", {"body": hidden.word, "partner_ids": partners}),
            ("message_notify", {"body": hidden.word, "partner_ids": partners}),
        ):
            attack.refused("web", "clerk", TICKET, method, [hidden.case], **arguments)
        message = {
            "model": TICKET,
            "res_id": hidden.case,
            "body": hidden.word,
            "partner_ids": [[6, 0, partners]],
        }
        attack.refused("web", "clerk", "mail.message", "create", vals_list=[message])
    inbox = {"domain": [["body", "ilike", hidden.word]]}
    calls = [("mail.message", "search_read", [], inbox)]
    sees_nothing(attack, "clerk3", hidden.word, calls)
    customer = attack.sql.one(
        "SELECT partner_id FROM helpdesk_ticket WHERE id = %s", hidden.case
    )
    for partner in (customer, attack.partner("director")):
        post = {"body": "Good news", "partner_ids": [partner]}
        assert attack.call("clerk", TICKET, "message_post", [hidden.case], **post)


def test_an_activity_does_not_open_it(attack, about):
    hidden = about("clerk3")
    values = {
        "res_model_id": attack.id_of("ir_model", "model", TICKET),
        "res_id": hidden.case,
        "summary": hidden.word,
        "user_id": attack.user("clerk3"),
    }
    # Odoo refuses an activity for somebody who cannot reach the record.
    attack.refused("web", "clerk", "mail.activity", "create", vals_list=[values])
    sees_nothing(attack, "clerk3", hidden.word, readings(TICKET, [hidden.case]))


def test_a_deputy_who_is_complained_about_does_not_decide(attack, about):
    """Director away, the deputy is the person of the case."""
    today = datetime.date.today()
    day = datetime.timedelta(days=1)
    values = {
        "user_id": attack.user("director"),
        "deputy_id": attack.user("manager"),
        "date_from": str(today - day),
        "date_to": str(today + day),
    }
    (absence,) = attack.call(
        "director", "complaint.absence", "create", vals_list=[values]
    )
    try:
        case = attack.case(staff_ids=[[6, 0, employees(attack, "manager")]])
        package = attack.package(case, 40000)
        attack.refused("web", "manager", SOLUTION, "action_submit", [package])
        try:
            attack.step("clerk", package, "submit")
        except AssertionError as error:
            assert error.kind == "UserError", "nobody is left, and the clerk is told"
            return
        for method in ("action_approve", "action_reject"):
            attack.refused("web", "manager", SOLUTION, method, [package])
        pending = attack.pending(package)
        attack.refused(
            "web", "manager", "complaint.approval", "action_approve", pending
        )
        asked = attack.sql(
            "SELECT user_id FROM mail_activity"
            " WHERE active AND res_model = 'complaint.approval' AND res_id IN %s",
            tuple(pending),
        )
        assert (attack.user("manager"),) not in asked
    finally:
        attack.call("director", "complaint.absence", "unlink", [absence])


def test_named_after_the_request_they_decide_no_more(attack):
    """Complained about between the request and the decision."""
    case = attack.case()
    package = attack.package(case, 5000)
    assert attack.step("clerk", package, "submit") == "submitted"
    pending = attack.pending(package)
    staff = {"staff_ids": [[6, 0, employees(attack, "supervisor")]]}
    attack.call("manager", TICKET, "write", [case], vals=staff)
    attack.refused("web", "supervisor", SOLUTION, "action_approve", [package])
    attack.refused("web", "supervisor", "complaint.approval", "action_approve", pending)
    assert attack.step("manager", package, "approve") == "approved"


def test_the_owner_who_is_named_loses_the_case(attack):
    case = attack.case("clerk3")
    assert owner(attack, case) == attack.user("clerk3")
    staff = {"staff_ids": [[6, 0, employees(attack, "clerk3")]]}
    attack.call("supervisor", TICKET, "write", [case], vals=staff)
    assert owner(attack, case) not in (None, attack.user("clerk3"))
    finds_nothing(attack, "clerk3", TICKET, [case])
    attack.refused("web", "clerk3", TICKET, "write", [case], vals={"name": "No"})
    # The others still work on it.
    attack.call("clerk", TICKET, "write", [case], vals={"name": "About a colleague"})


def test_after_the_request_nobody_low_clears_the_name(attack, case):
    """The clerk who asked does not bring the supervisor back in."""
    gone = {"staff_ids": [[6, 0, employees(attack, "auditor")]]}
    attack.refused("web", "clerk", TICKET, "write", [case.case], vals=gone)


def test_a_duplicate_about_somebody_else_shows_nothing(attack, case):
    """The person's other cases are no window into this one."""
    mine = attack.case("clerk3")
    for values in (
        {"duplicate_id": case.case},
        {"solution_ids": [[4, case.package, 0]]},
    ):
        attack.refused("web", "clerk3", TICKET, "write", [mine], vals=values)
    # Linked by somebody who may see both.
    attack.call("clerk", TICKET, "write", [mine], vals={"duplicate_id": case.case})
    specification = {
        "duplicate_id": {"fields": {"display_name": {}}},
        "solution_ids": {"fields": {"display_name": {}}},
    }
    sees_nothing(
        attack,
        "clerk3",
        case.word,
        [
            (TICKET, "read", [[mine]], {}),
            (TICKET, "web_read", [[mine]], {"specification": specification}),
            (TICKET, "export_data", [[mine], ["name", "duplicate_id/name"]], {}),
        ],
    )
    package = attack.package(mine, 10, "clerk3")
    sees_nothing(attack, "clerk3", case.word, [(SOLUTION, "read", [[package]], {})])


def test_what_they_were_to_do_goes_to_the_owner(attack):
    """Named later: no to-do, no mail about it from then on."""
    case = attack.case()
    activity = {
        "res_model_id": attack.id_of("ir_model", "model", TICKET),
        "res_id": case,
        "summary": "Call back",
        "user_id": attack.user("clerk3"),
    }
    attack.call("clerk", "mail.activity", "create", vals_list=[activity])
    follows = (
        "SELECT count(*) FROM mail_followers"
        " WHERE res_model = 'helpdesk.ticket' AND res_id = %s AND partner_id = %s"
    )
    assert attack.sql.one(follows, case, attack.partner("clerk3")) == 1
    staff = {"staff_ids": [[6, 0, employees(attack, "clerk3")]]}
    attack.call("clerk", TICKET, "write", [case], vals=staff)
    assert attack.sql.one(follows, case, attack.partner("clerk3")) == 0
    todo = "SELECT user_id FROM mail_activity WHERE res_model = %s AND res_id = %s"
    assert attack.sql(todo, TICKET, case) == [(attack.user("clerk"),)]
