import io

from openpyxl import load_workbook
from pypdf import PdfReader

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .dashboard_common import DashboardCommon

REPORT = "retail_complaint_addon.period_report"


@tagged("post_install", "-at_install")
class TestComplaintReport(DashboardCommon):
    """The analysis: one line a complaint, by the rules of the complaint."""

    def _report(self, user):
        return (
            self.env["complaint.report"]
            .with_user(user)
            .with_context(allowed_company_ids=user.company_id.ids)
        )

    def test_figures(self):
        measures = (
            "__count",
            "acknowledge_hours:avg",
            "resolve_days:avg",
            "in_time_percent:avg",
            "on_site_percent:avg",
            "settled_amount:sum",
            "csat_percent:avg",
            "nps_points:avg",
        )
        rows = self._report(self.manager)._read_group([], ["store_id"], measures)
        self.assertEqual(len(rows), 3)
        for store, count, hours, days, in_time, on_site, cost, satisfied, nps in rows:
            cases = [c for c in self.cases if c["store_id"] == store]
            expected = self._whole(cases)
            self.assertEqual(count, len(cases))
            for name, value in (
                ("acknowledge_hours", hours),
                ("resolve_days", days),
                ("in_time_percent", in_time),
                ("on_site_percent", on_site),
                ("cost", cost),
                ("csat_percent", satisfied),
                ("nps", nps),
            ):
                self.assertAlmostEqual(value or 0, expected[name] or 0, 5, name)

    def _whole(self, cases):
        """Count without a period."""
        inside = self._inside
        self._inside = bool
        try:
            return self._expected(cases)
        finally:
            self._inside = inside

    def test_each_sees_what_they_see_of_complaints(self):
        for user in (self.clerk, self.clerk2, self.supervisor, self.auditor):
            cases = self.env["helpdesk.ticket"].with_user(user)
            seen = cases.search([("is_complaint", "=", True)])
            lines = self._report(user).search([])
            self.assertEqual(lines.ticket_id, seen, user.login)
            self.assertTrue(seen)
        self.assertFalse(self._report(self.other_manager).search([]))
        for user in (self.employee, self.helpdesk_user, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._report(user).search([])
        self.store.sudo().member_ids |= self.staff_user
        mine = self._report(self.staff_user).search([]).ticket_id.sudo()
        self.assertTrue(mine)
        self.assertFalse(mine.filtered("staff_ids"))

    def test_staff_and_suppliers_are_for_supervisors(self):
        for field in ("user_id", "supplier_id"):
            self.assertTrue(
                self._report(self.supervisor)._read_group([], [field], ["__count"])
            )
            with self.subTest(field=field), self.assertRaises(AccessError):
                self._report(self.clerk)._read_group([], [field], ["__count"])

    def test_nobody_writes_it(self):
        line = self._report(self.manager).search([], limit=1)
        for call in (
            lambda: line.write({"csat": 5}),
            lambda: line.unlink(),
            lambda: line.create({"csat": 5}),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_a_line_opens_its_case(self):
        line = self._report(self.clerk).search([], limit=1)
        self.assertEqual(line.action_open_case()["res_id"], line.ticket_id.id)
        foreign = self._report(self.manager).search(
            [("store_id", "=", self.store2.id)], limit=1
        )
        with self.assertRaises(AccessError):
            foreign.with_user(self.clerk).action_open_case()

    def test_plain_tickets_are_no_lines(self):
        plain = self._plain_ticket()
        self.assertFalse(
            self._report(self.manager).search([("ticket_id", "=", plain.id)])
        )


@tagged("post_install", "-at_install")
class TestPeriodReport(DashboardCommon, HttpCase):
    def _wizard(self, user, **vals):
        return (
            self.env["complaint.period.report"]
            .with_user(user)
            .with_context(allowed_company_ids=user.company_id.ids)
            .create({"date_from": "2025-01-01", "date_to": "2025-03-31", **vals})
        )

    def _html(self, wizard):
        content, _kind = (
            wizard.env["ir.actions.report"]
            .with_context(allowed_company_ids=wizard.env.user.company_id.ids)
            ._render_qweb_html(REPORT, wizard.ids)
        )
        return content.decode()

    def _book(self, wizard):
        book = load_workbook(io.BytesIO(wizard._xlsx()))
        return {
            sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()]
            for sheet in book
        }

    # Debian's wkhtmltopdf says at each page that it knows no header: we have none
    @mute_logger("odoo.addons.base.models.ir_actions_report")
    def test_paper(self):
        """The real PDF: its words, and no name that does not belong there."""
        wizard = self._wizard(self.manager)
        content, kind = (
            wizard.env["ir.actions.report"]
            .with_context(
                force_report_rendering=True,
                allowed_company_ids=self.company.ids,
            )
            ._render_qweb_pdf(REPORT, wizard.ids)
        )
        self.assertEqual(kind, "pdf")
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
        text = " ".join(" ".join(pages).split())
        expected = self._expected(self.cases)
        for words in (
            self.company.name,
            "Received and resolved",
            "By store",
            self.store.display_name,
            f"{expected['in_time_percent']:.0f}%",
            f"{expected['cost']:,.0f}",
        ):
            self.assertIn(words, text)
        for name in (self.staff.name, self.customer.name, self.manager.name):
            self.assertNotIn(name, text)

    def test_staff_only_for_supervisors_who_ask_for_them(self):
        self.assertNotIn(self.staff.name, self._html(self._wizard(self.manager)))
        asked = self._wizard(self.manager, with_staff=True)
        self.assertIn(self.staff.name, self._html(asked))
        self.assertTrue(asked.may_name_staff)
        clerk = self._wizard(self.clerk, with_staff=True)
        self.assertFalse(clerk.may_name_staff)
        self.assertNotIn(self.staff.name, self._html(clerk))
        self.assertNotIn(self.store2.display_name, self._html(clerk))
        self.assertNotIn(self.staff.name, str(self._book(clerk)))

    def test_workbook(self):
        wizard = self._wizard(self.manager)
        book = self._book(wizard)
        summary = {row[0]: row[1] for row in book["Summary"]}
        expected = self._expected(self.cases)
        self.assertEqual(summary["Received"], expected["received"])
        self.assertAlmostEqual(summary["Days to resolve"], expected["resolve_days"])
        percent = next(
            one for one in wizard._page()["cards"] if one["kind"] == "percent"
        )
        self.assertAlmostEqual(summary[percent["label"]], percent["raw"] / 100)
        stores = {row[0]: row for row in book["By store"]}
        of_store = [c for c in self.cases if c["store_id"] == self.store]
        self.assertEqual(
            stores[self.store.display_name][1], self._expected(of_store)["received"]
        )

    def test_no_cell_is_evaluated(self):
        self.cause.sudo().name = "=HYPERLINK(1)"
        self.supplier.sudo().name = "@SUM(1)"
        self.goods.sudo().name = "https://example.com/x"
        wizard = self._wizard(self.manager)
        book = load_workbook(io.BytesIO(wizard._xlsx()))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        values = [cell.value for cell in cells]
        self.assertIn("'=HYPERLINK(1)", values)
        self.assertIn("'@SUM(1)", values)
        self.assertFalse([c for c in cells if c.data_type == "f" or c.hyperlink])

    def test_days_and_stores_are_checked(self):
        with self.assertRaises(ValidationError):
            self._wizard(self.manager, date_to="2024-12-31")
        with self.assertRaises(ValidationError):
            self._wizard(self.manager, date_from="1901-01-01")
        wizard = self._wizard(self.clerk, store_ids=[Command.set(self.store2.ids)])
        for method in ("action_print_pdf", "action_export_xlsx", "_xlsx"):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(wizard, method)()
        own = self._wizard(self.clerk, store_ids=[Command.set(self.store.ids)])
        self.assertEqual(own.action_print_pdf()["report_name"], REPORT)

    def test_strangers(self):
        for user in (self.employee, self.portal_user, self.helpdesk_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._wizard(user)

    def test_nobody_takes_the_report_of_another(self):
        wizard = self._wizard(self.manager, with_staff=True)
        for user in (self.clerk, self.auditor):
            theirs = wizard.with_user(user)
            theirs.invalidate_recordset()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                theirs._xlsx()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._html(theirs)

    def test_download(self):
        wizard = self._wizard(self.manager)
        url = wizard.action_export_xlsx()["url"]
        answer = self.url_open(url, allow_redirects=False)
        self.assertEqual(answer.status_code, 303, "log in first")
        for login, status in (
            ("t_manager", 200),
            ("t_clerk", 404),
            ("t_employee", 404),
            ("t_portal", 404),
        ):
            with self.subTest(login=login):
                self.authenticate(login, login)
                answer = self.url_open(url)
                self.assertEqual(answer.status_code, status)
        self.authenticate("t_manager", "t_manager")
        self.assertEqual(self.url_open(url).content[:2], b"PK")
        missing = url.replace(str(wizard.id), "2147483647")
        self.assertEqual(self.url_open(missing).status_code, 404)
