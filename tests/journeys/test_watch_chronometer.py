"""A chronometer that gains 14 seconds a day, from the counter to the survey.

The clerk tells what the class allows, the workshop measures in five positions, the
watch is repaired in warranty, the customer is told at each step and collects it.
"""

import datetime
import re
import uuid

import pytest
from playwright.sync_api import expect

from support.client import OdooError
from support.journeys import customer_answers, fits, run_cron, survey_mail
from support.screens import Complaint, Screen

DATE = "%m/%d/%Y"
STORY = "It gains fourteen seconds a day since I bought it."
SHEET = "watch.diagnosis"
WRONG = """CH  +12.4  285  0.2
+11.0  281  0.3
6H  +15.8  400  0.3"""
LINES = """CH  +12.4  285  0.2
CB  +11.0  281  0.3
6H  +15.8  262  0.3
9H  +14.1  259  0.4
3H  +16.7  260  0.4"""
ANSWERS = {"Gain or Loss": "Fourteen seconds a day, for two weeks"}
# The class allows −4 to +6.
MEAN = "+14 s/d"


@pytest.fixture
def watch(rpc, sql):
    """A chronometer bought sixty days ago, with its card; and who bought it."""
    product = sql.one(
        "SELECT res_id FROM ir_model_data WHERE name = 'product_ridge_demo'"
    )
    company = sql.one("SELECT res_id FROM ir_model_data WHERE name = 'main_company'")
    tag = f"W{uuid.uuid4().hex[:6].upper()}"
    bought = datetime.date.today() - datetime.timedelta(days=60)
    serial = f"RC-{tag}"
    values = {
        "name": serial,
        "product_id": product,
        "company_id": company,
        "warranty_card": f"CARD-{tag}",
        "warranty_start": str(bought),
    }
    rpc("admin").call("stock.lot", "create", [values])
    return {
        "serial": serial,
        "bought": bought,
        "customer": f"Yip Tsz Lok {tag}",
        "email": f"yip-{tag.lower()}@example.com",
    }


def at_the_counter(clerk: Complaint, watch: dict) -> int:
    clerk.open("complaint-home")
    clerk.page.locator(".o_complaint_home_new").click()
    clerk.page.locator(".o_complaint_form").wait_for()
    line = f"{watch['customer']} 5555 0777 {watch['email']}"
    clerk.choose("partner_id", line, option="Create")
    clerk.choose("lot_id", watch["serial"])
    clerk.type("purchase_date", watch["bought"].strftime(DATE))
    clerk.choose("category_id", "Timekeeping")
    clerk.write("description", STORY)
    answer_questions(clerk)
    clerk.save()
    return clerk.record_id()


def answer_questions(clerk: Complaint) -> None:
    """The category has put its questions there; the clerk asks them."""
    rows = clerk.field("fact_answer_ids").locator("tr.o_data_row")
    expect(rows.first).to_contain_text("Gain or Loss")
    for number in range(rows.count()):
        row = rows.nth(number)
        question = row.locator("td[name=fact_id]").inner_text().strip()
        row.locator("td[name=answer]").click()
        expect(row).to_have_class(re.compile("o_selected_row"))
        box = row.locator("td[name=answer]").locator("input, textarea").first
        box.fill(ANSWERS.get(question, "Nothing"))


def what_it_should_do(clerk: Complaint) -> None:
    """The card beside the case: the figure, and the sentence for the customer."""
    clerk.tab("Watch")
    rate = clerk.page.locator(".o_watch_card [data-criterion=mean_rate]")
    expect(rate).to_contain_text("−4 … +6 s/d")
    expect(rate).to_contain_text("normal and no fault")
    expect(clerk.page.locator(".o_watch_card")).to_contain_text("Chronometer ISO 3159")


def measured(workshop: Screen, number: str) -> None:
    """Five positions, pasted from the device; what is not clear is not taken."""
    workshop.open("watch-diagnoses")
    workshop.page.locator(".o_data_row", has_text=number).locator(
        "td[name=name]"
    ).click()
    workshop.idle()
    workshop.expect("symptom", "fourteen seconds")
    workshop.press("action_paste")
    workshop.type("text", WRONG)
    workshop.idle()
    preview = workshop.dialog.locator(".o_watch_lines")
    expect(preview).to_contain_text("The position is missing")
    expect(preview).to_contain_text("400 is not possible, only 80 to 360")
    expect(workshop.dialog.locator("button[name=action_import]")).to_be_disabled()
    workshop.type("text", LINES)
    workshop.idle()
    expect(workshop.dialog.locator(".o_watch_lines")).to_contain_text("+16.7 s/d")
    workshop.press("action_import")
    sheet = workshop.page.locator(".o_watch_sheet")
    expect(sheet.locator(".o_watch_overall")).to_have_text("Not As It Should Be")
    rate = sheet.locator("tr[data-criterion=mean_rate]")
    expect(rate).to_contain_text(MEAN)
    expect(rate).to_contain_text("Fail")
    expect(sheet.locator("svg.o_watch_chart text").first).to_be_visible()
    workshop.tab("Findings")
    workshop.type("findings", "The regulator stands too fast; nothing is broken.")
    workshop.save()
    workshop.press("action_finish")
    workshop.confirm()
    expect(workshop.button("action_correct")).to_be_visible()


def nobody_changes_it(rpc, sheet: int) -> None:
    for login in ("watchmaker", "clerk", "manager", "admin"):
        with pytest.raises(OdooError):
            rpc(login).call(SHEET, "write", [sheet], {"findings": "All is well"})


def in_warranty(clerk: Complaint, case_id: int) -> None:
    clerk.open_case(case_id)
    expect(clerk.button("action_view_diagnoses")).to_contain_text("Not As It Should Be")
    clerk.tab("Warranty and Repair")
    clerk.press("action_decide_warranty")
    clerk.field("proof").locator("input").check()
    clerk.idle()
    clerk.expect("rule_result", "In")
    clerk.press("action_decide")


def repair_is_agreed(clerk: Complaint) -> None:
    clerk.press("action_repair")
    clerk.press("action_estimate")
    promised = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=10)
    clerk.type("promised_at", promised.strftime(f"{DATE} %I:%M:%S %p"))
    clerk.type("other_value", "380")
    clerk.press("action_save")
    clerk.press("action_consent")
    clerk.field("may_open").locator("input").check()
    clerk.sign("signature")
    clerk.press("action_agree")


def repaired(workshop: Screen, serial: str) -> None:
    workshop.open("watch-repairs")
    row = workshop.page.locator(".o_data_row, .o_kanban_record", has_text=serial)
    row.first.click()
    workshop.idle()
    workshop.press("action_start")
    workshop.press("action_finish")


def collected(clerk: Complaint, case_id: int, sql) -> None:
    repair = sql.one("SELECT id FROM repair_order WHERE ticket_id = %s", case_id)
    clerk.open(f"watch-repairs/{repair}")
    clerk.press("action_returned")


def was_told(rpc, sql, smtp_sink, watch: dict) -> None:
    """Each step of the repair is a mail of its own."""
    run_cron(rpc("admin"), sql, "mail", "ir_cron_mail_scheduler_action")
    told = smtp_sink.to(watch["email"])
    assert len(told) >= 3, [mail["Subject"] for mail in told]
    smtp_sink.clear()


def closed(clerk: Complaint, case_id: int) -> None:
    clerk.open_case(case_id)
    clerk.tab("Result")
    clerk.pick("verdict", "Justified")
    clerk.choose("cause_id", "Manufacture or Assembly")
    clerk.pick("customer_outcome", "Satisfied")
    clerk.press("action_close_complaint")
    expect(clerk.button("action_reopen")).to_be_visible()


def test_a_chronometer_gains_fourteen_seconds(
    window,
    rpc,
    sql,
    smtp_sink,
    watch,
    surveys_at_once,
):
    clerk = Complaint(window().sign_in("clerk"))
    case_id = at_the_counter(clerk, watch)
    number = sql.one("SELECT number FROM helpdesk_ticket WHERE id = %s", case_id)
    what_it_should_do(clerk)
    clerk.press("action_ask_diagnosis")
    expect(clerk.page.locator("button[name=action_finish]:visible")).to_have_count(0)
    sheet = sql.one("SELECT id FROM watch_diagnosis WHERE ticket_id = %s", case_id)

    workshop = Screen(window().sign_in("watchmaker"))
    measured(workshop, number)
    nobody_changes_it(rpc, sheet)
    verdict, rate = sql(
        "SELECT verdict, mean_rate FROM watch_diagnosis WHERE id = %s", sheet
    )[0]
    assert (verdict, float(rate)) == ("out_of_class", 14.0)
    on_a_phone(window, sheet)

    in_warranty(clerk, case_id)
    repair_is_agreed(clerk)
    repaired(workshop, watch["serial"])
    report_for_the_customer(rpc, sheet)
    collected(clerk, case_id, sql)
    was_told(rpc, sql, smtp_sink, watch)
    closed(clerk, case_id)
    customer_answers(window, survey_mail(rpc, sql, smtp_sink, watch))
    answered = "SELECT csat FROM helpdesk_ticket WHERE id = %s"
    assert sql.one(answered, case_id) == 4


def on_a_phone(window, sheet: int) -> None:
    """The watchmaker looks at the sheet again, at the bench."""
    phone = Screen(window(phone=True).sign_in("watchmaker"))
    phone.open(f"watch-diagnoses/{sheet}")
    expect(phone.page.locator("svg.o_watch_chart")).to_be_visible()
    fits(phone)


def report_for_the_customer(rpc, sheet: int) -> None:
    """The clerk prints it; the watchmaker, who speaks with nobody, does not."""
    path = f"/report/pdf/watch_complaint_addon.watch_diagnosis_document/{sheet}"
    answer = rpc("clerk").get(path)
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    with pytest.raises(OdooError):
        rpc("watchmaker").call(SHEET, "read", [sheet], ["ticket_id"])
