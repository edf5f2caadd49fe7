import doctest
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..rules import improvements
from .common import RelationsCommon

CHECKED = {
    "customer_impact": "better",
    "customer_impact_note": "Nobody waits longer than five minutes.",
    "privacy_impact": "none",
    "privacy_impact_note": "No data of customers.",
}


@tagged("post_install", "-at_install")
class TestServiceImprovement(RelationsCommon):
    def _improvement(self, user=None, **vals):
        vals = {
            "name": "A second till on Saturdays",
            "store_id": self.store.id,
            "company_id": self.company.id,
            "owner_id": self.clerk.id,
            "due_date": fields.Date.today() + timedelta(days=14),
            **vals,
        }
        records = self.env["service.improvement"].with_user(user or self.clerk)
        return records.with_context(allowed_company_ids=self.company.ids).create(vals)

    def test_doctests(self):
        self.assertFalse(doctest.testmod(improvements).failed)

    def test_strangers(self):
        record = self._improvement()
        for user in (self.clerk2, self.employee, self.portal_user, self.other_manager):
            with self.assertRaises(AccessError):
                record.with_user(user).read(["name"])
            with self.assertRaises(AccessError):
                record.with_user(user).action_start()
        self.assertTrue(record.with_user(self.auditor).read(["name"]))
        with self.assertRaises(AccessError):
            record.with_user(self.auditor).action_start()
        with self.assertRaises(AccessError):
            self._improvement(user=self.auditor)

    def test_a_colleague_reads_and_does_not_change(self):
        self.store.member_ids |= self.staff_user
        record = self._improvement()
        self.assertTrue(record.with_user(self.staff_user).read(["name"]))
        with self.assertRaises(AccessError):
            record.with_user(self.staff_user).write({"what": "Nothing"})
        record.with_user(self.supervisor).write({"what": "A second till"})

    def test_states_and_sources_are_no_fields_to_write(self):
        for vals in (
            {"state": "effective"},
            {"res_model": "res.users", "res_id": 1},
            {"figure_before": 3.0},
            {"effect": "better"},
        ):
            with self.assertRaises(AccessError):
                self._improvement(**vals)
            with self.assertRaises(AccessError):
                self._improvement().write(vals)

    def test_owner_works_with_customers(self):
        for user in (self.employee, self.other_manager):
            with self.assertRaises(ValidationError):
                self._improvement(owner_id=user.id)

    def test_both_checks_before_the_start(self):
        record = self._improvement()
        with self.assertRaisesRegex(UserError, "What It Means for Customers"):
            record.action_start()
        for name in CHECKED:
            record.write({**CHECKED, name: " " if name.endswith("note") else False})
            with self.assertRaises(UserError):
                record.action_start()
        record.write(CHECKED)
        record.action_start()
        self.assertEqual(record.state, "doing")
        self.assertEqual(record.checks_by_id, self.clerk)
        with self.assertRaisesRegex(UserError, "stays as it was"):
            record.write({"privacy_impact_note": "Something else"})
        with self.assertRaises(UserError):
            record.with_user(self.manager).unlink()

    def test_done_and_checked_by_somebody_else(self):
        record = self._improvement(owner_id=self.supervisor.id, **CHECKED)
        record.with_user(self.supervisor).action_start()
        record.action_start()
        with self.assertRaisesRegex(UserError, "what was done"):
            record.action_done()
        record.result = "The till is there."
        record.action_done()
        self.assertEqual(
            record.check_date, record.done_at.date() + timedelta(days=record.check_days)
        )
        record.effect_comment = "Shorter queues."
        for user in (self.clerk, self.supervisor):
            with self.assertRaises(AccessError):
                record.with_user(user).action_effective()
        record.with_user(self.manager).action_effective()
        self.assertEqual(record.state, "effective")
        self.assertEqual(record.checked_by_id, self.manager)

    def test_the_clock_reminds_once_a_step(self):
        yesterday = fields.Date.today() - timedelta(days=1)
        record = self._improvement(due_date=yesterday, **CHECKED)
        self.assertTrue(record.is_late)
        late = self.env["service.improvement"].search([("is_late", "=", True)])
        self.assertIn(record, late)
        record._remind_batch()
        self.assertEqual(record.activity_ids.user_id, self.clerk)
        self.assertFalse(record.remind_at)
        record.action_start()
        self.assertFalse(record.activity_ids)
        record.result = "Done."
        record.action_done()
        record._remind_batch()
        self.assertEqual(record.activity_ids.user_id, self.supervisor)
