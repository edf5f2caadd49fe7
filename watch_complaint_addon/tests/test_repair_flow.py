from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import format_date

from .workshop_common import WorkshopCommon


@tagged("post_install", "-at_install")
class TestRepairFlow(WorkshopCommon):
    def _soon(self, **delta):
        return fields.Datetime.add(fields.Datetime.now(), **(delta or {"days": 7}))

    def _set_promise(self, repair, **ago):
        moment = fields.Datetime.subtract(fields.Datetime.now(), **ago)
        repair.sudo()._trusted().write({"promised_at": moment})

    def _notices(self, ticket):
        return ticket.sudo().notice_ids.sorted("id")

    def _assert_told_as_to_a_customer(self, ticket, repair):
        told = self._notices(ticket)[-1].body
        self.assertIn("ready for collection", told)
        self.assertNotIn(f"[{self.product.default_code}]", told)
        self.assertNotIn(fields.Date.to_string(repair.guaranteed_until), told)
        until = format_date(self.env, repair.guaranteed_until, date_format="long")
        self.assertIn(until, told)
        self.assertNotIn("more time than we wished", told)

    def test_one_click(self):
        ticket = self._case()
        ticket.sudo().cause_note = "Runs slow"
        self._decide(ticket)
        repair = self._repair(ticket)
        self.assertEqual(repair.lot_id, self.lot)
        self.assertEqual(repair.product_id, self.product)
        self.assertEqual(repair.partner_id, self.customer)
        self.assertEqual(repair.sudo().ticket_id, ticket.sudo())
        self.assertEqual(repair.workshop_id, self.workshop)
        self.assertEqual(repair.findings, "Runs slow")
        self.assertEqual((repair.stage, repair.warranty_result), ("received", "in"))
        self.assertEqual(self._repair(ticket), repair, "pressed twice it is one")
        self.assertEqual(self._notices(ticket).mapped("kind"), ["progress"])
        # the customer may have it at home
        self.assertIn("is registered for repair", repair._step_text("registered"))
        told = self._notices(ticket).sudo().mail_message_id.body
        self.assertIn("is registered for repair", told)
        self.assertNotIn("has your watch", told)

    def test_whole_way_in_warranty(self):
        ticket = self._case()
        self._decide(ticket)
        repair = self._repair(ticket)
        smith = self._as(repair, self.watchmaker)
        self._estimate(smith, promised_at=self._soon())
        with self.assertRaisesRegex(UserError, "consent before the watch is opened"):
            smith.action_start()
        smith.action_ask_price()
        self.assertEqual(repair.stage, "waiting")
        self.assertTrue(ticket.clock_paused_at)
        self._consent(repair)
        self.assertEqual(repair.stage, "agreed")
        self.assertFalse(ticket.clock_paused_at)
        self.assertFalse(repair.sudo().quotation_id)
        smith.action_start()
        self.assertEqual(repair.user_id, self.watchmaker, "who works on it")
        self.assertTrue(repair.under_warranty)
        smith.action_finish()
        self._assert_told_as_to_a_customer(ticket, repair)
        self.assertEqual((repair.state, repair.stage), ("done", "ready"))
        today = ticket._local_date(fields.Datetime.now())
        self.assertEqual(repair.guaranteed_until.year, today.year + 1)
        repair.action_returned()
        self.assertEqual(repair.stage, "returned")
        todo = ticket.sudo().activity_ids.filtered(
            lambda one: "close the case" in one.summary
        )
        self.assertEqual(todo.user_id, self.clerk)
        kinds = self._notices(ticket).mapped("kind")
        self.assertEqual(kinds, ["progress", "needs_info", "progress", "progress"])
        self.assertLessEqual(
            {"repair_started", "repair_finished"}, set(self._kinds(ticket))
        )
        self.assert_chain_holds(ticket)
        self._ready_to_close(ticket)
        self._as(ticket, self.clerk).action_close_complaint()
        self.assertFalse(todo.exists(), "the desk takes its to-do away")

    def test_chargeable(self):
        ticket = self._case()
        self._decide(ticket, part="battery")
        repair = self._repair(ticket)
        self._estimate(repair, charge_amount=380, promised_at=self._soon())
        self._consent(
            repair, channel="phone", signature=None, evidence="15:20, yes to 380"
        )
        order = repair.sudo().quotation_id
        self.assertEqual((order.state, order.amount_untaxed), ("sale", 380))
        self.assertEqual(order.partner_id, self.customer)
        repair.action_start()
        repair.action_finish()
        self.assertFalse(repair.under_warranty)

    def test_consent_says_who_and_how(self):
        repair = self._repair(self._case())
        for vals in (
            {"by": " "},
            {"signature": None},
            {"channel": "phone", "signature": None},
            {"channel": "pigeon"},
            {"open": False},
            {"signature": b"bm8gcGljdHVyZQ=="},
        ):
            with self.assertRaises(UserError, msg=vals):
                self._consent(repair, **vals)

    def test_consent_is_not_given_twice_for_more(self):
        ticket = self._case()
        self._decide(ticket, part="battery")
        repair = self._repair(ticket)
        self._estimate(repair, charge_amount=380)
        self._consent(repair)
        self._estimate(repair, self.overhaul, charge_amount=5800)
        self.assertFalse(repair.consent_at)
        self._consent(repair)
        orders = self.env["sale.order"].search([("origin", "=", repair.name)])
        self.assertEqual(sorted(orders.mapped("state")), ["cancel", "sale"])

    def test_propose_a_package(self):
        ticket = self._case()
        self._decide(ticket, part="battery")
        repair = self._repair(ticket)
        self._estimate(repair)
        package = self.env["complaint.solution"].browse(
            repair.action_propose_cover()["res_id"]
        )
        self.assertEqual(package.amount, 380)
        self.assertEqual(package.customer_value, 380)
        self.assertEqual(package.state, "draft")
        package = package.with_user(self.clerk)
        package.action_submit()
        package.action_offer()
        package.action_accept()
        self._consent(repair)
        repair.action_start()
        with self.assertRaises(AccessError):
            self._as(repair, self.watchmaker).action_propose_cover()

    def test_customer_says_no(self):
        repair = self._repair(self._case())
        with self.assertRaisesRegex(UserError, "Say why"):
            repair._cancel_by(" ")
        repair._cancel_by("Too expensive")
        self.assertEqual(repair.stage, "cancelled")
        repair.action_returned()
        self.assertTrue(repair.returned_at)

    def test_late_repair_makes_the_case_due(self):
        repair = self._ready_repair()
        ticket = repair.sudo().ticket_id
        self.assertNotEqual(ticket.target_state, "overdue")
        self._set_promise(repair, hours=1)
        self.assertEqual(ticket.target_state, "overdue")
        self.assertTrue(repair.is_late)
        late = self.env["repair.order"].search([("is_late", "=", True)])
        self.assertIn(repair.id, late.ids)
        ticket._escalate_batch()
        row = ticket.escalation_ids
        self.assertEqual(row.kind, "repair")
        repair.action_start()
        repair.action_finish()
        self.assertNotEqual(ticket.target_state, "overdue")

    def test_promise_in_the_past(self):
        with self.assertRaises(ValidationError):
            self._estimate(self._repair(self._case()), promised_at=self._soon(days=-1))

    def test_case_stays_open_while_repaired(self):
        repair = self._ready_repair()
        ticket = self._as(repair.sudo().ticket_id, self.clerk)
        self._ready_to_close(ticket)
        with self.assertRaisesRegex(ValidationError, "not finished"):
            ticket.action_close_complaint()
        repair.action_start()
        repair.action_finish()
        ticket.action_close_complaint()
        self.assertTrue(ticket.closed)

    # ------------------------------------------------------------------
    # the article
    # ------------------------------------------------------------------

    def test_custody(self):
        ticket = self._case()
        custody = self._take_in(ticket, lot_id=self.lot.id, store_id=self.store.id)
        self._decide(ticket)
        repair = self._repair(ticket)
        self.assertEqual(repair.custody_id.id, custody.id)
        self._estimate(repair)
        with self.assertRaisesRegex(UserError, "not finished"):
            self._hand_over(custody, self.clerk, "return")
        self._consent(repair)
        repair.action_start()
        repair.action_finish()
        self.assertTrue(custody.sudo().ready_at)
        with self.assertRaisesRegex(UserError, "signed"):
            repair.action_returned()
        self._hand_over(custody, self.clerk, "return")
        self.assertEqual(repair.stage, "returned")

    def test_service_centre(self):
        ticket = self._case()
        custody = self._take_in(ticket, lot_id=self.lot.id, store_id=self.store.id)
        self._decide(ticket)
        repair = self._repair(ticket)
        self._estimate(repair, promised_at=self._soon())
        centre = self.env["watch.service.centre"].create(
            {"partner_id": self.supplier.id, "company_id": self.company.id, "days": 14}
        )
        jobs = self.env["watch.centre.job"].with_user(self.clerk)
        vals = {"centre_id": centre.id, "job_number": "SC-9"}
        hand = {"own": self.SIGN, "evidence": "Parcel SF 1234"}
        with self.assertRaisesRegex(UserError, "not possible"):
            jobs._send(repair, vals, hand)
        self._consent(repair)
        with self.assertRaisesRegex(UserError, "not agreed that the watch is sent"):
            jobs._send(repair, vals, hand)
        # said before the screen opens, not after it was filled in
        with self.assertRaisesRegex(UserError, "press Consent again"):
            repair.with_user(self.clerk).action_send_out()
        self._consent(repair, outside=True)
        screen = self.env["watch.centre.send"].with_user(self.clerk)
        with Form(screen.with_context(default_repair_id=repair.id)) as form:
            form.centre_id = centre
            self.assertEqual(
                form.expected_on, fields.Date.context_today(repair) + timedelta(days=14)
            )
            self.assertTrue(form.is_late, "promised before the centre sends it back")
            self.assertFalse(form.is_unsigned)
            form.expected_on = fields.Date.context_today(repair)
            self.assertFalse(form.is_late)
            form.job_number = "SC-9"
            form.evidence = "Parcel SF 1234"
            form.own_signature = self.SIGN
        form.save().action_send()
        self.assertEqual(repair.stage, "outside")
        self.assertEqual(custody.sudo().state, "outside")
        self.assertEqual(custody.sudo().place_partner_id, self.supplier)
        job = repair.centre_job_ids
        self.assertEqual(job.job_number, "SC-9")
        with self.assertRaises(UserError):
            job.sudo().write({"centre_id": False})
        with self.assertRaisesRegex(UserError, "not possible"):
            repair.action_finish()
        job._take_back("Movement changed", {**hand, "to_store_id": self.store.id})
        self.assertEqual((job.state, repair.stage), ("back", "in_repair"))
        self.assertEqual(custody.sudo().state, "in_custody")
        repair.action_finish()

    # ------------------------------------------------------------------
    # loan watch
    # ------------------------------------------------------------------

    def test_loan(self):
        repair = self._ready_repair()
        lot = self._loan_lot()
        with self.assertRaisesRegex(ValidationError, "no loan watch"):
            self._lend(repair, self.lot)
        for vals in ({"signature": None}, {"name": ""}, {"condition": " "}):
            with self.assertRaises(ValidationError):
                self._lend(repair, lot, **vals)
        loan = self._lend(repair, lot).with_env(repair.env)
        self.assertTrue(lot.is_lent)
        other = self._repair(self._case(lot_id=self.lot.copy({"name": "TEST-0003"}).id))
        with self.assertRaisesRegex(UserError, "lent already"):
            self._lend(other, lot)
        repair.action_start()
        repair.action_finish()
        ticket = self._as(repair.sudo().ticket_id, self.clerk)
        self._ready_to_close(ticket)
        with self.assertRaisesRegex(ValidationError, "our loan watch LOAN-1"):
            ticket.action_close_complaint()
        with self.assertRaises(ValidationError):
            loan._give_back("As new")
        loan._give_back("Scratch on the clasp", self.SIGN, is_damaged=True)
        self.assertEqual(loan.state, "back")
        self.assertFalse(lot.is_lent)
        with self.assertRaises(UserError):
            loan.sudo()._trusted().write({"out_condition": "Scratched"})
        ticket.action_close_complaint()

    # ------------------------------------------------------------------
    # again
    # ------------------------------------------------------------------

    def _repaired(self):
        repair = self._ready_repair()
        repair.action_start()
        repair.action_finish()
        finished = fields.Datetime.subtract(fields.Datetime.now(), days=60)
        repair.sudo()._trusted().write({"finished_at": finished})
        return repair

    def test_repeat_repair_of_the_same_fault(self):
        earlier = self._repaired()
        ticket = self._case(days=900)
        decision = self._decide(ticket, proof=False)
        self.assertEqual((decision.result, decision.reason), ("in", "repair_warranty"))
        self.assertEqual(decision.repair_id.id, earlier.id)
        repair = self._repair(ticket)
        self.assertTrue(repair.is_repeat)
        self.assertEqual(repair.earlier_repair_id.id, earlier.id)
        self.assertTrue(
            ticket.sudo().activity_ids.filtered(
                lambda one: "Repeat repair" in one.summary
            )
        )

    def test_another_fault_or_too_late_is_no_repeat(self):
        earlier = self._repaired()
        other = self.category.copy({"name": "Another fault"})
        ticket = self._case(days=900, category_id=other.id)
        self.assertFalse(self._repair(ticket).is_repeat)
        self.assertEqual(self._decide(ticket).reason, "expired")
        yesterday = fields.Date.today() - timedelta(days=2)
        earlier.sudo()._trusted().write({"guaranteed_until": yesterday})
        late = self._case(days=900, name="Again", description="<p>Again</p>")
        self.assertEqual(self._decide(late).reason, "expired")

    def test_customer_without_an_address_is_called(self):
        ticket = self._case(
            partner_id=self.env["res.partner"].create({"name": "Walk-in"}).id,
            partner_email=False,
        )
        self._repair(ticket)
        self.assertFalse(self._notices(ticket))
        self.assertTrue(
            ticket.sudo().activity_ids.filtered(
                lambda one: "Tell the customer" in one.summary
            )
        )

    def test_company_without_a_workshop_or_warehouse(self):
        self.env["stock.picking.type"].search(
            [("code", "=", "repair_operation"), ("company_id", "=", self.company.id)]
        ).active = False
        with self.assertRaisesRegex(UserError, "no warehouse with a repair"):
            self._repair(self._case())
