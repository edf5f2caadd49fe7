import doctest
from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..models.service_indicator import MEASURES
from ..rules import measures
from .common import RelationsCommon


@tagged("post_install", "-at_install")
class TestServiceIndicator(RelationsCommon):
    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cron = cls.env["ir.cron"]
        patcher = patch.object(type(cron), "_commit_progress", lambda *a, **k: 9)
        patcher.start()
        cls.addClassCleanup(patcher.stop)
        cls.env["service.indicator"].search([]).active = False
        today = fields.Date.today()
        cls.this = today.replace(day=1)
        cls.last = measures.moved(cls.this, "month", -1)
        cls.before = measures.moved(cls.this, "month", -2)

    @classmethod
    def _at(cls, start, day=10):
        return datetime.combine(start + timedelta(days=day), datetime.min.time())

    @classmethod
    def _case(cls, start, store=None, **values):
        """A complaint of a period, with the figures the clock and the survey write."""
        ticket = cls.env["helpdesk.ticket"].create(
            {
                "name": "Case",
                "description": "<p>Words</p>",
                "is_complaint": True,
                "category_id": cls.category.id,
                "company_id": cls.company.id,
                "store_id": (store or cls.store).id,
                "partner_id": cls.customer.id,
            }
        )
        received = cls._at(start)
        values = {
            "received_at": received,
            "acknowledged_at": received + timedelta(hours=4),
            "acknowledge_by": received + timedelta(hours=8),
            **values,
        }
        cls.env.flush_all()
        columns = ", ".join(f"{name} = %s" for name in values)
        cls.env.cr.execute(
            f"UPDATE helpdesk_ticket SET {columns} WHERE id = %s",  # pylint: disable=sql-injection
            [*values.values(), ticket.id],
        )
        ticket.invalidate_recordset()
        return ticket

    @classmethod
    def _indicator(cls, measure="first_response", **vals):
        return cls.env["service.indicator"].create(
            {
                "name": measure,
                "measure": measure,
                "target": 8,
                "warning": 24,
                "min_sample": 1,
                "company_id": cls.company.id,
                **vals,
            }
        )

    def _value(self, indicator, start, store=None):
        return indicator.value_ids.filtered(
            lambda value: (
                value.date_start == start
                and value.store_id == (store or value.store_id.browse())
            )
        )

    def _count(self, indicator):
        self.env["service.indicator"]._cron_count()
        indicator.invalidate_recordset()

    # ------------------------------------------------------------------

    def test_doctests(self):
        self.assertFalse(doctest.testmod(measures).failed)
        self.assertEqual([name for name, _words in MEASURES], [*measures.MEASURES])

    def test_personas(self):
        indicator = self._indicator()
        self._case(self.last)
        self._case(self.last, self.store2)
        self._count(indicator)
        here = self._value(indicator, self.last, self.store)
        there = self._value(indicator, self.last, self.store2)
        whole = self._value(indicator, self.last)
        vals = {"name": "Mine", "target": 1, "warning": 2}
        for user in (self.clerk, self.supervisor, self.auditor, self.employee):
            with self.assertRaises(AccessError):
                indicator.with_user(user).create(vals)
            with self.assertRaises(AccessError):
                indicator.with_user(user).write({"target": 1})
            with self.assertRaises(AccessError):
                indicator.with_user(user).action_recompute()
        for user in (self.employee, self.portal_user, self.other_manager):
            for method in ("action_view_records", "action_view_trend"):
                with self.assertRaises(AccessError):
                    getattr(here.with_user(user), method)()
            with self.assertRaises(AccessError):
                here.with_user(user).read(["value"])
        values = self.env["service.indicator.value"]
        mine = [("indicator_id", "=", indicator.id), ("date_start", "=", self.last)]
        seen = values.with_user(self.clerk).search(mine)
        self.assertEqual(seen, here | whole)
        self.assertEqual(values.with_user(self.supervisor).search(mine), here | whole)
        for user in (self.manager, self.auditor):
            self.assertEqual(len(values.with_user(user).search(mine)), 3)
        # nobody writes a figure, and no context key helps
        for user in (self.manager, self.env.user):
            value = here.with_user(user).with_context(retail_complaint_trusted=True)
            for vals in ({"value": 1.0}, {"light": "green"}):
                with self.assertRaises(AccessError):
                    value.write(vals)
            with self.assertRaises(AccessError):
                value.unlink()
        with self.assertRaises(AccessError):
            there.with_user(self.clerk2).action_improve()

    def test_figures_lights_and_trend(self):
        indicator = self._indicator()
        case = {"received_at": self._at(self.before)}
        self._case(
            self.before,
            **case,
            acknowledged_at=case["received_at"] + timedelta(hours=6),
        )
        for hours in (10, 30):
            self._case(
                self.last, acknowledged_at=self._at(self.last) + timedelta(hours=hours)
            )
        other = self._at(self.last) + timedelta(hours=100)
        self._case(self.last, self.store2, acknowledged_at=other)
        self._case(self.this, received_at=fields.Datetime.now())
        self._count(indicator)
        old = self._value(indicator, self.before, self.store)
        new = self._value(indicator, self.last, self.store)
        self.assertEqual((old.value, old.light, old.trend), (6, "green", "none"))
        self.assertEqual((new.value, new.light, new.trend), (20, "yellow", "worse"))
        self.assertEqual((new.sample, new.change), (2, 14))
        whole = self._value(indicator, self.last)
        self.assertAlmostEqual(whole.value, 140 / 3, 3)
        self.assertEqual(whole.light, "red")
        running = self._value(indicator, self.this)
        self.assertFalse(running.is_over or running.is_latest)
        self.assertTrue(new.is_latest and whole.is_latest)
        self.assertFalse(old.is_latest)
        self.assertEqual((indicator.red_count, indicator.yellow_count), (2, 1))
        # what is behind it
        action = new.with_user(self.clerk).action_view_records()
        found = self.env["helpdesk.ticket"].search(action["domain"])
        self.assertEqual(len(found), new.sample)
        action = whole.with_user(self.clerk).action_view_records()
        seen = self.env["helpdesk.ticket"].with_user(self.clerk)
        self.assertEqual(seen.search_count(action["domain"]), 2)
        # the same again changes nothing, and what is gone leaves nothing
        ids = indicator.value_ids.ids
        indicator.action_recompute()
        self.assertEqual(indicator.value_ids.ids, ids)
        found.active = False
        indicator.action_recompute()
        self.assertEqual((new.has_value, new.light, new.sample), (False, "none", 0))
        self.assertFalse(new.is_latest)

    def test_totals_of_different_things_stay_empty(self):
        """Hours, percents and points have no mean; nor has a store with all stores."""
        first = self._indicator()
        second = self._indicator("reopen_rate")
        self._case(self.last)
        self._case(self.last, self.store2)
        self._count(first | second)
        values = self.env["service.indicator.value"]
        both = [("indicator_id", "in", (first | second).ids), ("has_value", "=", True)]
        figures = ["value:avg", "target:avg", "sample:sum", "__count"]
        total = values._read_group(both, [], figures)[0]
        self.assertEqual(total[:3], (False, False, False))
        self.assertGreater(total[3], 1)
        rows = values._read_group(both, ["indicator_id"], ["value:avg"])
        self.assertEqual({mean for _indicator, mean in rows}, {False})
        cells = values._read_group(both, ["indicator_id", "store_id"], ["target:avg"])
        self.assertTrue(all(mean for *_cell, mean in cells))

    def test_thresholds_and_scope(self):
        with self.assertRaises(ValidationError):
            self._indicator(target=24, warning=8)
        with self.assertRaises(ValidationError):
            self._indicator(
                "promises_kept", target=9, warning=8, team_ids=self.team.ids
            )
        indicator = self._indicator(min_sample=3, category_ids=self.category.ids)
        self._case(self.last)
        self._case(self.last, category_id=self.opinion_category.id)
        self._count(indicator)
        value = self._value(indicator, self.last, self.store)
        self.assertEqual((value.sample, value.light), (1, "none"))
        action = value.action_view_records()
        self.assertEqual(self.env["helpdesk.ticket"].search_count(action["domain"]), 1)
        # counted otherwise: the old figures are not its own
        indicator.measure = "resolution_time"
        self.assertFalse(value.exists())
        indicator.target = 9
        self.assertFalse(indicator.is_example)

    def test_improvement_once_and_its_effect(self):
        indicator = self._indicator(target=1, warning=2)
        self._case(self.last)
        self._case(self.before)
        self._count(indicator)
        value = self._value(indicator, self.last, self.store)
        improvement = value.improvement_id
        self.assertEqual(improvement.owner_id, self.supervisor)
        self.assertEqual(improvement.store_id, self.store)
        self.assertEqual(
            (improvement.source, improvement.figure_before), ("indicator", 4)
        )
        # not for the sum of the same stores, and not twice
        self.assertFalse(self._value(indicator, self.last).improvement_id)
        indicator.action_recompute()
        improvement.action_cancel()
        indicator.action_recompute()
        records = self.env["service.improvement"].search(
            [("res_model", "=", value._name), ("res_id", "=", value.id)]
        )
        self.assertEqual(records, improvement)
        with self.assertRaises(AccessError):
            value.with_user(self.clerk).action_improve()
        green = self._indicator(name="Green")
        green.action_recompute()
        with self.assertRaises(UserError):
            self._value(green, self.last, self.store).action_improve()
        # planned by hand, done, and better in the next period
        old = self._value(indicator, self.before, self.store)
        again = self.env["service.improvement"].browse(
            old.with_user(self.supervisor).action_improve()["res_id"]
        )
        again.write(
            {
                "customer_impact": "better",
                "customer_impact_note": "Faster",
                "privacy_impact": "none",
                "privacy_impact_note": "None",
                "result": "A second telephone",
            }
        )
        again.action_start()
        slow = self._at(self.last) + timedelta(hours=50)
        self._case(self.last, self.store2, acknowledged_at=slow)
        indicator.action_recompute()
        # one under way in one store is none for another
        there = self._value(indicator, self.last, self.store2)
        self.assertTrue(there.improvement_id)
        again.action_done()
        again._trusted().write({"done_at": self._at(self.before)})
        quick = self._at(self.last) + timedelta(hours=1)
        self._case(self.last, acknowledged_at=quick)
        indicator.action_recompute()
        again.invalidate_recordset()
        self.assertEqual((again.figure_before, again.figure_after), (4, 2.5))
        self.assertEqual(again.effect, "better")

    def test_every_measure_counts_and_opens(self):
        resolved = self._at(self.last, 15)
        self._case(
            self.last,
            resolved_at=resolved,
            resolve_by=resolved,
            survey_answered_at=resolved,
            csat=5,
            csat_percent=100,
            csat_handling=3,
            ces=1,
            nps=5,
            nps_points=-100,
            nps_group="detractor",
        )
        year_ago = measures.moved(self.last, "month", -12)
        self._case(year_ago, resolved_at=self._at(year_ago, 15))
        self.env["service.public.review"].create(
            {
                "date": self.last,
                "store_id": self.store.id,
                "stars": 4.5,
                "number": 4,
                "company_id": self.company.id,
            }
        )
        self._make_day()
        self._make_promises()
        self._make_lead()
        answer = {"csat": 5, "csat_handling": 3, "ces": 1, "nps": 5}
        wanted = {
            "acknowledged_in_time": 100,
            "resolution_time": 5,
            "resolved_in_time": 100,
            "notices_on_time": 100,
            "csat": 100,
            "csat_handling": 3,
            "nps": -100,
            "ces": 1,
            "csi": measures.index([answer]),
            "complaints_per_1000": 20,
            "reopen_rate": 0,
            "repurchase_12m": 0,
            "visitors_conversion": 25,
            "public_review": 4.5,
            "day_logs": 100,
            "promises_kept": 50,
            "quotation_time": 6,
        }
        for name, measure in measures.MEASURES.items():
            bounds = (10, 5) if measure.more else (5, 10)
            indicator = self._indicator(name, target=bounds[0], warning=bounds[1])
            indicator.improve_from = "never"
            indicator.action_recompute()
            value = self._value(indicator, self.last, self.store)
            if name in wanted:
                self.assertAlmostEqual(value.value, wanted[name], 3, name)
                action = value.action_view_records()
                found = self.env[action["res_model"]].search_count(action["domain"])
                self.assertTrue(found, name)
            domain = self.env["service.measure"]._record_domain(
                name, (self.last, self.this), self.company, self.store
            )
            self.env[measure.model].search_count(domain)
            self.assertTrue(indicator.formula and indicator.unit, name)

    def test_complaints_count_from_the_first_day_with_sales(self):
        """A store that begins its log in the middle of a month has no sales before."""
        begun = self.last + timedelta(days=14)
        self._case(self.last)
        self._case(self.last, received_at=self._at(begun, 0))
        self._case(begun, self.store2)
        day = self.env["store.day"].create({"store_id": self.store.id, "date": begun})
        day._trusted().write({"sales_count": 50, "state": "closed"})
        indicator = self._indicator("complaints_per_1000", target=5, warning=10)
        self._count(indicator)
        value = indicator.value_ids.filtered(
            lambda one: one.date_start == self.last and not one.store_id
        )
        self.assertEqual((value.value, value.numerator), (20, 1))
        action = value.action_view_records()
        self.assertEqual(self.env["helpdesk.ticket"].search_count(action["domain"]), 1)

    def _make_day(self):
        day = self.env["store.day"].create(
            {"store_id": self.store.id, "date": self.last}
        )
        day._trusted().write({"visitors": 200, "sales_count": 50, "state": "closed"})

    def _make_promises(self):
        due = self._at(self.last)
        promises = self.env["customer.promise"].create(
            [
                {
                    "name": "Call",
                    "partner_id": self.vip.id,
                    "company_id": self.company.id,
                    "store_id": self.store.id,
                    "made_at": due - timedelta(days=1),
                    "due_at": due,
                }
                for _number in range(3)
            ]
        )
        done = {"state": "kept", "done_at": due - timedelta(hours=1)}
        promises[0]._trusted().write(done)
        promises[1]._trusted().write({"state": "withdrawn"})

    def _make_lead(self):
        lead = self.env["crm.lead"].create(
            {
                "name": "A blue dial",
                "company_id": self.company.id,
                "store_id": self.store.id,
                "enquired_at": self._at(self.last),
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET quoted_at = enquired_at, hours_to_quote = 6 "
            "WHERE id = %s",
            [lead.id],
        )
        lead.invalidate_recordset()

    def test_queries_do_not_grow(self):
        """One query of facts and one upsert, whatever the stores and periods."""
        few = self._indicator()
        self._case(self.last)
        few.action_recompute()
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        few.sudo()._recompute(whole=True)
        first = self.env.cr.sql_log_count - before
        self.assertLess(first, 25)
        stores = self.env["retail.store"].create(
            [
                {"name": f"S{n}", "code": f"S{n}", "company_id": self.company.id}
                for n in range(6)
            ]
        )
        for number, store in enumerate(stores):
            self._case(measures.moved(self.last, "month", -number), store)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        few.sudo()._recompute(whole=True)
        self.assertLessEqual(self.env.cr.sql_log_count - before, first)
        self.assertEqual(len(few.value_ids), 2 + 6 + 5)

    def test_weeks_and_quarters(self):
        self._case(self.last)
        for period in ("week", "quarter"):
            indicator = self._indicator(period=period, name=period)
            indicator.action_recompute()
            start = measures.start_of(self._at(self.last).date(), period)
            self.assertEqual(self._value(indicator, start, self.store).value, 4)
        with self.assertRaises(ValidationError):
            indicator.history = 1

    def test_public_reviews(self):
        reviews = self.env["service.public.review"].with_user(self.clerk)
        vals = {"store_id": self.store.id, "company_id": self.company.id, "stars": 4}
        review = reviews.create(vals)
        for wrong in ({"stars": 6}, {"number": 0}):
            with self.assertRaises(ValidationError):
                review.write(wrong)
        for user in (self.clerk2, self.employee, self.other_manager):
            with self.assertRaises(AccessError):
                review.with_user(user).read(["stars"])
        with self.assertRaises(AccessError):
            review.unlink()
        self.assertEqual(review.date, date.today())
