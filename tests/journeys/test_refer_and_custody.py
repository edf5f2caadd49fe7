"""Handed to the workshop and answered on a phone; the watch goes there and back.

The clerk asks, the watchmaker, who sees no complaint at all, answers on a phone. The
customer's watch is taken in, handed to the workshop, comes back and is returned, with
a signature for each step.
"""

import uuid

import pytest
from playwright.sync_api import expect

from support.client import OdooError
from support.journeys import fits
from support.screens import Complaint, Screen

REASON = "Ten minutes fast a day"
REFERRAL, ARTICLE = "complaint.referral", "complaint.custody"


@pytest.fixture
def case(rpc, sql):
    """A case of TST about a watch with a serial number."""
    clerk = rpc("clerk")
    tag = f"W{uuid.uuid4().hex[:6].upper()}"
    [category] = clerk.call(
        "helpdesk.ticket.category",
        "search",
        [("name", "=", "Waiting Time")],
        limit=1,
    )
    values = {
        "category_id": category,
        "partner_name": f"Yip {tag}",
        "partner_email": f"yip-{tag.lower()}@example.com",
        "description": f"The watch {tag} is ten minutes fast a day.",
    }
    [id_] = clerk.call("helpdesk.ticket", "create", [values])
    number = sql.one("SELECT number FROM helpdesk_ticket WHERE id = %s", id_)
    return {"id": id_, "number": number, "tag": tag}


def card(screen: Screen, text: str):
    return screen.page.locator(".o_kanban_record", has_text=text).first


def refer(clerk: Complaint) -> None:
    clerk.press("action_refer")
    clerk.pick("receiver_kind", "Team")
    clerk.choose("team_id", "Workshop")
    clerk.type("reason", REASON)
    clerk.type("question", "Is it magnetised? Please test it.")
    clerk.press("action_refer")
    expect(clerk.button("action_view_referrals")).to_contain_text("1")


def answered_on_a_phone(window, rpc, sql, case: dict) -> None:
    referral = sql.one(
        "SELECT id FROM complaint_referral WHERE ticket_id = %s", case["id"]
    )
    phone = window(phone=True)
    watchmaker = Screen(phone.sign_in("watchmaker"))
    watchmaker.open("complaint-referrals")
    fits(watchmaker)
    card(watchmaker, case["number"]).click()
    watchmaker.idle()
    watchmaker.expect("question", "magnetised")
    assert case["tag"] not in watchmaker.page.content(), "the case shows through"
    fits(watchmaker)
    watchmaker.press("action_accept")
    state = "SELECT state FROM complaint_referral WHERE id = %s"
    assert sql.one(state, referral) == "accepted"
    more = watchmaker.page.locator(".o_statusbar_buttons_dropdown, .o-dropdown-caret")
    if not watchmaker.button("action_answer").count() and more.count():
        more.first.click()
    watchmaker.press("action_answer")
    watchmaker.type("words", "Magnetised: 38 µT at the case. Demagnetised, +4 s/d.")
    watchmaker.press("action_confirm")
    assert sql.one(state, referral) == "answered"
    # with the referral the sight has ended, and the board says so
    expect(card(watchmaker, case["number"])).to_have_count(0)
    with pytest.raises(OdooError):
        rpc("watchmaker").call(REFERRAL, "read", [referral], ["reason"])


def take_in(clerk: Complaint, case: dict) -> int:
    clerk.open_case(case["id"])
    clerk.press("action_take_in")
    clerk.type("description", f"Steel watch {case['tag']}")
    clerk.type("condition", "Scratch at six o'clock")
    clerk.type("weight", "120.5")
    clerk.type("bag_number", f"B-{case['tag']}")
    clerk.sign("customer_signature")
    clerk.sign("own_signature")
    clerk.press("action_take_in")
    clerk.expect("place", "TST")
    return clerk.record_id()


def hand_to_workshop(clerk: Complaint) -> None:
    clerk.press("action_hand_over")
    clerk.choose("to_store_id", "WS")
    clerk.type("weight", "120.5")
    clerk.sign("own_signature")
    clerk.press("action_hand_over")
    expect(clerk.page.locator(".alert-warning:visible")).to_contain_text("on its way")


def receive(person: Screen, bag: str, weight: str) -> None:
    """Found by the number on the bag, weighed and signed for."""
    person.open("complaint-articles")
    card(person, bag).click()
    person.idle()
    person.press("action_accept")
    person.type("weight_received", weight)
    person.sign("own_signature")
    person.press("action_accept")


def test_asked_answered_handed_over_returned(window, rpc, sql, case):
    clerk = Complaint(window().sign_in("clerk"))
    clerk.open_case(case["id"])
    refer(clerk)
    answered_on_a_phone(window, rpc, sql, case)
    clerk.open_case(case["id"])
    expect(clerk.page.locator(".o-mail-Thread")).to_contain_text("Demagnetised")

    article = take_in(clerk, case)
    hand_to_workshop(clerk)
    bag = f"B-{case['tag']}"
    place = "SELECT place FROM complaint_custody WHERE id = %s"
    assert "TST" in sql.one(place, article)
    workshop = Screen(window(phone=True).sign_in("watchmaker"))
    receive(workshop, bag, "120.5")
    assert "Workshop" in sql.one(place, article)
    fits(workshop)
    cannot_close(clerk, case)
    with pytest.raises(OdooError):
        rpc("clerk").call(ARTICLE, "write", [article], {"place": "TST"})

    back_to_the_shop(Screen(window().sign_in("watchmaker")), bag)
    receive(clerk, bag, "119.0")
    expect(clerk.page.locator(".alert-danger:visible")).to_contain_text("differ")
    clerk.press("action_ready")
    return_it(clerk)
    state = "SELECT state FROM complaint_custody WHERE id = %s"
    assert sql.one(state, article) == "returned"
    moves = sql(
        "SELECT kind, state FROM complaint_custody_move WHERE custody_id = %s"
        " ORDER BY id",
        article,
    )
    assert moves == [
        ("intake", "accepted"),
        ("internal", "accepted"),
        ("internal", "accepted"),
        ("return", "accepted"),
    ]


def back_to_the_shop(workshop: Screen, bag: str) -> None:
    workshop.open("complaint-articles")
    card(workshop, bag).click()
    workshop.idle()
    workshop.press("action_hand_over")
    workshop.choose("to_store_id", "TST")
    workshop.type("weight", "120.5")
    workshop.sign("own_signature")
    workshop.press("action_hand_over")


def cannot_close(clerk: Complaint, case: dict) -> None:
    clerk.open_case(case["id"])
    clerk.tab("Result")
    clerk.pick("verdict", "Justified")
    clerk.choose("cause_id", "Manufacture or Assembly")
    clerk.pick("customer_outcome", "Satisfied")
    clerk.press("action_close_complaint")
    assert "still with us" in clerk.refusal()


def return_it(clerk: Complaint) -> None:
    clerk.press("action_hand_over")
    clerk.type("other_name", "Yip Tsz Lok")
    clerk.type("weight", "119.0")
    clerk.sign("other_signature")
    clerk.sign("own_signature")
    clerk.press("action_hand_over")
    clerk.expect("state", "Returned")


def test_a_receipt_is_printed(rpc, case):
    clerk = rpc("clerk")
    dot = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6"
        "kgAAAABJRU5ErkJggg=="
    )
    values = {
        "ticket_id": case["id"],
        "description": "Steel watch",
        "condition": "As new",
        "customer_signature": dot,
        "own_signature": dot,
    }
    screen = "complaint.custody.take.in"
    [id_] = clerk.call(screen, "create", [values], context={
        "default_ticket_id": case["id"],
    })  # fmt: skip
    action = clerk.call(screen, "action_take_in", [id_])
    report = "/report/pdf/retail_complaint_addon.complaint_custody_receipt"
    answer = clerk.get(f"{report}/{action['res_id']}")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    refused = rpc("clerk2").get(f"{report}/{action['res_id']}")
    assert not refused.content.startswith(b"%PDF")
