"""Customers at their own doors: the public page, the link, the portal."""

import uuid

import pytest
from playwright.sync_api import Page, expect

from support.journeys import sign

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00"
    b"\x00\x90wS\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9"
    b"\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)
PHOTO = {"name": "clasp.png", "mimeType": "image/png", "buffer": PNG}


def send(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Send the complaint").click()


def fits(page: Page) -> None:
    """Nothing has to be moved sideways on a phone."""
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 1


@pytest.fixture
def offered(rpc, sql):
    """A case of the customer with a login, with an offer to answer."""

    def make():
        clerk = rpc("clerk")
        partner = sql.one("SELECT partner_id FROM res_users WHERE login = 'customer'")
        [kind] = clerk.call(
            "complaint.solution.type", "search", [("code", "=", "voucher")], limit=1
        )
        [category] = clerk.call(
            "helpdesk.ticket.category", "search", [("name", "=", "Waiting Time")]
        )
        title = f"Waited an hour {uuid.uuid4().hex[:6]}"
        [case] = clerk.call(
            "helpdesk.ticket",
            "create",
            [{"name": title, "category_id": category, "partner_id": partner}],
        )
        line = {"type_id": kind, "amount": 100, "name": "Voucher of the shop"}
        [package] = clerk.call(
            "complaint.solution",
            "create",
            [{"ticket_id": case, "line_ids": [(0, 0, line)]}],
        )
        clerk.call("complaint.solution", "action_submit", [package])
        clerk.call("complaint.solution", "action_offer", [package])
        return title, case, package

    return make


def test_a_complaint_from_a_phone(window, sql):
    """The QR code of the shop, an error, thanks, the link, a message."""
    visitor = window(phone=True)
    visitor.allow("status of 422")
    page = visitor.page
    page.goto("/complaint?store=TST")
    fits(page)
    expect(page.locator("[name=store] option:checked")).to_have_text("Tsim Sha Tsui")
    tag = uuid.uuid4().hex[:8]
    page.get_by_label("What happened?").fill(f"The clasp broke {tag}")
    page.get_by_label("What is it about?").select_option(label="How I was treated")
    page.get_by_label("Photos, video or receipt").set_input_files([PHOTO])
    page.get_by_label("E-mail").fill("no address")
    send(page)
    # What was typed is there, and the page says what is not.
    expect(page.get_by_label("What happened?")).to_have_value(f"The clasp broke {tag}")
    expect(page.locator(".alert-danger")).to_contain_text("clasp.png")
    fits(page)
    page.get_by_label("E-mail").fill(f"{tag}@example.com")
    page.get_by_label("Your name").fill("Chan Siu Ming")
    page.get_by_label("Photos, video or receipt").set_input_files([PHOTO])
    page.get_by_label("I agree").check()
    send(page)
    number, store = sql(
        "SELECT t.number, s.code FROM helpdesk_ticket t"
        " JOIN retail_store s ON s.id = t.store_id WHERE t.partner_email = %s",
        f"{tag}@example.com",
    )[0]
    assert store == "TST"
    expect(page.locator(".o_complaint_number")).to_have_text(number)
    page.get_by_role("link", name="Follow my complaint").click()
    expect(page.locator(".o_complaint_status")).to_contain_text("hear from us")
    expect(page.locator(".o_complaint_entries")).to_contain_text("clasp.png")
    fits(page)
    page.get_by_label("Message").fill("It is urgent: a wedding on Saturday.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".alert-success")).to_be_visible()
    expect(page.locator(".o_complaint_entries")).to_contain_text("wedding on Saturday")


def test_an_offer_is_taken_with_a_signature(window, sql, offered):
    title, _case, package = offered()
    page = window(phone=True).sign_in("customer")
    page.goto("/my/complaints")
    fits(page)
    page.get_by_role("link", name=title).click()
    expect(page.locator(".o_complaint_status")).to_contain_text("made you an offer")
    button = page.get_by_role("button", name="Take the offer and sign")
    expect(button).to_be_disabled()
    sign(page)
    fits(page)
    button.click()
    expect(page.locator(".alert-success")).to_be_visible()
    expect(page.locator(".o_complaint_status")).to_contain_text("carrying out")
    state, signed_by = sql(
        "SELECT state, signed_by FROM complaint_solution WHERE id = %s", package
    )[0]
    assert (state, signed_by) == ("accepted", "Poon Lai Fong")
    assert sql.one(
        "SELECT count(*) FROM complaint_decision WHERE solution_id = %s"
        " AND kind = 'accepted' AND detail = 'customer: portal'",
        package,
    )


def test_an_offer_is_declined_with_a_reason(window, sql, offered):
    title, _case, package = offered()
    page = window().sign_in("customer")
    page.goto("/my/complaints")
    page.get_by_role("link", name=title).click()
    # nobody types before the page has loaded
    page.wait_for_load_state()
    page.get_by_text("I do not want this offer").click()
    page.get_by_label("Why not?").fill("An hour is worth more")
    expect(page.get_by_label("Why not?")).to_have_value("An hour is worth more")
    page.get_by_role("button", name="Decline the offer").click()
    expect(page.locator(".alert-success")).to_be_visible()
    state, words = sql(
        "SELECT state, answer_note FROM complaint_solution WHERE id = %s", package
    )[0]
    assert (state, words) == ("declined", "An hour is worth more")


def test_the_customer_is_waiting(window, sql):
    """Three answers at the counter, the rest later."""
    page = window().sign_in("clerk")
    # Digits alone would be read as the start of the telephone number.
    tag = f"w{uuid.uuid4().hex[:6]}"
    action = "retail_complaint_addon.complaint_quick_entry_action"
    page.goto(f"/odoo/action-{action}")
    page.locator("[name=contact] input").fill(f"Wong {tag} 5555 0188")
    page.locator("[name=what] textarea").fill("The battery lasted a month.")
    page.get_by_role("button", name="Register", exact=True).click()
    expect(page.locator(".o_field_widget[name=number]").first).to_be_visible()
    number, phone = sql(
        "SELECT number, partner_phone FROM helpdesk_ticket WHERE partner_name = %s",
        f"Wong {tag}",
    )[0]
    expect(page.locator(".o_form_view").first).to_contain_text(number)
    assert phone.endswith("5555 0188")
    expect(page.get_by_role("button", name="Slip for the Customer")).to_be_visible()
