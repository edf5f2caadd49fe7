from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .clock_common import MONDAY, ClockCommon

HOUR = timedelta(hours=1)
CLOCK_LOG = "odoo.addons.retail_complaint_addon.models.complaint_clock"


@tagged("post_install", "-at_install")
class TestClockEscalation(ClockCommon):
    """Owner, supervisor, manager: each of them once, and nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clock = cls.env["complaint.clock"]
        # only the cases of these tests come due
        cls.env.cr.execute("UPDATE helpdesk_ticket SET escalate_at = NULL")
        # the administrator of the database is a manager of every company
        admins = cls.env.ref("base.user_admin")
        admins.company_ids -= cls.company

    def _case(self, **vals):
        with freeze_time(MONDAY):
            return self._complaint(received_at=MONDAY, **vals).sudo()

    def _run(self, moment):
        """Run the scheduled action at a moment; its commits stay inside the test."""
        cron = type(self.env["ir.cron"])
        self.env.flush_all()
        with (
            freeze_time(moment),
            patch.object(cron, "_commit_progress", return_value=60.0),
        ):
            self.clock._cron_complaint_clock()
        self.env.flush_all()
        self.env.invalidate_all()

    def _told(self, ticket):
        """Return [(kind, level, logins)] in the order of the reminders."""
        return [
            (row.kind, row.level, sorted(row.user_ids.mapped("login")))
            for row in ticket.escalation_ids.sorted("id")
        ]

    # negative, by persona

    def test_nobody_writes_what_was_missed(self):
        ticket = self._case()
        self._run(ticket.acknowledge_by + HOUR)
        row = ticket.escalation_ids
        vals = {
            "ticket_id": ticket.id,
            "company_id": self.company.id,
            "kind": "resolve",
            "level": "owner",
            "due_at": MONDAY,
            "told_at": MONDAY,
        }
        for user in (self.clerk, self.supervisor, self.manager):
            with self.subTest(user.login):
                mine = row.with_user(user)
                for action in (
                    lambda mine=mine: mine.write({"level": "manager"}),
                    lambda mine=mine: mine.unlink(),
                    lambda mine=mine: mine.create(vals),
                ):
                    with self.assertRaises(AccessError):
                        action()
                case = ticket.with_user(user)
                for name in ("escalate_at", "escalation_level"):
                    with self.assertRaises(AccessError):
                        case.write({name: False})
        with self.assertRaises(AccessError):
            row.write({"level": "manager"})

    def test_missed_targets_are_seen_with_the_case(self):
        ticket = self._case(staff_ids=[Command.set(self.staff.ids)])
        self._run(ticket.acknowledge_by + HOUR)
        for user, count in (
            (self.clerk, 1),
            (self.auditor, 1),
            (self.clerk2, 0),
            (self.staff_user, 0),
            (self.other_manager, 0),
        ):
            rows = self.env["complaint.escalation"].with_user(user)
            rows = rows.with_context(allowed_company_ids=user.company_id.ids)
            found = rows.search([("ticket_id", "=", ticket.id)])
            self.assertEqual(len(found), count, user.login)

    # the ladder

    def test_owner_supervisor_manager(self):
        ticket = self._case()
        due = ticket.acknowledge_by
        self.assertEqual(due, datetime(2026, 3, 3, 10))
        self.assertEqual(ticket.escalate_at, due)
        self._run(due - HOUR)
        self.assertFalse(ticket.escalation_ids)
        self._run(due)
        self.assertEqual(self._told(ticket), [("acknowledge", "owner", ["t_clerk"])])
        # four working hours after 18:00 is 13:00 on the next day
        self.assertEqual(ticket.escalate_at, datetime(2026, 3, 4, 5))
        self.assertEqual(ticket.escalation_level, "owner")
        self._run(datetime(2026, 3, 4, 5))
        self.assertEqual(
            self._told(ticket)[1:], [("acknowledge", "supervisor", ["t_supervisor"])]
        )
        self._run(datetime(2026, 3, 4, 9))
        self.assertEqual(
            self._told(ticket)[2:],
            [("acknowledge", "manager", ["t_director", "t_manager"])],
        )
        self.assertEqual(ticket.escalation_level, "manager")
        self.assertEqual(ticket.escalate_at, ticket.next_notice_by)
        todos = self._todos(ticket, "target_missed")
        self.assertEqual(
            sorted(todos.user_id.mapped("login")),
            ["t_clerk", "t_director", "t_manager", "t_supervisor"],
        )
        self.assertNotIn(self.manager.partner_id, ticket.message_partner_ids)

    def test_once_per_breach(self):
        ticket = self._case()
        due = ticket.acknowledge_by
        for _run in range(3):
            self._run(due + 30 * HOUR)
        self.assertEqual(len(ticket.escalation_ids), 3)
        # somebody moves a date: the clock looks again, and has told that already
        ticket.with_user(self.supervisor).resolve_by = due + 300 * HOUR
        self.assertEqual(ticket.escalate_at, due)
        self._run(due + 30 * HOUR)
        self.assertEqual(len(ticket.escalation_ids), 3)
        self.assertEqual(ticket.escalation_level, "manager")

    def test_each_target_is_a_breach_of_its_own(self):
        ticket = self._case()
        self._run(ticket.acknowledge_by)
        self._run(ticket.resolve_by + 100 * HOUR)
        kinds = [kind for kind, _level, _users in self._told(ticket)]
        self.assertEqual(
            {kind: kinds.count(kind) for kind in kinds},
            dict.fromkeys(("acknowledge", "notice", "resolve"), 3),
        )
        self.assertFalse(ticket.escalate_at)

    def test_nothing_is_due_any_more(self):
        ticket = self._case()
        with freeze_time(MONDAY + HOUR):
            ticket.with_user(self.clerk).action_acknowledge()
        self._run(datetime(2026, 3, 4))
        self.assertFalse(ticket.escalation_ids)
        self._ready_to_close(ticket).action_close_complaint()
        self.assertFalse(ticket.escalate_at)
        self._run(datetime(2027, 3, 4))
        self.assertFalse(ticket.escalation_ids)

    def test_what_is_done_needs_no_reminder(self):
        ticket = self._case()
        self._run(ticket.acknowledge_by)
        self.assertTrue(self._todos(ticket, "target_missed"))
        with freeze_time(ticket.acknowledge_by + HOUR):
            ticket.with_user(self.clerk).action_acknowledge()
        self.assertFalse(self._todos(ticket, "target_missed"))
        self.assertTrue(ticket.escalation_ids, "it was missed all the same")

    def test_paused_cases_wait_for_the_customer(self):
        ticket = self._case()
        with freeze_time(MONDAY + HOUR):
            ticket._pause_clock("photos")
        self._run(ticket.next_notice_by)
        self.assertFalse(ticket.escalation_ids)
        self._run(ticket.wait_by)
        self.assertEqual(self._told(ticket), [("wait", "owner", ["t_clerk"])])

    def test_archived_cases_rest(self):
        ticket = self._case()
        ticket.with_user(self.supervisor).action_archive()
        self._run(ticket.resolve_by)
        self.assertFalse(ticket.escalation_ids)

    def test_hours_of_the_company(self):
        self.company.complaint_supervisor_hours = 0
        self.company.complaint_manager_hours = 1
        ticket = self._case()
        self._run(ticket.acknowledge_by)
        self.assertEqual(len(ticket.escalation_ids), 2)
        self.assertEqual(ticket.escalate_at, datetime(2026, 3, 4, 2))

    # who

    def test_never_the_person_complained_about(self):
        self.store.manager_id = self.staff_user
        self.store.member_ids |= self.staff_user
        self.staff_user.group_ids |= self.env.ref(
            "retail_complaint_addon.group_complaint_manager"
        )
        ticket = self._case(staff_ids=[Command.set(self.staff.ids)])
        self._run(ticket.resolve_by + 300 * HOUR)
        users = ticket.escalation_ids.user_ids
        self.assertIn(self.manager, users)
        self.assertNotIn(self.staff_user, users)
        self.assertNotIn(self.staff_user, ticket.activity_ids.user_id)

    def _away(self, user, deputy=None):
        self.env["complaint.absence"].sudo().create(
            {
                "user_id": user.id,
                "deputy_id": deputy and deputy.id,
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
            }
        )

    def test_deputies(self):
        self.store.member_ids |= self.clerk2
        ticket = self._case()
        self._away(self.clerk, self.clerk2)
        self._run(ticket.acknowledge_by)
        self.assertEqual(self._told(ticket)[0][2], ["t_clerk2"])

    def test_deputies_who_cannot_read_the_case(self):
        ticket = self._case()
        self._away(self.clerk, self.clerk2)
        self._run(ticket.acknowledge_by)
        self.assertEqual(self._told(ticket)[0][2], ["t_supervisor"])

    def test_a_deputy_who_is_complained_about(self):
        self.store.member_ids |= self.staff_user
        ticket = self._case(staff_ids=[Command.set(self.staff.ids)])
        self._away(self.clerk, self.staff_user)
        self._run(ticket.acknowledge_by)
        self.assertEqual(self._told(ticket)[0][2], ["t_supervisor"])

    def test_everybody_is_away(self):
        ticket = self._case()
        for user in (self.clerk, self.supervisor, self.manager, self.director):
            self._away(user)
        self._run(ticket.acknowledge_by)
        self.assertEqual(self._told(ticket)[0][2], ["t_director", "t_manager"])

    def test_an_owner_who_is_the_supervisor(self):
        ticket = self._case(user_id=self.supervisor.id)
        self._run(ticket.acknowledge_by + 30 * HOUR)
        self.assertEqual(
            [users for _kind, _level, users in self._told(ticket)],
            [["t_supervisor"], ["t_director", "t_manager"], []],
        )

    def test_the_manager_of_the_store_is_the_manager(self):
        ticket = self._case(
            user=self.clerk2, store_id=self.store2.id, user_id=self.clerk2.id
        )
        self._run(ticket.acknowledge_by + 30 * HOUR)
        self.assertEqual(self._told(ticket)[1][2], ["t_manager"])

    def test_a_manager_in_the_store_comes_after_the_supervisor(self):
        self.store.write(
            {
                "member_ids": [Command.link(self.manager.id)],
                "manager_id": self.manager.id,
            }
        )
        ticket = self._case()
        self._run(ticket.acknowledge_by + 30 * HOUR)
        self.assertEqual(
            [users for _kind, _level, users in self._told(ticket)],
            [["t_clerk"], ["t_supervisor"], ["t_manager"]],
        )

    def test_words_in_the_language_of_the_reader(self):
        ticket = self._case()
        self._run(ticket.acknowledge_by)
        todo = self._todos(ticket, "target_missed")
        self.assertEqual(todo.summary, "Overdue: acknowledge the complaint")
        self.assertIn(ticket.number, todo.note)
        self.assertEqual(todo.date_deadline, fields.Date.to_date("2026-03-03"))

    # critical cases

    def test_critical_cases_alert_the_manager_at_once(self):
        ticket = self._case(severity="critical")
        self.assertEqual(
            self._told(ticket), [("critical", "manager", ["t_director", "t_manager"])]
        )
        self.assertEqual(len(self._todos(ticket, "critical")), 2)
        ticket.severity = "major"
        ticket.with_user(self.clerk).severity = "critical"
        self.assertEqual(len(ticket.escalation_ids), 1, "once per round")

    def test_becoming_critical(self):
        ticket = self._case()
        self.assertFalse(ticket.escalation_ids)
        ticket.with_user(self.clerk).severity = "critical"
        self.assertEqual(self._told(ticket)[0][:2], ("critical", "manager"))
        self._ready_to_close(ticket).action_close_complaint()
        self.assertFalse(self._todos(ticket, "critical"))

    # outside bodies and others

    def test_other_dates_count(self):
        model = type(self.env["helpdesk.ticket"])
        ticket = self._case()
        original = model._clock_due_dates

        def with_outside(self):
            dates = original(self)
            return {**dates, "outside": MONDAY + HOUR} if dates else dates

        with patch.object(model, "_clock_due_dates", with_outside):
            ticket._pause_clock("photos")
            self.assertEqual(ticket.next_due_at, MONDAY + HOUR, "nobody waits for that")
            self._run(MONDAY + HOUR)
        self.assertEqual(self._told(ticket), [("outside", "owner", ["t_clerk"])])

    # one bad case

    def test_one_bad_case_stops_no_other(self):
        bad, good = self._case(), self._case(name="Good")
        model = type(self.env["helpdesk.ticket"])
        original = model._escalation_hours

        def failing(self):
            if self == bad:
                raise ValueError("poisoned")
            return original(self)

        with (
            patch.object(model, "_escalation_hours", failing),
            self.assertLogs(CLOCK_LOG, "WARNING") as seen,
        ):
            self._run(good.acknowledge_by)
        # alone in its record, with what went wrong
        (line,) = seen.output
        self.assertIn(f"helpdesk.ticket({bad.id},)", line)
        self.assertIn("poisoned", line)
        self.assertTrue(good.escalation_ids)
        self.assertFalse(bad.escalation_ids)
        self._run(good.acknowledge_by)
        self.assertTrue(bad.escalation_ids)

    def test_queries_of_a_batch(self):
        tickets = self.env["helpdesk.ticket"].sudo()
        for number in range(12):
            tickets |= self._case(name=f"Case {number}")
        self.env.flush_all()
        counts = []
        for batch in (tickets[:2], tickets[2:]):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            with freeze_time(tickets[0].acknowledge_by + 30 * HOUR):
                batch._escalate_batch()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        # eight cases more, with four to-dos each: rows, to-dos and links in one go
        self.assertLess(counts[1] - counts[0], 8, counts)
        row = tickets[-1].escalation_ids[-1:]
        self.assertEqual(row.sudo().activity_ids.user_id, row.user_ids)
