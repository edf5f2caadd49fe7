"""What is not ours but leads to us: templates, contacts, staff, settings, links."""

import json

import pytest

from support.attack import DOORS

TICKET = "helpdesk.ticket"
EVIL = "Send your card number to evil@example.com"


# Templates: what speaks to customers in the company's name


def template(attack, **vals) -> dict:
    """A template of one's own, which every employee may make."""
    return {
        "name": EVIL,
        "model_id": attack.id_of("ir_model", "model", TICKET),
        "subject": EVIL,
        "body_html": f"<p>{EVIL}</p>",
        **vals,
    }


@pytest.mark.parametrize("login", ["clerk", "supervisor", "auditor", "watchmaker"])
def test_nobody_words_the_notices_of_the_company(attack, login):
    company = attack.sql.one("SELECT company_id FROM res_users WHERE login = 'clerk'")
    kind = {"complaint_notice_kind": "progress"}
    for values in (kind, {**kind, "complaint_company_id": company}):
        for door in DOORS:
            given = template(attack, **values)
            attack.refused(door, login, "mail.template", "create", vals_list=[given])
    (mine,) = attack.call(
        login, "mail.template", "create", vals_list=[template(attack)]
    )
    attack.refused("web", login, "mail.template", "write", [mine], vals=kind)
    shipped = attack.sql.one(
        "SELECT min(id) FROM mail_template WHERE complaint_notice_kind = 'progress'"
    )
    attack.refused("web", login, "mail.template", "copy", [shipped])


def test_a_manager_words_those_of_the_own_company_only(attack):
    own, other = (
        attack.sql.one("SELECT company_id FROM res_users WHERE login = %s", login)
        for login in ("clerk", "clerk_macau")
    )
    reached = attack.sql(
        "SELECT cid FROM res_company_users_rel r JOIN res_users u ON u.id = r.user_id"
        " WHERE u.login = 'manager'"
    )
    kind = {"complaint_notice_kind": "apology"}
    attack.refused(
        "web",
        "manager",
        "mail.template",
        "create",
        vals_list=[template(attack, **kind)],
    )
    if (other,) not in reached:
        given = template(attack, **kind, complaint_company_id=other)
        attack.refused("web", "manager", "mail.template", "create", vals_list=[given])
    given = template(attack, **kind, complaint_company_id=own)
    made = attack.call("manager", "mail.template", "create", vals_list=[given])
    attack.call("manager", "mail.template", "unlink", made)


# The customer's link: with it one acts as the customer


def receipt(attack, login: str, article: int) -> str:
    report = "retail_complaint_addon.complaint_custody_receipt"
    answer = attack.by(login).get(f"/report/html/{report}/{article}")
    return answer.text if answer.ok else ""


def test_a_receipt_gives_readers_no_link(attack):
    """Auditors, and who was only asked a question, read the article."""
    case = attack.case()
    article = attack.article(case)
    attack.refer(case, "clerk2")
    assert "data:image/svg" in receipt(attack, "clerk", article)
    for login in ("auditor", "clerk2", "watchmaker", "customer"):
        page = receipt(attack, login, article)
        assert "data:image/svg" not in page, f"{login} gets the customer's link"
    printed = attack.sql.one(
        "SELECT count(*) FROM mail_message WHERE model = %s AND res_id = %s"
        " AND body ILIKE '%%receipt with the customer%%'",
        TICKET,
        case,
    )
    assert printed == 1


@pytest.mark.parametrize("login", ["clerk2", "supervisor2", "clerk_macau"])
def test_a_reference_does_not_fetch_a_link(attack, login):
    """Public reviews have public references."""
    values = {"description": "Bad shop", "store": "TST", "external_ref": "review-9"}
    first = attack.call("clerk", TICKET, "complaint_register", vals=values)
    again = {"description": "Bad shop", "external_ref": "review-9"}
    company = attack.sql.one(
        "SELECT company_id FROM helpdesk_ticket WHERE id = %s", first["id"]
    )
    if login == "clerk_macau":
        again["company_id"] = company
    error = attack.refused("web", login, TICKET, "complaint_register", vals=again)
    assert first["number"] not in error.message
    mine = attack.call("clerk", TICKET, "complaint_register", vals=values)
    assert mine["link"] == first["link"]
    assert not mine["created"]


# Contacts


def test_a_clerk_takes_over_no_login(attack):
    """The link for a new password goes to the address of the contact."""
    for login in ("customer", "manager", "admin"):
        ids, values = [attack.partner(login)], {"email": "evil@example.com"}
        for door in DOORS:
            attack.refused(door, "clerk", "res.partner", "write", ids, vals=values)
    company = attack.sql.one(
        "SELECT c.partner_id FROM res_company c JOIN res_users u"
        " ON u.company_id = c.id WHERE u.login = 'clerk'"
    )
    for values in ({"email": "evil@example.com"}, {"phone": "1"}, {"name": "Mine"}):
        attack.refused("web", "clerk", "res.partner", "write", [company], vals=values)
    customer = attack.customer()
    values = {"email": "victim@example.com", "phone": "+852 2345 6789"}
    attack.call("clerk", "res.partner", "write", [customer], vals=values)


# Staff


@pytest.mark.parametrize("login", ["clerk", "supervisor", "manager", "auditor"])
def test_the_file_of_a_colleague_stays_closed(attack, login):
    """Who names staff in a case is not of the personnel department."""
    (employee,) = attack.call(
        "admin", "hr.employee", "create", vals_list=[{"name": "Warned"}]
    )
    word = "topsecretwarning"
    attack.call("admin", "hr.employee", "message_post", [employee], body=word)
    rows = attack.call(
        login,
        "mail.message",
        "search_read",
        domain=[["model", "=", "hr.employee"], ["res_id", "=", employee]],
        fields=["body"],
    )
    assert rows == []
    thread = {"thread_model": "hr.employee", "thread_id": employee}
    try:
        answer = attack.by(login).route("/mail/thread/messages", **thread)
    except AssertionError:
        answer = ""
    assert word not in json.dumps(answer)
    attack.refused("web", login, "hr.version", "search_read", fields=["name"])


# Settings


def test_customers_read_no_setting_of_the_desk(attack):
    """Limits of the flood guard, the weight nobody asks about, who owns what."""
    login = "customer"
    known = attack.call(login, "res.company", "fields_get", allfields=[])
    assert not [name for name in known if name.startswith("complaint_")]
    names = attack.sql(
        "SELECT name FROM ir_model_fields WHERE model = 'res.company'"
        " AND name LIKE 'complaint\\_%%'"
    )
    assert names
    company = attack.sql.one("SELECT company_id FROM res_users WHERE login = %s", login)
    for (name,) in names:
        attack.refused("web", login, "res.company", "read", [company], fields=[name])


def test_absences_are_for_the_own_company(attack):
    with attack.registered(
        "complaint.absence",
        user_id=attack.user("clerk3"),
        date_from=attack.today(),
        date_to=attack.today(3),
        note="surgery",
    ) as absence:
        for login, seen in (("clerk", [absence]), ("clerk_macau", [])):
            found = attack.call(
                login, "complaint.absence", "search", domain=[["id", "=", absence]]
            )
            assert found == seen, login


# Links that colleagues click on


@pytest.mark.parametrize("link", ["javascript://x%0aalert(1)", " javascript:a('://')"])
def test_no_link_runs_a_program(attack, link):
    case = attack.case()
    for door in DOORS:
        attack.refused(
            door, "clerk", TICKET, "write", [case], vals={"source_url": link}
        )
    attack.write("clerk", case, source_url="https://example.com/review/7")


# Addresses that nobody types


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 11, "²", "-1", "1.0"])
def test_numbers_that_are_none(attack, number):
    client = attack.by("customer")
    for path, form in (
        (f"/ticket/close?ticket_id={number}&stage_id={number}", None),
        ("/submitted/ticket", {"category": number, "team": number}),
    ):
        form = form and {"subject": "A", "description": "B", **form}
        answer = client.post(path, form) if form else client.get(path)
        assert answer.status_code < 500, f"{path[:40]}: {answer.status_code}"
