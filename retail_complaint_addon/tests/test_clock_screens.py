from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .clock_common import ClockCommon

DAY = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestClockScreens(ClockCommon):
    """The bell, the question before the clock stops, the filters."""

    def _at(self, due, **vals):
        ticket = self._complaint(**vals)
        ticket.sudo().write(dict.fromkeys(("acknowledge_by", "resolve_by"), due))
        return ticket

    def _bell(self, user):
        return self.env["helpdesk.ticket"].with_user(user).get_complaint_clock()

    # the bell

    def test_the_bell_counts_own_cases(self):
        now = fields.Datetime.now()
        self._at(now - DAY)
        self._at(now + DAY / 2)
        self._at(now + 9 * DAY)
        closed = self._at(now - DAY)
        self._ready_to_close(closed).action_close_complaint()
        self.assertEqual(
            self._bell(self.clerk), {"overdue": 1, "due": 1, "more": False}
        )
        for user in (self.supervisor, self.auditor, self.employee, self.portal_user):
            with self.subTest(user.login):
                self.assertEqual(self._bell(user)["overdue"], 0)

    def test_the_bell_is_one_query(self):
        self._at(fields.Datetime.now() - DAY)
        self.env.flush_all()
        self._bell(self.clerk)
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self._bell(self.clerk)
        # who asks, their groups, and the cases
        self.assertLessEqual(self.cr.sql_log_count - before, 6)

    # the question

    def _wait(self, user, ticket, reason="photos"):
        model = self.env["complaint.clock.wait"].with_user(user)
        return model.create({"ticket_id": ticket.id, "reason": reason})

    def test_waiting_for_the_customer(self):
        ticket = self._complaint()
        self._wait(self.clerk, ticket).action_wait()
        self.assertTrue(ticket.clock_paused_at)
        self.assertEqual(ticket.clock_pause_reason, "photos")
        ticket.action_resume_clock()
        self.assertFalse(ticket.clock_paused_at)

    def test_who_may_not_stop_the_clock(self):
        ticket = self._complaint()
        for user in (self.auditor, self.clerk2, self.employee, self.portal_user):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._wait(user, ticket).action_wait()
        with self.assertRaises(AccessError):
            self._wait(self.clerk, ticket).with_user(self.clerk2).action_wait()
        with self.assertRaises(UserError):
            self._wait(self.helpdesk_user, self._plain_ticket()).action_wait()
        self.assertFalse(ticket.clock_paused_at)

    # filters and groups

    def test_lists_find_what_waits_and_what_was_missed(self):
        ticket = self._complaint()
        ticket.sudo()._pause_clock("photos")
        model = self.env["helpdesk.ticket"].with_user(self.clerk)
        self.assertIn(ticket, model.search([("clock_paused_at", "!=", False)]))
        self.env.flush_all()
        ticket.sudo()._trusted().write({"escalation_level": "manager"})
        for domain in (
            [("escalation_level", "in", ("supervisor", "manager"))],
            [("next_due_at", "!=", False)],
        ):
            self.assertIn(ticket, model.search(domain))
        groups = model.formatted_read_group([], ["escalation_level"], ["__count"])
        self.assertIn("manager", [group["escalation_level"] for group in groups])
        rows = self.env["complaint.escalation"].with_user(self.clerk)
        rows.formatted_read_group([], ["store_id", "kind"], ["__count"])


@tagged("post_install", "-at_install")
class TestClockBell(ClockCommon, HttpCase):
    def test_only_staff_of_the_desk_have_a_bell(self):
        for user, expected in ((self.clerk, True), (self.employee, None)):
            user.password = "a password of a test"
            self.authenticate(user.login, "a password of a test")
            answer = self.make_jsonrpc_request("/web/session/get_session_info", {})
            self.assertEqual(answer.get("complaint_clock"), expected, user.login)
