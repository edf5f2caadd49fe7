import base64
import io

from openpyxl import load_workbook
from psycopg2 import IntegrityError
from pypdf import PdfReader

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.retail_complaint_addon.rules.workbook import Figure

from ..models import jewellery_report_case as case
from ..rules.report_words import range_chart, shorten
from .inspection_common import InspectionCommon

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmM"
    "IQAAAABJRU5ErkJggg=="
)
LONG = "The plating is worn through on the inside of the band. " * 40
CHINESE = "鍍層磨穿，鑲爪鬆動，主石搖晃，顧客要求退款或更換同款戒指。" * 40


@tagged("post_install", "-at_install")
class TestReport(InspectionCommon, HttpCase):
    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        for user in (cls.inspector, cls.investigator, cls.director, cls.clerk):
            user.email = f"{user.login}@example.com"
        # a head of the house without any role in the complaint desk
        cls.head = cls._user("t_head")
        cls.head.email = "head@example.com"
        cls.cause = cls.env["complaint.cause"].search([], limit=1)
        cls.case = cls._complaint(
            product_id=cls.ring.id,
            lot_id=cls.piece.id,
            category_id=cls.env.ref("jewellery_quality_addon.category_metal").id,
            purchase_date="2026-01-05",
        )
        cls.about = cls.env["jewellery.investigation"]._open_for(cls.case.sudo())
        cls.about._trusted().write(
            {
                "user_id": cls.inspector.id,
                "what": "Plating worn through =1+1",
                "containment": "Batch put aside",
                "cause_id": cls.cause.id,
            }
        )

    def _as(self, user, record):
        return record.with_env(self.env(user=user, su=False)).with_context(
            allowed_company_ids=self.company.ids
        )

    def _drawn(self, user=None):
        action = self._as(user or self.inspector, self.about).action_draw_report()
        return self._as(
            user or self.inspector,
            self.env["jewellery.report"].browse(action["res_id"]),
        )

    def _sent(self, *users):
        report = self._drawn()
        people = self.env["res.users"].union(*(users or (self.director, self.head)))
        screen = report.env["jewellery.report.send"].create({"report_id": report.id})
        screen.user_ids = people
        screen.action_send()
        return report

    def _read(self, report, user):
        self._as(user, report)._record_reading()

    def _answer(self, report, user, **values):
        screen = self._as(user, report).env["jewellery.report.answer"]
        return screen.create({"report_id": report.id, **values}).action_save()

    # what nobody should be able to do comes first

    def test_who_draws_up(self):
        for user in (
            self.clerk2,
            self.supervisor,
            self.auditor,
            self.employee,
            self.inspector2,
            self.head,
            self.portal_user,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._drawn(user)
        reports = self.env["jewellery.report"]
        for user in (self.inspector, self.clerk, self.supervisor, self.auditor):
            with self.subTest(period=user.login), self.assertRaises(AccessError):
                self._as(user, reports).create({"kind": "period"})
        self.about._trusted().team_ids = self.inspector2
        self.assertTrue(self._drawn(self.inspector2).drawn_at)
        for user in (self.investigator, self.director):
            period = self._as(user, reports).create({"kind": "period"})
            period.action_draw()
            self.assertEqual(period.drawn_by_id, user)

    def test_nothing_is_forged(self):
        report = self._drawn()
        for values in (
            {"state": "sent"},
            {"pdf": base64.b64encode(b"x")},
            {"drawn_by_id": self.head.id},
            {"pdf_sha256": "x"},
            {"investigation_ids": [(5,)]},
            {"recipient_ids": [(0, 0, {"user_id": self.head.id})]},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                report.write(values)
            with self.subTest(create=values), self.assertRaises(AccessError):
                report.create(
                    {"kind": "case", "investigation_id": self.about.id, **values}
                )
        with self.assertRaises(AccessError):
            report.read(["pdf"])
        with self.assertRaises(AccessError):
            report.env["ir.actions.report"]._render_qweb_html(
                "jewellery_quality_addon.report_case", report.ids
            )
        with self.assertRaises(AccessError):
            report.env["jewellery.report.figures"].get_complaint_dashboard()
        with self.assertRaises(AccessError):
            report.env["jewellery.report.recipient"].create(
                {"report_id": report.id, "user_id": self.inspector.id}
            )

    def test_nobody_reads_or_answers_in_anothers_name(self):
        report = self._sent()
        rows = report.sudo().recipient_ids
        for user in (self.inspector, self.investigator, self.director, self.head):
            mine = self._as(user, rows)
            for values in (
                {"read_at": fields.Datetime.now()},
                {"comment": "fine"},
                {"commented_at": fields.Datetime.now()},
                {"user_id": self.head.id},
            ):
                with self.subTest(user=user.login, values=values):
                    with self.assertRaises(AccessError):
                        mine.write(values)
            with self.assertRaises(AccessError):
                mine.unlink()
        # also as superuser, which Odoo hands to much of its own code
        with self.assertRaises(AccessError):
            rows.write({"comment": "fine"})
        for user in (self.inspector, self.investigator):
            self._read(report, user)
            with self.assertRaises(AccessError):
                self._answer(report, user, comment="fine")
        with self.assertRaises(AccessError):
            self._answer(report, self.clerk2, comment="fine")
        with self.assertRaisesRegex(UserError, "Open the report first"):
            self._answer(report, self.head, comment="fine")
        self.assertFalse(any(rows.mapped("read_at")))
        self._read(report, self.head)
        self.assertEqual(rows.filtered("read_at").user_id, self.head)

    def test_who_reads(self):
        report = self._drawn()
        for user in (self.head, self.clerk2, self.employee, self.inspector2):
            with self.subTest(draft=user.login):
                self.assertFalse(self._as(user, report).has_access("read"))
        for user in (self.investigator, self.director, self.auditor):
            with self.subTest(above=user.login):
                self.assertTrue(self._as(user, report).has_access("read"))
                self.assertFalse(
                    user == self.auditor and self._as(user, report).has_access("write")
                )
        abroad = report.with_user(self.other_inspector).with_context(
            allowed_company_ids=self.other_company.ids
        )
        self.assertFalse(abroad.has_access("read"))
        sent = self._sent(self.head)
        self.assertTrue(self._as(self.head, sent).has_access("read"))
        self.assertFalse(self._as(self.head, report).has_access("read"))
        self.assertFalse(self._as(self.head, sent).has_access("write"))

    def test_who_is_complained_about_never_reads(self):
        employee = self.env["hr.employee"].create(
            {
                "name": "Guilty",
                "company_id": self.company.id,
                "user_id": self.director.id,
            }
        )
        self.case.sudo().staff_ids = employee
        report = self._drawn()
        with self.assertRaisesRegex(UserError, "named in a complaint"):
            report._send_to(self.director)
        self.case.sudo().staff_ids = False
        sent = self._sent(self.director)
        self.assertTrue(self._as(self.director, sent).has_access("read"))
        self.case.sudo().staff_ids = employee
        theirs = self._as(self.director, sent)
        theirs.invalidate_recordset()
        self.assertFalse(theirs.has_access("read"))
        self.assertFalse(theirs.search([("to_read", "=", True)]))
        for method in (theirs.action_open_pdf, theirs.action_answer):
            with self.assertRaises(AccessError):
                method()
        self.assertFalse(
            self._as(self.director, sent.sudo().recipient_ids).has_access("read")
        )
        # and their figures leave the case out, so that they learn nothing of it
        period = self._as(self.director, self.env["jewellery.report"]).create(
            {"kind": "period", "date_from": "2020-01-01", "date_to": "2029-12-31"}
        )
        period.action_draw()
        self.assertNotIn(self.about, period.sudo().investigation_ids)

    def test_who_cannot_get_it(self):
        report = self._drawn()
        nobody = self._user("t_no_mail")
        nobody.email = False
        gone = self._user("t_gone")
        gone.active = False
        for user in (self.portal_user, nobody, gone, self.other_inspector):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                report._send_to(user)
        with self.assertRaises(AccessError):
            self._as(self.auditor, report).action_send()
        empty = self._as(self.director, self.env["jewellery.report"]).create(
            {"kind": "period"}
        )
        with self.assertRaises(UserError):
            empty.action_send()

    def test_frozen(self):
        report = self._sent(self.head)
        files = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "jewellery.report"),
                    ("res_id", "=", report.id),
                    ("res_field", "!=", False),
                ]
            )
        )
        self.assertEqual(set(files.mapped("res_field")), {"pdf", "xlsx"})
        for call in (
            lambda: files.write({"raw": b"x"}),
            lambda: files.write({"res_id": 0}),
            lambda: files.unlink(),
        ):
            with self.assertRaises(AccessError):
                call()
        for call in (
            lambda: report.write({"request": "More"}),
            lambda: report.action_draw(),
            lambda: report.unlink(),
            lambda: report.sudo()._trusted().write({"pdf": False}),
        ):
            with self.assertRaises(UserError):
                call()
        before = report.sudo().pdf
        self.about._trusted().what = "Something else"
        self.assertEqual(report.sudo().pdf, before)
        draft = self._drawn()
        draft.request = "More"
        self.assertFalse(draft.drawn_at)
        self.assertFalse(draft.sudo().pdf)
        draft.unlink()

    def test_impossible_values(self):
        reports = self._as(self.investigator, self.env["jewellery.report"])
        for values in (
            {"date_from": "2026-03-01", "date_to": "2026-02-01"},
            {"date_from": False},
            {"kind": "case"},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                reports.create({"kind": "period", **values})
        report = self._sent(self.head)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                report.sudo()._trusted().env["jewellery.report.recipient"].create(
                    {
                        "report_id": report.id,
                        "user_id": self.head.id,
                        "sent_at": fields.Datetime.now(),
                    }
                )

    # the way through

    def test_from_one_click_to_the_action(self):
        report = self._drawn()
        self.assertEqual(report.state, "draft")
        self.assertTrue(report.pdf_sha256)
        mails = self.env["mail.mail"].sudo().search_count([])
        report._send_to(self.director | self.head)
        with self.assertRaisesRegex(UserError, "already"):
            report._send_to(self.head)
        self.assertEqual(report.state, "sent")
        screen = report.env["jewellery.report.send"]
        choice = screen.new({"report_id": report.id}).choice_ids._origin
        self.assertIn(self.manager, choice)
        self.assertFalse(choice & (self.head | self.portal_user))
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails + 2)
        mail = self.env["mail.mail"].sudo().search([], order="id desc", limit=1)
        self.assertIn(f"/jewellery/report/{report.id}/pdf", mail.body_html)
        self.assertNotIn("Plating", mail.body_html)
        log = self.case.sudo().decision_ids.filtered(
            lambda row: row.kind == "investigated" and report.name in (row.detail or "")
        )
        self.assertEqual(len(log), 1)
        theirs = self._as(self.head, report)
        self.assertEqual(theirs.search([("to_read", "=", True)]), theirs)
        self.assertTrue(theirs.to_read)
        self.assertTrue(theirs.can_answer)
        self.assertFalse(report.can_answer)
        with self.assertRaisesRegex(UserError, "Open the report first"):
            theirs.action_answer()
        self._read(report, self.head)
        theirs.invalidate_recordset()
        self.assertFalse(theirs.search([("to_read", "=", True)]))
        theirs.action_answer()
        self.assertEqual((report.recipient_count, report.read_count), (2, 1))
        with self.assertRaises(UserError):
            self._answer(report, self.head)
        screen = self._as(self.head, report).env["jewellery.report.answer"]
        choice = screen.new({"report_id": report.id}).owner_choice_ids
        self.assertIn(self.director, choice._origin)
        # they would see nothing of the action
        self.assertFalse(choice._origin & (self.employee | self.inspector))
        self._answer(report, self.head, comment="Good work")
        self._answer(
            report,
            self.head,
            comment="Measure every prong",
            make_action=True,
            action_name="Measure prongs at goods-in",
            owner_id=self.director.id,
            due_date="2026-12-31",
        )
        row = report.sudo().recipient_ids.filtered("comment")
        self.assertEqual(row.comment, "Good work\n\nMeasure every prong")
        self.assertTrue(row.commented_at)
        action = row.action_id
        self.assertEqual(action.owner_id, self.director)
        self.assertEqual(action.create_uid, self.head)
        self.assertEqual(action.ticket_ids, self.case.sudo())
        self.assertIn(action, self.about.sudo().action_ids)
        with self.assertRaises(UserError):
            self._answer(
                report,
                self.head,
                make_action=True,
                action_name="Twice",
                owner_id=self.director.id,
                due_date="2026-12-31",
            )

    def test_unread_ones_remind_once(self):
        report = self._sent()
        self._read(report, self.head)
        rows = report.sudo().recipient_ids
        job = next(
            job
            for job in self.env["complaint.clock"]._clock_due_batches()
            if job.records._name == rows._name
        )
        waiting = rows.filtered("remind_at")
        self.assertEqual(waiting.user_id, self.director)
        self.assertEqual((waiting.remind_at - waiting.sent_at).days, 3)
        self.assertFalse(job.records.search(job.domain) & rows)
        waiting._trusted().remind_at = "2026-01-01"
        mails = self.env["mail.mail"].sudo()
        known = mails.search([])
        (job.records.search(job.domain) & rows)._remind_batch()
        sent = mails.search([]) - known
        self.assertEqual(len(sent), 1)
        self.assertIn("Still to read", sent.subject)
        self.assertIn("director", sent.email_to)
        self.assertNotIn("Plating", sent.body_html)
        self.assertFalse(job.records.search(job.domain) & rows)
        with self.assertRaises(AccessError):
            self._as(self.director, waiting).remind_at = False

    def test_the_same_receivers_are_proposed(self):
        self._sent(self.head, self.director)
        report = self._drawn()
        screen = report.env["jewellery.report.send"].create({"report_id": report.id})
        self.assertEqual(screen.user_ids, self.head | self.director)

    def test_opening_records_the_reading(self):
        report = self._sent(self.head)
        password = "t_head_password"
        self.head.password = password
        row = report.sudo().recipient_ids
        url = f"/jewellery/report/{report.id}/pdf"
        self.assertIn("/web/login", self.url_open(url).url)
        self.inspector.password = self.clerk2.password = password
        self.authenticate(self.clerk2.login, password)
        self.assertEqual(self.url_open(url).status_code, 404)
        self.assertEqual(self.url_open("/jewellery/report/999999/pdf").status_code, 404)
        self.authenticate(self.inspector.login, password)
        self.assertEqual(self.url_open(url).status_code, 200)
        self.assertFalse(row.read_at)
        self.authenticate(self.head.login, password)
        answer = self.url_open(url)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertIn("inline", answer.headers["Content-Disposition"])
        row.invalidate_recordset()
        self.assertTrue(row.read_at)
        first = row.read_at
        self.url_open(f"/jewellery/report/{report.id}/xlsx")
        self.assertEqual(row.read_at, first)
        self.assertEqual(
            self.url_open(
                f"/web/content?model=jewellery.report&id={report.id}&field=pdf"
            ).status_code,
            404,
        )

    def test_paper(self):
        """The real PDF: one page, however much is written; and the workbook."""
        self.env["res.lang"]._activate_lang("zh_HK")
        for lang, text in (("en_US", LONG), ("zh_HK", CHINESE)):
            self.about._trusted().write(
                {
                    "what": text,
                    "containment": text,
                    "escape_point": text,
                    "prevention": text,
                    "lesson": text,
                    "why_ids": [
                        (5,),
                        *((0, 0, {"name": "Why?", "answer": text}) for _x in range(5)),
                    ],
                }
            )
            report = self._as(self.inspector, self.env["jewellery.report"]).create(
                {
                    "kind": "case",
                    "investigation_id": self.about.id,
                    "lang": lang,
                    "request": text,
                }
            )
            report.with_context(force_report_rendering=True).action_draw()
            paper = self._paper(report)
            with self.subTest(lang=lang):
                full = PdfReader(io.BytesIO(self._fullest(report, text)))
                self.assertEqual(len(full.pages), 1)
                self.assertEqual(len(paper.pages), 1)
                words = paper.pages[0].extract_text()
                self.assertIn(self.about.name, words)
                self.assertNotIn(self.case.sudo().partner_id.name, words)

    def test_alternatives_stay_beside_the_one_taken(self):
        """A director compares what was chosen with what was not."""
        refund = self.env.ref("retail_complaint_addon.solution_type_refund")
        line = Command.create({"type_id": refund.id, "amount": 420})
        vals = {"ticket_id": self.case.id, "line_ids": [line]}
        packages = self.env["complaint.solution"].sudo().create([vals, vals])
        packages[1]._trusted().state = "accepted"
        packages[0]._trusted().state = "cancelled"
        rows = self.env["jewellery.report"]._package_rows(self.case.sudo())
        self.assertEqual([row["taken"] for row in rows], [True, False])

    def test_red_is_what_is_not_answered(self):
        ask = self.case.sudo()._refer(
            {
                "receiver_kind": "user",
                "user_id": self.head.id,
                "reason": "Alloy",
                "question": "Which melt?",
            }
        )
        ask._trusted().due_at = "2020-01-01 00:00:00"
        report = self.env["jewellery.report"].sudo()
        about = self.about.sudo()
        self.assertTrue(report._department_answers(about)[0]["late"])
        ask._trusted().write(
            {"state": "answered", "answer": "Melt 7", "closed_at": "2020-02-01"}
        )
        self.assertFalse(report._department_answers(about)[0]["late"])

    def _paper(self, report):
        return PdfReader(io.BytesIO(base64.b64decode(report.sudo().pdf)))

    def _fullest(self, report, text):
        """Print a page on which every list is as long as it gets."""
        drawn = (
            report.sudo()
            ._trusted()
            .with_context(force_report_rendering=True, lang=report.lang)
        )
        page = drawn._page()
        row = [(shorten(text, 20), 70, 75, 22, shorten(text, 20), False)]
        chart = drawn._image(range_chart(row * case.MEASURED))
        photo = drawn._image(
            '<svg xmlns="http://www.w3.org/2000/svg" width="480" '
            'height="360"><rect width="480" height="360"/></svg>'
        )
        page.update(
            {
                "measured": chart,
                "answers": [{"text": shorten(text, case.CELL), "good": False}]
                * case.ANSWERED,
                "photos": [photo] * case.PHOTOS,
                "departments": [
                    {
                        "receiver": shorten(text, 20),
                        "asked": shorten(text, 30),
                        "answer": shorten(text, 58),
                        "late": True,
                    }
                ]
                * case.ASKED,
                "packages": [
                    {
                        "name": shorten(text, case.CELL),
                        "value": "28,800",
                        "cost": "28,800",
                        "score": "97 ★",
                        "state": shorten(text, 20),
                        "taken": True,
                    }
                ]
                * case.PACKAGES,
                "actions": [
                    {
                        "name": shorten(text, 62),
                        "owner": shorten(text, 24),
                        "due": "2026-12-31",
                        "state": shorten(text, 20),
                        "late": True,
                    }
                ]
                * case.ACTIONS,
            }
        )
        return drawn._render(page)

    def test_workbook_is_never_evaluated(self):
        self.about._trusted().what = "=1+1"
        report = self._drawn()
        book = load_workbook(io.BytesIO(base64.b64decode(report.sudo().xlsx)))
        cells = [cell for row in book.worksheets[0] for cell in row]
        self.assertIn("'=1+1", [cell.value for cell in cells])
        self.assertFalse([cell for cell in cells if cell.data_type == "f"])

    def test_case_workbook_holds_points_units_and_whole_names(self):
        refund = self.env.ref("retail_complaint_addon.solution_type_refund")
        line = Command.create({"type_id": refund.id, "amount": 420})
        vals = {"ticket_id": self.case.id, "line_ids": [line]}
        package = self.env["complaint.solution"].sudo().create(vals)
        criteria = self.env["complaint.criterion"].search([])
        self.env["complaint.solution.score"].sudo().create(
            [
                {"solution_id": package.id, "criterion_id": one.id, "points": 10}
                for one in criteria
            ]
        )
        name = "Assay of every melt before it is cast, 752 thousandths or more"
        self._as(self.inspector, self.env["jewellery.correction"]).create(
            {
                "investigation_id": self.about.id,
                "summary": name,
                "kind": "product",
                "product_tmpl_id": self.ring.product_tmpl_id.id,
                "user_id": self.inspector.id,
            }
        )
        report = self._drawn().sudo()
        rows = dict(report._case_sheets(report._page()))
        self.assertEqual(rows["Measured"][0][1:3], ["Result", "Unit"])
        heads, points = rows["Alternatives"][:2]
        self.assertEqual(points[heads.index("Points")].value, 100)
        self.assertEqual(points[heads.index("Best")], "★")
        self.assertIn(name, rows["Actions"][1][0])

    def test_period(self):
        period = self._as(self.investigator, self.env["jewellery.report"]).create(
            {"kind": "period", "date_from": "2020-01-01", "date_to": "2029-12-31"}
        )
        period.with_context(force_report_rendering=True).action_draw()
        paper = self._paper(period)
        self.assertLessEqual(len(paper.pages), 3)
        self.assertIn("Metal", "".join(page.extract_text() for page in paper.pages))
        book = load_workbook(io.BytesIO(base64.b64decode(period.sudo().xlsx)))
        self.assertGreater(len(book.sheetnames), 6)

    def test_period_workbook_holds_numbers_and_dates(self):
        period = self._as(self.investigator, self.env["jewellery.report"]).create(
            {"kind": "period", "date_from": "2020-01-01", "date_to": "2029-12-31"}
        )
        page = period.sudo()._page()
        for card in page["cards"]:
            if card["kind"] == "percent":
                card.update(raw=62.5, raw_before=50.0)
            else:
                card.update(raw=5.0, raw_before=4.25)
        book = load_workbook(io.BytesIO(period.sudo()._workbook(page)))
        rows = {row[0].value: row for row in book.worksheets[0]}
        self.assertEqual(rows["Drawn up"][1].value.date(), fields.Date.today())
        seen = set()
        for card in page["cards"]:
            label = card["label"].replace(" / critical", "")
            now, before = rows[label][1:3]
            seen.add(card["kind"])
            self.assertEqual(now.data_type, before.data_type, "n")
            if card["kind"] == "percent":
                self.assertEqual((now.value, before.value), (0.625, 0.5))
                self.assertEqual(now.number_format, "0.0%")
            else:
                self.assertEqual((now.value, before.value), (5, 4.25))
        self.assertTrue({"percent", "count"} <= seen)
        page["departments"] = [["Setting", 2, 1, 0, 4.0]]
        sheets = dict(period.sudo()._period_sheets(page))
        self.assertEqual(sheets["Departments"][1][-1], Figure(4.0, "number"))
        formats = {
            cell.number_format for sheet in book for row in sheet for cell in row
        }
        self.assertNotIn("#,##0.##", formats)
        self.assertIn("Inspections critical", rows)

    def test_charts_of_a_period_have_something_to_say(self):
        """A month goes by weeks; defects that did not happen are no bars."""
        period = self._as(self.investigator, self.env["jewellery.report"]).create(
            {"kind": "period", "date_from": "2026-01-01", "date_to": "2026-01-31"}
        )
        self.assertEqual(len(period.sudo()._period().pieces()), 5)
        row = {"label": "Never", "domain": [1], "cells": [{"raw": 0, "text": "0"}]}
        page = {"charts": [], "tables": [{"key": "category", "rows": [row]}]}
        self.assertFalse(period.sudo()._period_images(page))

    def test_a_broken_photo_is_left_out(self):
        photos = self.env["ir.attachment"].create(
            [
                {"name": "cut.png", "raw": PNG[:40], "mimetype": "image/png"},
                {"name": "whole.png", "raw": PNG, "mimetype": "image/png"},
            ]
        )
        self.about._trusted().finding_ids = [
            (0, 0, {"name": "Worn", "photo_ids": [(6, 0, photos.ids)]})
        ]
        page = self._drawn().sudo()._page()
        self.assertEqual(len(page["photos"]), 1)
