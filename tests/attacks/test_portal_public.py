"""Customers and strangers: a case of one's own on the page, nothing else."""

import pytest
import requests

from support import secret as secrets
from support.attack import CLEAN, every_door
from support.secret import finds_nothing, readings, sees_nothing

TICKET = "helpdesk.ticket"
ADDON = "retail_complaint_addon"
METHODS = (
    ("search", {"domain": []}),
    ("search_read", {"domain": [], "limit": 1}),
    ("search_count", {"domain": []}),
    ("read_group", {"domain": [], "fields": ["id"], "groupby": []}),
    (
        "formatted_read_group",
        {"domain": [], "groupby": [], "aggregates": ["__count"]},
    ),
    ("name_search", {"name": ""}),
    ("create", {"vals_list": [{}]}),
)
RECORD_METHODS = (
    ("read", {"fields": ["id"]}),
    ("web_read", {"specification": {"display_name": {}}}),
    ("export_data", {"fields_to_export": ["id"]}),
    ("write", {"vals": {}}),
    ("unlink", {}),
    ("copy", {}),
)


def models_of_ours(attack) -> list[str]:
    rows = attack.sql(
        "SELECT m.model FROM ir_model m JOIN ir_model_data d"
        " ON d.model = 'ir.model' AND d.res_id = m.id"
        " WHERE d.module = %s AND NOT m.abstract ORDER BY 1",
        ADDON,
    )
    return [model for (model,) in rows]


@pytest.fixture(scope="module")
def secret(_attack):
    return secrets.make(_attack)


@pytest.fixture(scope="module")
def mine(_attack):
    """A case of the customer who is signed in."""
    return secrets.make(_attack, partner_id=_attack.partner("customer"))


@pytest.mark.parametrize("login", ["customer", "connector"])
def test_no_model_of_ours_is_open_to_them(attack, login):
    """Taken from the registry: a model that comes later is asked too."""
    models = [
        model
        for model in models_of_ours(attack)
        if model.startswith(("complaint.", "retail."))
    ]
    assert len(models) > 20
    rows = {}
    for model in models:
        table = model.replace(".", "_")
        rows[model] = 1
        if attack.sql.one("SELECT to_regclass(%s)", table):
            rows[model] = attack.sql.one(f'SELECT min(id) FROM "{table}"') or 1
    client = attack.by(login)
    with attack.nothing_moves():
        for model in models:
            for method, arguments in METHODS:
                refuse(client, model, method, arguments)
            for method, arguments in RECORD_METHODS:
                refuse(client, model, method, arguments, [rows[model]])


def refuse(client, model, method, arguments, ids=None):
    place = f"{client.login}: {model}.{method}"
    given = dict(arguments)
    args = [ids] if ids is not None else []
    if method == "create":
        args = [given.pop("vals_list")]
    try:
        answer = client.call(model, method, *args, **given)
    except AssertionError as error:
        assert error.kind in CLEAN, f"{place}: {error.debug}"
    else:
        # Every employee is handed something one day; who is not finds nothing there.
        if method.endswith("read_group"):
            answer = sum(row.get("__count", 0) for row in answer)
        told = bool(answer) or method in {name for name, _given in RECORD_METHODS}
        assert not told, f"{place} answered {str(answer)[:200]}"


def test_customers_read_only_the_fields_of_upstream(attack, mine):
    """F1: every field of ours but one is for staff."""
    told = set(attack.call("customer", TICKET, "fields_get"))
    ours = {
        name: store
        for name, store in attack.sql(
            "SELECT f.name, f.store FROM ir_model_fields f JOIN ir_model_data d"
            " ON d.model = 'ir.model.fields' AND d.res_id = f.id"
            " WHERE f.model = 'helpdesk.ticket' AND d.module = %s"
            " AND NOT EXISTS (SELECT 1 FROM ir_model_data u"
            "  WHERE u.model = 'ir.model.fields' AND u.res_id = f.id"
            "  AND u.module <> %s)",
            ADDON,
            ADDON,
        )
    }
    assert len(ours) > 50
    assert told & ours.keys() == {"is_complaint"}
    for name in sorted(ours.keys() - {"is_complaint"}):
        for method, arguments in (
            ("read", {"fields": [name]}),
            ("search", {"domain": [[name, "!=", False]]}),
        ):
            if method == "search" and not ours[name]:
                continue
            ids = [[mine.case]] if method == "read" else []
            with pytest.raises(AssertionError) as caught:
                attack.by("customer").call(TICKET, method, *ids, **arguments)
            assert caught.value.kind == "AccessError", caught.value.debug
    for domain in (
        [["target_state", "=", "overdue"]],
        [["is_repeat_customer", "=", True]],
        [["is_repeat_article", "!=", False]],
        [["solution_ids.amount", ">", 0]],
        [["store_id.name", "!=", False]],
        [["involved_user_ids.login", "!=", False]],
    ):
        attack.refused("web", "customer", TICKET, "search", domain=domain)
    for order in ("severity", "claimed_amount desc"):
        attack.refused("web", "customer", TICKET, "search", domain=[], order=order)
    attack.refused(
        "web", "customer", TICKET, "export_data", [mine.case], fields_to_export=["csat"]
    )


@pytest.mark.parametrize("login", ["customer", "portal"])
def test_cases_of_other_customers_stay_unseen(attack, secret, login):
    for model, ids in secret.records.items():
        if login == "portal" and model not in (TICKET, "mail.message"):
            continue
        sees_nothing(attack, login, secret.word, readings(model, ids))
        finds_nothing(attack, login, model, ids)


def test_customers_do_not_learn_of_the_case_theirs_repeats(attack, secret):
    """Not its title, and not its number either."""
    number = attack.sql.one(
        "SELECT number FROM helpdesk_ticket WHERE id = %s", secret.case
    )
    case = attack.case(partner_id=attack.partner("customer"))
    attack.write("clerk", case, duplicate_id=secret.case)
    names = {"fields": {"display_name": {}}}
    for word in (number, secret.word):
        sees_nothing(
            attack,
            "customer",
            word,
            [
                (TICKET, "read", [[case]], {}),
                (TICKET, "read", [[case], ["duplicate_id"]], {}),
                (
                    TICKET,
                    "web_read",
                    [[case]],
                    {"specification": {"duplicate_id": names}},
                ),
                (TICKET, "export_data", [[case], ["duplicate_id"]], {}),
                (TICKET, "search_read", [[["duplicate_id", "=", secret.case]]], {}),
                (
                    TICKET,
                    "formatted_read_group",
                    [[["id", "=", case]]],
                    {"groupby": ["duplicate_id"], "aggregates": ["__count"]},
                ),
            ],
        )
        page = attack.by("customer").get(f"/my/ticket/{case}")
        assert page.status_code == 200 and word not in page.text


@every_door
def test_customers_change_nothing_of_their_case(attack, door, mine, secret):
    for case in (mine.case, secret.case):
        for values in (
            {"name": "Mine"},
            {"stage_id": 4},
            {"partner_id": attack.partner("portal")},
            {"is_complaint": False},
            {"solution_ids": [[0, 0, {"state": "done"}]]},
        ):
            attack.refused(door, "customer", TICKET, "write", [case], vals=values)
        attack.refused(door, "customer", TICKET, "unlink", [case])
        attack.refused(door, "customer", TICKET, "copy", [case])
        for method in (
            "action_close_complaint",
            "action_reopen",
            "action_acknowledge",
            "action_settle_on_site",
            "action_send_survey",
            "action_verify_decisions",
            "assign_to_me",
        ):
            attack.refused(door, "customer", TICKET, method, [case])


def test_customers_read_no_package_of_their_own_case(attack, mine):
    for model, ids in mine.records.items():
        if model not in (TICKET, "mail.message", "mail.followers", "ir.attachment"):
            sees_nothing(attack, "customer", mine.word, readings(model, ids))
            finds_nothing(attack, "customer", model, ids)


def test_customers_see_their_case(attack, mine):
    """The control."""
    (row,) = attack.call("customer", TICKET, "read", [mine.case], fields=["name"])
    assert mine.word in row["name"]
    page = attack.by("customer").get(f"/my/ticket/{mine.case}")
    assert page.status_code == 200 and mine.word in page.text
    assert mine.word in attack.by("customer").get("/my/complaints").text


def test_the_home_and_the_register_are_for_staff(attack):
    for login in ("customer", "portal", "watchmaker"):
        for model, method in (
            (TICKET, "get_complaint_home"),
            ("complaint.authority", "get_matrix"),
            ("complaint.decision", "action_verify_all"),
        ):
            with attack.nothing_moves():
                try:
                    answer = attack.by(login).call(model, method)
                except AssertionError as error:
                    assert error.kind in ("AccessError", "UserError"), error.debug
                else:
                    assert login == "watchmaker", f"{login}: {model}.{method} {answer}"


# Without a login


@pytest.fixture
def stranger(attack):
    session = requests.Session()
    session.trust_env = False
    return session


def test_nobody_without_a_login_calls_a_model(attack, stranger, secret):
    """The web client, the old door, the new door."""
    url, database = attack.server.url, attack.server.database
    with attack.nothing_moves():
        for model in models_of_ours(attack):
            call = {"model": model, "method": "search_read", "args": [[]], "kwargs": {}}
            answer = stranger.post(
                f"{url}/web/dataset/call_kw/{model}/search_read",
                json={"jsonrpc": "2.0", "method": "call", "params": call},
            ).json()
            assert "SessionExpired" in answer["error"]["data"]["name"], answer
        for uid, word in ((0, ""), (4, "public"), (False, False)):
            answer = stranger.post(
                f"{url}/jsonrpc",
                json={
                    "jsonrpc": "2.0",
                    "method": "call",
                    "params": {
                        "service": "object",
                        "method": "execute_kw",
                        "args": [database, uid, word, TICKET, "search", [[]]],
                    },
                },
            ).json()
            assert "AccessDenied" in answer["error"]["data"]["name"], answer
        answer = stranger.post(
            f"{url}/json/2/{TICKET}/search",
            json={"domain": []},
            headers={"X-Odoo-Database": database, "Authorization": "bearer nothing"},
        )
        assert answer.status_code in (401, 403)


def test_no_page_shows_a_case_to_strangers(attack, stranger, secret):
    file = secret.ids("ir.attachment")[0]
    url = attack.server.url
    with attack.nothing_moves():
        for path in (
            f"/my/ticket/{secret.case}",
            f"/my/ticket/{secret.case}/{'0' * 36}",
            f"/my/ticket/{secret.case}?access_token=",
            f"/my/ticket/{secret.case}?access_token=False",
            f"/web/content/{file}",
            f"/web/content/{file}?access_token=False",
            f"/web/image/{file}",
            f"/web/content/{TICKET}/{secret.case}/description",
            f"/mail/view?model={TICKET}&res_id={secret.case}",
            f"/mail/view?model={TICKET}&res_id={secret.case}&access_token=x",
            f"/ticket/close?ticket_id={secret.case}&stage_id=4",
            "/my/tickets",
        ):
            answer = stranger.get(url + path)
            assert answer.status_code < 500, path
            assert secret.word not in answer.text, path
        for path, params in (
            (
                "/mail/message/post",
                {
                    "thread_model": TICKET,
                    "thread_id": secret.case,
                    "post_data": {"body": "Mine"},
                },
            ),
            (
                "/mail/chatter_fetch",
                {"thread_model": TICKET, "thread_id": secret.case},
            ),
            (
                "/portal/chatter_init",
                {"thread_model": TICKET, "thread_id": secret.case},
            ),
        ):
            answer = stranger.post(
                url + path, json={"jsonrpc": "2.0", "method": "call", "params": params}
            )
            assert answer.status_code < 500 and secret.word not in answer.text, path


def test_customers_post_on_their_own_case_only(attack, mine, secret):
    client = attack.by("customer")
    post = {"thread_model": TICKET, "post_data": {"body": "Hello"}}
    with attack.no("AccessError", "NotFound"):
        client.route("/mail/message/post", thread_id=secret.case, **post)
    attack.refused(
        "web", "customer", TICKET, "message_post", [secret.case], body="Hello"
    )
    assert client.route("/mail/message/post", thread_id=mine.case, **post)
    author = attack.sql.one(
        "SELECT author_id FROM mail_message WHERE model = 'helpdesk.ticket'"
        " AND res_id = %s ORDER BY id DESC LIMIT 1",
        mine.case,
    )
    assert author == attack.partner("customer")
