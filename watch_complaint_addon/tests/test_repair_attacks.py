"""Nobody gets around an authority limit by a repair free of charge."""

import contextlib

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.retail_complaint_addon.models.trust import CONTEXT_KEY

from .workshop_common import WorkshopCommon


@tagged("post_install", "-at_install")
class TestRepairAttacks(WorkshopCommon):
    def _out(self, works=None, **vals):
        """A repair out of warranty, agreed, that nobody pays for."""
        ticket = self._case()
        self._decide(ticket, part="battery")
        repair = self._repair(ticket)
        self._estimate(repair, works, **vals)
        self._consent(repair)
        return repair

    def test_free_repair_out_of_warranty_needs_a_package(self):
        repair = self._out()
        with self.assertRaisesRegex(UserError, "paid by nobody"):
            repair.action_start()
        self._accepted(repair.sudo().ticket_id, 380)
        repair.action_start()
        self.assertEqual(repair.stage, "in_repair")

    def test_package_smaller_than_the_repair(self):
        repair = self._out()
        self._accepted(repair.sudo().ticket_id, 379.99)
        with self.assertRaisesRegex(UserError, r"0\.01"):
            repair.action_start()

    def test_package_above_own_limit_waits_for_approval(self):
        repair = self._out(self.overhaul)
        package = self._package(repair.sudo().ticket_id, 5800, kind="repair")
        package.action_submit()
        self.assertEqual(package.state, "submitted")
        with self.assertRaisesRegex(UserError, "paid by nobody"):
            repair.action_start()

    def test_package_only_offered(self):
        repair = self._out()
        package = self._package(repair.sudo().ticket_id, 380, kind="repair")
        package.action_submit()
        package.action_offer()
        with self.assertRaisesRegex(UserError, "paid by nobody"):
            repair.action_start()

    def test_package_of_another_kind_or_case(self):
        repair = self._out()
        self._accepted(repair.sudo().ticket_id, 900, kind="refund")
        self._accepted(self._case(lot_id=False, product_id=False), 900)
        with self.assertRaisesRegex(UserError, "paid by nobody"):
            repair.action_start()

    def test_one_package_for_two_repairs(self):
        repair = self._out()
        ticket = repair.sudo().ticket_id
        self._accepted(ticket, 380)
        repair.action_start()
        repair.action_finish()
        again = self._repair(ticket)
        self.assertNotEqual(again, repair)
        self._estimate(again)
        self._consent(again)
        self._decide(ticket, part="strap", misuse=True)
        with self.assertRaisesRegex(UserError, "paid by nobody"):
            again.action_start()

    def test_package_cancelled_after_the_start(self):
        repair = self._out()
        package = self._accepted(repair.sudo().ticket_id, 380)
        repair.action_start()
        with self.assertRaisesRegex(UserError, "repair has begun"):
            package.with_user(self.supervisor).action_cancel("A mistake")
        self.assertEqual(package.state, "accepted")

    def test_another_customer_or_no_case(self):
        ticket = self._out().sudo().ticket_id
        with self.assertRaisesRegex(ValidationError, "another customer"):
            ticket.partner_id = self.supplier
        with self.assertRaises(UserError):
            ticket.unlink()

    def test_parts_added_after_the_start(self):
        repair = self._out()
        self._accepted(repair.sudo().ticket_id, 380)
        repair.action_start()
        with self.assertRaisesRegex(UserError, "paid by nobody"):
            repair._add_part(self.crown.id, 1)
        stock = self._user("t_stock", "stock.group_stock_user")
        with self.assertRaisesRegex(AccessError, "belongs to a complaint"):
            self.env["stock.move"].with_user(stock).create(
                {
                    "repair_id": repair.id,
                    "repair_line_type": "add",
                    "product_id": self.crown.id,
                    "product_uom_qty": 1,
                    "location_id": repair.sudo().location_id.id,
                    "location_dest_id": repair.sudo().location_dest_id.id,
                }
            )
        repair.action_finish()
        self.assertEqual(repair.stage, "ready")

    def test_more_pieces_taken_than_asked(self):
        ticket = self._case()
        self._decide(ticket, part="battery")
        repair = self._repair(ticket)
        cheap = self.env["product.product"].create(
            {"name": "Test gasket", "type": "consu", "list_price": 10}
        )
        repair._add_part(cheap.id, 1)
        self._consent(repair)
        self._accepted(ticket, 10)
        repair.action_start()
        repair.sudo().move_ids.quantity = 50
        with self.assertRaisesRegex(UserError, "paid by nobody"):
            repair.action_finish()

    def test_worth_raised_during_the_repair(self):
        repair = self._out()
        self._accepted(repair.sudo().ticket_id, 380)
        repair.action_start()
        with self.assertRaisesRegex(UserError, "paid by nobody"):
            self._estimate(repair, self.battery | self.overhaul)
        self.assertEqual(repair.full_value, 380)

    def test_nothing_estimated(self):
        repair = self._out(self.battery.browse())
        with self.assertRaisesRegex(UserError, "estimate first"):
            repair.action_start()

    def test_promised_price_lowered_after_the_consent(self):
        """The customer pays 380; a later estimate of 0 makes 380 free of charge."""
        repair = self._out(charge_amount=380)
        self.assertEqual(repair.sudo().quotation_id.state, "sale")
        self._estimate(repair, charge_amount=0)
        with self.assertRaisesRegex(UserError, "paid by nobody"):
            repair.action_start()

    def test_price_raised_needs_a_new_consent(self):
        repair = self._out(charge_amount=380)
        self._estimate(repair, self.overhaul, charge_amount=5800)
        with self.assertRaisesRegex(UserError, "consent"):
            repair.action_start()

    def test_quotation_made_cheaper(self):
        repair = self._out(charge_amount=380)
        seller = self._user("t_seller", "sales_team.group_sale_manager")
        order = repair.sudo().quotation_id.with_user(seller)
        line = order.order_line
        for vals in ({"price_unit": 1}, {"discount": 99}, {"product_uom_qty": 0}):
            with self.assertRaisesRegex(UserError, "agreed"):
                line.write(vals)
        with self.assertRaisesRegex(UserError, "agreed"):
            order.action_cancel()
        with self.assertRaisesRegex(UserError, "agreed"):
            order.write(
                {
                    "order_line": [
                        (0, 0, {"product_id": line.product_id.id, "price_unit": -300})
                    ]
                }
            )  # noqa: E501
        repair.action_start()
        self.assertEqual(repair.stage, "in_repair")

    def test_no_decision_no_repair(self):
        ticket = self._case()
        repair = self._repair(ticket)
        self._estimate(repair)
        self._consent(repair)
        with self.assertRaisesRegex(UserError, "decide first"):
            repair.action_start()

    def test_override_makes_nothing_free(self):
        ticket = self._case()
        self._decide(ticket, self.supervisor, "in", "An old customer", part="battery")
        self.assertEqual(ticket.warranty_result, "in")
        repair = self._repair(ticket)
        self._estimate(repair)
        self._consent(repair)
        with self.assertRaisesRegex(UserError, "paid by nobody"):
            repair.action_start()

    def test_override_by_a_clerk_or_without_reason(self):
        ticket = self._case()
        with self.assertRaisesRegex(AccessError, "supervisor"):
            self._decide(ticket, result="in", note="Please", part="battery")
        with self.assertRaisesRegex(UserError, "Say why"):
            self._decide(ticket, self.supervisor, "in", "  ", part="battery")

    def test_denied_warranty_is_not_free(self):
        """In by the rule, denied by a supervisor: not free either."""
        ticket = self._case()
        self._decide(ticket, self.supervisor, "out", "Forged card")
        repair = self._repair(ticket)
        self._estimate(repair)
        self._consent(repair)
        with self.assertRaisesRegex(UserError, "paid by nobody"):
            repair.action_start()

    def test_later_decision_counts(self):
        repair = self._ready_repair()
        repair.action_start()
        self._decide(repair.sudo().ticket_id, misuse=True)
        with self.assertRaisesRegex(UserError, "paid by nobody"):
            repair.action_finish()

    def test_decision_about_another_watch(self):
        repair = self._ready_repair()
        lot = self.lot.copy({"name": "TEST-0002"})
        repair.sudo().ticket_id.lot_id = lot
        with self.assertRaisesRegex(UserError, "decide first"):
            repair.action_start()

    def test_decisions_are_never_written(self):
        decision = self._decide(self._case(), part="battery")
        for user in (self.clerk, self.manager, self.env.user):
            with self.assertRaises(UserError):
                self._as(decision, user).sudo().write({"result": "in"})
            with self.assertRaises(UserError):
                self._as(decision, user).sudo().unlink()
        with self.assertRaises(AccessError):
            self.env["watch.warranty.decision"].sudo().create(
                {
                    "ticket_id": decision.ticket_id.id,
                    "result": "in",
                    "reason": "manufacturer",
                    "rule_result": "in",
                    "rule_reason": "manufacturer",
                    "part": "movement",
                    "reported_on": "2026-01-01",
                    "user_id": self.clerk.id,
                    "decided_at": "2026-01-01 00:00:00",
                }
            )

    def test_fields_of_a_repair_are_not_written(self):
        repair = self._out()
        stock = self._user("t_stock", "stock.group_stock_manager")
        for user in (self.watchmaker, self.clerk, self.manager, stock):
            for vals in (
                {"state": "under_repair"},
                {"under_warranty": True},
                {"work_value": 0},
                {"consent_amount": 0},
                {"ticket_id": False},
                {"warranty_result": "in"},
                {"lot_id": False},
                {"partner_id": self.supplier.id},
                {"move_ids": [(5,)]},
            ):
                with self.assertRaises(AccessError, msg=f"{user.login} {vals}"):
                    self._as(repair, user).with_context(**{CONTEXT_KEY: True}).write(
                        vals
                    )
        with self.assertRaises(AccessError):
            repair.sudo().write({"state": "done"})

    def test_upstream_buttons(self):
        repair = self._out()
        for name in (
            "action_validate",
            "action_repair_start",
            "action_repair_done",
            "action_repair_end",
            "action_repair_cancel",
        ):
            for one in (
                self._as(repair, self.watchmaker),
                self._as(repair, self.clerk),
                repair.sudo(),
            ):
                with contextlib.suppress(UserError), self.cr.savepoint():
                    getattr(one, name)()
                self.assertEqual(repair.sudo().state, "draft", name)

    def test_a_repair_is_not_made_by_hand(self):
        ticket = self._case()
        for user in (self.clerk, self.watchmaker, self.manager):
            with self.assertRaises(AccessError):
                self.env["repair.order"].with_user(user).create(
                    {"ticket_id": ticket.id, "product_id": self.product.id}
                )
        with self.assertRaises(AccessError):
            self.env["repair.order"].sudo().create(
                {"ticket_id": ticket.id, "product_id": self.product.id}
            )
        with self.assertRaises(AccessError):
            self.env["repair.order"].sudo().create(
                {"product_id": self.product.id, "consent_open": True}
            )

    def test_the_person_complained_about(self):
        repair = self._out()
        ticket = repair.sudo().ticket_id
        self.workshop.member_ids |= self.staff_user
        self.staff_user.group_ids |= self.env.ref(
            "watch_complaint_addon.group_watch_workshop"
        )
        ticket.staff_ids = self.staff
        with self.assertRaises(AccessError):
            self._as(repair, self.staff_user).action_start()
        found = self.env["repair.order"].with_user(self.staff_user).search([])
        self.assertNotIn(repair.id, found.ids)

    def test_negative_amounts(self):
        repair = self._repair(self._case())
        for vals in (
            {"charge_amount": -1},
            {"other_value": -5000},
            {"charge_amount": float("nan")},
            {"charge_amount": float("inf")},
        ):
            with self.assertRaises(ValidationError):
                self._estimate(repair, **vals)

    def test_nobody_pays_more_than_the_repair_is_worth(self):
        repair = self._repair(self._case())
        worth = self.battery.price
        with self.assertRaisesRegex(ValidationError, "Other Costs"):
            self._estimate(repair, charge_amount=worth * 10)
        with self.assertRaisesRegex(ValidationError, "Choose the work"):
            repair._estimate({"work_ids": [], "charge_amount": worth})
        self._estimate(repair, charge_amount=worth + 20, other_value=20)
        self.assertEqual(repair.charge_amount, worth + 20)

    def test_work_of_another_company(self):
        work = self.battery.copy({"company_id": self.other_company.id, "price": 1})
        with self.assertRaises(AccessError):
            self._estimate(self._repair(self._case()), work)

    def test_plain_repairs_are_as_before(self):
        stock = self._user("t_stock", "stock.group_stock_user")
        plain = (
            self.env["repair.order"]
            .with_user(stock)
            .create({"product_id": self.product.id, "lot_id": self.lot.id})
        )
        self.assertFalse(plain.stage)
        plain.write({"under_warranty": True})
        plain.action_repair_start()
        self.assertEqual(plain.state, "under_repair")
        with self.assertRaises(AccessError):
            plain.with_user(self.watchmaker).read(["name"])
        with self.assertRaises(AccessError):
            plain.write({"stage": "ready"})
