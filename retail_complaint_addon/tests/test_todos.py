"""To-dos that the desk gives end when what they ask for is done or moot."""

from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .clock_common import MONDAY, ClockCommon
from .flow_common import FlowCommon


@tagged("post_install", "-at_install")
class TestTodosOfCases(ClockCommon):
    def _give(self, ticket, kind, user=None):
        return ticket.sudo().activity_schedule(
            f"retail_complaint_addon.mail_activity_type_{kind}",
            user_id=(user or self.clerk).id,
        )

    def test_a_closed_case_alarms_nobody(self):
        ticket = self._complaint(severity="critical")
        self.assertTrue(self._todos(ticket, "critical"))
        for kind in ("customer_replied", "notice_undelivered"):
            self._give(ticket, kind)
        own = ticket.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.clerk.id
        )
        own.automated = False
        review = self._give(ticket, "public_reply", self.supervisor)
        self._ready_to_close(ticket).action_close_complaint()
        left = self.env["mail.activity"].search(
            [("res_model", "=", ticket._name), ("res_id", "=", ticket.id)]
        )
        self.assertEqual(left, own | review)

    def test_a_case_that_is_critical_no_more(self):
        ticket = self._complaint(severity="critical")
        ticket.with_user(self.supervisor).severity = "minor"
        self.assertFalse(self._todos(ticket, "critical"))
        ticket.with_user(self.supervisor).severity = "critical"
        self.assertTrue(self._todos(ticket, "critical"))

    def test_who_answers_the_customer_has_read_the_answer(self):
        ticket = self._complaint()
        ticket._customer_replied("e-mail")
        self._give(ticket, "notice_undelivered")
        earlier = datetime.now() - timedelta(hours=3)
        ticket._record_notice("progress", "phone", earlier, "Called before.")
        self.assertTrue(self._todos(ticket, "customer_replied"))
        ticket._record_notice("progress", "phone", False, "Called back.")
        self.assertFalse(self._todos(ticket, "customer_replied"))
        self.assertFalse(self._todos(ticket, "notice_undelivered"))

    def test_an_answer_in_the_second_of_the_to_do_ends_it(self):
        ticket = self._complaint()
        ticket._customer_replied("e-mail")
        todo = self._todos(ticket, "customer_replied")
        second = datetime.now().replace(microsecond=0) - timedelta(minutes=1)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_activity SET create_date = %s WHERE id = %s",
            [second.replace(microsecond=900000), todo.id],
        )
        self.env.invalidate_all()
        earlier = second - timedelta(seconds=1)
        ticket._record_notice("progress", "phone", earlier, "Called before.")
        self.assertTrue(todo.exists())
        ticket._record_notice("progress", "phone", second, "Called back.")
        self.assertFalse(todo.exists())

    def test_what_the_desk_sends_by_itself_answers_nobody(self):
        ticket = self._complaint()
        self.company.email = "desk@example.com"
        ticket._customer_replied("e-mail")
        ticket.with_user(self.env.ref("base.user_root"))._send_notice("progress")
        self.assertTrue(self._todos(ticket, "customer_replied"))

    def test_reopened_nobody_looks_for_the_address_of_the_survey(self):
        ticket = self._ready_to_close(self._complaint())
        ticket.action_close_complaint()
        self._give(ticket, "survey_undelivered")
        ticket.action_reopen()
        self.assertFalse(self._todos(ticket, "survey_undelivered"))


@tagged("post_install", "-at_install")
class TestLateSteps(ClockCommon):
    def _step(self, **values):
        return self.env["complaint.step"].create(
            {
                "ticket_id": self.ticket.id,
                "name": "Ask the carrier",
                "user_id": self.clerk.id,
                "planned_date": date(2026, 3, 3),
                **values,
            }
        )

    def setUp(self):
        super().setUp()
        with freeze_time(MONDAY):
            self.ticket = self._complaint()
            self.step = self._step()

    def _run(self, moment):
        cron = self.env.ref("retail_complaint_addon.ir_cron_complaint_clock")
        with freeze_time(moment), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        return self._todos(self.ticket, "step_late")

    def test_in_the_morning_after(self):
        # 9:00 on Wednesday in Hong Kong
        self.assertEqual(self.step.remind_at, datetime(2026, 3, 4, 1))
        self.assertFalse(self._run("2026-03-03 23:00:00"))
        todo = self._run("2026-03-04 01:00:00")
        self.assertEqual(todo.user_id, self.clerk)
        self.assertIn("Ask the carrier", todo.summary)
        self.assertIn(self.ticket.number, todo.note)
        self.assertFalse(self.step.remind_at)

    def test_once(self):
        self._run("2026-03-04 02:00:00")
        self.assertEqual(len(self._run("2026-03-05 02:00:00")), 1)

    def test_done_needs_no_reminder(self):
        self._run("2026-03-04 02:00:00")
        self.step.with_user(self.clerk).action_done()
        self.assertFalse(self._todos(self.ticket, "step_late"))
        skipped = self._step()
        skipped.with_user(self.clerk).action_skip("Not needed")
        self.assertFalse(self._run("2026-03-05 02:00:00"))

    def test_a_new_date_or_person_counts_anew(self):
        self._run("2026-03-04 02:00:00")
        self.step.with_user(self.clerk).planned_date = date(2026, 3, 5)
        self.assertFalse(self._todos(self.ticket, "step_late"))
        self.assertFalse(self._run("2026-03-05 02:00:00"))
        self.assertTrue(self._run("2026-03-06 02:00:00"))
        self.step.with_user(self.clerk).user_id = self.supervisor
        todo = self._run("2026-03-06 03:00:00")
        self.assertEqual(todo.user_id, self.supervisor)

    def test_without_a_person_the_owner(self):
        self.step.user_id = False
        self.assertEqual(self._run("2026-03-05").user_id, self.ticket.user_id)

    def test_who_may_not_read_the_case_hears_nothing(self):
        self.step.user_id = self.clerk2
        self.assertEqual(self._run("2026-03-05").user_id, self.supervisor)

    def test_a_closed_case_reminds_nobody(self):
        self._run("2026-03-04 02:00:00")
        self._step(name="Another", planned_date=date(2026, 3, 5))
        self._ready_to_close(self.ticket).action_close_complaint()
        self.assertFalse(self._run("2026-03-07"))

    def test_nobody_switches_it_off(self):
        for user in (self.clerk, self.supervisor, self.manager):
            with self.assertRaises(AccessError):
                self.step.with_user(user).write({"remind_at": False})
        with self.assertRaises(AccessError):
            self._step(remind_at=False)

    def test_found_by_its_index(self):
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute(
            "EXPLAIN SELECT id FROM complaint_step WHERE remind_at <= now()"
        )
        plan = " ".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("complaint_step_remind_idx", plan)


@tagged("post_install", "-at_install")
class TestTodosOfArticles(FlowCommon):
    def setUp(self):
        super().setUp()
        self.ticket = self._complaint()
        self.custody = self._take_in(self.ticket)

    def _collect(self):
        kind = self.env.ref("retail_complaint_addon.mail_activity_type_custody_collect")
        return self.custody.sudo().activity_ids.filtered(
            lambda todo: todo.activity_type_id == kind
        )

    def _remind(self):
        self.custody.action_ready()
        past = datetime.now() - timedelta(days=1)
        self.custody.sudo()._trusted().write({"remind_at": past})
        self.custody.sudo()._remind_batch()

    def test_returned_nobody_calls_the_customer(self):
        self._remind()
        self.assertEqual(len(self._collect()), 1)
        self._hand_over(self.custody, self.clerk, "check")
        self.assertEqual(len(self._collect()), 1)
        self._hand_over(self.custody, self.clerk, "return")
        self.assertEqual(self.custody.state, "returned")
        self.assertFalse(self._collect())

    def test_a_difference_in_weight_is_looked_at_all_the_same(self):
        self._hand_over(self.custody, self.clerk, "check", weight=110)
        self._hand_over(self.custody, self.clerk, "return", weight=110)
        self.assertTrue(self.custody.sudo().activity_ids)

    def test_sent_away_it_is_not_ready(self):
        self._remind()
        self._hand_over(
            self.custody, self.clerk, "outside", to_partner_id=self.supplier.id
        )
        self.assertFalse(self._collect())

    def test_a_closed_case_still_has_to_return_it(self):
        self.company.complaint_custody_closing = "warn"
        self._ready_to_close(self.ticket).action_close_complaint()
        self.assertEqual(len(self._collect()), 1)
        move = self._hand_over(self.custody, self.clerk)
        self._receive(move, self.watchmaker)
        self.assertEqual(len(self._collect()), 1)
        self._hand_over(self.custody, self.watchmaker, "return")
        self.assertFalse(self._collect())
