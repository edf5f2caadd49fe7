from datetime import datetime, timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import GROUP, RelationsCommon

SALES = "sales_team.group_sale_salesman"


class EnquiryCommon(RelationsCommon):
    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.shop = cls._user("t_shop_staff", GROUP % "user")
        cls.shop2 = cls._user("t_shop_staff2", GROUP % "user")
        cls.sales = cls._user("t_sales", SALES)
        cls.store.member_ids |= cls.shop
        cls.store2.member_ids |= cls.shop2

    @classmethod
    def _lead(cls, user=None, **vals):
        leads = cls.env["crm.lead"].with_user(user or cls.shop)
        return leads.create(
            {
                "name": "Blue dial",
                "type": "opportunity",
                "partner_id": cls.vip.id,
                "company_id": cls.company.id,
                "enquiry_kind": "product",
                **vals,
            }
        )

    @classmethod
    def _quotation(cls, lead):
        return cls.env["sale.order"].create(
            {
                "partner_id": lead.partner_id.id,
                "company_id": cls.company.id,
                "opportunity_id": lead.id,
                "order_line": [Command.create({"product_id": cls.product.id})],
            }
        )


@tagged("post_install", "-at_install")
class TestEnquiry(EnquiryCommon):
    def test_time_to_quotation_and_confirmation(self):
        lead = self._lead(enquired_at=fields.Datetime.now() - timedelta(days=14))
        self.assertEqual(lead.store_id, self.store)
        self.assertEqual(lead.enquiry_state, "open")
        self.assertIs(lead.hours_to_quote, False)
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT hours_to_quote FROM crm_lead WHERE id = %s", [lead.id]
        )
        self.assertEqual(self.env.cr.fetchone(), (None,))
        order = self._quotation(lead)
        self.assertFalse(lead.quoted_at)
        order.action_quotation_sent()
        self.assertEqual(lead.enquiry_state, "quoted")
        self.assertGreater(lead.hours_to_quote, 24)
        # ten working days, and not two weeks
        self.assertLess(lead.hours_to_quote, 14 * 24)
        first = lead.quoted_at
        self._quotation(lead).action_quotation_sent()
        self.assertEqual(lead.quoted_at, first)
        order.action_confirm()
        self.assertEqual(lead.enquiry_state, "confirmed")
        self.assertGreaterEqual(lead.hours_to_confirm, lead.hours_to_quote)
        order._action_cancel()
        self.assertFalse(lead.confirmed_at)
        self.assertEqual((lead.quoted_at, lead.enquiry_state), (first, "quoted"))

    def test_confirmed_at_once_is_quoted_too(self):
        lead = self._lead()
        order = self._quotation(lead)
        order.action_confirm()
        self.assertEqual(order.quoted_at, order.confirmed_at)
        self.assertEqual(lead.quoted_at, order.confirmed_at)

    def test_lost_with_its_reason(self):
        lead = self._lead()
        reason = self.env["crm.lost.reason"].create({"name": "Too expensive"})
        lost = self.env["crm.lead.lost"].with_user(self.shop)
        lost = lost.with_context(active_model="crm.lead", active_ids=lead.ids)
        lost.create(
            {"lead_ids": lead.ids, "lost_reason_id": reason.id}
        ).action_lost_reason_apply()
        self.assertEqual((lead.enquiry_state, lead.lost_reason_id), ("lost", reason))

    def test_nobody_types_the_moments(self):
        lead = self._lead()
        order = self._quotation(lead)
        now = fields.Datetime.now()
        for user in (self.shop, self.supervisor, self.env.user):
            for name in ("quoted_at", "confirmed_at"):
                with self.assertRaises(AccessError):
                    lead.with_user(user).write({name: now})
            with self.assertRaises(AccessError):
                lead.with_user(user).write({"hours_to_quote": 1})
            with self.assertRaises(AccessError):
                self._lead(user, quoted_at=now)
        with self.assertRaises(AccessError):
            order.write({"quoted_at": now})
        with self.assertRaises(ValidationError):
            lead.enquired_at = now + timedelta(days=1)
        order.action_quotation_sent()
        with self.assertRaises(AccessError):
            lead.enquired_at = now - timedelta(minutes=1)
        lead.with_user(self.supervisor).enquired_at = datetime(2026, 1, 5, 3)

    def test_who_sees_an_enquiry(self):
        lead = self._lead()
        for user in (
            self.shop,
            self.clerk,
            self.supervisor,
            self.auditor,
            self.manager,
        ):
            self.assertTrue(lead.with_user(user).has_access("read"), user.login)
        for user in (self.shop2, self.clerk2, self.employee, self.portal_user):
            self.assertFalse(lead.with_user(user).has_access("read"), user.login)
        self.assertFalse(lead.with_user(self.auditor).has_access("write"))
        other = self.other_manager
        companies = {"allowed_company_ids": other.company_id.ids}
        self.assertFalse(
            lead.with_user(other).with_context(**companies).has_access("read")
        )
        # sales people as before: their own and nobody's
        self.assertFalse(lead.with_user(self.sales).has_access("read"))
        lead.sudo().user_id = self.sales
        self.assertTrue(lead.with_user(self.sales).has_access("write"))

    def test_from_complaint_to_enquiry(self):
        ticket = self._complaint(partner_id=self.vip.id, name="Hush: very angry")
        action = ticket.with_user(self.clerk).action_make_lead()
        leads = self.env["crm.lead"].with_user(self.clerk)
        lead = leads.with_context(**action["context"]).create({})
        self.assertEqual(lead.ticket_id, ticket)
        self.assertEqual(ticket.lead_count, 1)
        self.assertNotIn("angry", lead.name)
        self.assertEqual(lead.action_view_complaints()["res_id"], ticket.id)
        self.assertIn(lead.id, ticket.action_view_leads()["domain"][0][2])
        self.assertEqual(leads.search([("ticket_id", "=", ticket.id)]), lead)
        self.assertIn(lead, leads.search([("ticket_id", "!=", False)]))
        self.assertNotIn(lead, leads.search([("ticket_id", "=", False)]))
        # who looks after the enquiry does not learn of the complaint by it
        for reader in (self.sales, self.clerk2):
            lead.sudo().user_id = reader
            seen = lead.with_user(reader)
            self.assertTrue(seen.has_access("read"))
            known = [] if reader == self.sales else ["name", "ticket_id"]
            self.assertNotIn("angry", str(seen.read(known)))
            for name in ("case_id", "case_id.name"):
                with self.assertRaises(AccessError):
                    seen.search([(name, "!=", False)])
        seen = lead.with_user(self.clerk2)
        self.assertEqual((seen.complaint_count, len(seen.ticket_id)), (0, 0))
        with self.assertRaises(AccessError):
            lead.with_user(self.sales).read(["ticket_id"])
        for user in (self.clerk2, self.sales, self.employee, self.shop):
            with self.assertRaises(AccessError):
                ticket.with_user(user).action_make_lead()
        with self.assertRaises(AccessError):
            self._lead(self.clerk2, ticket_id=ticket.id)
        with self.assertRaises(UserError):
            self._plain_ticket().action_make_lead()

    def test_from_enquiry_to_complaint(self):
        lead = self._lead(self.clerk, product_id=self.product.id)
        context = lead.action_register_complaint()["context"]
        tickets = self.env["helpdesk.ticket"].with_user(self.clerk)
        ticket = tickets.with_context(**context).create(
            {"name": "Scratched", "description": "x", "category_id": self.category.id}
        )
        self.assertEqual((ticket.lead_id, ticket.product_id), (lead, self.product))
        self.assertEqual(lead.complaint_count, 1)
        with self.assertRaises(AccessError):
            self._complaint(self.clerk2, store_id=self.store2.id, lead_id=lead.id)

    def test_sales_hand_in_and_learn_the_number(self):
        lead = self._lead(self.sales)
        action = lead.action_register_complaint()
        self.assertEqual(action["res_model"], "customer.complaint.entry")
        entries = self.env[action["res_model"]].with_user(self.sales)
        entry = entries.with_context(**action["context"]).create({"words": "It broke"})
        entry.action_register()
        entry.action_register()
        case = self.env["helpdesk.ticket"].search([("lead_id", "=", lead.id)])
        self.assertEqual(len(case), 1)
        self.assertEqual(case.partner_id, self.vip)
        self.assertTrue(case.is_complaint)
        self.assertIn(case.number, str(entry.action_register()))
        self.assertFalse(case.with_user(self.sales).has_access("read"))
        with self.assertRaises(AccessError):
            lead.action_view_complaints()
        strange = self._lead()
        for user in (self.sales, self.employee, self.portal_user, self.shop2):
            with self.assertRaises(AccessError):
                strange.with_user(user).action_register_complaint()
            with self.assertRaises(AccessError):
                entries.with_user(user).create({"lead_id": strange.id, "words": "x"})
