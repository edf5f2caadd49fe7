"""A quartz watch stopped: the battery, out of warranty, and an angry customer.

The guideline opens by itself; the free battery is goodwill within the clerk's limit,
and never less than a package of the case. Several people, in a browser.
"""

import datetime
import uuid

import pytest
from playwright.sync_api import expect

from support.client import OdooError
from support.screens import Complaint, Screen

REPAIR = "repair.order"
WORK = "Battery and function test"


@pytest.fixture
def watch(rpc, sql):
    """A quartz watch of its own with its owner, sold by us three years ago."""
    admin = rpc("admin")
    tag = f"W{uuid.uuid4().hex[:6].upper()}"
    partner = admin.call(
        "res.partner",
        "create",
        [{"name": f"Yip {tag}", "email": f"yip-{tag.lower()}@example.com"}],
    )
    [product] = admin.call(
        "product.product",
        "search",
        [("movement", "=", "quartz"), ("watch_kind", "=", "wrist")],
        limit=1,
    )
    sold = datetime.date.today() - datetime.timedelta(days=3 * 365 + 200)
    [lot] = admin.call(
        "stock.lot",
        "create",
        [
            {
                "name": f"QZ-{tag}",
                "product_id": product,
                "company_id": 1,
                "owner_id": partner[0],
                "warranty_start": sold.isoformat(),
                "warranty_card": f"W-{tag}",
            }
        ],
    )
    return {
        "lot": lot,
        "product": product,
        "partner": partner[0],
        "tag": tag,
        "sold": sold.isoformat(),
        "email": f"yip-{tag.lower()}@example.com",
    }


@pytest.fixture
def case(rpc, watch):
    clerk = rpc("clerk")
    [category] = clerk.call(
        "helpdesk.ticket.category",
        "search",
        [("name", "=", "Stopped Working"), ("is_complaint", "=", True)],
        limit=1,
    )
    noticed = datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=3)
    values = {
        "category_id": category,
        "partner_id": watch["partner"],
        "lot_id": watch["lot"],
        "product_id": watch["product"],
        "incident_at": noticed.strftime("%Y-%m-%d %H:%M:%S"),
        "purchase_date": watch["sold"],
        "customer_mood": "hostile",
        "description": f"The watch {watch['tag']} stopped. This is a swindle!",
    }
    [id_] = clerk.call("helpdesk.ticket", "create", [values])
    return id_


def fits(screen: Screen) -> None:
    wide = screen.page.evaluate(
        "() => document.documentElement.scrollWidth - window.innerWidth"
    )
    assert wide <= 0, f"the page is {wide} px too wide"


def decide(clerk: Complaint) -> None:
    """The guideline for angry customers is open beside the decision."""
    clerk.tab("Warranty and Repair")
    clerk.press("action_decide_warranty")
    clerk.expect("rule_reason", "The warranty has ended")
    opened = clerk.dialog.locator("details[open] summary")
    expect(opened).to_contain_text("When the customer is upset")
    expect(clerk.field("rights")).to_contain_text("Sale of Goods Ordinance")
    clerk.pick("part", "Battery")
    clerk.expect("rule_result", "Out of Warranty")
    clerk.press("action_decide")
    clerk.expect("warranty_result", "Out of Warranty")


def agreed(clerk: Complaint, sql, case: int) -> int:
    """One click makes the repair; the customer signs before it is opened."""
    clerk.press("action_repair")
    clerk.expect("stage", "Received")
    repair = sql.one("SELECT id FROM repair_order WHERE ticket_id = %s", case)
    clerk.press("action_estimate")
    clerk.choose("work_ids", WORK)
    clerk.expect("relief_amount", "280")
    clerk.press("action_save")
    clerk.expect("full_value", "280")
    clerk.press("action_consent")
    clerk.field("may_open").locator("input").check()
    clerk.sign("signature")
    clerk.press("action_agree")
    clerk.expect("consent_by", "Yip")
    return repair


def free_of_charge_needs_a_package(clerk: Complaint, rpc, repair: int) -> None:
    clerk.press("action_start")
    refused = clerk.refusal()
    assert "paid by nobody" in refused and "280" in refused, refused
    for vals in ({"work_value": 0}, {"under_warranty": True}, {"state": "done"}):
        for login in ("clerk", "watchmaker"):
            with pytest.raises(OdooError):
                rpc(login).call(REPAIR, "write", [repair], vals)


def goodwill_within_the_limit(clerk: Complaint, sql, case: int) -> None:
    clerk.press("action_propose_cover")
    clerk.page.locator(".o_complaint_solution_form").wait_for()
    clerk.press("action_submit")
    clerk.press("action_offer")
    clerk.press("action_open_step")
    clerk.type("note", "That is decent of you.")
    clerk.press("action_confirm")
    package = "SELECT state, amount FROM complaint_solution WHERE ticket_id = %s"
    assert [(state, float(sum_)) for state, sum_ in sql(package, case)] == [
        ("accepted", 280.0)
    ]


def repaired_on_a_phone(window, sql, watch: dict, repair: int) -> None:
    watchmaker = Screen(window(phone=True).sign_in("watchmaker"))
    watchmaker.open("watch-repairs")
    fits(watchmaker)
    watchmaker.page.locator(".o_kanban_record", has_text=watch["tag"]).click()
    watchmaker.idle()
    fits(watchmaker)
    for button in ("action_start", "action_finish"):
        more = watchmaker.page.locator(".o_statusbar_buttons_dropdown:visible")
        if not watchmaker.button(button).count() and more.count():
            more.first.click()
        watchmaker.page.locator(f"button[name={button}]:visible").first.click()
        watchmaker.idle()
    assert sql("SELECT state, stage FROM repair_order WHERE id = %s", repair) == [
        ("done", "ready")
    ]


def test_battery_as_goodwill(window, rpc, sql, watch, case):
    clerk = Complaint(window().sign_in("clerk"))
    clerk.open_case(case)
    decide(clerk)
    repair = agreed(clerk, sql, case)
    free_of_charge_needs_a_package(clerk, rpc, repair)
    goodwill_within_the_limit(clerk, sql, case)
    repaired_on_a_phone(window, sql, watch, repair)
    clerk.open_case(case)
    clerk.press("action_view_repairs")
    rows = clerk.page.locator(".o_data_row, .o_kanban_record:not(.o_kanban_ghost)")
    rows.filter(has_text=watch["tag"]).first.click()
    clerk.idle()
    clerk.press("action_returned")
    clerk.expect("stage", "Returned")
    clerk.open_case(case)
    expect(clerk.page.locator(".o-mail-Activity")).to_contain_text("close the case")
    told = sql("SELECT kind FROM complaint_notice WHERE ticket_id = %s", case)
    assert len(told) == 3, told
    log = sql("SELECT kind FROM complaint_decision WHERE ticket_id = %s", case)
    assert {("warranty",), ("repair_started",), ("repair_finished",)} <= set(log)


def test_slips_of_the_pen(window, rpc, case, watch):
    """A watch of somebody else, a serial number of another product."""
    other = rpc("admin").call("res.partner", "create", [{"name": "Somebody Else"}])
    rpc("admin").call("stock.lot", "write", [watch["lot"]], {"owner_id": other[0]})
    clerk = Complaint(window().sign_in("clerk"))
    clerk.open_case(case)
    clerk.press("action_repair")
    assert "registered to another customer" in clerk.refusal()
    [product] = rpc("admin").call(
        "product.product",
        "search",
        [("movement", "=", "automatic"), ("watch_kind", "=", "wrist")],
        limit=1,
    )
    with pytest.raises(OdooError) as refused:
        rpc("clerk").call("helpdesk.ticket", "write", [case], {"product_id": product})
    assert "is a serial number of" in refused.value.message
