import doctest
from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..rules import assessment
from .common import RelationsCommon


@tagged("post_install", "-at_install")
class TestStoreAssessment(RelationsCommon):
    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.today = cls.store._local_today()
        cls.store.assessment_target = 75
        # two criteria are enough to count with
        cls.env["store.criterion"].search([]).active = False
        cls.greeting, cls.papers = cls.env["store.criterion"].create(
            [
                {"name": "Greeting", "weight": 30, "threshold": 6},
                {
                    "name": "Papers",
                    "weight": 10,
                    "threshold": 5,
                    "group": "completion",
                    "for_mystery": False,
                },
            ]
        )

    def _assessment(self, user=None, points=None, **vals):
        records = self.env["store.assessment"].with_user(user or self.supervisor)
        records = records.with_context(allowed_company_ids=self.company.ids)
        record = records.create({"store_id": self.store.id, **vals})
        for line, value in zip(record.line_ids, points or [], strict=False):
            low = value is not None and value < line.threshold
            line.write(
                {
                    "points": value,
                    "not_applicable": value is None,
                    "note": "Nobody looked up" if low else False,
                }
            )
        return record

    def test_doctests(self):
        self.assertFalse(doctest.testmod(assessment).failed)

    def test_who_assesses_and_who_reads(self):
        for user in (self.clerk, self.auditor, self.employee, self.other_manager):
            with self.assertRaises(AccessError):
                self._assessment(user=user)
        record = self._assessment(points=[8, 8])
        with self.assertRaises(AccessError):
            record.line_ids.with_user(self.clerk).write({"points": 10})
        # a visit under way is unknown to staff
        for known in (record, record.line_ids):
            with self.assertRaises(AccessError):
                known.with_user(self.clerk).read(["display_name"])
            self.assertTrue(known.with_user(self.auditor).read(["display_name"]))
        record.action_done()
        for known in (record, record.line_ids):
            self.assertTrue(known.with_user(self.clerk).read(["display_name"]))
            for user in (self.clerk2, self.employee, self.portal_user):
                with self.assertRaises(AccessError):
                    known.with_user(user).read(["display_name"])
        with self.assertRaises(AccessError):
            record.with_user(self.clerk).action_reopen()
        with self.assertRaises(AccessError):
            record.action_reopen()
        with self.assertRaises(ValidationError):
            self._assessment(assessor_id=self.clerk.id)

    def test_scores_are_no_fields_to_write(self):
        record = self._assessment()
        for vals in ({"score": 99.0}, {"state": "done"}, {"target": 1.0}):
            with self.assertRaises(AccessError):
                record.write(vals)
            with self.assertRaises(AccessError):
                self._assessment(**vals)
        line = record.line_ids[0]
        for vals in ({"weight": 1}, {"threshold": 0}, {"name": "Easy"}):
            with self.assertRaises(AccessError):
                line.write(vals)
        with self.assertRaises(UserError):
            line.sudo().create({"assessment_id": record.id, "name": "More"})
        with self.assertRaises(UserError):
            record.write({"kind": "mystery"})

    def test_score(self):
        record = self._assessment(points=[8, 4])
        self.assertEqual(record.target, 75)
        record.action_done()
        record.action_done()
        self.assertEqual((record.state, record.score), ("done", 70.0))
        self.assertEqual(record.verdict, "missed")
        self.assertEqual(record.low_count, 1)
        only = self._assessment(points=[8, None])
        only.action_done()
        self.assertEqual((only.score, only.verdict), (80.0, "met"))
        self.assertEqual((only.previous_id, only.change), (record, 10.0))
        with self.assertRaises(UserError):
            only.write({"summary": "Better than that"})
        only.with_user(self.manager).action_reopen()
        self.assertFalse(only.is_scored)
        self.assertFalse(only.verdict)
        self.greeting.weight = 50
        self.assertEqual(record.line_ids[0].weight, 30)

    def test_mystery_visits_ask_their_own_criteria(self):
        record = self._assessment(kind="mystery", points=[0])
        self.assertEqual(record.line_ids.criterion_id, self.greeting)
        record.action_done()
        self.assertEqual((record.score, record.is_scored), (0.0, True))

    def test_everything_is_answered(self):
        record = self._assessment()
        with self.assertRaisesRegex(UserError, "no points yet"):
            record.action_done()
        first, second = record.line_ids
        for value in (11, -1):
            with self.assertRaises(ValidationError):
                first.points = value
        with self.assertRaises(ValidationError):
            first.write({"points": 3, "not_applicable": True})
        (first | second).write({"not_applicable": True})
        with self.assertRaisesRegex(UserError, "At least one"):
            record.action_done()
        first.write({"not_applicable": False, "points": 3})
        with self.assertRaisesRegex(UserError, "so few points"):
            record.action_done()
        with self.assertRaises(ValidationError):
            self._assessment(date=self.today + timedelta(days=2))

    def test_low_points_become_an_improvement(self):
        record = self._assessment(points=[3, 9], date=self.today - timedelta(days=40))
        with self.assertRaisesRegex(UserError, "Finish"):
            record.line_ids[0].action_improve()
        record.action_done()
        domain = record.action_view_improvements()["domain"]
        improvement = self.env["service.improvement"].search(domain)
        self.assertEqual(len(improvement), 1)
        self.assertEqual(improvement.owner_id, self.supervisor)
        self.assertEqual(improvement.why, "Nobody looked up")
        self.assertEqual(
            (improvement.state, improvement.source), ("draft", "assessment")
        )
        line = record.line_ids[0]
        self.assertEqual(line.action_improve()["res_id"], improvement.id)
        self.assertEqual(record.improvement_count, 1)
        source = improvement.action_view_source()
        self.assertEqual(source["res_id"], record.id)
        improvement.write(
            {
                "customer_impact": "better",
                "customer_impact_note": "They are seen.",
                "privacy_impact": "none",
                "privacy_impact_note": "None.",
                "result": "Who stands at the door is agreed every morning.",
            }
        )
        improvement.action_start()
        improvement.action_done()
        self.assertEqual(improvement.figure_before, 3)
        self.assertEqual(improvement.effect, "too_early")
        self._assessment(points=[8, 9]).action_done()
        self.assertEqual((improvement.figure_after, improvement.effect), (8, "better"))

    def test_trend_in_few_queries(self):
        for number in range(8):
            record = self._assessment(
                points=[number + 2, 9], date=self.today - timedelta(days=number)
            )
            record.action_done()
        records = self.env["store.assessment"].search(
            [("store_id", "=", self.store.id)]
        )
        records.mapped("store_id.code")
        self.env.invalidate_all()
        records.mapped("score")
        with self.assertQueryCount(3):
            changes = records.mapped("change")
        self.assertEqual(changes, [-7.5] * 7 + [0.0])
        self.assertEqual(
            self.store.with_user(self.supervisor).last_score, records[0].score
        )

    # ------------------------------------------------------------------
    # the page for the manager
    # ------------------------------------------------------------------

    def _page(self, user, **options):
        page = self.env["store.overview"].with_user(user)
        page = page.with_context(allowed_company_ids=user.company_ids.ids)
        return page.get_store_overview(options)

    def test_overview_is_for_those_who_see_the_logs(self):
        for user in (self.employee, self.portal_user):
            with self.assertRaises(AccessError):
                self._page(user)
        stores = {
            user: {store["id"] for store in self._page(user)["stores"]}
            for user in (self.clerk, self.clerk2, self.manager, self.other_manager)
        }
        self.assertEqual(stores[self.clerk], {self.store.id})
        self.assertEqual(stores[self.clerk2], {self.store2.id})
        self.assertLessEqual({self.store.id, self.store2.id}, stores[self.manager])
        self.assertFalse(stores[self.other_manager] & {self.store.id, self.store2.id})
        for options in (
            {"period": "year"},
            {"date": "x"},
            {"date": [1]},
            {"date": "0001-01-01"},
        ):
            with self.assertRaises(ValidationError):
                self._page(self.clerk, **options)
        self.env["store.overview"].with_user(self.clerk).get_store_overview(None)

    def test_overview_counts_what_its_lists_show(self):
        days = self.env["store.day"].with_user(self.clerk)
        days = days.with_context(allowed_company_ids=self.company.ids)
        before, day = days.create(
            [
                {
                    "store_id": self.store.id,
                    "date": self.today - timedelta(days=number),
                    "visitors": 50 + number,
                    "hand_over": "Count the trays",
                }
                for number in (1, 0)
            ]
        )
        before.check_ids.write({"result": "ok"})
        before.check_ids[0].write({"result": "not_ok", "note": "A lamp"})
        before.action_close()
        self.env["store.incident"].with_user(self.clerk).create({"name": "Power cut"})
        self._assessment(points=[3, 9]).action_done()
        yesterday = self.today - timedelta(days=1)
        self._assessment(points=[7], kind="mystery", date=yesterday).action_done()
        self._assessment(points=[8, 9]).action_done()
        today = self.today.isoformat()
        (card,) = self._page(self.clerk, period="day", date=today)["stores"]
        self.assertEqual(card["day_id"], day.id)
        self.assertEqual(
            (card["sums"][0]["value"], card["sums"][0]["before"]), (50, 51)
        )
        self.assertEqual(card["hand_over"]["day_id"], before.id)
        self.assertEqual(card["trend"]["scores"], [45.0, 82.5])
        self.assertEqual(card["trend"]["change"], 37.5)
        self.assertFalse(self._page(self.clerk)["visits"]["needed"])
        self.assertTrue(self._page(self.manager)["visits"]["needed"])
        week = self._page(self.clerk, period="week", date=today)
        for shown in (card, *week["stores"]):
            for cell in shown["cells"]:
                action = cell["action"]
                found = self.env[action["res_model"]].with_user(self.clerk)
                found = found.search_count(action["domain"])
                self.assertEqual(cell["value"], found, cell["key"])
        values = {cell["key"]: cell["value"] for cell in card["cells"]}
        self.assertEqual((values["incidents"], values["improvements"]), (1, 1))

    def test_overview_queries_do_not_grow_with_the_stores(self):
        self._page(self.manager)
        self.env["retail.store"].create(
            [
                {"name": f"S{n}", "code": f"S{n}", "company_id": self.company.id}
                for n in range(10)
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(45):
            self._page(self.manager)
