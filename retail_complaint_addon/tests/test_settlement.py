from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .settlement_common import SettlementCommon


@tagged("post_install", "-at_install")
class TestSettlement(SettlementCommon):
    def setUp(self):
        super().setUp()
        self.ticket = self._complaint()

    def test_within_own_limit(self):
        package = self._package(self.ticket, 900)
        self.assertEqual(package.amount, 900)
        self.assertEqual(package.name, "Apology + Refund")
        package.action_submit()
        self.assertEqual(package.state, "approved")
        approval = package.sudo().approval_ids
        self.assertEqual(approval.state, "approved")
        self.assertEqual(approval.decided_by_id, self.clerk)
        self.assertEqual(approval.authority_id, self.limits["clerks"])
        self._settle(package)
        self.assertEqual(package.state, "done")
        self.assertEqual(self.ticket.settled_amount, 900)
        self.assertEqual(
            self._kinds(self.ticket)[-5:],
            ["submitted", "approved_own", "offered", "accepted", "completed"],
        )
        self.assert_chain_holds(self.ticket)

    def test_above_own_limit_goes_to_the_lowest_sufficient_holder(self):
        package = self._package(self.ticket, 9000)
        package.action_submit()
        self.assertEqual(package.state, "submitted")
        self.assertEqual(self._pending(package).decider_ids, self.supervisor)
        activity = self._pending(package).activity_ids
        self.assertEqual(activity.user_id, self.supervisor)
        package.with_user(self.supervisor).action_approve("Fair")
        self.assertEqual(package.state, "approved")
        self.assertFalse(self._pending(package))
        self.assertFalse(package.sudo().approval_ids.activity_ids)
        self.assert_chain_holds(self.ticket)

    def test_supervisor_cannot_approve_beyond_the_limit(self):
        package = self._package(self.ticket, 38000)
        package.action_submit()
        self.assertEqual(self._pending(package).decider_ids, self.manager)
        with self.assertRaises(AccessError):
            package.with_user(self.supervisor).action_approve("Please")
        self.assertEqual(package.state, "submitted")
        package.with_user(self.manager).action_approve("Nine days old")
        self.assertEqual(package.state, "approved")

    def test_requester_never_approves_above_the_own_limit(self):
        package = self._package(self.ticket, 9000)
        package.action_submit()
        with self.assertRaises(AccessError):
            package.action_approve("Me")
        with self.assertRaises(AccessError):
            package.with_user(self.clerk).approval_ids.action_approve()

    def test_one_package_accepted_the_others_cancelled(self):
        first = self._package(self.ticket, 600, kind="repair")
        second = self._package(self.ticket, 800)
        (first | second).action_submit()
        (first | second).action_offer()
        second.action_accept("I want the money")
        self.assertEqual(first.state, "cancelled")
        self.assertEqual(second.answer_note, "I want the money")
        with self.assertRaises(UserError):
            first.action_accept()

    def test_limit_counts_the_whole_case(self):
        package = self._package(self.ticket, 900)
        package.action_submit()
        self._settle(package)
        self._ready_to_close(self.ticket)
        self.ticket.action_close_complaint()
        self.ticket.action_reopen("The watch stopped again")
        again = self._package(self.ticket, 900)
        again.action_submit()
        self.assertEqual(again.state, "submitted")
        self.assertEqual(self._pending(again).decider_ids, self.supervisor)
        self.assertEqual(self._pending(again).amount, 1800)
        self.assertEqual(self.ticket.settled_amount, 900)

    def test_limit_counts_duplicates(self):
        package = self._package(self.ticket, 900)
        package.action_submit()
        self._settle(package)
        other = self._complaint(duplicate_id=self.ticket.id)
        again = self._package(other, 900)
        again.action_submit()
        self.assertEqual(again.state, "submitted")

    def test_promised_in_a_duplicate_counts(self):
        other = self._complaint(duplicate_id=self.ticket.id)
        promised = self._package(other, 900)
        promised.action_submit()
        package = self._package(self.ticket, 900)
        package.action_submit()
        self.assertEqual(promised.state, "approved")
        self.assertEqual(package.state, "submitted")

    def test_accepting_checks_the_sum_of_the_moment(self):
        other = self._complaint()
        first = self._package(self.ticket, 900)
        second = self._package(other, 900)
        (first | second).action_submit()
        self.assertEqual(second.state, "approved")
        other.with_user(self.supervisor).duplicate_id = self.ticket
        # linking asked again: 1,800 is more than the clerk's limit
        self.assertIn("submitted", (first | second).mapped("state"))
        self.assert_chain_holds(other)

    def test_currencies(self):
        self._set_rate(self.env.ref("base.EUR"), 0.115)
        euro = self.env.ref("base.EUR")
        euro.active = True
        package = self._package(self.ticket, 900, currency_id=euro.id)
        package.action_submit()
        self.assertEqual(package.state, "submitted", "900 EUR are more than 1,000 HKD")

    def test_currency_without_rate(self):
        gbp = self.env.ref("base.GBP")
        gbp.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", gbp.id)]).unlink()
        package = self._package(self.ticket, 1, currency_id=gbp.id)
        with self.assertRaisesRegex(UserError, "no rate"):
            package.action_submit()

    def test_amount_rules(self):
        for bad in (-1, float("nan"), float("inf"), "1e400", "text", 1e15):
            with self.assertRaises(ValidationError):
                self._package(self.ticket, bad)
        with self.assertRaises(ValidationError):
            self.env["complaint.solution"].create(
                {
                    "ticket_id": self.ticket.id,
                    "line_ids": [
                        Command.create({"type_id": self.type["apology"].id, "cost": 5})
                    ],
                }
            )
        package = self._package(self.ticket, 0)
        with self.assertRaisesRegex(UserError, "above 0"):
            package.action_submit()

    def test_refusal_counts_the_claim(self):
        self.ticket.claimed_amount = 380000
        with self.assertRaises(ValidationError):
            self._package(self.ticket, 5, kind="refusal")
        package = self._package(self.ticket, None)
        package.line_ids = [Command.create({"type_id": self.type["refusal"].id})]
        self.assertEqual(package.amount, 380000)
        package.action_submit()
        self.assertEqual(self._pending(package).decider_ids, self.director)

    def test_replacement_counts_the_list_price(self):
        self.product.write({"lst_price": 42000, "company_id": self.company.id})
        package = self._package(self.ticket, None)
        package.line_ids = [
            Command.create(
                {
                    "type_id": self.type["replacement"].id,
                    "product_id": self.product.id,
                    "cost": 100,
                }
            )
        ]
        self.assertEqual(package.amount, 42000)
        with self.assertRaises(ValidationError):
            package.line_ids[-1].amount = 10

    def test_no_money_within_authority_too(self):
        package = self._package(self.ticket, None)
        package.action_submit()
        self.assertEqual(package.state, "approved")

    def test_fixed_after_submission(self):
        package = self._package(self.ticket, 9000)
        package.action_submit()
        for values in (
            {"state": "approved"},
            {"currency_id": self.usd.id},
            {"ticket_id": self._complaint().id},
            {"line_ids": [Command.clear()]},
            {"reason": "other"},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                package.write(values)
        with self.assertRaises(UserError):
            package.line_ids[0].unlink()
        with self.assertRaises(UserError):
            package.line_ids[1].amount = 1
        with self.assertRaises(UserError):
            self.env["complaint.solution.line"].with_user(self.clerk).create(
                {"solution_id": package.id, "type_id": self.type["apology"].id}
            )
        with self.assertRaises(UserError):
            package.unlink()

    def test_created_in_a_state_is_refused(self):
        with self.assertRaises(AccessError):
            self._package(self.ticket, 5, state="approved")
        with self.assertRaises(AccessError):
            self._package(self.ticket, 5, requester_id=self.manager.id)
        package = self._package(self.ticket, 900)
        package.action_submit()
        copy = package.copy()
        self.assertEqual(copy.state, "draft")
        self.assertFalse(copy.sudo().approval_ids)

    def test_context_flags_open_nothing(self):
        package = self._package(self.ticket, 9000)
        for value in (True, 1, "TRUSTED", [1]):
            flagged = package.with_context(retail_complaint_trusted=value)
            with self.assertRaises(AccessError):
                flagged.write({"state": "approved"})

    def test_reject_needs_a_comment_and_stays(self):
        package = self._package(self.ticket, 9000)
        package.action_submit()
        boss = package.with_user(self.supervisor)
        with self.assertRaises(UserError):
            boss.action_reject("  ")
        boss.action_reject("No receipt")
        self.assertEqual(package.state, "rejected")
        self.assertEqual(package.sudo().approval_ids.comment, "No receipt")
        boss.action_reject("again")
        with self.assertRaises(UserError):
            boss.action_approve("changed my mind")
        with self.assertRaises(UserError):
            package.action_submit()
        with self.assertRaises(AccessError):
            package.sudo().approval_ids.with_user(self.supervisor).unlink()

    def test_every_step_twice_does_nothing(self):
        package = self._package(self.ticket, 900)
        for step, args in (
            ("action_submit", ()),
            ("action_offer", ()),
            ("action_accept", ()),
            ("action_complete", ("Receipt 1",)),
        ):
            package[:1].__getattribute__(step)(*args)
            before = self._kinds(self.ticket)
            package[:1].__getattribute__(step)(*args)
            self.assertEqual(self._kinds(self.ticket), before, step)

    def test_complete_needs_evidence(self):
        package = self._package(self.ticket, 900)
        package.action_submit()
        package.action_offer()
        package.action_accept()
        with self.assertRaisesRegex(UserError, "Evidence"):
            package.action_complete()

    def test_accepted_is_cancelled_by_another_supervisor_only(self):
        package = self._package(self.ticket, 900)
        package.action_submit()
        package.action_offer()
        package.action_accept()
        with self.assertRaises(AccessError):
            package.action_cancel("wrong")
        package.with_user(self.supervisor).action_cancel("The customer changed mind")
        self.assertEqual(package.state, "cancelled")

    def test_withdraw(self):
        package = self._package(self.ticket, 9000)
        package.action_submit()
        package.action_withdraw()
        self.assertEqual(package.state, "withdrawn")
        self.assertEqual(package.sudo().approval_ids.state, "superseded")
        with self.assertRaises(UserError):
            package.with_user(self.supervisor).action_approve("late")

    def test_opinions_have_no_packages(self):
        opinion = self._complaint(category_id=self.opinion_category.id)
        with self.assertRaises(UserError):
            self._package(opinion)

    def test_authority_of_the_moment(self):
        package = self._package(self.ticket, 9000)
        package.action_submit()
        self.limits["supervisors"].amount_limit = 5000
        with self.assertRaises(AccessError):
            package.with_user(self.supervisor).action_approve("old limit")
        self.limits["supervisors"].amount_limit = 10000
        self.limits["supervisors"].date_to = "2020-01-01"
        with self.assertRaises(AccessError):
            package.with_user(self.supervisor).action_approve("expired")

    def test_nobody_can_decide(self):
        self.limits["directors"].active = False
        package = self._package(self.ticket, 90000)
        with self.assertRaises(UserError) as caught:
            package.action_submit()
        self.assertIn("Nobody can approve", str(caught.exception))
        package.invalidate_recordset()
        self.assertEqual(package.state, "draft")

    def test_person_complained_about(self):
        self.store.member_ids |= self.staff_user
        self.ticket.staff_ids = self.staff
        package = self._package(self.ticket, 900)
        with self.assertRaises(AccessError):
            package.with_user(self.staff_user).action_submit()
        self.limits["supervisors"].user_ids |= self.staff_user
        big = self._package(self.ticket, 9000)
        big.action_submit()
        self.assertEqual(self._pending(big).decider_ids, self.supervisor)

    def test_settle_on_site(self):
        self.ticket.action_settle_on_site(
            {
                "type_id": self.type["refund"].id,
                "amount": 500,
                "evidence": "Till 4711",
                "cause_id": self.cause.id,
                "customer_outcome": "satisfied",
                "verdict": "justified",
            }
        )
        self.assertTrue(self.ticket.closed)
        self.assertEqual(self.ticket.settled_amount, 500)
        self.assert_chain_holds(self.ticket)

    def test_settle_on_site_above_the_limit_waits(self):
        self.ticket.action_settle_on_site(
            {"type_id": self.type["refund"].id, "amount": 1500, "evidence": "x"}
        )
        self.assertFalse(self.ticket.closed)
        self.assertEqual(self.ticket.settled_amount, 0)
        self.assertEqual(self.ticket.solution_ids.state, "submitted")
