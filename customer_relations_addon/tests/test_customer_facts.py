from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import GROUP, RelationsCommon


class CustomerCommon(RelationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop = cls._user("t_shop", GROUP % "user")
        cls.vip_class = cls.env.ref("customer_relations_addon.customer_class_vip")
        cls.vip.customer_class_id = cls.vip_class

    @classmethod
    def _fact(cls, **vals):
        vals = {"partner_id": cls.vip.id, "value": "White gold only", **vals}
        return cls.env["customer.fact"].create(vals)


@tagged("post_install", "-at_install")
class TestCustomerFacts(CustomerCommon):
    def test_who_may_not(self):
        fact = self._fact(sensitive=True, important=True)
        plain = self._fact()
        for user in (self.shop, self.clerk, self.manager, self.auditor):
            own = self.env["customer.fact"].with_user(user)
            self.assertFalse(own.search([("id", "=", fact.id)]), user.login)
            with self.assertRaises(AccessError):
                fact.with_user(user).read(["value"])
            self.assertFalse(self.vip.with_user(user).important_facts)
        for user in (self.employee, self.portal_user, self.helpdesk_user):
            with self.assertRaises(AccessError):
                plain.with_user(user).read(["value"])
            with self.assertRaises(AccessError):
                self.vip.with_user(user).read(["customer_class_id"])
        for user in (self.auditor, self.other_manager):
            with self.assertRaises(AccessError):
                plain.with_user(user).write({"value": "Yellow gold"})
        with self.assertRaises(AccessError):
            plain.with_user(self.shop).unlink()
        self.assertTrue(fact.with_user(self.privacy).read(["value"]))

    def test_a_customer_of_another_company(self):
        stranger = self.env["res.partner"].create(
            {"name": "Elsewhere", "company_id": self.other_company.id}
        )
        with self.assertRaises(AccessError):
            self.env["customer.fact"].with_user(self.shop).create(
                {"partner_id": stranger.id, "value": "x"}
            )

    def test_impossible_values(self):
        for vals in ({"kind": "size"}, {"kind": "anniversary"}, {"value": ""}):
            with self.assertRaises(ValidationError):
                self._fact(**vals)

    def test_important_first(self):
        self._fact(value="Likes tea")
        size = self._fact(kind="size", key="ring", value="52", important=True)
        self._fact(kind="allergy", value="Nickel", important=True)
        shop = self.vip.with_user(self.shop)
        self.assertEqual(shop.important_facts, "Allergy: Nickel\nRing: 52")
        self.assertEqual(shop.fact_count, 3)
        lead = self.env["crm.lead"].create(
            {"name": "A ring", "partner_id": self.vip.id}
        )
        self.assertIn("Nickel", lead.customer_facts)
        case = self._complaint(partner_id=self.vip.id)
        self.assertIn("Ring: 52", case.customer_facts)
        size.with_user(self.shop).action_put_away()
        case.invalidate_recordset()
        self.assertEqual(case.customer_facts, "Allergy: Nickel")

    def test_facts_of_many_customers_in_one_query(self):
        partners = self.env["res.partner"].create(
            [{"name": f"Customer {number}"} for number in range(20)]
        )
        for partner in partners:
            self._fact(partner_id=partner.id, important=True)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            partners.mapped("important_facts")

    def test_anniversaries_roll(self):
        today = fields.Date.context_today(self.env.user)
        soon = today + timedelta(days=3)
        day = soon.replace(year=soon.year - 8, day=min(soon.day, 28))
        fact = self._fact(kind="anniversary", value="Wedding", date=day)
        self.assertEqual(fact.next_date.month, day.month)
        self.assertGreaterEqual(fact.next_date, today)
        due = fact.next_date
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE customer_fact SET next_date = %s WHERE id = %s",
            (today - timedelta(days=1), fact.id),
        )
        self.env.invalidate_all()
        self.assertEqual(self.env["customer.fact"]._roll_anniversaries(), 1)
        self.assertEqual(fact.next_date, due)
        self.assertEqual(self.env["customer.fact"]._roll_anniversaries(), 0)

    def test_customers_are_neither_staff_nor_suppliers(self):
        """By a class, an exchange, a complaint …, as far as who asks may read it."""
        partners = self.env["res.partner"].create(
            [{"name": name} for name in ("Supplier", "Talked", "Complained", "Ordered")]
        )
        _supplier, talked, complained, ordered = partners
        exchange = {"subject": "A dial", "kind": "visit", "partner_id": talked.id}
        self.env["customer.exchange"].create({**exchange, "store_id": self.store.id})
        self._complaint(partner_id=complained.id)
        self.env["sale.order"].create({"partner_id": ordered.id})
        everybody = partners | self.vip
        asked = [("id", "in", everybody.ids), ("is_customer", "=", True)]
        self.assertEqual(self.env["res.partner"].search(asked), everybody - partners[0])
        mine = self.env["res.partner"].with_user(self.clerk).search(asked)
        self.assertEqual(mine, talked | complained | self.vip)
        self.assertEqual(everybody.filtered("is_customer"), everybody - partners[0])

    def test_wishes_that_are_open_come_first(self):
        states = ("bought", "open", "dropped", "offered")
        self.env["customer.wish"].create(
            [
                {"partner_id": self.vip.id, "name": state, "state": state}
                for state in states
            ]
        )
        self.vip.invalidate_recordset(["wish_ids"])
        found = self.vip.wish_ids.mapped("state")
        self.assertEqual(found, ["open", "offered", "dropped", "bought"])

    def test_data_verified(self):
        with self.assertRaises(AccessError):
            self.vip.with_user(self.auditor).action_data_verified()
        with self.assertRaises(AccessError):
            self.vip.with_user(self.employee).action_data_verified()
        self.vip.with_user(self.shop).action_data_verified()
        self.assertEqual(self.vip.last_verified_by_id, self.shop)
        fact = self._fact(verified_at="2020-01-01")
        fact.with_user(self.shop).action_verify()
        self.assertEqual(fact.verified_by_id, self.shop)
        self.assertGreater(fact.verified_at, fields.Date.to_date("2020-01-01"))
