"""What the customer thinks is written by the customer."""

import pytest

from support.attack import every_door

TICKET = "helpdesk.ticket"
INPUT = "survey.user_input"
LINE = "survey.user_input.line"
STAFF = ["clerk", "supervisor", "director", "admin"]
SCORES = {
    "csat": 5,
    "csat_handling": 5,
    "ces": 1,
    "nps": 10,
    "survey_state": "answered",
    "survey_settled": "yes",
    "survey_comment": "Wonderful",
    "survey_is_low": False,
    "survey_answered_at": "2026-01-01 00:00:00",
    "survey_input_ids": [[5, 0, 0]],
}


@pytest.fixture(scope="module")
def closed(_attack):
    """A closed case, and the invitation of its customer."""
    case = _attack.case(partner_email="victim@example.com")
    _attack.close(case)
    invitation = _attack.id_of("survey_user_input", "complaint_ticket_id", case)
    return case, invitation


def tokens(attack, invitation: int) -> tuple[str, str]:
    return attack.sql(
        "SELECT s.access_token, i.access_token FROM survey_user_input i"
        " JOIN survey_survey s ON s.id = i.survey_id WHERE i.id = %s",
        invitation,
    )[0]


@pytest.fixture(scope="module")
def open_case(_attack):
    return _attack.case()


@every_door
@pytest.mark.parametrize("login", STAFF)
def test_no_score_is_written_on_the_case(attack, door, open_case, login):
    case = open_case
    for name, value in SCORES.items():
        attack.refused(door, login, TICKET, "write", [case], vals={name: value})
    new = {"name": "x", "category_id": attack.category, "store_id": attack.store("TST")}
    for name in ("csat", "nps", "survey_state"):
        values = {**new, name: SCORES[name]}
        attack.refused(door, login, TICKET, "create", vals_list=[values])
        context = {f"default_{name}": SCORES[name]}
        attack.refused(door, login, TICKET, "create", vals_list=[new], context=context)


@pytest.mark.parametrize("login", STAFF)
def test_no_invitation_is_written(attack, door, closed, login):
    case, invitation = closed
    for values in (
        {"state": "done"},
        {"complaint_csat": 5},
        {"complaint_state": "answered"},
        {"complaint_ticket_id": attack.case()},
        {"email": "clerk@example.com"},
        {"partner_id": attack.partner(login)},
        {"deadline": "2099-01-01 00:00:00"},
        {"complaint_opened_by_id": attack.user(login)},
        {"user_input_line_ids": [[0, 0, {"answer_type": "scale", "value_scale": 5}]]},
    ):
        attack.refused(door, login, INPUT, "write", [invitation], vals=values)
    attack.refused(door, login, INPUT, "unlink", [invitation])
    attack.refused(door, login, INPUT, "copy", [invitation])
    survey = attack.sql.one(
        "SELECT survey_id FROM survey_user_input WHERE id = %s", invitation
    )
    for more in ({}, {"complaint_ticket_id": case}, {"state": "done"}):
        new = {"survey_id": survey, **more}
        attack.refused(door, login, INPUT, "create", vals_list=[new])
    context = {"default_complaint_ticket_id": case, "default_complaint_csat": 5}
    new = [{"survey_id": survey}]
    attack.refused(door, login, INPUT, "create", vals_list=new, context=context)


@pytest.mark.parametrize("login", STAFF)
def test_no_answer_is_written(attack, door, closed, login):
    _case, invitation = closed
    question = attack.sql(
        "SELECT q.id FROM survey_question q JOIN survey_user_input i"
        " ON i.survey_id = q.survey_id WHERE i.id = %s AND q.question_type = 'scale'"
        " ORDER BY q.sequence LIMIT 1",
        invitation,
    )[0][0]
    line = {
        "user_input_id": invitation,
        "question_id": question,
        "answer_type": "scale",
        "value_scale": 5,
    }
    attack.refused(door, login, LINE, "create", vals_list=[line])
    del line["user_input_id"]
    context = {"default_user_input_id": invitation}
    attack.refused(door, login, LINE, "create", vals_list=[line], context=context)


@pytest.mark.parametrize("login", ["clerk", "supervisor", "director", "auditor"])
def test_the_token_is_not_told(attack, door, closed, login):
    """Who has it answers as the customer: neither read nor guessed letter by letter."""
    case, invitation = closed
    survey, token = tokens(attack, invitation)
    for name in ("access_token", "invite_token"):
        attack.refused(door, login, INPUT, "read", [invitation], fields=[name])
        domain = [[name, "=like", token[:2] + "%"]]
        attack.refused(door, login, INPUT, "search", domain=domain)
        attack.refused(door, login, INPUT, "search", domain=[], order=name)
        path = [[f"survey_input_ids.{name}", "=like", token[:2] + "%"]]
        attack.refused(door, login, TICKET, "search", domain=path)
    attack.refused(
        door,
        login,
        "mail.mail",
        "search_read",
        domain=[["res_id", "=", case]],
        fields=["body_html"],
    )
    messages = attack.knock(
        door,
        login,
        "mail.message",
        "search_read",
        domain=[["model", "=", TICKET], ["res_id", "=", case]],
        fields=["body"],
    )
    assert token not in str(messages)


@pytest.mark.parametrize("login", ["clerk", "supervisor", "auditor", "watchmaker"])
def test_staff_do_not_answer_for_the_customer(attack, closed, login):
    """Signed in, with the link in hand."""
    _case, invitation = closed
    survey, token = tokens(attack, invitation)
    client = attack.by(login)
    with attack.nothing_moves():
        page = client.get(f"/survey/{survey}/{token}")
        answer = client.route(f"/survey/submit/{survey}/{token}", question="5")
        client.get(f"/survey/retry/{survey}/{token}")
        client.get(f"/survey/start/{survey}")
    assert "<form" not in page.text or "answer_wrong_user" in page.text
    assert "error" in str(answer)
    state = attack.sql.one(
        "SELECT state FROM survey_user_input WHERE id = %s", invitation
    )
    assert state == "new"
