from datetime import datetime, timedelta
from io import BytesIO

from openpyxl import load_workbook

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import RelationsCommon


@tagged("post_install", "-at_install")
class TestRelationReport(RelationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        now = fields.Datetime.now()
        cls.env["customer.exchange"].with_user(cls.clerk).create(
            [
                {
                    "kind": kind,
                    "partner_id": cls.vip.id,
                    "subject": f"About a {kind}",
                    "date": now - timedelta(days=1),
                    "store_id": cls.store.id,
                }
                for kind in ("visit", "call")
            ]
        )
        promises = cls.env["customer.promise"].with_user(cls.clerk)
        cls.promise, cls.open_promise = promises.create(
            [
                {
                    "name": name,
                    "partner_id": cls.vip.id,
                    "made_at": now - timedelta(days=2),
                    "due_at": now + timedelta(hours=2),
                    "store_id": cls.store.id,
                }
                for name in ("Call with the price", "Send a picture")
            ]
        )
        cls.promise.action_keep("Called")
        cls.env["customer.fact"].create(
            [
                {"partner_id": cls.vip.id, "value": "Likes blue", "important": True},
                {"partner_id": cls.vip.id, "value": "Secret", "sensitive": True},
            ]
        )

    def _report(self, user=None, **values):
        today = fields.Date.today()
        dates = {
            "date_from": today - timedelta(days=5),
            "date_to": today + timedelta(days=1),
        }
        model = self.env["customer.relation.report"].with_user(user or self.supervisor)
        return model.create({**dates, **values})

    def test_shop_staff_get_no_figures_of_colleagues(self):
        with self.assertRaises(AccessError):
            self._report(self.clerk)
        report = self._report(self.auditor)
        self.assertEqual(report._page()["people"], [])

    def test_by_store_and_by_person(self):
        page = self._report()._page()
        row = next(row for row in page["stores"] if row["key"] == self.store.id)
        self.assertEqual((row["exchanges"], row["customers"]), (2, 1))
        self.assertEqual((row["promises"], row["kept"], row["share"]), (2, 1, 100.0))
        person = next(row for row in page["people"] if row["key"] == self.clerk.id)
        self.assertEqual(person["exchanges"], 2)
        other = self._report(self.supervisor, store_ids=[(6, 0, self.store2.ids)])
        self.assertEqual(other._page()["stores"], [])

    def test_enquiries_count_when_they_were_asked(self):
        now = fields.Datetime.now()
        leads = self.env["crm.lead"].create(
            [
                {
                    "name": f"Asked {days} days ago",
                    "type": "opportunity",
                    "partner_id": self.vip.id,
                    "store_id": self.store.id,
                    "user_id": self.clerk.id,
                    "enquired_at": now - timedelta(days=days),
                }
                for days in (1, 2, 20)
            ]
        )
        leads[0].action_set_lost()
        page = self._report()._page()
        row = next(row for row in page["stores"] if row["key"] == self.store.id)
        self.assertEqual(row["enquiries"], 2)

    def test_late_promises_are_dated(self):
        late = fields.Datetime.now() - timedelta(days=1)
        self.open_promise.sudo()._trusted().write({"due_at": late})
        book = load_workbook(BytesIO(self._report()._xlsx()))
        due = [row[4].value for row in book.worksheets[2].iter_rows(min_row=2)]
        self.assertTrue(due)
        self.assertTrue(all(isinstance(day, datetime) for day in due))

    def test_the_workbook_holds_the_same(self):
        book = load_workbook(BytesIO(self._report()._xlsx()))
        self.assertEqual(len(book.sheetnames), 3)
        cells = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
        self.assertIn(self.store.display_name, cells)
        self.assertIn(1, cells)

    def test_bad_days_say_so(self):
        with self.assertRaises(ValidationError):
            self._report(date_from="2026-05-02", date_to="2026-05-01")

    def test_the_papers_are_drawn(self):
        render = self.env["ir.actions.report"].with_user(self.supervisor)
        html, _kind = render._render_qweb_html(
            "customer_relations_addon.customer_relation_document", self._report().ids
        )
        self.assertIn(b"By Person", html)
        html, _kind = render._render_qweb_html(
            "customer_relations_addon.customer_file_document", self.vip.ids
        )
        text = html.decode()
        self.assertIn("Likes blue", text)
        self.assertIn("Send a picture", text)
        self.assertIn("About a visit", text)
        self.assertNotIn("Secret", text)

    def test_others_print_no_customer_files(self):
        for user in (self.employee, self.portal_user):
            with self.assertRaises(AccessError):
                self.vip.with_user(user).action_print_customer_file()
            with self.assertRaises(AccessError):
                self.vip.with_user(user)._customer_file()
        action = self.vip.with_user(self.clerk).action_print_customer_file()
        self.assertEqual(action["type"], "ir.actions.report")

    def test_queries_do_not_grow_with_the_people(self):
        report = self._report()
        report._page()
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.cr.sql_log_count
        report._page()
        self.assertLessEqual(self.cr.sql_log_count - start, 40)
