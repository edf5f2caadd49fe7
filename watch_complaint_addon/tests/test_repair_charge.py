"""In warranty nobody makes a customer pay without a supervisor's written reason."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.retail_complaint_addon.models.trust import CONTEXT_KEY

from .workshop_common import WorkshopCommon

WHY = "The customer wants the worn crown changed too"


@tagged("post_install", "-at_install")
class TestRepairCharge(WorkshopCommon):
    def _in_warranty(self, **vals):
        """A repair in warranty; what it charges was there before, as on an update."""
        ticket = self._case()
        self._decide(ticket)
        repair = self._repair(ticket)
        self._estimate(repair)
        if vals:
            repair.sudo()._trusted().write(vals)
        return repair

    def _charges(self, repair):
        kind = ("kind", "=", "repair_charged")
        ticket = ("ticket_id", "=", repair.sudo().ticket_id.id)
        return self.env["complaint.decision"].search([ticket, kind], order="id")

    def _screen(self, name, user, **about):
        context = {f"default_{key}": value.id for key, value in about.items()}
        return self.env[name].with_user(user).with_context(**context)

    # ------------------------------------------------------------------
    # nobody without authority and reason
    # ------------------------------------------------------------------

    def test_only_a_supervisor_of_the_case(self):
        repair = self._in_warranty()
        for user in (self.clerk, self.watchmaker):
            with self.assertRaisesRegex(AccessError, self.supervisor.name) as error:
                self._estimate(
                    self._as(repair, user), charge_amount=1, charge_reason=WHY
                )
            self.assertIn("only a supervisor", str(error.exception))
        for user in (
            self.clerk2,
            self.auditor,
            self.employee,
            self.stranger,
            self.other_manager,
        ):
            with self.assertRaises(AccessError, msg=user.login):
                self._estimate(
                    self._as(repair, user), charge_amount=1, charge_reason=WHY
                )
        self.assertEqual(repair.charge_amount, 0)
        self.assertFalse(self._charges(repair))

    def test_supervisor_of_another_store_at_the_bench(self):
        """A group alone is no authority over this case."""
        other = self._user(
            "t_bench_supervisor",
            "retail_complaint_addon.group_complaint_supervisor,"
            "watch_complaint_addon.group_watch_workshop",
        )
        self.workshop.member_ids |= other
        repair = self._in_warranty()
        ticket = self._as(repair.sudo().ticket_id, other)
        self.assertFalse(ticket.has_access("write"))
        with self.assertRaises(AccessError):
            self._estimate(self._as(repair, other), charge_amount=9, charge_reason=WHY)

    def test_reason_is_written(self):
        repair = self._as(self._in_warranty(), self.supervisor)
        for reason in (None, "", "  \n"):
            with self.assertRaisesRegex(UserError, "Say why the customer pays"):
                self._estimate(repair, charge_amount=100, charge_reason=reason)
        self.assertEqual(repair.charge_amount, 0)

    def test_with_reason_and_authority(self):
        repair = self._in_warranty()
        self._estimate(
            self._as(repair, self.supervisor), charge_amount=100, charge_reason=WHY
        )
        self.assertEqual(repair.charge_amount, 100)
        self.assertEqual(repair.charge_allowed_by_id, self.supervisor)
        row = self._charges(repair)
        self.assertEqual(
            (row.amount, row.note, row.user_id.id), (100, WHY, self.supervisor.id)
        )
        self.assertIn("from 0.00 to 100.00", row.detail)
        with self.assertRaises(AccessError):
            self._estimate(repair, charge_amount=101, charge_reason=WHY)
        self._estimate(repair, self.battery | self.overhaul, charge_amount=100)
        self._consent(repair)
        self.assertEqual(repair.sudo().quotation_id.amount_untaxed, 100)
        self._decide(repair.sudo().ticket_id)
        self.assertEqual(repair.charge_amount, 100, "decided again, the same")
        repair.action_start()
        repair.action_finish()
        self.assertEqual(repair.sudo().quotation_id.state, "sale")
        self.assert_chain_holds(repair.sudo().ticket_id)

    def test_lowered_is_free_and_raised_again_is_not(self):
        repair = self._in_warranty()
        self._estimate(
            self._as(repair, self.supervisor), charge_amount=100, charge_reason=WHY
        )
        self._estimate(repair, charge_amount=60)
        self.assertEqual(repair.charge_reason, WHY)
        with self.assertRaises(AccessError):
            self._estimate(repair, charge_amount=61)
        self._estimate(repair, charge_amount=0)
        self.assertFalse(repair.charge_reason or repair.charge_allowed_by_id)
        with self.assertRaises(AccessError):
            self._estimate(repair, charge_amount=0.01)

    def test_supervisor_said_in_against_the_rule(self):
        ticket = self._case()
        self._decide(ticket, self.supervisor, "in", "An old customer", part="battery")
        repair = self._repair(ticket)
        with self.assertRaisesRegex(AccessError, "in warranty"):
            self._estimate(repair, charge_amount=380)

    def test_nothing_is_written_past_the_screens(self):
        repair = self._in_warranty()
        seller = self._user(
            "t_both", "sales_team.group_sale_manager,stock.group_stock_manager"
        )
        for user in (
            self.clerk,
            self.watchmaker,
            self.supervisor,
            self.manager,
            seller,
        ):
            one = self._as(repair, user).with_context(**{CONTEXT_KEY: True})
            for vals in (
                {"charge_amount": 100},
                {"charge_reason": WHY},
                {"charge_allowed_by_id": self.supervisor.id},
                {"sale_order_id": 1},
                {"quotation_id": 1},
                {"under_warranty": False},
            ):
                with self.assertRaises(AccessError, msg=f"{user.login} {vals}"):
                    one.write(vals)
            result = one.load(["id", "charge_amount"], [[str(repair.id), "100"]])
            self.assertFalse(result["ids"])
        with self.assertRaises(AccessError):
            repair.with_user(seller).action_create_sale_order()
        with self.assertRaises(AccessError):
            repair.sudo().action_create_sale_order()
        self.assertEqual(repair.charge_amount, 0)

    def test_screen_refuses_by_remote_call(self):
        repair = self._in_warranty()
        screen = self._screen("watch.repair.estimate", self.clerk).create(
            {
                "repair_id": repair.id,
                "work_ids": [(6, 0, self.battery.ids)],
                "charge_amount": 380,
                "charge_reason": WHY,
            }
        )
        with self.assertRaises(AccessError):
            screen.action_save()

    # ------------------------------------------------------------------
    # decided after the price
    # ------------------------------------------------------------------

    def _charged(self, decide=True, **vals):
        """A repair the customer agreed to pay, when it was not in warranty."""
        ticket = self._case()
        if decide:
            self._decide(ticket, part="battery")
        repair = self._repair(ticket)
        self._estimate(repair, charge_amount=380)
        self._consent(repair, **vals)
        return repair

    def test_price_is_taken_off(self):
        for decide in (False, True):
            repair = self._charged(decide)
            ticket, order = repair.sudo().ticket_id, repair.sudo().quotation_id
            told = len(ticket.notice_ids)
            self._decide(ticket)
            self.assertEqual(repair.charge_amount, 0)
            self.assertEqual(order.state, "cancel")
            self.assertFalse(repair.sudo().quotation_id)
            self.assertEqual(len(ticket.notice_ids), told + 1)
            self.assertEqual(self._charges(repair).amount, 0)
            self.assertIn("from 380.00 to 0.00", self._charges(repair).detail)
            self.assertEqual(repair.stage, "agreed")
            repair.action_start()
            repair._cancel_by("Next round")

    def test_price_stays_with_reason_and_authority(self):
        repair = self._charged()
        ticket = repair.sudo().ticket_id
        answers = {
            "part": "movement",
            "proof": True,
            "misuse": False,
            "water_misuse": False,
            "opened_by_others": False,
        }
        with self.assertRaisesRegex(AccessError, "only a supervisor"):
            self._as(ticket, self.clerk)._decide_warranty(answers, charge_reason=WHY)
        self._as(ticket, self.supervisor)._decide_warranty(answers, charge_reason=WHY)
        self.assertEqual((repair.charge_amount, repair.charge_reason), (380, WHY))
        self.assertEqual(self._charges(repair).note, WHY)

    def test_finished_and_paid(self):
        repair = self._charged()
        repair.action_start()
        repair.action_finish()
        ticket, order = repair.sudo().ticket_id, repair.sudo().quotation_id
        with self.assertRaisesRegex(UserError, "paid by nobody"):
            self._decide(ticket, self.supervisor, "in", "An old customer", part="strap")
        self.assertEqual(repair.charge_amount, 380)
        self._decide(ticket)
        self.assertEqual((repair.charge_amount, repair.under_warranty), (0, True))
        self.assertEqual(order.state, "cancel")
        self.assertFalse(ticket._given_repairs())
        invoice = self.env["account.move"].new({"name": "INV/0007"})
        repair.sudo()._trusted()._credit_later(invoice)
        todo = ticket.activity_ids.filtered(lambda one: "INV/0007" in one.summary)
        self.assertEqual(todo.user_id, self.clerk)

    def test_returned_stays_paid(self):
        repair = self._charged()
        repair.action_start()
        repair.action_finish()
        repair.action_returned()
        self._decide(repair.sudo().ticket_id)
        self.assertEqual(repair.charge_amount, 380)
        self.assertEqual(repair.sudo().quotation_id.state, "sale")

    # ------------------------------------------------------------------
    # what was charged before
    # ------------------------------------------------------------------

    def test_earlier_charges_stay_as_they_are(self):
        repair = self._in_warranty(charge_amount=200)
        self._estimate(repair, self.battery | self.overhaul, charge_amount=200)
        with self.assertRaises(AccessError):
            self._estimate(repair, charge_amount=201)
        self._consent(repair)
        self._decide(repair.sudo().ticket_id)
        repair.action_start()
        self._estimate(repair, charge_amount=150)
        repair.action_finish()
        self.assertEqual(repair.charge_amount, 150)

    def test_order_is_made_no_dearer(self):
        repair = self._in_warranty(charge_amount=200)
        self._consent(repair)
        seller = self._user("t_seller", "sales_team.group_sale_manager")
        order = repair.sudo().quotation_id.with_user(seller)
        line = order.order_line
        line_vals = {"product_id": line.product_id.id, "price_unit": 5}
        for vals in ({"price_unit": 201}, {"discount": -10}):
            with self.assertRaisesRegex(UserError, "in warranty"):
                line.write(vals)
        with self.assertRaisesRegex(UserError, "in warranty"):
            order.write({"order_line": [(0, 0, line_vals)]})
        other = order.copy()
        with self.assertRaisesRegex(UserError, "in warranty"):
            other.order_line.write({"order_id": order.id})
        line.write({"price_unit": 200, "name": "Battery"})
        self._decide(repair.sudo().ticket_id, part="battery")
        line.write({"price_unit": 210})

    # ------------------------------------------------------------------
    # the screens
    # ------------------------------------------------------------------

    def test_estimate_says_who_may(self):
        repair = self._in_warranty()
        name = "watch.repair.estimate"
        with Form(self._screen(name, self.clerk, repair_id=repair)) as form:
            self.assertFalse(form.charge_refusal)
            form.charge_amount = 100
            self.assertIn(self.supervisor.name, form.charge_refusal)
            form.charge_amount = 0
            self.assertFalse(form.charge_refusal)
        with Form(self._screen(name, self.supervisor, repair_id=repair)) as form:
            form.charge_amount = 100
            self.assertFalse(form.charge_refusal)
            form.charge_reason = WHY
        form.save().action_save()
        self.assertEqual((repair.charge_amount, repair.charge_reason), (100, WHY))

    def test_decision_says_what_is_taken_off(self):
        repair = self._charged()
        ticket = repair.sudo().ticket_id
        name = "watch.warranty.decide"
        with Form(self._screen(name, self.clerk, ticket_id=ticket)) as form:
            self.assertFalse(form.charged)
            form.part = "movement"
            self.assertIn(repair.name, form.charged)
        form.save().action_decide()
        self.assertEqual(repair.charge_amount, 0)
