"""A VIP visits, is promised a call that comes late, and wants to be forgotten.

The clerk logs the visit and the enquiry, sales quote, the promise is late: the light of
the shop is yellow and an improvement is there. The customer takes back the consent,
gets a file with everything, and is erased by two people; the complaint stays. Each of
them has a window and does it on the screen; what is stored is looked up afterwards.
"""

import datetime
import re
import uuid
import zoneinfo

import pytest
from playwright.sync_api import expect

from support import chains, relations
from support.client import OdooError
from support.journeys import fits, from_the_clock, run_cron
from support.screens import Screen

STORE = "SELECT id FROM retail_store WHERE code = 'TST'"
ZONE = "Asia/Hong_Kong"
PRODUCT = "Observatory"
PROMISE = "Call on Friday about the panda dial"
SECRET = "Comes with her daughter"


@pytest.fixture
def week():
    """Tuesday and Friday of last week, whatever today is, as the shop's clock says."""
    today = datetime.datetime.now(zoneinfo.ZoneInfo(ZONE))
    monday = today - datetime.timedelta(days=today.weekday() + 7)
    return {
        name: (monday + datetime.timedelta(days=days)).replace(
            hour=15, minute=0, second=0
        )
        for name, days in (("tuesday", 1), ("friday", 4))
    }


@pytest.fixture
def vip(rpc, sql, week):
    """A good customer, who complained once and to whom four promises were kept."""
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
    vip = {**values, "id": id_, "tag": tag}
    vip["case"] = complained(rpc, sql, vip)
    kept_promises(rpc, sql, vip, week)
    return vip


def complained(rpc, sql, vip: dict) -> int:
    """A complaint of last year, answered and closed: evidence that stays."""
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


def kept_promises(rpc, sql, vip: dict, week: dict) -> None:
    """Nobody can keep a promise last week in a test, so SQL moves them there."""
    about = {"partner_id": vip["id"], "store_id": sql.one(STORE), "within": 3}
    others = [{"name": f"Photo {number}", **about} for number in range(4)]
    clerk = rpc("clerk")
    kept = clerk.call("customer.promise", "create", others)
    clerk.call("customer.promise", "action_keep", kept)
    utc = {name: moment.astimezone(datetime.UTC) for name, moment in week.items()}
    sql(
        "UPDATE customer_promise SET made_at = %s, done_at = %s, due_at = %s,"
        " remind_at = NULL WHERE id = ANY(%s)",
        utc["tuesday"].replace(tzinfo=None),
        utc["tuesday"].replace(tzinfo=None),
        utc["friday"].replace(tzinfo=None),
        kept,
    )


def visits(clerk: Screen, vip: dict, week: dict) -> None:
    """From the bar at the top; it was a full week, so it is written down afterwards."""
    clerk.open("customer-exchanges")
    clerk.page.locator(".o_exchange_entry").click()
    clerk.dialog.wait_for()
    relations.pick_customer(clerk, vip)
    clerk.type("subject", f"{vip['tag']} asks for the panda dial")
    clerk.type("note", SECRET)
    relations.moment(clerk, "date", week["tuesday"])
    clerk.type("promise", PROMISE)
    relations.moment(clerk, "promise_due_at", week["friday"])
    clerk.press("action_log")
    expect(clerk.page.locator(".modal:visible")).to_have_count(0)


def late(supervisor: Screen, clerk: Screen, rpc, sql, vip: dict) -> None:
    """The clock tells the shop's manager; the clerk calls, too late."""
    run_cron(rpc("admin"), sql, "retail_complaint_addon", "ir_cron_complaint_clock")
    from_the_clock(supervisor, "customer.promise", "Late", vip["tag"])
    supervisor.expect("name", PROMISE)
    expect(supervisor.page.locator(".ribbon")).to_contain_text("Late")
    clerk.open("customer-promises")
    clerk.page.locator(".o_data_row", has_text=vip["tag"]).first.click()
    clerk.idle()
    clerk.press("action_keep")
    clerk.expect("state", "Kept")
    expect(clerk.page.locator(".ribbon")).to_contain_text("Late")
    stored = "SELECT outcome FROM customer_promise WHERE partner_id = %s AND name = %s"
    assert sql.one(stored, vip["id"], PROMISE) == "late"


def yellow(manager: Screen, rpc, sql) -> str:
    """The manager has it counted again; the light is on the board."""
    name = f"Promises {uuid.uuid4().hex[:6]}"
    values = {
        "name": name,
        "measure": "promises_kept",
        "period": "week",
        "target": 100,
        "warning": 1,
        "min_sample": 1,
        "improve_from": "yellow",
        "store_ids": [sql.one(STORE)],
    }
    [indicator] = rpc("manager").call("service.indicator", "create", [values])
    manager.open(f"service-indicators/{indicator}")
    manager.press("action_recompute")
    manager.open("service-lights")
    card = manager.page.locator(".o_kanban_record", has_text=name)
    card = card.filter(has_text="TST")
    expect(card.locator(".o_service_light_yellow")).to_be_visible()
    card.click()
    manager.idle()
    manager.expect("light", "Yellow")
    light = (
        "SELECT light FROM service_indicator_value WHERE indicator_id = %s"
        " AND is_latest AND store_id IS NOT NULL"
    )
    assert sql.one(light, indicator) == "yellow"
    return name


def improved(manager: Screen, sql, name: str) -> None:
    """What is to be done about it is there, and starts when it was thought over."""
    manager.press("action_improve")
    manager.expect("state", "Proposed")
    manager.press("action_start")
    assert "fill in" in manager.refusal()
    manager.tab("Before the Start")
    for check, words in (
        ("customer_impact", "Customers are called on the day they were told."),
        ("privacy_impact", "No data beyond the promise."),
    ):
        manager.field(check).locator("label").first.click()
        manager.type(f"{check}_note", words)
    manager.press("action_start")
    manager.expect("state", "In Progress")
    state = "SELECT state FROM service_improvement WHERE name LIKE %s"
    assert sql.one(state, f"%{name}%") == "doing"


def no_more_news(clerk: Screen, sql, vip: dict) -> None:
    for word in ("Given", "Withdrawn"):
        relations.consented(clerk, vip, word)
    rows = sql(
        "SELECT state, channel FROM customer_consent WHERE partner_id = %s ORDER BY id",
        vip["id"],
    )
    channels = ("email", "phone")
    assert rows == [
        (word, channel) for word in ("given", "withdrawn") for channel in channels
    ]


def asked(clerk: Screen, vip: dict, kind: str) -> int:
    """The clerk writes down what the customer says, and hands it on."""
    clerk.open(relations.REQUESTS)
    clerk.page.get_by_role("button", name="New", exact=True).first.click()
    clerk.idle()
    clerk.pick("kind", kind)
    relations.pick_customer(clerk, vip)
    clerk.type("details", "Please.")
    clerk.page.get_by_role("button", name="Hand to the Privacy Officer").click()
    clerk.idle()
    clerk.expect("state", "New")
    return clerk.record_id()


def everything(officer: Screen, rpc, sql, request: int, vip: dict) -> None:
    data, paper = relations.exported(officer)
    text = str(data)
    assert vip["email"] in text and SECRET in text and PROMISE in text
    wanted = {"customer.exchange", "customer.promise", "crm.lead", "helpdesk.ticket"}
    assert wanted <= set(data["records"])
    assert vip["tag"] in paper
    export = sql.one(
        "SELECT id FROM customer_privacy_export WHERE request_id = %s", request
    )
    refused = rpc("manager").get(f"/privacy/export/{export}")
    assert not refused.content.startswith(b"PK")
    opened = "SELECT count(*) FROM customer_access_log WHERE kind = 'export'"
    assert sql.one(f"{opened} AND res_id = %s", export) == 1


def answers(officer: Screen, rpc, sql, request: int, vip: dict) -> None:
    """The officer finds it under the clock, and hands over a file with everything."""
    with pytest.raises(OdooError):
        rpc("clerk").call("customer.privacy.request", "action_export", [request])
    from_the_clock(officer, "customer.privacy.request", "Future", vip["tag"])
    relations.identified(officer)
    everything(officer, rpc, sql, request, vip)
    officer.open(f"{relations.REQUESTS}/{request}")
    relations.replied(officer, "The file is handed over.")
    state = "SELECT state FROM customer_privacy_request WHERE id = %s"
    assert sql.one(state, request) == "answered"


def forgotten(window, officer: Screen, rpc, sql, vip: dict) -> None:
    """The officer asks, a manager agrees on a phone; nobody does both."""
    from_the_clock(officer, "customer.privacy.request", "Future", vip["tag"])
    relations.identified(officer)
    officer.press("action_erase")
    officer.press("action_ask")
    officer.expect("state", "Waits for the Second Person")
    [(erasure, number)] = sql(
        "SELECT e.id, e.name FROM customer_erasure e JOIN customer_privacy_request r"
        " ON r.id = e.request_id WHERE r.partner_id = %s",
        vip["id"],
    )
    with pytest.raises(OdooError):
        rpc("compliance").call("customer.erasure", "action_approve", [erasure])
    manager = Screen(window(phone=True, timezone_id=ZONE).sign_in("manager"))
    manager.open("service-lights")
    from_the_clock(manager, "customer.erasure", "Today", number)
    manager.expect("person", vip["tag"])
    fits(manager)
    manager.page.get_by_role("button", name=re.compile("Agree and Erase")).click()
    manager.confirm()
    state = "SELECT state FROM customer_erasure WHERE id = %s"
    assert sql.one(state, erasure) == "done"


def nowhere(sql, vip: dict) -> None:
    """No table holds the name or the address any more, the sent mail neither."""
    found = relations.written(sql, vip["tag"])
    assert not found, found


def stays(clerk: Screen, sql, case: int) -> None:
    """The facts and decisions of the complaint, without the person."""
    clerk.open(f"complaints/{case}")
    expect(clerk.field("description")).to_contain_text("twenty minutes")
    verdict = "SELECT verdict FROM helpdesk_ticket WHERE id = %s"
    assert sql.one(verdict, case) == "unfounded"
    logged = (
        "SELECT count(*) FROM complaint_decision WHERE ticket_id = %s AND kind = %s"
    )
    assert sql.one(logged, case, "erased") == 1


def test_a_vip_from_the_visit_to_the_end(window, rpc, sql, vip, week):
    started = sql.one("SELECT COALESCE(max(id), 0) FROM complaint_decision")
    clerk = Screen(window(timezone_id=ZONE).sign_in("clerk"))
    visits(clerk, vip, week)
    lead = relations.enquired(clerk, vip, PRODUCT)
    relations.quoted(Screen(window().sign_in("sales")), vip, PRODUCT)
    stored = (
        "SELECT enquiry_state FROM crm_lead WHERE id = %s AND quoted_at IS NOT NULL"
    )
    assert sql.one(stored, lead) == "quoted"
    late(Screen(window().sign_in("supervisor")), clerk, rpc, sql, vip)
    manager = Screen(window().sign_in("manager"))
    improved(manager, sql, yellow(manager, rpc, sql))
    no_more_news(clerk, sql, vip)
    officer = Screen(window().sign_in("compliance"))
    access = asked(clerk, vip, "Access")
    answers(officer, rpc, sql, access, vip)
    asked(clerk, vip, "Erasure")
    forgotten(window, officer, rpc, sql, vip)
    run_cron(rpc("admin"), sql, "mail", "ir_cron_mail_scheduler_action")
    nowhere(sql, vip)
    stays(clerk, sql, vip["case"])
    assert not chains.breaks(sql, started)[0]
