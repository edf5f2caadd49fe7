from odoo.tests import HttpCase, tagged

from .settlement_common import SettlementCommon


class UiTourCase(SettlementCommon, HttpCase):
    """The staff of the small retailer, in a browser."""


@tagged("post_install", "-at_install")
class TestCounterTour(UiTourCase):
    def test_clerk_takes_a_complaint(self):
        """At the counter: a new customer by name and phone, everything on one page."""
        self.start_tour(
            "/odoo/complaint-home", "complaint_counter_tour", login="t_clerk"
        )
        ticket = self.env["helpdesk.ticket"].search(
            [("lot_id", "=", self.lot.id)], limit=1
        )
        self.assertEqual(ticket.partner_id.name, "Walter Yu")
        self.assertEqual(ticket.partner_id.phone, "6555 0199")
        self.assertEqual(ticket.product_id, self.product)
        self.assertEqual(ticket.store_id, self.store)
        self.assertEqual(ticket.staff_ids, self.staff)
        self.assertEqual(ticket.claimed_amount, 38000)
        self.assertEqual(ticket.user_id, self.clerk)
        self.assertTrue(ticket.acknowledged_at)
        self.assertTrue(ticket.is_complaint)

    def test_clerk_settles_on_the_spot(self):
        ticket = self._complaint()
        self.start_tour(
            f"/odoo/complaints/{ticket.id}", "complaint_settle_tour", login="t_clerk"
        )
        ticket.invalidate_recordset()
        self.assertTrue(ticket.closed)
        self.assertEqual(ticket.settled_amount, 300)


@tagged("post_install", "-at_install")
class TestApprovalPhoneTour(UiTourCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_manager_approves_on_a_phone(self):
        self._complaint(name="An earlier case")
        ticket = self._complaint()
        self._package(ticket, 600, kind="repair")
        package = self._package(ticket, 38000)
        package.action_submit()
        self.assertEqual(package.state, "submitted")
        self.start_tour(
            "/odoo/complaint-approvals",
            "complaint_approval_phone_tour",
            login="t_manager",
        )
        package.invalidate_recordset()
        self.assertEqual(package.state, "approved")
        approval = package.approval_ids.filtered("decided_by_id")
        self.assertEqual(approval.decided_by_id, self.manager)
        self.assertEqual(approval.comment, "The guarantee covers it.")


@tagged("post_install", "-at_install")
class TestSuggestionTour(UiTourCase):
    def test_suggested_while_it_is_typed(self):
        lost = self.env["helpdesk.ticket.category"].create(
            {"name": "Test lost", "is_complaint": True, "nature": "service"}
        )
        lost.company_id = False
        self.env["complaint.triage.rule"].create(
            {"name": "Zebra", "patterns": "zebra*", "category_id": lost.id}
        )
        before = self.env["helpdesk.ticket"].search_count([])
        self.start_tour(
            "/odoo/complaints/new", "complaint_suggestion_tour", login="t_clerk"
        )
        self.assertEqual(self.env["helpdesk.ticket"].search_count([]), before)
