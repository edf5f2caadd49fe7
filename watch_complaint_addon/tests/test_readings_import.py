import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .diagnosis_common import DiagnosisCommon

LINES = """CH  +12.4  285  0.2
CB  +11.0  281  0.3
6H  +15.8  262  0.3
9H  +14.1  259  0.4
3H  +16.7  260  0.4"""


@tagged("post_install", "-at_install")
class TestReadingsImport(DiagnosisCommon):
    def _screen(self, sheet, text, user=None, **vals):
        return (
            self.env["watch.readings.import"]
            .with_user(user or self.watchmaker)
            .create({"diagnosis_id": sheet.id, "text": text, **vals})
        )

    def test_five_lines(self):
        sheet = self._sheet()
        screen = self._screen(sheet, LINES)
        self.assertEqual((screen.reading_count, screen.error_count), (5, 0))
        self.assertIn("+15.8 s/d", screen.preview)
        screen.action_import()
        self.assertEqual(len(sheet.reading_ids), 5)
        self.assertEqual(sheet.mean_rate, 14)
        self.assertEqual(sheet.verdict, "out_of_class")

    def test_one_or_many_is_said_in_whole_sentences(self):
        sheet = self._sheet()
        for text, problem, result in (
            ("CH 4 280 0.2", False, "One reading can be taken."),
            (LINES, False, "5 readings can be taken."),
            ("hello", "One line is not clear.", False),
            ("hello\nyou", "2 lines are not clear.", False),
        ):
            screen = self._screen(sheet, text)
            self.assertEqual(screen.result, result)
            self.assertEqual(bool(screen.problem), bool(problem))
            self.assertIn(problem or "", screen.problem or "")
        arch = screen.get_view(view_type="form")["arch"]
        self.assertEqual(arch.count('name="action_import"'), 2, "one is disabled")

    def test_one_wrong_line_and_nothing_is_taken(self):
        sheet = self._sheet(rates=(1,))
        wrong = "6H 5 270 0.3\n+5 285 0.3\n9H 5 400 0.3\n3H 5 s/month\nhello"
        screen = self._screen(sheet, wrong)
        self.assertEqual((screen.reading_count, screen.error_count), (1, 4))
        with self.assertRaises(UserError) as caught:
            screen.action_import()
        told = str(caught.exception)
        for text in (
            "Line 2: The position is missing",
            "Line 3: Amplitude (°): 400 is not possible, only 80 to 360 °",
            "Line 4: “5 s/month” has another unit",
            "Line 5: “hello” is no position",
            "Nothing was taken",
        ):
            self.assertIn(text, told)
        self.assertEqual(len(sheet.reading_ids), 1)
        self.assertEqual(screen.text, wrong)

    def test_what_is_there_stays_or_is_replaced(self):
        sheet = self._sheet(rates=(1, 2))
        screen = self._screen(sheet, LINES)
        self.assertEqual(screen.error_count, 2)
        with self.assertRaisesRegex(UserError, "on the sheet already"):
            screen.action_import()
        screen.replace = True
        screen.action_import()
        self.assertEqual(len(sheet.reading_ids), 5)

    def test_html_in_a_line_stays_text(self):
        screen = self._screen(self._sheet(), "<script>alert(1)</script> 5")
        self.assertNotIn("<script>", screen.preview)

    def test_files(self):
        sheet = self._sheet()
        model = self.env["watch.readings.import"].with_user(self.watchmaker)
        screen = model.new({"diagnosis_id": sheet.id})
        for content in (LINES.encode(), "面上 5 280 0.2".encode("gb18030")):
            screen.file = base64.b64encode(content)
            screen._onchange_file()
            self.assertTrue(screen.text)
            self.assertFalse(screen.error_count)
        for content in (b"\x89PNG\x00\x00", b"a" * 200_001):
            screen.file = base64.b64encode(content)
            with self.assertRaisesRegex(UserError, "no text file"):
                screen._onchange_file()

    def test_who_may(self):
        sheet = self._asked()
        for user in (self.clerk, self.employee, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._screen(sheet, LINES, user=user)
        screen = self._screen(sheet, LINES)
        with self.assertRaises(AccessError):
            screen.with_user(self.workshop_manager).action_import()
        sheet.running = "runs"
        sheet.action_finish()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            screen.action_import()
