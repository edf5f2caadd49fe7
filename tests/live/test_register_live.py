"""complaint_register as another system calls it; the examples are those of the docs."""

import json
import re
import uuid
from pathlib import Path

import pytest

from support.client import OdooError

DOCUMENT = Path(__file__).parents[2] / "docs/api.md"
EXAMPLES = [
    json.loads(block)["vals"]
    for block in re.findall(r"```json\n(.*?)```", DOCUMENT.read_text("utf-8"), re.S)
]
CODE = re.search(r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.S).group(1)
COUNT = "SELECT count(*) FROM helpdesk_ticket WHERE external_ref = %s"


def register(client, **vals):
    return client.json2("helpdesk.ticket", "complaint_register", vals=vals)


@pytest.mark.parametrize("vals", EXAMPLES, ids=lambda vals: vals["channel"])
def test_the_examples_of_the_document(rpc_key, sql, live_server, vals):
    connector = rpc_key("connector")
    scope = {}
    exec(CODE, scope)  # noqa: S102  the code a reader would copy
    vals = {**vals, "external_ref": f"{vals['external_ref']}:{uuid.uuid4().hex}"}
    where = (live_server.url, live_server.database, connector.key)
    first, again = (scope["register"](*where, vals) for _call in range(2))
    assert first["created"] and not again["created"]
    assert {**first, "created": False} == again
    assert sql.one(COUNT, vals["external_ref"]) == 1
    files = sql.one(
        "SELECT count(*) FROM ir_attachment WHERE res_model = 'helpdesk.ticket'"
        " AND res_id = %s AND name LIKE 'watch%%'",
        first["id"],
    )
    assert files == len(vals.get("attachments", []))
    assert connector.http.get(first["link"], timeout=60).status_code == 200


def test_twenty_at_once_are_one_case(rpc_key, sql, run_parallel):
    connector = rpc_key("connector")
    reference = f"race:{uuid.uuid4().hex}"
    outcomes = run_parallel(
        [
            lambda n=n: register(
                connector,
                external_ref=reference,
                channel="social_media",
                description=f"Call {n}: the strap broke",
                partner_email=f"{reference[5:]}@example.com",
            )
            for n in range(20)
        ]
    )
    assert all(outcome.ok for outcome in outcomes), [o.error for o in outcomes]
    answers = [outcome.value for outcome in outcomes]
    assert len({answer["id"] for answer in answers}) == 1
    assert sum(answer["created"] for answer in answers) == 1
    assert sql.one(COUNT, reference) == 1
    assert (
        sql.one(
            "SELECT count(*) FROM res_partner WHERE email = %s",
            f"{reference[5:]}@example.com",
        )
        == 1
    )


@pytest.mark.parametrize("login", ["auditor", "watchmaker", "customer"])
def test_others_may_not(rpc_key, sql, login):
    reference = f"no:{uuid.uuid4().hex}"
    with pytest.raises(OdooError) as caught:
        register(rpc_key(login), external_ref=reference, description="Mine")
    assert (caught.value.kind, caught.value.status) == ("AccessError", 403)
    assert sql.one(COUNT, reference) == 0


@pytest.mark.parametrize(
    "vals, key",
    [
        ({}, "description"),
        ({"description": 7}, "description"),
        ({"description": "a\x00b"}, "description"),
        ({"description": "x" * 100_001}, "description"),
        ({"stage_id": 4}, "stage_id"),
        ({"partner_id": 3}, "partner_id"),
        ({"user_id": 2}, "user_id"),
        ({"external_ref": "x" * 201}, "external_ref"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"partner_email": "nobody"}, "partner_email"),
        ({"store": "NOWHERE"}, "store"),
        ({"store": ["TST"]}, "store"),
        ({"store_id": 2**40}, "store_id"),
        ({"company_id": True}, "company_id"),
        ({"channel": "carrier pigeon"}, "channel"),
        ({"category": "../../etc"}, "category"),
        ({"received_at": "yesterday"}, "received_at"),
        ({"received_at": "2999-01-01T00:00:00Z"}, "received_at"),
        ({"purchase_date": "31.01.2026"}, "purchase_date"),
        ({"claimed_amount": "NaN"}, "claimed_amount"),
        ({"claimed_amount": -1}, "claimed_amount"),
        ({"claimed_amount": float("inf")}, "claimed_amount"),
        ({"currency": "dollars"}, "currency"),
        ({"attachments": "x"}, "attachments"),
        ({"attachments": [{}] * 200}, "attachments"),
        ({"attachments": [{"name": "x.png", "content": "?"}]}, "attachments[0]"),
        ({"attachments": [{"name": "x.png", "content": "PHN2Zz4="}]}, "attachments"),
        ("not an object", "vals"),
        ([], "vals"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_an_error_names_the_key(rpc_key, sql, vals, key):
    connector = rpc_key("connector")
    before = sql.one("SELECT count(*) FROM helpdesk_ticket")
    if isinstance(vals, dict) and vals:
        vals = {"description": "Broken", **vals}
    with pytest.raises(OdooError) as caught:
        connector.json2("helpdesk.ticket", "complaint_register", vals=vals)
    assert caught.value.status == 422, caught.value.debug
    assert caught.value.message.startswith(f"{key}: ")
    assert sql.one("SELECT count(*) FROM helpdesk_ticket") == before


def test_another_company_is_none_of_theirs(rpc_key, sql):
    company, store = sql("SELECT company_id, id FROM retail_store WHERE code = 'MAC'")[
        0
    ]
    for vals in ({"company_id": company}, {"store_id": store}, {"store": "MAC"}):
        with pytest.raises(OdooError) as caught:
            register(rpc_key("connector"), description="Broken", **vals)
        assert caught.value.status == 422


def test_a_connector_reads_nothing(rpc_key):
    connector = rpc_key("connector")
    made = register(connector, description="The clasp broke")
    for model in ("helpdesk.ticket", "complaint.intake", "complaint.tracking"):
        with pytest.raises(OdooError) as caught:
            connector.json2(model, "search_read", domain=[], fields=["id"])
        assert caught.value.kind == "AccessError"
    with pytest.raises(OdooError):
        connector.json2(
            "helpdesk.ticket", "write", ids=[made["id"]], vals={"name": "Mine"}
        )


def test_an_administrator_makes_the_key(rpc, sql, live_server):
    """The machine user cannot sign in to the settings itself."""
    admin = rpc("admin")
    user = sql.one("SELECT id FROM res_users WHERE login = 'connector'")
    wizard = admin.call("res.users", "action_make_connector_key", [user])
    shown = admin.call(
        wizard["res_model"],
        "run_check",
        [wizard["res_id"]],
        context={"password": admin.password},
    )
    connector = type(admin)(live_server.url, live_server.database, "connector")
    connector.key = shown["context"]["default_key"]
    assert register(connector, description="The clasp broke")["created"]
