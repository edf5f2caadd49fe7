from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .clock_common import MONDAY, ClockCommon


@tagged("post_install", "-at_install")
class TestClockTargets(ClockCommon):
    """Targets by category, severity, channel and company; cases follow them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branch = cls.env["helpdesk.ticket.category"].create(
            {
                "name": "Test branch",
                "company_id": False,
                "parent_id": cls.category.id,
                "is_complaint": True,
                "default_severity": "moderate",
            }
        )

    @classmethod
    def _target(cls, user=None, **vals):
        model = cls.env["complaint.target"].with_user(user or cls.manager)
        values = {"company_id": cls.company.id, "resolve_within": 3, **vals}
        values.setdefault("resolve_unit", "days")
        return model.create(values)

    def _case(self, **vals):
        with freeze_time(MONDAY):
            return self._complaint(received_at=MONDAY, **vals)

    # negative, by persona

    def test_only_managers_write_and_only_their_own(self):
        shared = self.env.ref("retail_complaint_addon.target_critical")
        own = self._target()
        for user in (self.clerk, self.supervisor, self.auditor, self.employee):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    self._target(user, severity="minor")
                with self.assertRaises(AccessError):
                    own.with_user(user).write({"resolve_within": 99})
        for vals in ({"company_id": False}, {"company_id": self.other_company.id}):
            with self.subTest(vals), self.assertRaises(AccessError):
                self._target(category_id=self.branch.id, **vals)
        for action in (
            lambda: shared.with_user(self.manager).write({"resolve_within": 99}),
            lambda: shared.with_user(self.manager).unlink(),
            lambda: own.write({"company_id": False}),
            lambda: (
                own.with_user(self.other_manager)
                .with_context(allowed_company_ids=self.other_company.ids)
                .write({"resolve_within": 99})
            ),
        ):
            with self.assertRaises(AccessError):
                action()

    def test_who_sees_what(self):
        own = self._target(severity="minor")
        shared = self.env.ref("retail_complaint_addon.target_critical")
        for user, seen in (
            (self.clerk, own | shared),
            (self.auditor, own | shared),
            (self.other_manager, shared),
        ):
            model = self.env["complaint.target"].with_user(user)
            model = model.with_context(allowed_company_ids=user.company_id.ids)
            found = model.search([("id", "in", (own | shared).ids)])
            self.assertEqual(found.ids, seen.sorted().ids, user.login)

    def test_values_that_make_no_sense(self):
        for vals in (
            {"resolve_unit": False},
            {"resolve_within": -1},
            {"resolve_within": 1.5},
            {"resolve_within": 99999},
            {"resolve_unit": "hours", "resolve_within": 0},
            {"resolve_within": float("nan")},
        ):
            with self.subTest(vals), self.assertRaises(ValidationError):
                self._target(**vals)

    def test_one_target_for_the_same_cases(self):
        first = self._target(severity="minor")
        with self.assertRaisesRegex(ValidationError, "already"):
            self._target(severity="minor")
        first.active = False
        self._target(severity="minor")
        with self.assertRaisesRegex(ValidationError, "already"):
            first.active = True

    def test_a_copy_is_for_the_own_company(self):
        shared = self.env.ref("retail_complaint_addon.target_critical")
        model = shared.with_user(self.manager)
        copy = model.with_context(allowed_company_ids=self.company.ids).copy()
        self.assertEqual(copy.company_id, self.company)

    # at intake

    def test_company_is_the_general_target(self):
        ticket = self._case()
        self.assertEqual(ticket.acknowledge_by, datetime(2026, 3, 3, 10))
        self.assertEqual(ticket.resolve_by, datetime(2026, 3, 16, 10))

    def test_the_most_specific_one(self):
        self._target(category_id=self.category.id, resolve_within=3)
        self._target(
            category_id=self.branch.id,
            severity="major",
            resolve_within=6,
            resolve_unit="hours",
        )
        phone = self.env.ref("retail_complaint_addon.channel_phone")
        self._target(
            channel_id=phone.id,
            resolve_unit=False,
            acknowledge_within=2,
            acknowledge_unit="hours",
        )
        self.assertEqual(self._case().resolve_by, datetime(2026, 3, 5, 10))
        deep = self._case(category_id=self.branch.id)
        self.assertEqual(deep.resolve_by, datetime(2026, 3, 5, 10))
        deep = self._case(category_id=self.branch.id, severity="major")
        self.assertEqual(deep.resolve_by, datetime(2026, 3, 2, 8))
        by_phone = self._case(channel_id=phone.id)
        self.assertEqual(by_phone.acknowledge_by, datetime(2026, 3, 2, 4))
        self.assertEqual(by_phone.resolve_by, datetime(2026, 3, 5, 10))

    def test_severity_of_the_category_counts_at_intake(self):
        self._target(severity="major", resolve_within=1)
        self.category.default_severity = "major"
        self.assertEqual(self._case().resolve_by, datetime(2026, 3, 3, 10))

    def test_other_companies_have_their_own(self):
        self._target(category_id=self.category.id, resolve_within=1)
        calendar = self._calendar("Asia/Hong_Kong")
        calendar.company_id = self.other_company
        self.other_store.resource_calendar_id = calendar
        ticket = self._case(
            user=self.other_manager,
            company_id=self.other_company.id,
            store_id=self.other_store.id,
        )
        self.assertEqual(ticket.resolve_by, datetime(2026, 3, 16, 10))

    def test_no_target(self):
        self._target(
            resolve_unit="none",
            notice_unit="none",
            acknowledge_unit="none",
        )
        ticket = self._case()
        self.assertFalse(ticket.resolve_by or ticket.next_notice_by)
        self.assertEqual(ticket.target_state, "none")
        ticket.action_acknowledge()
        self.assertFalse(ticket.next_notice_by)

    def test_archived_targets_do_not_count(self):
        self._target(resolve_within=1).active = False
        self.assertEqual(self._case().resolve_by, datetime(2026, 3, 16, 10))

    def test_no_query_more_for_targets(self):
        self._target()
        self._case()
        model = self.env["complaint.target"]
        with self.assertQueryCount(0):
            model._as_rules()

    # later

    def test_followed_when_the_case_changes(self):
        self._target(severity="critical", resolve_within=1)
        phone = self.env.ref("retail_complaint_addon.channel_phone")
        self._target(channel_id=phone.id, resolve_within=2)
        self._target(category_id=self.branch.id, resolve_within=4)
        ticket = self._case()
        for vals, day in (
            ({"severity": "critical"}, 3),
            ({"severity": "moderate"}, 16),
            ({"channel_id": phone.id}, 4),
            ({"category_id": self.branch.id}, 6),
            ({"category_id": self.category.id, "channel_id": False}, 16),
        ):
            with self.subTest(vals), freeze_time(datetime(2026, 3, 2, 9)):
                ticket.write(vals)
                self.assertEqual(ticket.resolve_by, datetime(2026, 3, day, 10))

    def test_followed_when_the_store_changes(self):
        self.store2.resource_calendar_id = self._calendar(
            "America/New_York", hours=((10, 16),), days=range(7)
        )
        ticket = self._case()
        ticket.with_user(self.manager).store_id = self.store2
        # ten days of a week without a free day, 16:00 in New York is 20:00 in UTC
        self.assertEqual(ticket.sudo().resolve_by, datetime(2026, 3, 11, 20))
        self.assertEqual(ticket.sudo().acknowledge_by, datetime(2026, 3, 2, 21))

    def test_what_was_set_by_hand_stays(self):
        self._target(
            severity="major", resolve_unit=False, notice_every=1, notice_unit="days"
        )
        ticket = self._case()
        promised = datetime(2026, 4, 30)
        ticket.with_user(self.supervisor).resolve_by = promised
        ticket.severity = "major"
        self.assertEqual(ticket.resolve_by, promised, "its target is the same")
        self.assertEqual(ticket.next_notice_by, datetime(2026, 3, 3, 10))
        self._target(severity="minor", resolve_within=1)
        ticket.severity = "minor"
        self.assertEqual(ticket.resolve_by, datetime(2026, 3, 3, 10))

    def test_pauses_count_when_the_target_changes(self):
        self._target(severity="major", resolve_within=2)
        ticket = self._case()
        with freeze_time(datetime(2026, 3, 2, 3)):
            ticket._pause_clock("photos")
        with freeze_time(datetime(2026, 3, 2, 6)):
            ticket._resume_clock()
        ticket.severity = "major"
        self.assertEqual(ticket.resolve_by, datetime(2026, 3, 5, 4))

    def test_a_batch_reads_each_calendar_once(self):
        self._target(severity="major", resolve_within=2)
        tickets = self._case()
        for number in range(9):
            tickets |= self._case(name=f"Case {number}")
        self.env.flush_all()
        self.env.invalidate_all()
        one = self._count_queries(tickets[0])
        many = self._count_queries(tickets[1:])
        self.assertLess(many, one + 9 * 12, (one, many))
        self.assertEqual(set(tickets.mapped("resolve_by")), {datetime(2026, 3, 4, 10)})

    def _count_queries(self, tickets):
        before = self.cr.sql_log_count
        tickets.sudo()._trusted().write({"severity": "major"})
        tickets._recount_targets()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def test_closed_cases_keep_their_dates(self):
        self._target(severity="major", resolve_within=2)
        ticket = self._case()
        self._ready_to_close(ticket).action_close_complaint()
        before = ticket.resolve_by
        ticket.sudo()._trusted().write({"severity": "major"})
        ticket._follow_basis(ticket._clock_basis(), {})
        self.assertEqual(ticket.resolve_by, before)
