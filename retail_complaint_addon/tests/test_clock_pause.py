from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .clock_common import MONDAY, ClockCommon

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestClockPause(ClockCommon):
    """The clock stands while we wait for the customer; notices wind it up."""

    def _case(self, **vals):
        with freeze_time(MONDAY):
            return self._complaint(received_at=MONDAY, **vals).sudo()

    # negative, by persona

    def test_nobody_writes_the_clock(self):
        ticket = self._case()
        ticket._pause_clock("photos")
        for user in (self.clerk, self.supervisor, self.manager):
            case = ticket.with_user(user)
            for name, value in {
                "clock_paused_at": False,
                "clock_paused_hours": 99,
                "clock_start_at": "2030-01-01",
                "clock_notice_at": "2030-01-01",
                "wait_by": "2030-01-01",
            }.items():
                with (
                    self.subTest(name, user=user.login),
                    self.assertRaises(AccessError),
                ):
                    case.write({name: value})
            pause = ticket.pause_ids.with_user(user)
            with self.assertRaises(AccessError):
                pause.write({"ended_at": MONDAY})
            with self.assertRaises(AccessError):
                pause.unlink()
            with self.assertRaises(AccessError):
                pause.create({"ticket_id": ticket.id, "started_at": MONDAY})
        with self.assertRaises(AccessError):
            ticket.pause_ids.write({"ended_at": MONDAY})

    def test_who_may_not_resume(self):
        ticket = self._case()
        ticket._pause_clock("photos")
        for user in (self.auditor, self.clerk2, self.employee, self.portal_user):
            with self.subTest(user.login), self.assertRaises(AccessError):
                ticket.with_user(user).action_resume_clock()
        self.assertTrue(ticket.clock_paused_at)

    def test_pauses_are_seen_with_the_case(self):
        ticket = self._case(staff_ids=[(6, 0, self.staff.ids)])
        ticket._pause_clock("photos")
        for user, count in (
            (self.clerk, 1),
            (self.manager, 1),
            (self.auditor, 1),
            (self.clerk2, 0),
            (self.staff_user, 0),
            (self.other_manager, 0),
        ):
            pauses = self.env["complaint.pause"].with_user(user)
            pauses = pauses.with_context(allowed_company_ids=user.company_id.ids)
            found = pauses.search([("ticket_id", "=", ticket.id)])
            self.assertEqual(len(found), count, user.login)

    # what a pause does

    def test_what_was_left_is_left(self):
        ticket = self._case()
        due = ticket.resolve_by
        self.assertEqual(due, datetime(2026, 3, 16, 10))
        with freeze_time(datetime(2026, 3, 4, 2)):
            ticket._pause_clock("photos of the dial")
            self.assertEqual(ticket.target_state, "ok")
            self.assertEqual(ticket.next_due_at, ticket.wait_by)
            self.assertEqual(ticket.clock_pause_reason, "photos of the dial")
        with freeze_time(datetime(2026, 3, 6, 5)):
            ticket._pause_clock("again")
            ticket._resume_clock()
        # from Wednesday 10:00 to Friday 13:00: two days and three hours of nine
        self.assertEqual(ticket.resolve_by, datetime(2026, 3, 19, 4))
        self.assertEqual(ticket.clock_paused_hours, 21)
        self.assertFalse(ticket.clock_paused_at)
        self.assertEqual(ticket.pause_ids.working_hours, 21)
        self.assertEqual(ticket.pause_ids.reason, "photos of the dial")

    def test_pauses_add_up(self):
        ticket = self._case()
        for day in (3, 4):
            with freeze_time(datetime(2026, 3, day, 2)):
                ticket._pause_clock("photos")
            with freeze_time(datetime(2026, 3, day, 4)):
                ticket._resume_clock()
        self.assertEqual(ticket.clock_paused_hours, 4)
        self.assertEqual(ticket.resolve_by, datetime(2026, 3, 17, 5))
        ticket._recount_targets()
        self.assertEqual(ticket.resolve_by, datetime(2026, 3, 17, 5), "counted in")

    def test_late_stays_late(self):
        ticket = self._case()
        due = ticket.acknowledge_by
        with freeze_time(due + DAY):
            ticket._pause_clock("photos")
        with freeze_time(due + 3 * DAY):
            ticket._resume_clock()
            self.assertEqual(ticket.acknowledge_by, due)
            self.assertEqual(ticket.target_state, "overdue")

    def test_nobody_is_waited_for_without_end(self):
        ticket = self._case()
        with freeze_time(datetime(2026, 3, 4, 2)):
            ticket._pause_clock("photos")
        self.assertEqual(ticket.wait_by, datetime(2026, 3, 18, 10))
        with freeze_time(datetime(2026, 3, 18, 11)):
            ticket.invalidate_recordset(["target_state"])
            self.assertEqual(ticket.target_state, "overdue")

    def test_closing_ends_the_pause(self):
        ticket = self._case()
        ticket._pause_clock("photos")
        self._ready_to_close(ticket).action_close_complaint()
        self.assertFalse(ticket.clock_paused_at)
        self.assertTrue(ticket.pause_ids.ended_at)
        ticket._pause_clock("nothing")
        self.assertEqual(len(ticket.pause_ids), 1)
        with self.assertRaises(UserError):
            ticket.with_user(self.clerk).action_resume_clock()
        ticket.with_user(self.clerk).action_reopen("Again")
        self.assertEqual(ticket.round, 2)
        self.assertEqual(ticket._clock_pauses(), [], "of the round before")

    # notices

    def test_the_next_notice_counts_from_the_last(self):
        ticket = self._case()
        self.assertEqual(ticket.next_notice_by, datetime(2026, 3, 9, 10))
        with freeze_time(datetime(2026, 3, 5, 4)):
            ticket._notice_given(datetime(2026, 3, 4, 3))
        self.assertEqual(ticket.next_notice_by, datetime(2026, 3, 11, 10))
        with freeze_time(datetime(2026, 3, 6, 4)):
            ticket._notice_given(datetime(2026, 3, 3, 3))
            self.assertEqual(ticket.next_notice_by, datetime(2026, 3, 11, 10))
            ticket._notice_given(datetime(2030, 1, 1))
        self.assertEqual(ticket.next_notice_by, datetime(2026, 3, 13, 10), "told now")
        self.assertFalse(ticket.acknowledged_at)

    def test_the_customer_replies(self):
        ticket = self._case()
        ticket._pause_clock("photos")
        ticket._customer_replied("email")
        ticket._customer_replied("email")
        self.assertFalse(ticket.clock_paused_at)
        todo = self._todos(ticket, "customer_replied")
        self.assertEqual(todo.user_id, self.clerk)
        self.assertIn("email", todo.note)

    def test_plain_tickets_have_no_clock(self):
        ticket = self._plain_ticket().sudo()
        ticket._pause_clock("x")
        ticket._notice_given(MONDAY)
        ticket._customer_replied("email")
        self.assertFalse(ticket.clock_paused_at)
        self.assertFalse(ticket.next_notice_by)
        self.assertFalse(ticket.activity_ids)
