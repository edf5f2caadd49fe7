import doctest
from datetime import datetime, timedelta
from pathlib import Path

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools.misc import file_path

from ..models.still_missing import StillMissing
from ..rules import store_days
from .common import RelationsCommon

# Wednesday 15:00 in Hong Kong
NOW = datetime(2026, 3, 4, 7)
TODAY = NOW.date()
DAY = timedelta(days=1)
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQ"
    "DwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestStoreDay(RelationsCommon):
    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        hours = [
            {
                "name": "Day",
                "dayofweek": str(number),
                "hour_from": 10,
                "hour_to": 20,
                "day_period": "morning",
            }
            for number in range(6)
        ]
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Monday to Saturday",
                "company_id": cls.company.id,
                "tz": "Asia/Hong_Kong",
                "attendance_ids": [(5, 0, 0), *((0, 0, vals) for vals in hours)],
            }
        )
        stores = cls.store | cls.store2
        stores.resource_calendar_id = cls.calendar
        # the last day that was looked at, in every store there is
        cls.env["retail.store"].search([]).day_due_on = TODAY

    def setUp(self):  # pylint: disable=invalid-name
        super().setUp()
        self.startPatcher(freeze_time(NOW))

    def _day(self, user=None, date=TODAY, **vals):
        days = self.env["store.day"].with_user(user or self.clerk)
        days = days.with_context(allowed_company_ids=self.company.ids)
        return days.create({"store_id": self.store.id, "date": date, **vals})

    def _checked(self, day):
        day.check_ids.write({"result": "ok"})
        day.check_ids.filtered("needs_photo").write({"photo": PIXEL})
        return day

    def _run_clock(self):
        self.store._day_due_batch()

    def test_doctests(self):
        self.assertFalse(doctest.testmod(store_days).failed)

    # ------------------------------------------------------------------
    # who may do what
    # ------------------------------------------------------------------

    def test_strangers(self):
        day = self._day()
        for user in (self.clerk2, self.employee, self.portal_user, self.other_manager):
            with self.assertRaises(AccessError):
                day.with_user(user).read(["visitors"])
            with self.assertRaises(AccessError):
                day.check_ids.with_user(user).read(["name"])
            with self.assertRaises(AccessError):
                day.with_user(user).action_close()
            with self.assertRaises(AccessError):
                self._day(user=user, date=TODAY - DAY)
        self.assertTrue(day.with_user(self.auditor).read(["visitors"]))
        with self.assertRaises(AccessError):
            day.with_user(self.auditor).write({"visitors": 3})
        with self.assertRaises(AccessError):
            day.with_user(self.auditor).action_take_over()

    def test_steps_are_no_fields_to_write(self):
        day = self._day()
        for vals in (
            {"state": "closed"},
            {"complaint_count": 3},
            {"closed_by_id": self.clerk2.id},
            {"taken_over_at": NOW},
        ):
            with self.assertRaises(AccessError):
                day.write(vals)
            with self.assertRaises(AccessError):
                self._day(date=TODAY - DAY, **vals)
        with self.assertRaises(AccessError):
            day.check_ids[0].write({"name": "Something easy"})
        with self.assertRaises(UserError):
            self.env["store.day.check"].with_user(self.manager).create(
                {"day_id": day.id, "name": "More", "moment": "opening"}
            )
        with self.assertRaises(AccessError):
            day.check_ids[0].with_user(self.manager).unlink()

    # ------------------------------------------------------------------
    # a day
    # ------------------------------------------------------------------

    def test_one_log_a_day_and_none_in_advance(self):
        day = self._day()
        with self.assertRaisesRegex(UserError, "already"):
            self._day()
        with self.assertRaises(ValidationError):
            self._day(date=TODAY + DAY)
        for junk in ({"date": "soon"}, {"store_id": "x"}, {"store_id": 2**31 - 1}):
            with self.assertRaises(UserError):
                self._day(**junk)
        with self.assertRaises(UserError):
            day.write({"date": TODAY - DAY})
        with self.assertRaises(ValidationError):
            day.write({"visitors": -1})
        with self.assertRaises(UserError):
            day.with_user(self.manager).unlink()

    def test_what_is_missing_is_said_with_the_user_s_date(self):
        day = self._day()
        words = r"/04/2026 can be closed when this is done:\n• "
        with self.assertRaisesRegex(StillMissing, words) as caught:
            day.action_close()
        name = f"{StillMissing.__module__}.{StillMissing.__name__}"
        title = file_path("customer_relations_addon/static/src/still_missing")
        script = Path(title, "still_missing.js").read_text()
        self.assertIn(f'"{name}"', script)
        self.assertIn("not checked", str(caught.exception))
        self.env["res.lang"]._lang_get("en_US").date_format = "%d %b %Y"
        self.assertIn("04 Mar 2026", day.with_context(lang="en_US").display_name)
        with self.assertRaisesRegex(UserError, "04 Mar 2026"):
            self._day()

    def test_today_of_the_only_store(self):
        days = self.env["store.day"].with_user(self.clerk)
        action = days._open_today()
        day = days.browse(action["res_id"])
        self.assertEqual((day.store_id, day.date), (self.store, TODAY))
        self.assertEqual(days._open_today()["res_id"], day.id)
        self.assertEqual(day.user_ids, self.clerk)
        self.assertEqual(day.opened_by_id, self.clerk)
        self.assertGreater(len(day.check_ids), 5)
        several = self.env["store.day"].with_user(self.manager)._open_today()
        self.assertFalse(several.get("res_id"))

    def test_checks_before_closing(self):
        day = self._day()
        first = day.check_ids[0]
        with self.assertRaisesRegex(UserError, "not checked"):
            day.action_close()
        self._checked(day)
        self.assertEqual(first.done_by_id, self.clerk)
        self.assertEqual(day.checks_done, day.checks_total)
        first.result = "not_ok"
        with self.assertRaisesRegex(UserError, "say what is not in order"):
            day.action_close()
        first.note = "A lamp is broken"
        first._trusted().write({"needs_photo": True})
        with self.assertRaisesRegex(UserError, "a photo is needed"):
            day.action_close()
        first.photo = PIXEL
        day.user_ids = False
        with self.assertRaisesRegex(UserError, "who was there"):
            day.action_close()
        day.other_staff = "A helper of the day"
        day.action_close()
        self.assertEqual((day.state, day.checks_not_ok), ("closed", 1))
        first.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "is closed"):
            first.write({"note": "Never mind"})
        with self.assertRaisesRegex(UserError, "is closed"):
            day.write({"visitors": 3})
        with self.assertRaises(AccessError):
            day.action_reopen()
        day.with_user(self.supervisor).action_reopen()
        day.write({"visitors": 3})

    def test_counts_of_the_records_of_the_day(self):
        compliment = self.env.ref("retail_complaint_addon.category_opinion_compliment")
        day = self._day()
        self._complaint(received_at=NOW - timedelta(hours=2))
        # the evening before, in Hong Kong
        self._complaint(received_at=NOW - timedelta(hours=16))
        self._complaint(category_id=compliment.id, received_at=NOW)
        self._complaint(user=self.clerk2, store_id=self.store2.id, received_at=NOW)
        exchange = {"kind": "visit", "partner_id": self.vip.id, "subject": "A strap"}
        exchange.update(store_id=self.store.id, company_id=self.company.id)
        self.env["customer.exchange"].create({**exchange, "date": NOW})
        lead = {"name": "A strap", "store_id": self.store.id, "enquired_at": NOW}
        leads = self.env["crm.lead"].create([lead, {**lead, "active": False}])
        leads.create({**lead, "enquired_at": NOW - DAY})
        day.invalidate_recordset()
        self.assertEqual((day.live_complaints, day.live_compliments), (1, 1))
        self.assertEqual(day.live_exchanges, 1)
        fixed = day.sudo()._count_records()
        self.assertEqual(fixed[day.id, "enquiry_count"], 2)
        found = self.env["helpdesk.ticket"].search(
            day.action_view_complaints()["domain"]
        )
        self.assertEqual(len(found), 1)
        self._checked(day).action_close()
        self.assertEqual((day.complaint_count, day.compliment_count), (1, 1))
        self._complaint(received_at=NOW)
        day.invalidate_recordset()
        self.assertEqual(day.live_complaints, 1)

    def test_counts_take_one_query_a_source(self):
        for number in range(6):
            self._day(date=TODAY - number * DAY)
        days = self.env["store.day"].search([("store_id", "=", self.store.id)])
        days._count_records()
        self.env.invalidate_all()
        days.mapped("store_id.resource_calendar_id.tz")
        with self.assertQueryCount(12):
            days._count_records()

    def test_shop_staff_without_complaint_rights(self):
        seller = self._user("t_seller", "customer_relations_addon.group_relations_user")
        self.store.member_ids |= seller
        self._complaint(received_at=NOW)
        day = self._day(user=seller)
        self.assertEqual(day.live_complaints, 0)
        self._checked(day).action_close()
        self.assertEqual(day.complaint_count, 1)

    def test_hand_over(self):
        before = self._day(date=TODAY - 2 * DAY, hand_over="A customer calls at ten")
        day = self._day()
        self.assertEqual(day.previous_day_id, before)
        self.assertEqual(day.previous_hand_over, "A customer calls at ten")
        self._checked(before).action_close()
        day.action_take_over()
        self.assertEqual(before.taken_over_by_id, self.clerk)
        before.invalidate_recordset()
        day.with_user(self.supervisor).action_take_over()
        self.assertEqual(before.taken_over_by_id, self.clerk)

    # ------------------------------------------------------------------
    # missing days
    # ------------------------------------------------------------------

    def test_missing_days_by_the_calendar(self):
        closing = datetime(2026, 3, 4, 12)
        self.assertEqual(self.store.day_due_at, closing + timedelta(hours=2))
        self.assertFalse(self.online.day_due_at)
        self._day(date=TODAY + DAY * 0)
        with freeze_time(datetime(2026, 3, 10, 3)):
            self._run_clock()
            days = self.env["store.day"].search([("store_id", "=", self.store.id)])
            missing = days.filtered(lambda day: day.state == "missing")
            # Thursday to Saturday and Monday; Sunday is closed, Tuesday goes on
            self.assertEqual(
                sorted(missing.mapped("date")),
                [TODAY + number * DAY for number in (1, 2, 3, 5)],
            )
            todos = days.activity_ids
            self.assertEqual(todos.user_id, self.supervisor)
            self.assertEqual(len(todos), 5)
            self.assertEqual(self.store.day_due_on, fields.Date.today())
            self._run_clock()
            self.assertEqual(len(days.activity_ids), 5)
        self.assertGreater(self.store.day_due_at, datetime(2026, 3, 10, 3))

    def test_fill_in_and_shut(self):
        with freeze_time(datetime(2026, 3, 6, 3)):
            self._run_clock()
            days = self.env["store.day"].search([("store_id", "=", self.store.id)])
            first, second = days.sorted("date").with_user(self.clerk)
            with self.assertRaisesRegex(UserError, "fill it in first"):
                first.write({"visitors": 4})
            with self.assertRaisesRegex(UserError, "fill it in first"):
                first.action_close()
            with self.assertRaises(AccessError):
                second.action_shut()
            shut = second.with_user(self.supervisor)
            with self.assertRaisesRegex(UserError, "why the store was closed"):
                shut.action_shut()
            shut.shut_reason = "Typhoon signal no. 8"
            shut.action_shut()
            first.action_fill_in()
            self._checked(first).write({"user_ids": self.clerk.ids})
            first.action_close()
            self.assertEqual((first.state, second.state), ("closed", "shut"))
            self.assertFalse(days.activity_ids)

    def test_the_log_starts_when_a_store_begins_to_keep_it(self):
        self.online.keeps_day_log = True
        self.assertEqual(self.online.day_due_on, TODAY)
        self.online.keeps_day_log = False
        self.assertFalse(self.online.day_due_at)
        with freeze_time(NOW + 30 * DAY):
            self.online.keeps_day_log = True
            self.assertEqual(self.online.day_due_on, TODAY + 30 * DAY)
            self.office.kind = "shop"
            self.assertEqual(self.office.day_due_on, TODAY + 30 * DAY)
            # another change of the store does not forget a day
            self.store.name = "Renamed"
            self.assertEqual(self.store.day_due_on, TODAY)

    # ------------------------------------------------------------------
    # incidents
    # ------------------------------------------------------------------

    def _incident(self, user=None, **vals):
        incidents = self.env["store.incident"].with_user(user or self.clerk)
        incidents = incidents.with_context(allowed_company_ids=self.company.ids)
        return incidents.create({"name": "The card terminal failed", **vals})

    def test_incidents_find_their_day(self):
        early = self._incident(happened_at=NOW - timedelta(hours=1))
        self.assertEqual(early.store_id, self.store)
        self.assertFalse(early.day_id)
        day = self._day()
        self.assertEqual(day.incident_ids, early)
        late = self._incident(happened_at=NOW)
        # after midnight in Hong Kong, the same day in UTC
        night = self._incident(happened_at=NOW + timedelta(hours=10))
        self.assertEqual(day.incident_ids, early | late)
        self.assertFalse(night.day_id)
        day.write({"incident_ids": [(0, 0, {"name": "A lamp fell down"})]})
        self.assertEqual(day.incident_count, 3)
        with self.assertRaises(ValidationError):
            self._incident(user=self.manager)
        with self.assertRaises(AccessError):
            self._incident(store_id=self.store2.id)

    def test_serious_incidents_reach_the_manager(self):
        incident = self._incident(severity="serious", kind="accident")
        self.assertEqual(incident.activity_ids.user_id, self.supervisor)
        with self.assertRaises(AccessError):
            incident.write({"state": "closed"})
        with self.assertRaisesRegex(UserError, "what was done"):
            incident.action_settle()
        incident.measure = "First aid given"
        incident.action_settle()
        incident.action_settle()
        self.assertEqual(
            (incident.state, incident.closed_by_id), ("closed", self.clerk)
        )
        self.assertFalse(incident.activity_ids)
        with self.assertRaises(AccessError):
            incident.with_user(self.clerk2).read(["name"])

    def test_an_improvement_for_an_incident(self):
        incident = self._incident(kind="system", happened_at=NOW - 2 * DAY)
        self._incident(kind="system", happened_at=NOW - DAY)
        action = incident.action_improve()
        self.assertEqual(incident.action_improve()["res_id"], action["res_id"])
        improvement = self.env["service.improvement"].browse(action["res_id"])
        self.assertEqual(improvement.source, "incident")
        improvement.with_user(self.clerk).write(
            {
                "customer_impact": "better",
                "customer_impact_note": "Payment works.",
                "privacy_impact": "none",
                "privacy_impact_note": "None.",
                "result": "A second terminal",
            }
        )
        improvement.with_user(self.clerk).action_start()
        improvement.with_user(self.clerk).action_done()
        self.assertEqual(improvement.effect, "too_early")
        with freeze_time(NOW + 10 * DAY):
            improvement._refresh_figures()
        self.assertEqual(
            (improvement.figure_before, improvement.figure_after, improvement.effect),
            (2.0, 0.0, "better"),
        )
