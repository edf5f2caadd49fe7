import re
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .common import ComplaintCommon

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00"
    b"\x00\x90wS\xde\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9"
    b"\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"
)
PAGE = "/complaint"


class PageCommon(ComplaintCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.email = "desk@example.com"
        cls.supervisor.group_ids |= cls.env.ref(
            "retail_complaint_addon.group_complaint_manager"
        )

    def _open(self, url=PAGE, **kwargs):
        return self.url_open(url, allow_redirects=False, timeout=60, **kwargs)

    def _token(self, page):
        return re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)

    def _form(self, **values):
        return {
            "store": str(self.store.id),
            "what": "The clasp broke after a week.",
            "name": "Chan Siu Ming",
            "email": "chan.siu.ming@example.com",
            "consent": "yes",
            **values,
        }

    def _send(self, files=(), **values):
        page = self._open(f"{PAGE}?store={self.store.id}")
        submission = re.search(r'name="submission" value="([0-9a-f]+)"', page.text)
        form = self._form(
            csrf_token=self._token(page), submission=submission.group(1), **values
        )
        given = [("files", file) for file in files]
        return self._open(data=form, files=given or None)

    def _latest(self):
        return self.env["helpdesk.ticket"].search(
            [("company_id", "=", self.company.id)], order="id desc", limit=1
        )


@tagged("post_install", "-at_install")
class TestComplaintPage(PageCommon):
    def test_a_complaint(self):
        kind = self.env.ref("retail_complaint_addon.category_quality")
        answer = self._send(
            files=[("../ring.JPG.html", PNG), ("two.png", PNG)],
            kind=str(kind.id),
            wish="A new clasp",
            article="Gold bracelet",
            purchase_date="2026-01-05",
            purchase_ref="R-100",
        )
        self.assertEqual(answer.status_code, 303, answer.text[:500])
        case = self._latest()
        self.assertEqual(case.store_id, self.store)
        self.assertEqual(case.category_id, kind)
        self.assertEqual(
            case.channel_id, self.env.ref("retail_complaint_addon.channel_web_form")
        )
        self.assertIn("Gold bracelet", case.description)
        self.assertEqual(case.remedy_sought, "A new clasp")
        self.assertEqual(case.partner_id.email, "chan.siu.ming@example.com")
        self.assertEqual(
            sorted(case.attachment_ids.mapped("name")), ["ring.JPG.png", "two.png"]
        )
        self.assertEqual(set(case.attachment_ids.mapped("mimetype")), {"image/png"})
        self.assertTrue(case.consent_at and case.consent_text)
        self.assertEqual(case.consent_version, 1)
        self.assertTrue(case.acknowledged_at)
        done = self._open(answer.headers["Location"])
        self.assertIn(case.number, done.text)
        link = case._complaint_link().partition("/complaint/")[2]
        self.assertIn(link, done.text)
        self.assertEqual(done.headers["Cache-Control"], "no-store")

    def test_an_error_keeps_what_was_typed(self):
        kind = self.env.ref("retail_complaint_addon.category_staff")
        before = self._latest()
        answer = self._send(
            files=[("photo one.png", PNG)],
            kind=str(kind.id),
            what="Typed <b>once</b>",
            wish="A wish",
            article="An article",
            purchase_date="2999-01-01",
            purchase_ref="R-100",
            email="no address",
            consent="",
        )
        self.assertEqual(answer.status_code, 422)
        for text in (
            "Typed &lt;b&gt;once&lt;/b&gt;",
            "A wish",
            "An article",
            "2999-01-01",
            "R-100",
            "no address",
            "photo one.png",
            "check the e-mail",
            "Without your agreement",
        ):
            self.assertIn(text, answer.text)
        self.assertRegex(answer.text, rf'value="{kind.id}"[^>]*selected')
        self.assertRegex(answer.text, rf'value="{self.store.id}"[^>]*selected')
        self.assertEqual(self._latest(), before)

    def test_what_is_needed(self):
        for values, field in (
            ({"what": " "}, "what"),
            ({"name": ""}, "name"),
            ({"email": "", "phone": ""}, "email"),
            ({"phone": "12"}, "phone"),
            ({"store": "999999"}, None),
            ({"kind": "999999"}, "kind"),
            ({"kind": "abc\x00"}, "kind"),
            ({"purchase_date": "tomorrow"}, "purchase_date"),
            ({"what": "x" * 20_001}, "what"),
        ):
            answer = self._send(**values)
            if field:
                self.assertEqual(answer.status_code, 422, values)
                self.assertIn(f'id="error_{field}"', answer.text)

    def test_files_that_are_not_taken(self):
        self.company.complaint_upload_mb = 1
        for files in (
            [("run.exe", b"MZ\x90\x00")],
            [("page.html", b"<script>alert(1)</script>")],
            [("picture.png", b"<svg onload='alert(1)'/>")],
            [("large.png", PNG + b"\0" * 1024 * 1024)],
            [(f"{number}.png", PNG) for number in range(200)],
        ):
            before = self._latest()
            answer = self._send(files=files)
            self.assertEqual(answer.status_code, 422)
            self.assertIn('id="error_files"', answer.text)
            self.assertEqual(self._latest(), before)

    def test_strange_characters(self):
        answer = self._send(what="a\x00b", name="Chan\x00", email="x@example.com\x00")
        self.assertEqual(answer.status_code, 303)
        self.assertEqual(self._latest().partner_email, "x@example.com")

    def test_pressed_twice(self):
        page = self._open(f"{PAGE}?store={self.store.id}")
        submission = re.search(r'name="submission" value="([0-9a-f]+)"', page.text)
        form = self._form(csrf_token=self._token(page), submission=submission.group(1))
        first, second = self._open(data=form), self._open(data=form)
        self.assertEqual(first.headers["Location"], second.headers["Location"])

    def test_no_token_of_the_page(self):
        self._open()
        with self.assertLogs("odoo.http", "WARNING"):
            answer = self._open(data=self._form())
        self.assertEqual(answer.status_code, 400)

    def test_a_program(self):
        before = self._latest()
        answer = self._send(website="https://spam.example.com")
        self.assertEqual(answer.status_code, 400)
        self.assertIn("a program had filled it in", answer.text)
        self.assertEqual(self._latest(), before)

    def test_too_often(self):
        self.company.complaint_page_limit = 2
        for number in range(2):
            answer = self._send(what=f"Number {number}")
            self.assertEqual(answer.status_code, 303)
        answer = self._send(what="Number 3")
        self.assertEqual(answer.status_code, 429)
        self.assertIn("try again in an hour", answer.text)
        self.company.complaint_page_limit = 0
        self.assertEqual(self._send().status_code, 303)

    def test_errors_count_less(self):
        self.company.complaint_page_limit = 1
        for _try in range(4):
            self.assertEqual(self._send(what="").status_code, 422)
        self.assertEqual(self._send().status_code, 303)
        self.assertEqual(self._send().status_code, 429)

    def test_the_code_of_the_shop(self):
        self.store.code = "X-9"
        page = self._open(f"{PAGE}?store=x-9")
        self.assertRegex(page.text, rf'value="{self.store.id}"[^>]*selected')
        self.assertNotIn(self.office.name, page.text)
        # an empty text area is one too
        self.assertRegex(page.text, r"<textarea[^>]*name=.what.")
        for strange in ("%", "_", "\\", "none", "9" * 30, "%00", "x-9%00"):
            self.assertEqual(self._open(f"{PAGE}?store={strange}").status_code, 200)

    def test_switched_off(self):
        self.company.complaint_page_enabled = False
        self.assertEqual(self._open(f"{PAGE}?store={self.store.id}").status_code, 404)

    def test_larger_than_anything(self):
        path = (
            "odoo.addons.retail_complaint_addon.controllers.complaint_page.TEXT_BYTES"
        )
        self.env["res.company"].search([]).complaint_upload_files = 0
        with patch(path, 10_000):
            answer = self._send(files=[("a.png", PNG + b"\0" * 20_000)])
        self.assertEqual(answer.status_code, 413)

    def test_the_consent_text(self):
        self.company.complaint_consent_text = "<p>Our own words</p>"
        self.assertEqual(self.company.complaint_consent_version, 2)
        self.assertIn("Our own words", self._open(f"{PAGE}?store={self.store.id}").text)
        self.assertEqual(self._send().status_code, 303)
        self.assertEqual(self._latest().consent_version, 2)
        self.assertIn("Our own words", self._latest().consent_text)

    def test_without_a_mail_address_of_ours(self):
        self.company.email = False
        with patch.object(
            self.registry["complaint.notice"],
            "_sender",
            side_effect=self._no_sender,
        ):
            self.assertEqual(self._send().status_code, 303)
        self.assertFalse(self._latest().acknowledged_at)

    def _no_sender(self, *_args):
        raise UserError(self.env._("no sender"))
