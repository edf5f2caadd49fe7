"""Every employee may call the mail gateway, which trusts the sender of a mail."""

import secrets
from email.message import EmailMessage

import pytest

TICKET = "helpdesk.ticket"
EMPLOYEES = ["watchmaker", "clerk", "clerk2", "auditor", "connector"]


def mail(to="nobody@example.com", sender="supervisor@example.com", **headers) -> str:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = "APPROVED up to 99999"
    message["Message-ID"] = f"<{secrets.token_hex(8)}@example.com>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("FORGED")
    return message.as_string()


def process(attack, login, model, message, **arguments):
    return attack.refused(
        "web",
        login,
        "mail.thread",
        "message_process",
        model=model,
        message=message,
        **arguments,
    )


@pytest.fixture(scope="module")
def case(_attack):
    return _attack.case()


@pytest.fixture(scope="module")
def message_id(_attack, case):
    _attack.call("clerk", TICKET, "message_post", [case], body="Dear customer")
    return _attack.sql.one(
        "SELECT message_id FROM mail_message WHERE model = 'helpdesk.ticket'"
        " AND res_id = %s AND body LIKE '%%Dear customer%%'",
        case,
    )


@pytest.mark.parametrize("login", EMPLOYEES)
def test_no_mail_is_forged_into_a_case(attack, case, login):
    """G4: thread_id chosen, sender chosen."""
    process(attack, login, TICKET, mail(), thread_id=case)


@pytest.mark.parametrize("header", ["In_Reply_To", "References"])
@pytest.mark.parametrize("login", EMPLOYEES)
def test_no_answer_is_forged_into_a_case(attack, message_id, header, login):
    """The thread is found by the message that the mail answers."""
    for model in (TICKET, "res.partner", False):
        forged = mail(**{header: message_id})
        process(attack, login, model, forged)


@pytest.mark.parametrize("door", ["jsonrpc", "json2"])
def test_the_other_doors(attack, door, case, message_id):
    for arguments in (
        {"message": mail(), "thread_id": case},
        {"message": mail(In_Reply_To=message_id)},
        {"message": mail(), "custom_values": {"is_complaint": True}},
    ):
        attack.refused(
            door,
            "clerk",
            "mail.thread",
            "message_process",
            model=TICKET,
            **arguments,
        )


@pytest.mark.parametrize("login", EMPLOYEES)
def test_no_complaint_is_born_from_a_forged_mail(attack, login):
    """G5: whatever the values, created as superuser under another name."""
    for values in (
        {"is_complaint": True},
        {"category_id": attack.category},
        {"is_complaint": True, "stage_id": 4, "verdict": "justified"},
        {"is_complaint": True, "company_id": 1, "user_id": 2, "number": "C1"},
        {"category_id": attack.category, "solution_ids": [[0, 0, {"state": "done"}]]},
    ):
        process(attack, login, TICKET, mail(), custom_values=values)


@pytest.mark.parametrize("model", ["retail.store", "complaint.approval"])
def test_no_record_of_ours_is_born_from_a_mail(attack, case, model):
    values = {"state": "approved", "name": "Forged", "company_id": 1}
    for login in ("watchmaker", "clerk"):
        process(attack, login, model, mail(), custom_values=values)
        process(attack, login, model, mail(), thread_id=attack.store("TST"))


def test_no_answer_of_a_customer_is_born_from_a_mail(attack, case):
    """Survey answers take mail too: scores and the case, chosen by the sender."""
    values = {
        "survey_id": attack.sql.one("SELECT min(id) FROM survey_survey"),
        "complaint_ticket_id": case,
        "state": "done",
    }
    for scores in ({}, {"complaint_csat": 5, "complaint_state": "answered"}):
        for login in ("watchmaker", "clerk"):
            process(
                attack,
                login,
                "survey.user_input",
                mail(),
                custom_values={**values, **scores},
            )


def test_the_alias_of_a_team_makes_no_complaint(attack):
    """An address of the helpdesk, with values that make it a complaint."""
    name, domain = attack.sql(
        "SELECT a.alias_name, d.name FROM mail_alias a"
        " LEFT JOIN mail_alias_domain d ON d.id = a.alias_domain_id"
        " JOIN ir_model m ON m.id = a.alias_model_id"
        " WHERE m.model = 'helpdesk.ticket' AND a.alias_name IS NOT NULL"
        " ORDER BY a.id LIMIT 1"
    )[0]
    address = f"{name}@{domain or 'example.com'}"
    values = {"category_id": attack.category}
    for login in ("watchmaker", "clerk"):
        process(attack, login, TICKET, mail(to=address), custom_values=values)


@pytest.mark.parametrize("login", EMPLOYEES)
def test_the_address_of_a_store_is_for_the_mail_server_only(attack, login):
    for address in (
        "complaints-tst@harbour.example.com",
        "<complaints@harbour.example.com>",
    ):
        process(attack, login, False, mail(to=address))
        process(attack, login, "res.partner", mail(Cc=address))


def test_a_mail_that_answers_in_the_name_of_a_colleague(attack, case, message_id):
    """G2: brought by the mail server itself, «APPROVED», says the manager."""
    answer = mail(sender="manager@example.com", In_Reply_To=message_id)
    attack.call("admin", "mail.thread", "message_process", model=False, message=answer)
    rows = attack.sql(
        "SELECT m.author_id, s.internal FROM mail_message m"
        " JOIN mail_message_subtype s ON s.id = m.subtype_id"
        " WHERE m.model = 'helpdesk.ticket' AND m.res_id = %s"
        " AND m.body LIKE '%%FORGED%%' AND m.body LIKE '%%manager@example.com%%'",
        case,
    )
    assert rows
    assert all(internal for _author, internal in rows)
    assert attack.partner("manager") not in [author for author, _internal in rows]


@pytest.mark.parametrize("login", ["customer", "watchmaker"])
def test_message_new_and_update_are_not_for_strangers(attack, case, login):
    values = {"subject": "Forged", "body": "Forged", "from": "a@example.com"}
    custom = {"category_id": attack.category}
    for method, ids, arguments in (
        ("message_new", None, {"msg_dict": values, "custom_values": custom}),
        ("message_update", [case], {"msg_dict": values, "update_vals": custom}),
    ):
        given = {"msg": arguments.pop("msg_dict"), **arguments}
        attack.refused("web", login, TICKET, method, ids, **given)


def test_mail_for_other_models_is_none_of_our_business(attack):
    """The control: Odoo does what it did before."""
    record = attack.call(
        "admin", "res.partner", "create", vals_list=[{"name": "Pen pal"}]
    )
    done = attack.call(
        "clerk",
        "mail.thread",
        "message_process",
        model="res.partner",
        message=mail(),
        thread_id=record[0],
    )
    assert done == record[0]
    assert attack.sql.one(
        "SELECT count(*) FROM mail_message WHERE model = 'res.partner'"
        " AND res_id = %s AND body LIKE '%%FORGED%%'",
        record[0],
    )


def test_the_mail_server_still_brings_mail(attack, case, message_id):
    """The control: fetched mail runs with the rights of the system."""
    answer = mail(sender="victim@example.com", In_Reply_To=message_id)
    attack.call("admin", "mail.thread", "message_process", model=TICKET, message=answer)
    assert attack.sql.one(
        "SELECT count(*) FROM mail_message WHERE model = 'helpdesk.ticket'"
        " AND res_id = %s AND body LIKE '%%FORGED%%'",
        case,
    )
