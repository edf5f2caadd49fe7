import base64
import re
from ast import literal_eval
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from ..rules import measures
from .common import RelationsCommon


@tagged("post_install", "-at_install")
class TestServiceReport(RelationsCommon):
    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.env["service.indicator"].search([]).active = False
        this = fields.Date.today().replace(day=1)
        cls.last = measures.moved(this, "month", -1)
        cls.env["service.public.review"].create(
            [
                {
                    "date": cls.last + timedelta(days=day),
                    "store_id": store.id,
                    "stars": stars,
                    "company_id": cls.company.id,
                }
                for day, store, stars in ((1, cls.store, 2), (2, cls.store2, 5))
            ]
        )
        cls.indicator = cls.env["service.indicator"].create(
            {
                "name": "=1+1 Stars",
                "measure": "public_review",
                "target": 4.5,
                "warning": 4,
                "min_sample": 1,
                "company_id": cls.company.id,
            }
        )
        cls.indicator.action_recompute()
        cls.env["store.day"]._list_missing(cls.store, [cls.last])

    def _report(self, user=None, **vals):
        reports = self.env["service.report"].with_user(user or self.manager)
        reports = reports.with_context(allowed_company_ids=self.company.ids)
        return reports.create(vals)

    def test_who_prints(self):
        for user in (self.clerk, self.employee, self.portal_user):
            with self.assertRaises(AccessError):
                self._report(user)
        report = self._report()
        for user in (self.supervisor, self.auditor, self.other_manager):
            with self.assertRaises(AccessError):
                report.with_user(user)._page()
        with self.assertRaises(ValidationError):
            self._report(date_from=self.last, date_to=self.last - timedelta(days=1))

    def test_figures_of_the_reader(self):
        page = self._report()._page()
        tables = [table["rows"] for table in page["tables"]]
        self.assertEqual([row["light"] for row in tables[0]], ["red"])
        self.assertEqual(len(tables[1]), 1)
        self.assertEqual([card["text"] for card in page["cards"]], ["1", "0", "2"])
        # the improvement of the red store, and its missing day
        self.assertEqual(len(tables[4]), 1)
        self.assertEqual(tables[5][0]["cells"][1][0].value, 1)
        self.assertEqual(page["charts"][0]["values"], [3.5])
        # a store manager: the own store and the sum; one of another store: nothing
        seen = self._report(self.supervisor)._page()
        self.assertEqual([card["text"] for card in seen["cards"]], ["0", "0", "2"])
        chosen = self._report(self.supervisor, store_ids=self.store2.ids)._page()
        self.assertEqual([table["rows"] for table in chosen["tables"]], [[]] * 6)
        chosen = self._report(store_ids=self.store2.ids)._page()
        self.assertEqual(
            [row["light"] for row in chosen["tables"][0]["rows"]], ["green"]
        )

    def test_paper_and_workbook(self):
        report = self._report()
        self.assertEqual(report._xlsx()[:2], b"PK")
        self.assertIn(str(report.id), report.action_export_xlsx()["url"])
        self.assertEqual(report.action_print_pdf()["report_type"], "qweb-pdf")
        name = "customer_relations_addon.service_report_page"
        html, _kind = report.env["ir.actions.report"]._render_qweb_html(
            name, report.ids
        )
        for words in (b"=1+1 Stars", b"Below the Target", b"data:image/svg+xml"):
            self.assertIn(words, html)

    def test_archived_indicator(self):
        """Nobody looks at an archived indicator any more; its figures stay."""
        self.indicator.active = False
        self.assertFalse(self._report()._latest_values())
        action = "customer_relations_addon.service_indicator_board_action"
        domain = literal_eval(self.env.ref(action).domain)
        values = self.env["service.indicator.value"]
        own = [("indicator_id", "=", self.indicator.id)]
        self.assertTrue(values.search_count(own))
        self.assertFalse(values.search_count(domain + own))

    def test_below_zero(self):
        """A negative score hangs below zero, on paper and not as nothing."""
        page = {"labels": ["Q1", "Q2"], "values": [-29.4, 36], "targets": [30, 30]}
        paper = self.env["report.customer_relations_addon.service_report_page"]
        image = paper._image(page)
        svg = base64.b64decode(image.partition("base64,")[2]).decode()
        heights = re.findall(r'class="column".*?height="([\d.]+)"', svg)
        self.assertGreater(float(heights[0]), 30)
        self.assertIn(">-40</text>", svg)

    def test_name_of_all_stores(self):
        """In charts and pivots, where the store is empty, stands what it means."""
        field = self.env["service.indicator.value"].fields_get(["store_id"])["store_id"]
        self.assertEqual(field["falsy_value_label"], "All Stores")

    def test_queries_do_not_grow(self):
        report = self._report()
        report._page()
        before = self.env.cr.sql_log_count
        report.invalidate_model()
        self.env.invalidate_all()
        report._page()
        first = self.env.cr.sql_log_count - before
        for number in range(5):
            store = self.env["retail.store"].create(
                {"name": "S", "code": f"S{number}", "company_id": self.company.id}
            )
            self.env["service.public.review"].create(
                {
                    "date": self.last,
                    "store_id": store.id,
                    "stars": 4.8,
                    "company_id": self.company.id,
                }
            )
        self.indicator.action_recompute()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        report._page()
        self.assertLessEqual(self.env.cr.sql_log_count - before, first)
