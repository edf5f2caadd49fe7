from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from ..models.helpdesk_ticket_clock import Calendars
from ..rules.working_time import Span
from .clock_common import MONDAY, ClockCommon

DAY, HOURS, NIGHT = Span(1), Span(8, "hours"), Span(5, "hours")
LONDON, HONG_KONG, NEW_YORK = "Europe/London", "Asia/Hong_Kong", "America/New_York"
WEEK = range(7)


def at(text):
    return datetime.fromisoformat(f"2026-{text}")


@tagged("post_install", "-at_install")
class TestClockCalendars(ClockCommon):
    """Opening hours of real calendars: time zones, clock changes, holidays."""

    def _due(self, calendar, start, span):
        return Calendars()[calendar].due(start, span)

    def test_table_of_zones_and_clock_changes(self):
        """Open from 9 to 18 every day; all moments in UTC."""
        calendars = {
            zone: self._calendar(zone, days=WEEK)
            for zone in (LONDON, HONG_KONG, NEW_YORK)
        }
        for zone, start, span, expected in (
            # no clock change: six hours are left on Saturday, two on Sunday
            (HONG_KONG, "03-28T04:00", DAY, "03-29T10:00"),
            (HONG_KONG, "03-28T04:00", HOURS, "03-29T03:00"),
            # forward in the night to Sunday 29 March
            (LONDON, "03-28T12:00", DAY, "03-29T17:00"),
            (LONDON, "03-28T12:00", HOURS, "03-29T10:00"),
            # back in the night to Sunday 25 October
            (LONDON, "10-24T11:00", DAY, "10-25T18:00"),
            (LONDON, "10-24T11:00", HOURS, "10-25T11:00"),
            # forward in the night to Sunday 8 March, back to 1 November
            (NEW_YORK, "03-07T17:00", DAY, "03-08T22:00"),
            (NEW_YORK, "03-07T17:00", HOURS, "03-08T15:00"),
            (NEW_YORK, "10-31T16:00", DAY, "11-01T23:00"),
            (NEW_YORK, "10-31T16:00", HOURS, "11-01T16:00"),
            # late in the evening is another day in UTC, not in the store
            (NEW_YORK, "03-08T03:30", DAY, "03-08T22:00"),
            (HONG_KONG, "03-27T16:30", DAY, "03-29T10:00"),
        ):
            with self.subTest(zone=zone, start=start, span=span):
                self.assertEqual(
                    self._due(calendars[zone], at(start), span), at(expected)
                )

    def test_open_day_and_night(self):
        """The night of the change has an hour less, or one more."""
        night = self._calendar(LONDON, hours=((0, 24),), days=WEEK)
        for start, expected in (
            ("03-28T23:00", "03-29T04:00"),
            ("10-24T22:00", "10-25T03:00"),
        ):
            self.assertEqual(self._due(night, at(start), NIGHT), at(expected))
        time = Calendars()[night]
        for begin, end, hours in (
            ("03-29T00:00", "03-29T23:00", 23),
            ("10-24T23:00", "10-26T00:00", 25),
        ):
            between = time.between(at(begin), at(end))
            self.assertEqual(between.total_seconds(), hours * 3600)

    def test_lunch_breaks(self):
        lunch = self._calendar(HONG_KONG, hours=((9, 13), (14, 18)))
        # Monday 10:00, three hours until lunch
        self.assertEqual(self._due(lunch, MONDAY, NIGHT), at("03-02T08:00"))

    def test_holidays(self):
        calendar = self._calendar(
            HONG_KONG, holidays=[("2026-03-02 16:00:00", "2026-03-03 15:59:59")]
        )
        self.assertEqual(self._due(calendar, MONDAY, DAY), at("03-04T10:00"))

    def test_holidays_of_the_company_and_of_others(self):
        leave = {
            "name": "Holiday",
            "calendar_id": False,
            "date_from": "2026-03-02 16:00:00",
            "date_to": "2026-03-03 15:59:59",
        }
        leaves = self.env["resource.calendar.leaves"]
        strange = leaves.with_company(self.other_company).create(leave)
        self.assertEqual(strange.company_id, self.other_company)
        self.assertEqual(self._due(self.calendar, MONDAY, DAY), at("03-03T10:00"))
        leaves.with_company(self.company).create(leave)
        self.assertEqual(self._due(self.calendar, MONDAY, DAY), at("03-04T10:00"))

    def test_a_change_counts_at_once(self):
        """Hours are kept for everybody until somebody changes them."""
        calendar = self._calendar(HONG_KONG)
        self.assertEqual(self._due(calendar, MONDAY, DAY), at("03-03T10:00"))
        with self.assertQueryCount(0):
            self._due(calendar, MONDAY, DAY)
        tuesday = calendar.attendance_ids.filtered(lambda line: line.dayofweek == "1")
        tuesday.hour_to = 17
        self.assertEqual(self._due(calendar, MONDAY, DAY), at("03-03T09:00"))
        tuesday.unlink()
        self.assertEqual(self._due(calendar, MONDAY, DAY), at("03-04T10:00"))
        holiday = self.env["resource.calendar.leaves"].create(
            {
                "calendar_id": calendar.id,
                "date_from": "2026-03-03 16:00:00",
                "date_to": "2026-03-04 15:59:59",
            }
        )
        self.assertEqual(self._due(calendar, MONDAY, DAY), at("03-05T10:00"))
        holiday.date_from = "2026-03-04 04:00:00"
        self.assertEqual(self._due(calendar, MONDAY, DAY), at("03-04T04:00"))
        holiday.unlink()
        calendar.tz = NEW_YORK
        self.assertEqual(self._due(calendar, MONDAY, DAY), at("03-02T23:00"))

    def test_no_context_moves_the_hours(self):
        """Whoever is first does not decide them for the others."""
        calendar = self._calendar(HONG_KONG)
        foreign = calendar.with_context(employee_timezone=LONDON)
        self.assertEqual(self._due(foreign, MONDAY, DAY), at("03-03T10:00"))

    def test_calendars_without_any_working_time(self):
        empty = self._calendar(HONG_KONG, days=())
        closed = self._calendar(
            HONG_KONG, holidays=[("2026-01-01 00:00:00", "2036-01-01 00:00:00")]
        )
        for calendar in (empty, closed, self.env["resource.calendar"]):
            with self.subTest(calendar=calendar.name):
                self.assertEqual(self._due(calendar, MONDAY, DAY), at("03-03T02:00"))
                self.assertEqual(self._due(calendar, MONDAY, HOURS), at("03-02T10:00"))

    def test_flexible_hours_count_as_some_hours_a_day(self):
        flexible = self._calendar(HONG_KONG)
        flexible.write({"flexible_hours": True, "hours_per_day": 8})
        due = self._due(flexible, MONDAY, DAY)
        self.assertTrue(at("03-03T00:00") < due < at("03-04T16:00"), due)

    def test_two_weeks(self):
        calendar = self._calendar(HONG_KONG)
        calendar.switch_calendar_type()
        self.assertEqual(self._due(calendar, MONDAY, DAY).date(), at("03-03").date())

    def test_two_stores_in_two_zones(self):
        self.store2.resource_calendar_id = self._calendar(NEW_YORK)
        with freeze_time(MONDAY):
            here = self._complaint(received_at=MONDAY)
            there = self._complaint(
                user=self.clerk2, store_id=self.store2.id, received_at=MONDAY
            )
        # Sunday evening in New York
        self.assertEqual(here.acknowledge_by, at("03-03T10:00"))
        self.assertEqual(there.acknowledge_by, at("03-02T23:00"))

    def test_a_store_without_calendar_has_that_of_its_company(self):
        self.store.resource_calendar_id = False
        self.company.resource_calendar_id = self._calendar(LONDON)
        with freeze_time(MONDAY):
            ticket = self._complaint(received_at=MONDAY)
        self.assertEqual(ticket.acknowledge_by, at("03-03T18:00"))

    def test_pause_over_a_clock_change(self):
        self.store.resource_calendar_id = self._calendar(LONDON, days=WEEK)
        with freeze_time(at("03-28T12:00")):
            ticket = self._complaint(received_at=at("03-28T12:00")).sudo()
            ticket._pause_clock("photos")
        with freeze_time(at("03-29T11:00")):
            ticket._resume_clock()
        # six hours on Saturday and three on Sunday
        self.assertEqual(ticket.clock_paused_hours, 9)
        self.assertEqual(ticket.acknowledge_by, at("03-30T17:00"))
