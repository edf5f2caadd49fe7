"""A changed target or calendar counts for open cases when a manager says so."""

from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .clock_common import MONDAY, ClockCommon


@tagged("post_install", "-at_install")
class TestRecount(ClockCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["complaint.target"].search([]).active = False
        cls.company.write({"complaint_resolve_days": 5, "complaint_notice_days": 3})
        with freeze_time(MONDAY):
            cls.ticket = cls._complaint()
            cls.other = cls._complaint(user=cls.clerk2, store_id=cls.store2.id)
            cls.closed = cls._ready_to_close(cls._complaint())
            cls.closed.action_close_complaint()

    def setUp(self):
        super().setUp()
        # opened at 10:00 on Monday, closes at 18:00 on working day five
        self.before = self.ticket.resolve_by
        self.target = self.env["complaint.target"].create(
            {
                "company_id": self.company.id,
                "category_id": self.category.id,
                "resolve_within": 2,
                "resolve_unit": "days",
            }
        )

    def _screen(self, user=None, **values):
        model = self.env["complaint.target.apply"].with_user(user or self.manager)
        return model.with_context(allowed_company_ids=self.company.ids).create(values)

    def _run(self, moment=MONDAY + timedelta(hours=1)):
        cron = self.env.ref("retail_complaint_addon.ir_cron_complaint_clock")
        with freeze_time(moment), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _log(self, ticket):
        return ticket.sudo().decision_ids.filtered(
            lambda row: row.kind == "targets_counted"
        )

    def test_only_managers(self):
        for user in (self.clerk, self.supervisor, self.auditor, self.portal_user):
            with self.assertRaises(AccessError):
                self._screen(user).action_apply()
        screen = self._screen().with_user(self.supervisor)
        with self.assertRaises(AccessError):
            screen.action_apply()
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.manager).write({"recount_by_id": False})

    def test_only_when_asked_for(self):
        self._run()
        self.assertEqual(self.ticket.resolve_by, self.before)

    def test_all_open_cases(self):
        screen = self._screen()
        self.assertEqual(screen.case_count, 2)
        screen.action_apply()
        self.assertEqual(self.ticket.resolve_by, self.before, "not before the clock")
        self._run()
        self.assertEqual(self.ticket.resolve_by, self.before - timedelta(days=5))
        self.assertLess(self.other.resolve_by, self.before)
        self.assertFalse(self.ticket.recount_by_id)
        row = self._log(self.ticket)
        self.assertEqual(row.user_id, self.manager)
        self.assertIn("resolve_by", row.detail)
        self.assertNotIn("next_notice_by", row.detail)
        self.assertFalse(self._log(self.closed))
        self.assertFalse(self.closed.recount_by_id)
        self.assertTrue(self.ticket.action_verify_decisions())

    def test_twice_moves_nothing(self):
        for _time in range(2):
            self._screen().action_apply()
            self._run()
        self.assertEqual(len(self._log(self.ticket)), 1)

    def test_one_store(self):
        screen = self._screen(store_ids=[Command.set(self.store2.ids)])
        self.assertEqual(screen.case_count, 1)
        screen.action_apply()
        self._run()
        self.assertEqual(self.ticket.resolve_by, self.before)
        self.assertTrue(self._log(self.other))

    def test_one_target(self):
        self.target.severity = "critical"
        screen = self._screen(target_id=self.target.id)
        self.assertEqual(screen.case_count, 0)

    def test_not_another_companys(self):
        manager = self.other_manager
        model = self.env["complaint.target.apply"].with_user(manager)
        screen = model.with_context(allowed_company_ids=self.other_company.ids).create(
            {}
        )
        self.assertEqual(screen.case_count, 0)
        screen.action_apply()
        self._run()
        self.assertEqual(self.ticket.resolve_by, self.before)

    def test_a_new_calendar(self):
        self.target.active = False
        self.store.resource_calendar_id = self._calendar(
            "Asia/Hong_Kong", holidays=[("2026-03-03 00:00:00", "2026-03-03 15:00:00")]
        )
        moved = self.ticket.resolve_by
        self._screen().action_apply()
        self._run()
        self.assertGreater(self.ticket.resolve_by, moved - timedelta(days=1))

    def test_while_waiting_for_the_customer(self):
        with freeze_time(MONDAY + timedelta(hours=1)):
            self.ticket._pause_clock("Photos")
        until = self.ticket.wait_by
        self.target.write({"wait_for": 1, "wait_unit": "days"})
        self._screen().action_apply()
        self._run(MONDAY + timedelta(hours=2))
        self.assertLess(self.ticket.wait_by, until)
        self.assertTrue(self.ticket.clock_paused_at)

    def test_late_by_the_old_target_reminds_nobody(self):
        self.target.resolve_within = 30
        moment = datetime(2026, 3, 12, 2)
        self.company.complaint_notice_days = 30
        with freeze_time(MONDAY):
            self.ticket.action_acknowledge()
        self._screen().action_apply()
        self._run(moment)
        missed = self._todos(self.ticket, "target_missed")
        self.assertFalse([todo for todo in missed if "resolve" in todo.summary])

    def test_many_at_once(self):
        """Marking costs the same for one case and for a thousand."""
        screen = self._screen()
        screen.action_apply()
        self.env.flush_all()
        with self.assertQueryCount(12):
            screen.action_apply()
