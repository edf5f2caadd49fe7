from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .test_enquiry import EnquiryCommon


@tagged("post_install", "-at_install")
class TestHandover(EnquiryCommon):
    def _handover(self, user=None, **vals):
        handovers = self.env["customer.handover"].with_user(user or self.shop)
        return handovers.create(
            {
                "name": "Price for a strap",
                "target": "sales",
                "partner_id": self.vip.id,
                "user_id": self.shop2.id,
                **vals,
            }
        )

    def _answer(self, one, user=None, **vals):
        steps = self.env["customer.handover.step"].with_user(user or self.shop2)
        return steps.create({"handover_ids": [(6, 0, one.ids)], **vals}).action_apply()

    def _offered(self, one):
        """Return the result that the screen proposes."""
        return one.action_ask_words()["context"]["default_outcome"]

    def test_only_who_works_with_customers_is_offered(self):
        for name in ("customer.handover", "customer.promise.hand.over"):
            field = "user_id" if name == "customer.handover" else "to_user_id"
            model = self.env[name].with_user(self.clerk)
            shown = model.fields_get([field], ["domain"])[field]["domain"]
            known = {"company_id": self.company.id, "from_user_id": self.manager.id}
            known["company_ids"] = [self.company.id]
            users = self.env["res.users"].with_user(self.clerk)
            found = users.search(safe_eval(shown, known))
            self.assertIn(self.supervisor, found)
            self.assertFalse(found & (self.employee | self.portal_user))

    def test_to_sales_until_the_order(self):
        one = self._handover()
        self.assertEqual((one.store_id, one.handed_by_id), (self.store, self.shop))
        self.assertEqual(one.sudo().activity_ids.user_id, self.shop2)
        mine = one.with_user(self.shop2)
        mine.action_take()
        lead = self.env["crm.lead"].browse(mine.action_make_lead()["res_id"])
        self.assertEqual(mine.action_make_lead()["res_id"], lead.id)
        self.assertEqual((lead.partner_id, lead.user_id), (self.vip, self.shop2))
        self.assertEqual(lead.enquired_at, one.handed_at)
        with self.assertRaises(UserError):
            self._answer(one, outcome="quotation")
        self.assertFalse(self._offered(mine))
        order = self._quotation(lead)
        self.assertEqual(self._offered(mine), "quotation")
        self.assertIn(order.name, one.came_of_it)
        order.action_confirm()
        self.assertEqual(self._offered(mine), "order")
        self.assertFalse(self._offered(mine.with_context(handover_back=True)))
        one.invalidate_recordset(["came_of_it"])
        self.assertIn("Sales Order", one.came_of_it)
        self._answer(one, outcome="order")
        self.assertEqual((one.state, one.outcome), ("done", "order"))
        self.assertFalse(one.sudo().activity_ids)
        with self.assertRaises(UserError):
            self._answer(one, outcome="nothing", words="x")
        with self.assertRaises(UserError):
            one.user_id = self.clerk

    def test_back_to_who_gave_it(self):
        one = self._handover()
        with self.assertRaises(UserError):
            self._answer(one, back=True)
        self._answer(one, back=True, words="We do not make it")
        self.assertEqual((one.state, one.result), ("returned", "We do not make it"))
        self.assertEqual(one.sudo().activity_ids.user_id, self.shop)

    def test_to_a_store(self):
        one = self._handover(user_id=False, to_store_id=self.store2.id)
        self.assertEqual(one.sudo().activity_ids.user_id, self.store2.manager_id)
        one.with_user(self.clerk2).action_take()
        self.assertEqual(one.user_id, self.clerk2)
        with self.assertRaises(ValidationError):
            self._handover(user_id=False)

    def test_to_the_workshop(self):
        one = self._handover(
            target="workshop", product_id=self.product.id, lot_id=self.lot.id
        )
        mine = one.with_user(self.shop2)
        if "repair.order" not in self.env:
            with self.assertRaises(UserError):
                mine.action_make_repair()
        else:
            self.shop2.group_ids |= self.env.ref("stock.group_stock_user")
            repair = self.env["repair.order"].browse(
                mine.action_make_repair()["res_id"]
            )
            self.assertEqual((repair.partner_id, repair.lot_id), (self.vip, self.lot))
            self.assertEqual(mine.action_make_repair()["res_id"], repair.id)
            self.assertIn(repair.name, one.came_of_it)
            self.assertIn("Price for a strap", repair.internal_notes)
            self.assertEqual(self._offered(mine), "repair")
        with self.assertRaises(UserError):
            self._answer(one, outcome="service")
        self._answer(one, outcome="service", words="Cleaned at the counter")
        self.assertEqual(one.state, "done")

    def test_late(self):
        one = self._handover(due_at=fields.Datetime.now() - timedelta(hours=1))
        self.assertTrue(one.is_late)
        handovers = self.env["customer.handover"]
        self.assertIn(one, handovers.search([("is_late", "=", True)]))
        batches = self.env["complaint.clock"]._clock_due_batches()
        [job] = [job for job in batches if job[0]._name == "customer.handover"]
        due = one.sudo().search(job[1])
        self.assertIn(one, due)
        due._remind_batch()
        self.assertEqual(one.sudo().activity_ids.user_id, self.shop | self.shop2)
        self.assertNotIn(one, one.sudo().search(job[1]))
        with self.assertRaises(AccessError):
            one.with_user(self.shop2).due_at = fields.Datetime.now() + timedelta(days=9)
        one.due_at = fields.Datetime.now() + timedelta(days=1)
        self.assertFalse(one.is_late)
        self.assertTrue(one.remind_at)

    def test_from_complaint_without_telling_of_it(self):
        ticket = self._complaint(partner_id=self.vip.id, name="Hush: very angry")
        context = ticket.action_view_handovers()["context"]
        handovers = self.env["customer.handover"].with_user(self.clerk)
        one = handovers.with_context(**context).create(
            {"name": "Polish", "user_id": self.shop2.id}
        )
        self.assertEqual((one.ticket_id, ticket.handover_count), (ticket, 1))
        self.assertEqual(self.vip.with_user(self.clerk).handover_count, 1)
        self.assertNotIn("angry", str(one.with_user(self.shop2).read()))
        one.user_id = self.clerk2
        self.assertNotIn("angry", str(one.with_user(self.clerk2).read()))
        self.assertFalse(one.with_user(self.clerk2).ticket_id)
        with self.assertRaises(AccessError):
            self._handover(self.clerk2, ticket_id=ticket.id)
        with self.assertRaises(AccessError):
            one.ticket_id = False

    @mute_logger("odoo.models")
    def test_who_may_what(self):
        one = self._handover()
        shop3 = self._user("t_shop3", "customer_relations_addon.group_relations_user")
        for user in (shop3, self.employee, self.portal_user, self.sales):
            self.assertFalse(one.with_user(user).has_access("read"), user.login)
            with self.assertRaises(AccessError):
                one.with_user(user).action_take()
        # the store sees it; who receives it answers
        for user in (self.shop, self.clerk, self.auditor):
            self.assertTrue(one.with_user(user).has_access("read"), user.login)
            for action in ("action_take", "action_make_lead", "action_ask_words"):
                with self.assertRaises(AccessError):
                    getattr(one.with_user(user), action)()
            with self.assertRaises(AccessError):
                self._answer(one, user, outcome="nothing", words="x")
        for vals in (
            {"state": "done"},
            {"outcome": "order"},
            {"repair_ref": "repair.order,1"},
            {"handed_by_id": self.clerk.id},
            {"partner_id": self.customer.id},
        ):
            with self.assertRaises(AccessError):
                one.with_user(self.supervisor).write(vals)
        for user in (self.employee, self.portal_user, self.auditor):
            with self.assertRaises(AccessError):
                self._handover(user)
        for user in (self.employee, self.sales, self.other_manager):
            with self.assertRaises(ValidationError):
                self._handover(user_id=user.id)
        with self.assertRaises(UserError):
            one.copy()
        with self.assertRaises(AccessError):
            one.unlink()

    def test_on_the_timeline(self):
        one = self._handover()
        timeline = self.env["customer.timeline"].with_user(self.shop)
        page = timeline.get_timeline(self.vip.id, {"kinds": ["handover"]})
        self.assertEqual([line["id"] for line in page["lines"]], one.ids)
