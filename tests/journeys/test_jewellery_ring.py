"""An 18 K ring, worn through and with a loose stone, from the counter to the survey.

The clerk asks Quality; the inspector measures 735 ‰ against 750 and a contact of 22 %,
the quality manager looks again, Compliance is asked by itself, the department answers.
The investigation is accepted, the director approves a new ring, the customer signs for
it in the portal and answers the survey. Each of them has a window and does it on the
screen; what is stored is looked up afterwards.
"""

import pytest
from playwright.sync_api import expect

from support import investigations as quality
from support.client import OdooError
from support.inspections import open_question
from support.journeys import (
    customer_answers,
    fits,
    from_the_clock,
    paper,
    sign,
    survey_mail,
)
from support.screens import Complaint, Screen

DATE = "%m/%d/%Y"
STORY = "The plating is worn through and the stone is loose. Is it 18 K at all?"
INSPECTION, INVESTIGATION = "qc.inspection", "jewellery.investigation"


def at_the_counter(clerk: Complaint, ring: dict) -> int:
    clerk.open("complaint-home")
    clerk.page.locator(".o_complaint_home_new").click()
    clerk.page.locator(".o_complaint_form").wait_for()
    clerk.choose("partner_id", ring["customer"])
    clerk.choose("lot_id", ring["serial"])
    clerk.type("purchase_date", ring["bought"].strftime(DATE))
    clerk.choose("category_id", "Stone Loose")
    clerk.write("description", STORY)
    answer_questions(clerk)
    clerk.save()
    return clerk.record_id()


def answer_questions(clerk: Complaint) -> None:
    rows = clerk.field("fact_answer_ids").locator("tr.o_data_row")
    expect(rows.first).to_be_visible()
    for number in range(rows.count()):
        row = rows.nth(number)
        row.locator("td[name=answer]").click()
        row.locator("td[name=answer]").locator("input, textarea").first.fill("Daily")


def asks_quality(clerk: Complaint) -> None:
    clerk.press("action_refer")
    clerk.pick("receiver_kind", "Department")
    clerk.choose("department_id", "Jewellery Quality")
    clerk.type("reason", "Stone loose, colour of the body")
    clerk.type("question", "Please measure the prongs and the fineness.")
    clerk.press("action_refer")
    expect(clerk.button("action_view_referrals")).to_contain_text("1")


def nobody_else_confirms(rpc, inspection: int) -> None:
    for login in ("inspector", "clerk", "manager", "admin"):
        with pytest.raises(OdooError):
            rpc(login).call(INSPECTION, "action_approve", [inspection])
        with pytest.raises(OdooError):
            rpc(login).call(INSPECTION, "write", [inspection], {"state": "success"})


def it_is_critical(sql, case_id: int) -> None:
    """The case, the log and Compliance know, without anybody telling them."""
    severity = "SELECT severity FROM helpdesk_ticket WHERE id = %s"
    assert sql.one(severity, case_id) == "critical"
    logged = (
        "SELECT count(*) FROM complaint_decision WHERE ticket_id = %s AND kind = %s"
    )
    assert sql.one(logged, case_id, "inspected") >= 2


def compliance_answers(compliance: Screen, sql, case_id: int, number: str) -> None:
    from_the_clock(compliance, "complaint.referral", "Future", number)
    compliance.expect("reason", "critical finding")
    compliance.expect("question", "What must be done by law")
    words = "Stop the sale of the batch; tell the buyers within a week."
    quality.answered(compliance, words)
    asked = sql(
        "SELECT r.state, r.answer, r.accepted_by_id = u.id FROM complaint_referral r"
        " JOIN qc_inspection i ON i.compliance_referral_id = r.id"
        " JOIN res_users u ON u.login = 'compliance' WHERE i.ticket_id = %s",
        case_id,
    )
    assert asked == [("answered", words, True)]


def department_answers(setter: Screen, sql, case_id: int, number: str) -> None:
    """Somebody without a role for complaints reads the question, and no more."""
    from_the_clock(setter, "complaint.referral", "Future", number)
    setter.expect("question", "Which cutter was it?")
    assert STORY not in setter.page.content(), "the case shows through"
    words = "Cutter 4 was worn; it has been changed."
    quality.answered(setter, words)
    asked = sql(
        "SELECT state, answer FROM complaint_referral WHERE ticket_id = %s"
        " AND reason = 'Prongs too short'",
        case_id,
    )
    assert asked == [("answered", words)]


def three_packages(clerk: Complaint, case_id: int, price: int) -> None:
    clerk.open_case(case_id)
    clerk.press("action_acknowledge")
    clerk.propose(("Re-set", 400))
    clerk.save()
    clerk.back()
    clerk.propose(("Refund", price))
    clerk.save()
    clerk.back()
    clerk.propose(("Make the piece again", price))
    clerk.save()
    clerk.back()


POINTS = {"Re-set": (2, 9, 8, 2, 0), "Refund": (6, 3, 9, 8, 9), "Make": (9, 4, 6, 9, 9)}


def scored(clerk: Complaint, case_id: int) -> None:
    """Three columns, five criteria, by keyboard; the best one is shown while typing."""
    clerk.press("action_score_packages")
    page = clerk.page
    page.locator(".o_complaint_score table").wait_for()
    for column, points in enumerate(POINTS.values()):
        for row, given in enumerate(points):
            page.locator(f"input[data-cell='{row}/{column}']").fill(str(given))
    best = page.locator("thead th.o_complaint_score_best")
    expect(best).to_contain_text("Make the piece again")
    page.get_by_role("button", name="Save", exact=True).click()
    clerk.idle()
    clerk.open_case(case_id)


def approves(person: Screen, sql, number: str, words: str) -> None:
    """The approval waits on the board of who has to give it."""
    person.open("complaint-approvals")
    rows = person.page.locator(".o_data_row, .o_kanban_record", has_text=number)
    rows.first.click()
    person.idle()
    fits(person)
    person.press("action_open_decide")
    person.type("comment", words)
    person.press("action_approve")
    given = "SELECT count(*) FROM complaint_approval WHERE comment = %s"
    assert sql.one(given, words) == 1


def approved(window, rpc, sql, compliance: Screen, package: int) -> None:
    """Compliance for the critical case; the director, on a phone, for the sum."""
    number = sql.one(
        "SELECT t.number FROM helpdesk_ticket t JOIN complaint_solution s"
        " ON s.ticket_id = t.id WHERE s.id = %s",
        package,
    )
    approves(compliance, sql, number, f"By law: a new one for {number}")
    with pytest.raises(OdooError):
        rpc("manager").call("complaint.solution", "action_approve", [package], "Mine")
    director = Screen(window(phone=True).sign_in("director"))
    approves(director, sql, number, f"A new ring with its assay for {number}")
    state = "SELECT state FROM complaint_solution WHERE id = %s"
    assert sql.one(state, package) == "approved"


def reported(window, rpc, sql, manager: Screen, investigation: int) -> None:
    """One click draws the page; the director reads it and asks for something."""
    manager.open(f"jewellery-investigations/{investigation}")
    manager.press("action_draw_report")
    report = sql.one(
        "SELECT id FROM jewellery_report WHERE investigation_id = %s", investigation
    )
    manager.press("action_send")
    manager.choose("user_ids", "Ho Chun Kit")
    manager.press("action_send")
    director = window(phone=True)
    # Chromium's viewer of papers asks for an icon of its own
    director.allow("favicon.ico")
    phone = Screen(director.sign_in("director"))
    phone.open("jewellery-reports-to-read")
    name = sql.one("SELECT name FROM jewellery_report WHERE id = %s", report)
    phone.page.locator(".o_kanban_record", has_text=name).first.click()
    phone.idle()
    fits(phone)
    assert paper(phone, "action_open_pdf").startswith(b"%PDF")
    phone.press("action_answer")
    phone.type("comment", "Find a second refiner.")
    phone.press("action_save")
    rows = "SELECT comment FROM jewellery_report_recipient WHERE report_id = %s"
    assert (
        sql.one(f"{rows} AND read_at IS NOT NULL", report) == "Find a second refiner."
    )
    stranger = rpc("clerk2").get(f"/jewellery/report/{report}/pdf")
    assert not stranger.content.startswith(b"%PDF")


def submitted(clerk: Complaint) -> None:
    clerk.press_on("Make the piece again", "action_submit")
    expect(clerk.state("Make the piece again")).to_have_text("Waiting for Approval")


def taken_in_the_portal(window, sql, case_id: int, package: int) -> None:
    page = window().sign_in("customer")
    page.goto(f"/my/complaints/{case_id}")
    expect(page.locator(".o_complaint_status")).to_contain_text("made you an offer")
    sign(page)
    page.get_by_role("button", name="Take the offer and sign").click()
    expect(page.locator(".alert-success")).to_be_visible()
    state = "SELECT state FROM complaint_solution WHERE id = %s"
    assert sql.one(state, package) == "accepted"


def carried_out_and_closed(clerk: Complaint, case_id: int) -> None:
    clerk.open_case(case_id)
    clerk.press_on("Make the piece again", "action_open_step")
    clerk.type("evidence", "New ring, assay 751.6 ‰, handed over today")
    clerk.press("action_confirm")
    clerk.tab("Result")
    clerk.pick("verdict", "Justified")
    clerk.choose("cause_id", "Alloy")
    clerk.pick("customer_outcome", "Satisfied")
    clerk.press("action_close_complaint")
    expect(clerk.button("action_reopen")).to_be_visible()


def reviewed(manager: Screen, ring: dict) -> None:
    """What the customer said of it is in the review of the methods at once."""
    manager.open("jewellery-review")
    page = manager.page
    page.locator(".o_switch_view.o_list").click()
    page.locator(".o_searchview_input").fill(ring["tag"])
    found = page.locator(".o_searchview_autocomplete .o-dropdown-item")
    found.filter(has_text="Product").first.click()
    manager.idle()
    row = page.locator(".o_data_row")
    expect(row).to_have_count(1)
    expect(row.locator("td[name=type_id]")).to_have_text("Make the piece again")
    expect(row.locator("td[name=csat]")).to_contain_text("4")


def package_of(sql, case_id: int) -> int:
    return sql.one(
        "SELECT s.id FROM complaint_solution s JOIN complaint_solution_line l"
        " ON l.solution_id = s.id JOIN complaint_solution_type t ON t.id = l.type_id"
        " WHERE s.ticket_id = %s AND t.code = 'remake'",
        case_id,
    )


def test_a_ring_below_its_mark(window, rpc, sql, smtp_sink, ring, surveys_at_once):
    manager = Screen(window().sign_in("investigator"))
    clerk = Complaint(window().sign_in("clerk"))
    case_id = at_the_counter(clerk, ring)
    number = sql.one("SELECT number FROM helpdesk_ticket WHERE id = %s", case_id)
    asks_quality(clerk)

    inspector = Screen(window().sign_in("inspector"))
    open_question(inspector, number)
    inspector.press("action_investigate")
    investigation = inspector.record_id()
    found = [quality.prongs(inspector, number), quality.fineness(inspector, number)]
    nobody_else_confirms(rpc, found[1])
    quality.looked_at_again(manager, found, ring)
    it_is_critical(sql, case_id)
    compliance = Screen(window().sign_in("compliance"))
    compliance_answers(compliance, sql, case_id, number)
    quality.asked_department(inspector, investigation, "Jewellery Setting")
    setter = Screen(window().sign_in("watchmaker"))
    department_answers(setter, sql, case_id, number)
    quality.written_up(inspector, investigation)
    with pytest.raises(OdooError):
        rpc("inspector").call(INVESTIGATION, "action_accept", [investigation])
    quality.accepted(manager, investigation)

    three_packages(clerk, case_id, ring["price"])
    scored(clerk, case_id)
    submitted(clerk)
    package = package_of(sql, case_id)
    approved(window, rpc, sql, compliance, package)
    clerk.open_case(case_id)
    clerk.press_on("Make the piece again", "action_offer")
    taken_in_the_portal(window, sql, case_id, package)
    reported(window, rpc, sql, manager, investigation)
    smtp_sink.clear()
    carried_out_and_closed(clerk, case_id)
    customer_answers(window, survey_mail(rpc, sql, smtp_sink, ring))
    reviewed(manager, ring)
