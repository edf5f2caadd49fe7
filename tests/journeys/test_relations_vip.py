"""A VIP visits, is promised a call that comes late, and wants to be forgotten.

The clerk logs the visit in ten seconds, sales quote, the promise is late: the light of
the shop is yellow and an improvement is there. The customer takes back the consent,
gets a file with everything, and is erased by two people; the complaint stays.
"""

import io
import json
import re
import uuid
import zipfile

import pytest
from playwright.sync_api import expect

from support import chains
from support.client import OdooError
from support.journeys import fits
from support.screens import AUTOCOMPLETE, Screen

ADDON = "customer_relations_addon"
REQUESTS = f"action-{ADDON}.customer_privacy_request_action"
ERASURES = f"action-{ADDON}.customer_erasure_action"
STORE = "SELECT id FROM retail_store WHERE code = 'TST'"
PROMISE = "Call on Friday about the panda dial"
SECRET = "Comes with her daughter"


@pytest.fixture
def vip(rpc, sql):
    tag = f"Ysolde{uuid.uuid4().hex[:6]}"
    values = {
        "name": f"{tag} Penhallow",
        "email": f"{tag.lower()}@example.com",
        "phone": f"+44 7700 900{int(tag[-3:], 16) % 1000:03d}",
        "customer_class_id": sql.one(
            "SELECT id FROM customer_class WHERE code = 'VIP'"
        ),
        "customer_store_id": sql.one(STORE),
    }
    [id_] = rpc("manager").call("res.partner", "create", [values])
    return {**values, "id": id_, "tag": tag}


def visits(clerk: Screen, vip: dict) -> None:
    """From the bar at the top, wherever the clerk is; the promise with it."""
    clerk.open("customer-exchanges")
    clerk.page.locator(".o_exchange_entry").click()
    clerk.dialog.wait_for()
    box = clerk.field("partner_id").locator("input:visible").first
    box.click()
    box.fill(vip["tag"])
    clerk.page.locator(AUTOCOMPLETE).filter(has_text=vip["tag"]).first.click()
    clerk.type("subject", f"{vip['tag']} asks for the panda dial")
    clerk.type("note", SECRET)
    clerk.type("promise", PROMISE)
    clerk.press("action_log")
    expect(clerk.page.locator(".modal:visible")).to_have_count(0)


def asks_for_a_price(rpc, sql, vip: dict) -> int:
    product = sql.one(
        "SELECT res_id FROM ir_model_data WHERE name = 'product_observatory_demo'"
        " AND module = 'retail_complaint_addon'"
    )
    values = {
        "name": f"Panda dial for {vip['tag']}",
        "type": "opportunity",
        "partner_id": vip["id"],
        "enquiry_kind": "stock",
        "product_id": product,
        "store_id": sql.one(STORE),
        "company_id": sql.one("SELECT company_id FROM retail_store WHERE code = 'TST'"),
    }
    [lead] = rpc("clerk").call("crm.lead", "create", [values])
    sales = rpc("sales")
    order = {
        "partner_id": vip["id"],
        "opportunity_id": lead,
        "order_line": [[0, 0, {"product_id": product}]],
    }
    [order_id] = sales.call("sale.order", "create", [order])
    sales.call("sale.order", "action_quotation_sent", [order_id])
    return lead


def quoted(sales: Screen, lead: int) -> None:
    sales.open(f"enquiries/{lead}")
    sales.expect("enquiry_state", "Quoted")
    expect(sales.button("action_view_sale_quotation")).to_contain_text("1")


def late(rpc, sql, vip: dict) -> None:
    """Last week; four other promises were kept, this one was not."""
    clerk = rpc("clerk")
    others = [
        {
            "name": f"Photo {number}",
            "partner_id": vip["id"],
            "store_id": sql.one(STORE),
            "within": 3,
        }
        for number in range(4)
    ]
    kept = clerk.call("customer.promise", "create", others)
    clerk.call("customer.promise", "action_keep", kept)
    back = "interval '7 days'"
    sql(
        f"UPDATE customer_promise SET made_at = now() - 2 * {back},"
        f" due_at = date_trunc('week', now()) - interval '3 days',"
        " done_at = CASE WHEN state = 'kept' THEN"
        "   date_trunc('week', now()) - interval '4 days' END,"
        f" remind_at = now() - {back} WHERE partner_id = %s RETURNING id",
        vip["id"],
    )
    [mine] = clerk.call(
        "customer.promise",
        "search",
        [("name", "=", PROMISE), ("partner_id", "=", vip["id"])],
    )
    admin = rpc("admin")
    clock = sql.one(
        "SELECT res_id FROM ir_model_data WHERE name = 'ir_cron_complaint_clock'"
    )
    admin.call("ir.cron", "method_direct_trigger", [clock])
    [promise] = clerk.call("customer.promise", "read", [mine], ["outcome"])
    assert promise["outcome"] == "late"


def yellow(rpc, sql, vip: dict) -> int:
    manager = rpc("manager")
    values = {
        "name": f"Promises of {vip['tag']}",
        "measure": "promises_kept",
        "period": "week",
        "target": 100,
        "warning": 1,
        "min_sample": 1,
        "improve_from": "yellow",
        "store_ids": [sql.one(STORE)],
    }
    [indicator] = manager.call("service.indicator", "create", [values])
    manager.call("service.indicator", "action_recompute", [indicator])
    return indicator


def improved(manager: Screen, sql, indicator: int) -> None:
    """The light of the shop, and what is to be done about it."""
    light, value = sql(
        "SELECT light, id FROM service_indicator_value WHERE indicator_id = %s"
        " AND is_latest AND store_id IS NOT NULL",
        indicator,
    )[0]
    assert light == "yellow"
    improvement = sql.one(
        "SELECT id FROM service_improvement WHERE res_id = %s"
        " AND res_model = 'service.indicator.value'",
        value,
    )
    manager.open(f"service-improvements/{improvement}")
    manager.expect("state", "Proposed")
    manager.press("action_start")
    assert "fill in" in manager.refusal()


def no_more_news(rpc, sql, vip: dict) -> None:
    clerk = rpc("clerk")
    for state in ("given", "withdrawn"):
        values = {
            "partner_id": vip["id"],
            "state": state,
            "by_email": True,
            "by_phone": True,
            "evidence": "Said and signed at the counter.",
        }
        [screen] = clerk.call("customer.consent.record", "create", [values])
        clerk.call("customer.consent.record", "action_record", [screen])
    current = [("partner_id", "=", vip["id"]), ("is_current", "=", True)]
    rows = clerk.call("customer.consent", "search_read", current, ["state"])
    assert {row["state"] for row in rows} == {"withdrawn"}
    both = "SELECT count(*) FROM customer_consent WHERE partner_id = %s"
    assert sql.one(both, vip["id"]) == 4


def asked(rpc, vip: dict, kind: str) -> int:
    values = {"partner_id": vip["id"], "kind": kind, "details": "Please."}
    [request] = rpc("clerk").call("customer.privacy.request", "create", [values])
    with pytest.raises(OdooError):
        rpc("clerk").call("customer.privacy.request", "action_export", [request])
    return request


def identified(officer: Screen, request: int) -> None:
    officer.open(f"{REQUESTS}/{request}")
    officer.press("action_step")
    officer.type("words", "Passport shown at the counter")
    officer.press("action_confirm")
    officer.expect("state", "Identity Checked")


def everything(rpc, sql, request: int, vip: dict) -> None:
    officer = rpc("compliance")
    export = officer.call("customer.privacy.request", "action_export", [request])
    file = officer.get(f"/privacy/export/{export['res_id']}")
    assert file.status_code == 200
    book = zipfile.ZipFile(io.BytesIO(file.content))
    assert {"data.json", "summary.pdf"} <= set(book.namelist())
    text = book.read("data.json").decode()
    assert vip["email"] in text and SECRET in text and PROMISE in text
    records = json.loads(text)["records"]
    assert {"customer.exchange", "customer.promise", "crm.lead"} <= set(records)
    refused = rpc("manager").get(f"/privacy/export/{export['res_id']}")
    assert not refused.content.startswith(b"PK")
    opened = "SELECT count(*) FROM customer_access_log WHERE kind = 'export'"
    assert sql.one(f"{opened} AND res_id = %s", export["res_id"])


def forgotten(window, officer: Screen, rpc, sql, request: int) -> None:
    """The officer asks, a manager agrees on a phone; nobody does both."""
    opened = rpc("compliance").call(
        "customer.privacy.request", "action_erase", [request]
    )
    officer.open(f"{ERASURES}/{opened['res_id']}")
    officer.press("action_ask")
    with pytest.raises(OdooError):
        rpc("compliance").call("customer.erasure", "action_approve", [opened["res_id"]])
    manager = Screen(window(phone=True).sign_in("manager"))
    manager.open(f"{ERASURES}/{opened['res_id']}")
    fits(manager)
    manager.page.get_by_role("button", name=re.compile("Agree and Erase")).click()
    manager.confirm()
    state = "SELECT state FROM customer_erasure WHERE id = %s"
    assert sql.one(state, opened["res_id"]) == "done"


def nowhere(sql, vip: dict) -> None:
    for table, column in (
        ("res_partner", "name"),
        ("res_partner", "email"),
        ("customer_exchange", "subject"),
        ("crm_lead", "name"),
        ("mail_message", "body"),
        ("customer_privacy_request", "partner_name"),
        ("helpdesk_ticket", "description"),
    ):
        found = f"SELECT count(*) FROM {table} WHERE {column} ILIKE %s"
        assert not sql.one(found, f"%{vip['tag']}%"), (table, column)


def complained(rpc, sql, vip: dict) -> int:
    """A complaint at the counter, answered and closed: evidence that stays."""
    values = {
        "is_complaint": True,
        "name": "Waited for the till",
        "description": f"{vip['tag']} waited twenty minutes for the till.",
        "partner_id": vip["id"],
        "store_id": sql.one(STORE),
        "category_id": sql.one(
            "SELECT res_id FROM ir_model_data WHERE name = 'category_service_waiting'"
        ),
    }
    clerk = rpc("clerk")
    [case] = clerk.call("helpdesk.ticket", "create", [values])
    clerk.call("helpdesk.ticket", "action_acknowledge", [case])
    end = {
        "verdict": "unfounded",
        "cause_note": "A busy hour; the second till was open.",
        "customer_outcome": "satisfied",
        "cause_id": sql.one(
            "SELECT id FROM complaint_cause WHERE active ORDER BY id LIMIT 1"
        ),
    }
    clerk.call("helpdesk.ticket", "write", [case], end)
    clerk.call("helpdesk.ticket", "action_close_complaint", [case])
    return case


def stays(rpc, sql, case: int) -> None:
    """The facts and decisions of the complaint, without the person."""
    [row] = rpc("clerk").call(
        "helpdesk.ticket", "read", [case], ["number", "verdict", "description"]
    )
    assert row["verdict"] == "unfounded"
    assert "twenty minutes" in row["description"]
    logged = (
        "SELECT count(*) FROM complaint_decision WHERE ticket_id = %s AND kind = %s"
    )
    assert sql.one(logged, case, "erased") == 1


def test_a_vip_from_the_visit_to_the_end(window, rpc, sql, vip):
    started = sql.one("SELECT COALESCE(max(id), 0) FROM complaint_decision")
    clerk = Screen(window().sign_in("clerk"))
    visits(clerk, vip)
    case = complained(rpc, sql, vip)
    lead = asks_for_a_price(rpc, sql, vip)
    quoted(Screen(window().sign_in("sales")), lead)
    late(rpc, sql, vip)
    improved(Screen(window().sign_in("manager")), sql, yellow(rpc, sql, vip))
    no_more_news(rpc, sql, vip)
    officer = Screen(window().sign_in("compliance"))
    access = asked(rpc, vip, "access")
    identified(officer, access)
    everything(rpc, sql, access, vip)
    rpc("compliance").call(
        "customer.privacy.request",
        "action_answer",
        [access],
        "The file is handed over.",
    )
    erasure = asked(rpc, vip, "erasure")
    identified(officer, erasure)
    forgotten(window, officer, rpc, sql, erasure)
    nowhere(sql, vip)
    stays(rpc, sql, case)
    assert not chains.breaks(sql, started)[0]
