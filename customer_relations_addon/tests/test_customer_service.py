from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .test_customer_facts import CustomerCommon


@tagged("post_install", "-at_install")
class TestCustomerService(CustomerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.service = cls.env["customer.service"].create(
            {
                "name": "Ultrasonic cleaning",
                "company_id": cls.company.id,
                "class_ids": cls.vip_class.ids,
                "max_uses": 2,
                "cost": 60,
                "effect_months": 3,
            }
        )
        cls.segment = cls.env["customer.segment"].create(
            {"name": "Collectors", "class_ids": cls.vip_class.ids}
        )

    def _use(self, user=None, **vals):
        model = self.env["customer.service.use"].with_user(user or self.clerk)
        return model.create(
            {"service_id": self.service.id, "partner_id": self.vip.id, **vals}
        )

    def _expectation(self, **vals):
        return self.env["customer.expectation"].create(
            {
                "segment_id": self.segment.id,
                "aspect": "speed",
                "name": "Back within three weeks",
                "importance": 8,
                "expected_score": 4.5,
                **vals,
            }
        )

    def _buy(self, partner, days_ago):
        order = self.env["sale.order"].create(
            {"partner_id": partner.id, "company_id": self.company.id}
        )
        day = fields.Datetime.now() - timedelta(days=days_ago)
        order.write({"state": "sale", "date_order": day})

    def _answered(self, partner, **scores):
        case = self._complaint(partner_id=partner.id)
        self.env.flush_all()
        for name, value in scores.items():
            self.env.cr.execute(
                f"UPDATE helpdesk_ticket SET {name} = %s WHERE id = %s",
                (value, case.id),
            )
        self.env.invalidate_all()
        return case

    def test_who_may_not(self):
        use = self._use()
        self.assertEqual(use.store_id, self.store)
        self.assertEqual(use.cost, 60)
        for user in (self.employee, self.portal_user, self.clerk2, self.other_manager):
            with self.assertRaises(AccessError):
                use.with_user(user).read(["date"])
        with self.assertRaises(AccessError):
            use.with_user(self.auditor).write({"note": "x"})
        with self.assertRaises(AccessError):
            use.with_user(self.clerk).unlink()
        expectation = self._expectation()
        for record in (self.service, self.segment, expectation):
            record.with_user(self.shop).read(["name"])
            for user in (self.shop, self.supervisor, self.auditor):
                with self.assertRaises(AccessError):
                    record.with_user(user).write({"name": "x"})
            with self.assertRaises(AccessError):
                record.with_user(self.employee).read(["name"])
        with self.assertRaises(AccessError):
            self.service.with_user(self.clerk).read(["user_again"])
        with self.assertRaises(AccessError):
            expectation.with_user(self.supervisor).action_reviewed()

    def test_who_is_entitled(self):
        with self.assertRaisesRegex(UserError, "not among them"):
            self._use(partner_id=self.customer.id)
        with self.assertRaisesRegex(UserError, "store manager"):
            self._use(partner_id=self.customer.id, exception_reason="Please")
        with self.assertRaisesRegex(UserError, "reason"):
            self._use(self.supervisor, partner_id=self.customer.id)
        kind = "Waited two hours for us"
        self._use(self.supervisor, partner_id=self.customer.id, exception_reason=kind)
        self._use()
        second = self._use()
        second.note = "With a new strap"
        with self.assertRaisesRegex(UserError, "2 times"):
            self._use()
        with self.assertRaisesRegex(UserError, "not among them"):
            second.partner_id = self.customer
        self._use(date=self.today - timedelta(days=400))
        self.service.date_to = self.today - timedelta(days=1)
        with self.assertRaisesRegex(UserError, "not offered"):
            self._use()
        self.assertEqual(self.service.use_count, 3)
        self.assertEqual(self.service.use_cost, 180)

    def test_impossible_figures(self):
        for vals in ({"max_uses": -1}, {"cost": -1}, {"effect_months": 0}):
            with self.assertRaises(ValidationError):
                self.service.write(vals)
        for vals in (
            {"importance": 11},
            {"expected_score": 6},
            {"measure": "nps", "expected_score": 101},
        ):
            with self.assertRaises(ValidationError):
                self._expectation(**vals)

    def test_effect(self):
        other, third = self.env["res.partner"].create(
            [
                {"name": "Vip Two", "customer_class_id": self.vip_class.id},
                {"name": "Vip Three", "customer_class_id": self.vip_class.id},
            ]
        )
        self._use(self.supervisor, date=self.today - timedelta(days=200))
        self._buy(self.vip, 150)
        self._buy(other, 300)
        self._buy(third, 300)
        self._buy(third, 250)
        self._buy(self.customer, 300)  # not entitled: not compared
        self._answered(self.vip, csat=5)
        self._answered(other, csat=3)
        self._answered(third, csat=4)
        service = self.service.with_user(self.supervisor)
        figures = {
            "user_count": 1,
            "user_again": 1.0,
            "other_count": 2,
            "other_again": 0.5,
            "user_csat": 5.0,
            "user_csat_count": 1,
            "other_csat": 3.5,
            "other_csat_count": 2,
        }
        self.assertEqual({name: service[name] for name in figures}, figures)
        # who used it yesterday had no time to come back
        self._use(self.supervisor, partner_id=other.id)
        self.env.invalidate_all()
        self.assertEqual(service.user_count, 1)

    def test_gap(self):
        expectation = self._expectation()
        self.assertEqual(expectation.light, "none")
        self._answered(self.vip, csat=4, ces=3, nps_points=100)
        self._answered(self.vip, csat=3, ces=2, nps_points=0)
        self._answered(self.customer, csat=1)
        easy = self._expectation(measure="ces", expected_score=3)
        advice = self._expectation(measure="nps", expected_score=60)
        self.assertEqual(expectation.measured, 3.5)
        self.assertEqual(expectation.sample, 2)
        self.assertEqual(expectation.gap, -1)
        self.assertEqual(expectation.light, "red")
        self.assertEqual(expectation.urgency, 200)
        self.assertEqual((easy.gap, easy.light), (0.5, "green"))
        self.assertEqual((advice.gap, advice.light), (-10, "yellow"))
        found = self.env["customer.expectation"].search([("light", "=", "red")])
        self.assertIn(expectation, found)
        self.assertNotIn(easy, found)
        other = self.env["helpdesk.ticket.category"].create(
            {"name": "Other", "is_complaint": True, "nature": "product"}
        )
        expectation.category_ids = other
        self.assertEqual(expectation.light, "none")

    def test_one_query_for_a_segment(self):
        expectations = self.env["customer.expectation"]
        for importance in range(1, 11):
            expectations |= self._expectation(importance=importance)
        self.env.flush_all()
        self.env.invalidate_all()
        expectations.mapped("importance")
        with self.assertQueryCount(12):
            expectations.mapped("gap")

    def test_review(self):
        expectation = self._expectation(review_date=self.today, user_id=self.manager.id)
        model = self.env["customer.expectation"]
        model._remind_reviews()
        model._remind_reviews()
        self.assertEqual(len(expectation.activity_ids), 1)
        expectation.with_user(self.manager).action_reviewed()
        self.assertFalse(expectation.activity_ids)
        self.assertGreater(expectation.review_date, self.today)

    def test_a_policy_for_users_of_a_service(self):
        self.env["customer.policy"].search([]).active = False
        policy = self.env["customer.policy"].create(
            {
                "name": "After a cleaning",
                "company_id": self.company.id,
                "service_id": self.service.id,
                "interval_count": 1,
                "customer_impact": "x",
                "privacy_impact": "x",
            }
        )
        policy.action_start()
        due = self.env["customer.contact.due"]
        mine = [("partner_id", "=", self.vip.id)]
        self.assertFalse(due.search(mine))
        self._use()
        self.assertEqual(due.search(mine).policy_id, policy)
