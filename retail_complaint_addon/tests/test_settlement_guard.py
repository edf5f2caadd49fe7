from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .settlement_common import SettlementCommon


@tagged("post_install", "-at_install")
class TestSettlementGuard(SettlementCommon):
    """What of a case may change after the first submission, and by whom."""

    def setUp(self):
        super().setUp()
        self.ticket = self._complaint(severity="critical")

    def _submitted(self, amount=900, **vals):
        package = self._package(self.ticket, amount, **vals)
        package.action_submit()
        return package

    def _changes(self):
        sub = self.env["helpdesk.ticket.category"].create(
            {
                "name": "Below",
                "parent_id": self.category.id,
                "is_complaint": True,
                "company_id": False,
            }
        )
        return {
            "severity": "minor",
            "is_complaint": False,
            "nature": "opinion",
            "duplicate_id": self._complaint().id,
            "category_id": sub.id,
            "store_id": self.online.id,
            "active": False,
            "staff_ids": [Command.link(self.staff.id)],
        }

    def test_before_the_submission_the_clerk_corrects_freely(self):
        self.ticket.severity = "minor"
        self.ticket.duplicate_id = self._complaint()
        self.ticket.duplicate_id = False
        self.ticket.staff_ids = self.staff

    def test_after_it_only_another_supervisor(self):
        self._submitted()
        for name, value in self._changes().items():
            with self.subTest(name), self.assertRaises(UserError):
                self.ticket.write({name: value})

    def test_the_requester_does_not_even_as_supervisor(self):
        package = self._package(self.ticket, 900, user=self.supervisor)
        package.with_user(self.supervisor).action_submit()
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.supervisor).severity = "minor"
        self.ticket.with_user(self.manager).severity = "minor"

    def test_sudo_and_context_open_nothing(self):
        self._submitted()
        for ticket in (
            self.ticket.sudo(),
            self.ticket.with_context(retail_complaint_trusted=True),
            self.ticket.with_context(tracking_disable=True, install_mode=True),
        ):
            with self.assertRaises(AccessError):
                ticket.write({"severity": "minor"})

    def test_change_is_logged_and_asked_again(self):
        package = self._submitted()
        first = self._pending(package)
        self.assertEqual(first.condition_id.min_severity, "critical")
        # a request of its own: the one that waits is in the table
        self.env.flush_all()
        self.ticket.with_user(self.manager).severity = "minor"
        self.assertIn("case_changed", self._kinds(self.ticket))
        self.assertEqual(first.state, "superseded")
        pending = self._pending(package)
        self.assertEqual(pending.kind, "limit")
        self.assertNotIn(self.clerk, pending.decider_ids)
        self.assert_chain_holds(self.ticket)

    def test_raising_the_severity_takes_an_approval_back(self):
        ticket = self._complaint(severity="minor")
        package = self._package(ticket, 900)
        package.action_submit()
        package.action_offer()
        ticket.severity = "critical"
        self.assertEqual(package.state, "submitted")
        self.assertEqual(
            set(self._pending(package).mapped("kind")), {"limit", "condition"}
        )

    def test_clearing_a_duplicate_does_not_free_the_limit(self):
        main = self._complaint(severity="minor")
        package = self._package(main, 900)
        package.action_submit()
        self._settle(package)
        twin = self._complaint(duplicate_id=main.id)
        with self.assertRaises(AccessError):
            twin.duplicate_id = False

    def test_legal_hold(self):
        ticket = self._complaint(severity="minor", legal_hold=True)
        package = self._package(ticket, 500)
        package.action_submit()
        self.assertEqual(package.state, "submitted")
        self.assertEqual(self._pending(package).decider_ids, self.compliance)
        with self.assertRaises(AccessError):
            ticket.legal_hold = False
        with self.assertRaises(AccessError):
            package.with_user(self.manager).action_approve("not my group")
        package.with_user(self.compliance).action_approve("Agreed with counsel")
        self.assertEqual(package.state, "approved")

    def test_condition_of_the_sum_counts_split_refunds(self):
        ticket = self._complaint(severity="minor")
        first = self._package(ticket, 60000, user=self.director)
        first.with_user(self.director).action_submit()
        self.assertEqual(first.state, "approved")
        self._settle(first)
        twin = self._complaint(severity="minor", duplicate_id=ticket.id)
        second = self._package(twin, 60000, user=self.director)
        second.with_user(self.director).action_submit()
        self.assertEqual(second.state, "submitted")
        self.assertEqual(self._pending(second).decider_ids, self.compliance)

    def test_member_of_the_condition_group_needs_another_member(self):
        ticket = self._complaint(severity="critical")
        self._authority("Compliance", 5000, self.compliance)
        package = self._package(ticket, 100, user=self.compliance)
        with self.assertRaises(UserError) as caught:
            package.with_user(self.compliance).action_submit()
        self.assertIn("other than the requester", str(caught.exception))

    def test_decided_case_is_never_deleted(self):
        self._submitted()
        with self.assertRaises(UserError):
            self.ticket.with_user(self.manager).unlink()

    def test_linking_two_cases_adds_their_sums(self):
        one = self._complaint(severity="minor")
        two = self._complaint(severity="minor")
        first, second = self._package(one, 900), self._package(two, 900)
        (first | second).action_submit()
        (first | second).action_offer()
        with self.assertRaises(AccessError):
            two.duplicate_id = one
        two.with_user(self.supervisor).duplicate_id = one
        self.assertEqual(first.state, "submitted")
        self.assertEqual(second.state, "offered")
        with self.assertRaises(UserError):
            first.action_accept()
