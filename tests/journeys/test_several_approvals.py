"""Several people, several requests: decided in one go, and rejected for good."""

import uuid

import pytest
from playwright.sync_api import expect

from support.client import OdooError
from support.screens import Complaint, Screen

CATEGORY = "Waiting Time"


@pytest.fixture
def asked(rpc, sql):
    """Three cases of one afternoon; each asks the supervisor for a compensation."""
    clerk = rpc("clerk")
    tag = f"w{uuid.uuid4().hex[:6]}"
    [category] = clerk.call(
        "helpdesk.ticket.category", "search", [("name", "=", CATEGORY)], limit=1
    )
    [kind] = clerk.call(
        "complaint.solution.type", "search", [("code", "=", "compensation")], limit=1
    )
    found = []
    for number in range(3):
        [case] = clerk.call(
            "helpdesk.ticket",
            "create",
            [
                {
                    "category_id": category,
                    "partner_name": f"Queue {number} {tag}",
                    "description": f"Case {number} of {tag}: waited an hour.",
                }
            ],
        )
        line = {"type_id": kind, "amount": 2000 + number}
        values = {"ticket_id": case, "line_ids": [(0, 0, line)]}
        [package] = clerk.call("complaint.solution", "create", [values])
        clerk.call("complaint.solution", "action_submit", [package])
        number = sql.one("SELECT number FROM helpdesk_ticket WHERE id = %s", case)
        found.append({"case": case, "package": package, "number": number})
    return found


def rows(screen: Screen, asked: list[dict]):
    """The lines of these requests in the list."""
    every = screen.page.locator(".o_data_row")
    return [every.filter(has_text=one["number"]) for one in asked]


def decide(screen: Screen, chosen: list, comment: str, button: str) -> None:
    for row in chosen:
        row.locator(".o_list_record_selector input").click()
    screen.press("action_open_decide")
    if comment:
        screen.type("comment", comment)
    screen.press(button)


def states(sql, asked: list[dict]) -> list[str]:
    found = dict(
        sql(
            "SELECT id, state FROM complaint_solution WHERE id = ANY(%s)",
            [one["package"] for one in asked],
        )
    )
    return [found[one["package"]] for one in asked]


def test_two_at_once_and_one_rejected(window, rpc, sql, asked):
    supervisor = Screen(window().sign_in("supervisor"))
    supervisor.open("complaint-approvals")
    first, second, third = rows(supervisor, asked)
    decide(supervisor, [first, second], "Fair for an hour.", "action_approve")
    assert states(sql, asked) == ["approved", "approved", "submitted"]

    # What was decided is no longer among what is to decide.
    expect(first).to_have_count(0)
    decide(supervisor, [third], "", "action_reject")
    assert "Say why it is rejected" in supervisor.refusal()
    assert states(sql, asked)[2] == "submitted"
    supervisor.type("comment", "The till shows ten minutes, not an hour.")
    supervisor.press("action_reject")
    assert states(sql, asked) == ["approved", "approved", "rejected"]
    stays_readable(window, rpc, sql, asked[2])


def stays_readable(window, rpc, sql, rejected: dict) -> None:
    """The clerk reads why, asks for less in a new package, and closes nothing over."""
    clerk = Complaint(window().sign_in("clerk"))
    clerk.open_case(rejected["case"])
    card = clerk.package("Rejected")
    expect(card).to_contain_text("The till shows ten minutes")
    clerk.propose(("Compensation", 300))
    clerk.save()
    clerk.press("action_submit")
    clerk.back()
    expect(clerk.package("Approved")).to_contain_text("300")
    expect(clerk.package("Rejected")).to_contain_text("The till shows ten minutes")
    for person in (rpc("clerk"), rpc("supervisor"), rpc("manager")):
        for method in ("unlink", "action_submit", "action_withdraw"):
            with pytest.raises(OdooError):
                person.call("complaint.solution", method, [rejected["package"]])
    assert states(sql, [rejected]) == ["rejected"]
    assert (
        sql.one(
            "SELECT count(*) FROM complaint_decision"
            " WHERE solution_id = %s AND kind = 'rejected'",
            rejected["package"],
        )
        == 1
    )
    auditor = Screen(window().sign_in("auditor"))
    auditor.open("complaint-approvals")
    auditor.page.locator(".o_facet_remove").first.click()
    auditor.idle()
    [found] = rows(auditor, [rejected])
    expect(found.filter(has_text="Rejected")).to_have_count(1)


def test_one_request_of_the_lot_cannot_be_decided(window, sql, asked, rpc):
    """All of them or none: a request that is withdrawn meanwhile stops the lot."""
    window_ = window()
    supervisor = Screen(window_.sign_in("supervisor"))
    supervisor.open("complaint-approvals")
    chosen = rows(supervisor, asked)
    rpc("clerk").call("complaint.solution", "action_withdraw", [asked[1]["package"]])
    decide(supervisor, chosen, "All three.", "action_approve")
    supervisor.refusal()
    assert states(sql, asked) == ["submitted", "withdrawn", "submitted"]
