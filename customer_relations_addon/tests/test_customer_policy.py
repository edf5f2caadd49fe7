from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .test_customer_facts import CustomerCommon

IMPACT = {
    "customer_impact": "Customers hear of previews first.",
    "privacy_impact": "Uses the e-mail address, with consent.",
}


@tagged("post_install", "-at_install")
class TestCustomerPolicy(CustomerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["customer.policy"].search([]).active = False
        cls.policy = cls._policy(name="VIP quarterly", interval_count=3)

    @classmethod
    def _policy(cls, **vals):
        return cls.env["customer.policy"].create(
            {
                "name": "Policy",
                "class_ids": cls.vip_class.ids,
                "company_id": cls.company.id,
                "channel": "call",
                **IMPACT,
                **vals,
            }
        )

    def _due(self, user=None, partner=None):
        user = user or self.manager
        self.env["customer.contact.due"].invalidate_model()
        model = self.env["customer.contact.due"].with_user(user)
        model = model.with_context(allowed_company_ids=user.company_id.ids)
        return model.search([("partner_id", "=", (partner or self.vip).id)])

    def test_who_may_not(self):
        own = self.policy.with_user(self.clerk)
        with self.assertRaises(AccessError):
            own.read(["name"])
        self.policy.with_user(self.manager).action_start()
        own.read(["name", "promise"])
        for user in (self.clerk, self.supervisor, self.auditor, self.other_manager):
            with self.assertRaises(AccessError):
                self.policy.with_user(user).write({"promise": "Everything"})
            with self.assertRaises(AccessError):
                self.policy.with_user(user).action_end()
        with self.assertRaises(AccessError):
            self.policy.with_user(self.employee).read(["name"])
        with self.assertRaises(AccessError):
            self.policy.with_user(self.auditor).action_confirm()
        with self.assertRaises(AccessError):
            self.policy.with_user(self.manager).write({"version": 9})
        with self.assertRaises(AccessError):
            self.env["customer.policy"].with_user(self.manager).create(
                {"name": "Mine", "state": "running", **IMPACT}
            )

    def test_the_check_comes_first(self):
        for name in IMPACT:
            policy = self._policy(**{name: " "})
            with self.assertRaises(ValidationError):
                policy.with_user(self.manager).action_start()
        self.policy.action_start()
        with self.assertRaises(ValidationError):
            self.policy.customer_impact = False
        with self.assertRaises(ValidationError):
            self.policy.interval_count = -1
        with self.assertRaises(ValidationError):
            self.policy.write({"date_from": "2026-02-01", "date_to": "2026-01-01"})

    def test_staff_confirm_each_version(self):
        with self.assertRaises(UserError):
            self.policy.with_user(self.manager).action_confirm()
        self.policy.action_start()
        own = self.policy.with_user(self.clerk)
        waiting = own.search([("to_confirm", "=", True)])
        self.assertIn(own, waiting)
        own.action_confirm()
        own.action_confirm()
        self.assertTrue(own.my_confirmed_at)
        self.assertFalse(own.to_confirm)
        self.assertEqual(len(self.policy.confirmation_ids), 1)
        self.assertNotIn(self.clerk, self.policy.open_user_ids)
        self.assertIn(self.clerk2, self.policy.open_user_ids)
        self.assertNotIn(self.other_manager, self.policy.open_user_ids)
        self.policy.sequence = 3
        self.assertFalse(own.to_confirm)
        self.policy.promise = "A first look at every new model"
        self.assertTrue(own.to_confirm)
        self.assertIn(self.clerk, self.policy.open_user_ids)
        self.assertFalse(own.search([("to_confirm", "=", False)]) & own)
        seen = self.env["customer.policy.confirmation"]
        self.assertTrue(seen.with_user(self.supervisor).search_count([]))
        self.assertFalse(seen.with_user(self.clerk2).search_count([]))
        with self.assertRaises(AccessError):
            self.policy.confirmation_ids.write({"version": 2})

    def test_a_new_version_of_the_guideline(self):
        page = self.env["document.page"].create(
            {"name": "Keeping in touch", "content": "<p>One</p>", "is_guideline": True}
        )
        self.policy.page_id = page
        self.policy.action_start()
        own = self.policy.with_user(self.clerk)
        own.action_confirm()
        self.assertFalse(own.to_confirm)
        page.content = "<p>Two</p>"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(own.to_confirm)

    def test_next_contact(self):
        self.assertFalse(self._due())
        self.policy.action_start()
        today = fields.Date.context_today(self.env.user)
        self.assertLessEqual(self._due().due_date, today)
        self.vip.sudo().last_contact_at = fields.Datetime.now()
        due = self._due()
        self.assertEqual(due.policy_id, self.policy)
        self.assertGreater(due.due_date, today + timedelta(days=80))
        sooner = self._policy(name="Monthly", interval_count=4, interval_unit="week")
        sooner.action_start()
        self.assertEqual(self._due().policy_id, sooner)
        self.assertEqual(self._due().due_date, today + timedelta(days=28))
        sooner.date_to = today - timedelta(days=1)
        self.assertEqual(self._due().policy_id, self.policy)
        self.policy.class_ids = self.env.ref(
            "customer_relations_addon.customer_class_tourist"
        )
        self.assertFalse(self._due())

    def test_only_with_consent(self):
        purpose = self.env["customer.purpose"].create(
            {"name": "Previews", "needs_consent": True, "by_phone": True}
        )
        self.policy.purpose_id = purpose
        with self.assertRaises(ValidationError):
            self.policy.channel = False
        self.policy.action_start()
        self.assertFalse(self._due())
        consent = self.env["customer.consent"]
        elsewhere = consent.with_company(self.other_company)
        elsewhere._record(self.vip, purpose, ["phone"], "given", "written")
        self.assertFalse(self._due())
        for channel, state, source, listed in (
            ("email", "given", "written", False),
            ("phone", "given", "oral", False),
            ("phone", "refused", "oral", False),
            ("phone", "given", "written", True),
            ("phone", "withdrawn", "online", False),
        ):
            consent._record(self.vip, purpose, [channel], state, source, evidence="x")
            self.assertEqual(bool(self._due()), listed, (channel, state, source))
        self.policy.channel = "visit"
        self.assertTrue(self._due())

    def test_whose_next_contacts(self):
        self.policy.action_start()
        self.assertTrue(self._due(self.clerk))
        self.vip.customer_store_id = self.store2
        self.assertFalse(self._due(self.clerk))
        self.assertTrue(self._due(self.clerk2))
        self.assertTrue(self._due(self.auditor))
        self.assertFalse(self._due(self.other_manager))
        with self.assertRaises(AccessError):
            self._due(self.employee)
        self.vip.company_id = self.other_company
        self.assertFalse(self._due(self.manager))

    def test_policies_of_a_customer(self):
        self.policy.action_start()
        vip = self.vip.with_user(self.clerk)
        self.assertEqual(vip.relation_policy_ids.ids, self.policy.ids)
        self.assertFalse(self.customer.with_user(self.clerk).relation_policy_ids)
