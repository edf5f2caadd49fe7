"""The ground the other tests stand on: does a real server answer at every door?"""

import pytest

from support.client import Client, OdooError


def test_every_door_lets_the_administrator_in(rpc, rpc_key):
    web = rpc("admin")
    assert web.call("res.users", "read", [web.uid], ["login"])[0]["login"] == "admin"
    old = Client(web.url, web.database, "admin")
    assert old.execute("res.users", "search_count", [("login", "=", "admin")]) == 1
    new = rpc_key("admin")
    assert new.json2("res.users", "search_count", domain=[["login", "=", "admin"]]) == 1


def test_a_refusal_names_its_reason(live_server, rpc, rpc_key):
    live_server.expect(
        "ERROR", r"odoo\.http", "Exception during request.*no_such_field"
    )
    with pytest.raises(OdooError) as refused:
        rpc("admin").call("res.partner", "create", {"no_such_field": 1})
    assert refused.value.kind == "ValueError"
    with pytest.raises(OdooError) as unknown:
        rpc_key("admin").json2("no.such.model", "read")
    assert unknown.value.status == 404
    with pytest.raises(OdooError) as wrong:
        rpc("admin", "wrong password")
    assert wrong.value.kind == "AccessDenied"


def test_a_mail_leaves_the_server(rpc, smtp_sink):
    admin = rpc("admin")
    values = {"subject": "鐘錶", "body_html": "<p>x</p>", "email_to": "a@example.com"}
    mail = admin.call("mail.mail", "create", {**values, "auto_delete": False})
    admin.call("mail.mail", "send", mail if isinstance(mail, list) else [mail])
    assert smtp_sink.wait_for(1)[0]["Subject"] == "鐘錶"
    assert smtp_sink.to("a@example.com")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_person_signs_in_with_a_browser(window, phone):
    person = window(phone=phone)
    page = person.sign_in("admin")
    page.wait_for_selector(".o_main_navbar, .o_navbar")


def test_a_killed_server_comes_back(live_server, rpc, sql):
    before = sql.one("SELECT count(*) FROM res_partner")
    live_server.kill()
    live_server.start()
    assert rpc("admin").call("res.partner", "search_count", []) <= before


def test_two_worker_processes_serve_at_once(live_server, rpc, run_parallel):
    live_server.restart(workers="2")
    clients = [rpc("admin") for _number in range(4)]
    outcomes = run_parallel(
        [
            lambda c=client: c.call("res.partner", "search_count", [])
            for client in clients
        ]
    )
    assert [outcome.ok for outcome in outcomes] == [True] * 4
