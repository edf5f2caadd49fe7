"""From the counter to the survey, as the people of the demo company do it.

A watch of HKD 38,000 stopped nine days after it was bought. Everything happens in a
real browser; what must be impossible is tried over RPC as well.
"""

import datetime
import uuid

import pytest
from playwright.sync_api import expect

from support.client import OdooError
from support.journeys import customer_answers, fits, survey_mail
from support.screens import Complaint, Screen

DATE = "%m/%d/%Y"
STORY = "The watch stopped nine days after the purchase."
REPAIR, REFUND = "Repair free of charge", "Refund"
# Two minutes at the counter are not more than this many clicks and entries.
TWO_MINUTES = 25


@pytest.fixture
def watch(rpc, sql):
    """A watch with a serial number of its own, and what is known of its buyer."""
    product = sql.one(
        "SELECT res_id FROM ir_model_data WHERE name = 'product_observatory_demo'"
    )
    company = sql.one("SELECT res_id FROM ir_model_data WHERE name = 'main_company'")
    tag = f"W{uuid.uuid4().hex[:6].upper()}"
    values = {"name": f"OBS-{tag}", "product_id": product, "company_id": company}
    rpc("admin").call("stock.lot", "create", [values])
    return {
        "serial": f"OBS-{tag}",
        "customer": f"Yip Tsz Lok {tag}",
        "email": f"yip-{tag.lower()}@example.com",
        "staff": "Chow Ming Fai",
    }


def take_complaint(case: Complaint, watch: dict) -> int:
    """Through the form, from top to bottom, as at the counter."""
    now = datetime.datetime.now(datetime.UTC)
    case.open("complaint-home")
    case.touched.clear()
    case._touch("press New complaint")
    case.page.locator(".o_complaint_home_new").click()
    case.page.locator(".o_complaint_form").wait_for()
    line = f"{watch['customer']} 5555 0777 {watch['email']}"
    case.choose("partner_id", line, option="Create")
    case.choose("lot_id", watch["serial"])
    case.type("purchase_date", (now - datetime.timedelta(days=9)).strftime(DATE))
    case.type(
        "incident_at",
        (now - datetime.timedelta(minutes=5)).strftime(f"{DATE} %I:%M:%S %p"),
    )
    case.choose("staff_ids", watch["staff"])
    case.choose("category_id", "Stopped Working")
    case.type("remedy_sought", "The money back, or a watch that runs")
    case.type("claimed_amount", "38000")
    case.write("description", STORY)
    case.save()
    return case.record_id()


def read_case(person, case_id: int, *names: str) -> dict:
    return person.call("helpdesk.ticket", "read", [case_id], list(names))[0]


def test_a_watch_that_stopped(
    window, rpc, sql, smtp_sink, watch, surveys_at_once, record_property
):
    clerk = Complaint(window().sign_in("clerk"))
    case_id = take_complaint(clerk, watch)
    record_property("intake", ", ".join(clerk.touched))
    check_intake(clerk, rpc("clerk"), case_id, watch)
    clerk.press("action_acknowledge")
    propose_two_packages(clerk)
    package_id = sql.one(
        "SELECT id FROM complaint_solution WHERE ticket_id = %s AND amount = 38000",
        case_id,
    )

    supervisor_cannot(window, rpc, case_id, package_id)
    manager_approves_on_a_phone(window, sql, package_id)
    customer_takes_the_refund(clerk, case_id)
    close(clerk)
    before = figures(rpc("manager"))
    customer_answers(window, survey_mail(rpc, sql, smtp_sink, watch))
    after = figures(rpc("manager"))
    assert [new - old for new, old in zip(after, before, strict=True)] == [1, 4, 2, 9]
    the_desk_sees_it(clerk, window, case_id)


def check_intake(clerk: Complaint, person, case_id: int, watch: dict) -> None:
    assert len(clerk.touched) <= TWO_MINUTES, clerk.touched
    case = read_case(
        person, case_id,
        "name", "partner_email", "partner_phone", "product_id", "store_id", "user_id",
        "severity", "nature", "resolve_by", "claimed_amount", "staff_ids", "number",
    )  # fmt: skip
    assert case["name"] == STORY
    assert case["partner_email"] == watch["email"]
    assert case["partner_phone"].endswith("5555 0777")
    assert "Observatory Chronograph" in case["product_id"][1]
    assert "TST" in case["store_id"][1]
    assert case["user_id"][0] == person.uid
    assert (case["nature"], case["claimed_amount"]) == ("product", 38000)
    assert case["resolve_by"] and case["severity"] and len(case["staff_ids"]) == 1


def propose_two_packages(clerk: Complaint) -> None:
    """The first is within the clerk's limit, the second is not."""
    clerk.propose(("Apology", None), (REPAIR, 600))
    clerk.save()
    clerk.shows_hint("Within my limit")
    clerk.back()
    clerk.propose(("Apology", None), (REFUND, 38000))
    clerk.save()
    clerk.back()
    expect(clerk.package(REPAIR)).to_contain_text("Within my limit")
    expect(clerk.package(REFUND)).to_contain_text("38,000")
    clerk.press_on(REPAIR, "action_submit")
    expect(clerk.state(REPAIR)).to_have_text("Approved")
    clerk.press_on(REFUND, "action_submit")
    expect(clerk.state(REFUND)).to_have_text("Waiting for Approval")
    expect(clerk.package(REFUND)).to_contain_text("Leung Mei Ling")


def supervisor_cannot(window, rpc, case_id: int, package_id: int) -> None:
    """Neither is there a button for it, nor does the server let them."""
    supervisor = Complaint(window().sign_in("supervisor"))
    supervisor.open_case(case_id)
    expect(supervisor.package(REFUND)).to_contain_text("Waiting for Leung Mei Ling")
    expect(supervisor.page.locator("button[name=action_open_decide]")).to_have_count(0)
    supervisor.open("complaint-approvals")
    expect(supervisor.page.locator(".o_data_row", has_text="38,000")).to_have_count(0)
    person = rpc("supervisor")
    with pytest.raises(OdooError) as refused:
        person.call("complaint.solution", "action_approve", [package_id], "Mine")
    assert refused.value.kind in ("AccessError", "UserError", "ValidationError")
    state = person.call("complaint.solution", "read", [package_id], ["state"])
    assert state[0]["state"] == "submitted"


def manager_approves_on_a_phone(window, sql, package_id: int) -> None:
    """A to-do tells that something waits; the request tells why, and what else."""
    todo = (
        "SELECT count(*) FROM mail_activity a JOIN res_users u ON u.id = a.user_id"
        " JOIN complaint_approval p ON p.id = a.res_id"
        " WHERE a.active AND a.res_model = 'complaint.approval' AND u.login = %s"
        " AND p.solution_id = %s"
    )
    assert sql.one(todo, "manager", package_id) == 1
    assert sql.one(todo, "supervisor", package_id) == 0
    phone = window(phone=True)
    manager = Screen(phone.sign_in("manager"))
    case = sql.one(
        "SELECT t.number FROM helpdesk_ticket t JOIN complaint_solution s"
        " ON s.ticket_id = t.id WHERE s.id = %s",
        package_id,
    )
    manager.open("complaint-approvals")
    manager.page.locator(".o_kanban_record", has_text=case).click()
    manager.idle()
    manager.expect("package_amount", "38,000")
    manager.expect("remedy_sought", "The money back")
    manager.expect("alternative_ids", REPAIR)
    fits(manager)
    manager.press("action_open_decide")
    manager.type("comment", "Nine days: the guarantee covers it. Refund.")
    manager.press("action_approve")
    manager.expect("comment", "the guarantee covers it")
    expect(manager.page.locator("button[name=action_open_decide]")).to_have_count(0)
    assert sql.one(todo, "manager", package_id) == 0


def customer_takes_the_refund(clerk: Complaint, case_id: int) -> None:
    """Both are offered, one is taken; the other one is cancelled with it."""
    clerk.open_case(case_id)
    expect(clerk.state(REFUND)).to_have_text("Approved")
    expect(clerk.package(REFUND)).to_contain_text("the guarantee covers it")
    clerk.press_on(REPAIR, "action_offer")
    clerk.press_on(REFUND, "action_offer")
    expect(clerk.state(REFUND)).to_have_text("Offered")
    clerk.press_on(REFUND, "action_open_step")
    clerk.type("note", "I would rather have the money back.")
    clerk.press("action_confirm")
    expect(clerk.state(REFUND)).to_have_text("Accepted")
    expect(clerk.state(REPAIR)).to_have_text("Cancelled")
    clerk.press_on(REFUND, "action_open_step")
    clerk.type("evidence", "Credit note RTST/0042, card refund of today")
    clerk.press("action_confirm")
    expect(clerk.state(REFUND)).to_have_text("Done")
    expect(clerk.package(REFUND)).to_contain_text("RTST/0042")


def close(clerk: Complaint) -> None:
    """Without a finding there is no closing; with it there is."""
    clerk.press("action_close_complaint")
    refused = clerk.refusal()
    for word in ("Verdict", "Cause", "Outcome"):
        assert word in refused, refused
    clerk.tab("Result")
    clerk.pick("verdict", "Justified")
    clerk.choose("cause_id", "Manufacture or Assembly")
    clerk.pick("customer_outcome", "Satisfied")
    clerk.expect("settled_amount", "38,000")
    clerk.press("action_close_complaint")
    expect(clerk.button("action_reopen")).to_be_visible()
    expect(clerk.button("action_view_survey")).to_contain_text("Planned")


def the_desk_sees_it(clerk: Complaint, window, case_id: int) -> None:
    clerk.open_case(case_id)
    clerk.tab("Result")
    for name, score in (
        ("csat", "4"),
        ("csat_handling", "5"),
        ("ces", "2"),
        ("nps", "9"),
    ):
        clerk.expect(name, score)
    clerk.expect("survey_comment", "Quick and friendly.")
    clerk.expect("survey_state", "Answered")
    manager = Screen(window().sign_in("manager"))
    manager.open("complaint-satisfaction")
    manager.page.locator(".o_graph_renderer canvas").wait_for()
    manager.open("complaint-decisions")
    manager.press("action_verify_log")
    assert "every decision is as it was written" in manager.notice()


def figures(person) -> list[float]:
    """What the charts count: answers, satisfaction, effort, recommendation."""
    names = ["__count", "csat:sum", "ces:sum", "nps:sum"]
    [row] = person.call(
        "helpdesk.ticket",
        "formatted_read_group",
        [("is_complaint", "=", True), ("survey_state", "=", "answered")],
        [],
        names,
    )
    return [row[name] or 0 for name in names]


def test_no_second_settlement_after_reopening(window, rpc, sql, watch):
    """900 twice is 1,800: reopening a case starts no new limit."""
    clerk = Complaint(window().sign_in("clerk3"))
    case_id = take_complaint(clerk, watch)
    settle_on_the_spot(clerk, 900)
    assert "Settled and closed" in clerk.notice()
    expect(clerk.button("action_reopen")).to_be_visible()
    clerk.press("action_reopen")
    clerk.confirm()
    expect(clerk.page.locator(".o_complaint_badges")).to_contain_text("Round 2")
    settle_on_the_spot(clerk, 900)
    told = clerk.notice()
    assert "above your limit" in told and "Cheung Wai Man" in told, told

    packages = sql(
        "SELECT state, amount, round FROM complaint_solution WHERE ticket_id = %s"
        " ORDER BY id",
        case_id,
    )
    assert packages == [("done", 900, 1), ("submitted", 900, 2)]
    assert sql(
        "SELECT p.state, p.amount FROM complaint_approval p"
        " JOIN complaint_solution s ON s.id = p.solution_id"
        " WHERE s.ticket_id = %s AND s.round = 2",
        case_id,
    ) == [("pending", 1800)]
    [case] = rpc("supervisor").call(
        "helpdesk.ticket", "read", [case_id], ["settled_amount", "stage_id"]
    )
    assert case["settled_amount"] == 900
    clerk.open_case(case_id)
    expect(clerk.button("action_close_complaint")).to_be_visible()


def settle_on_the_spot(clerk: Complaint, amount: float) -> None:
    clerk.press("action_settle_on_site")
    clerk.choose("type_id", "Compensation")
    clerk.type("amount", str(amount))
    clerk.type("evidence", "Receipt signed at the counter")
    if not clerk.value("cause_id"):
        clerk.choose("cause_id", "Manufacture or Assembly")
    clerk.press("action_settle")
