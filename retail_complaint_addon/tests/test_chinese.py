"""What customers read in Chinese: no English of ours is left on it."""

import io
import re
from pathlib import Path

import polib
from lxml import html

from odoo.tests import HttpCase, tagged
from odoo.tools.translate import TranslationImporter, get_po_paths

from .test_complaint_track import TrackCommon

ADDON = "retail_complaint_addon"
I18N = Path(__file__).parent.parent / "i18n"
# zh_HK reads zh_TW.po
LANGS = {
    "zh_HK": ("告訴我們", "投訴", "顧客關係"),
    "zh_TW": ("告訴我們", "投訴", "顧客關係"),
    "zh_CN": ("告诉我们", "投诉", "客户关系"),
}


class Catalogue(io.BytesIO):
    name = "a file that has no .pot beside it"


def plain(text):
    return " ".join(text.split())


@tagged("post_install", "-at_install")
class TestChinese(TrackCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in LANGS:
            cls.env["res.lang"]._activate_lang(lang)
        cls.env["ir.module.module"]._load_module_terms(["portal"], list(LANGS))
        importer = TranslationImporter(cls.env.cr, verbose=False)
        for lang in LANGS:
            for path in get_po_paths(ADDON, lang):
                # read as it is, not only what the .pot of the last release knows
                importer.load(Catalogue(Path(path).read_bytes()), "po", lang)
        importer.save(overwrite=True)
        cls.english = {
            plain(re.sub("<[^>]*>", " ", entry.msgid))
            for entry in polib.pofile(I18N / "zh_TW.po")
            if entry.msgstr and "%" not in entry.msgid and "{{" not in entry.msgid
        }

    def _texts(self, page):
        """Return what is read on a page, piece by piece."""
        tree = html.fromstring(page)
        for hidden in tree.xpath("//script|//style|//head/title"):
            hidden.drop_tree()
        shown = tree.xpath("//text()") + tree.xpath("//@placeholder|//@alt|//@title")
        return {plain(text) for text in shown} - {""}

    def assert_chinese(self, page, *words):
        texts = self._texts(page)
        self.assertFalse(texts & self.english)
        for word in words:
            self.assertIn(word, " ".join(texts))

    def _page(self, lang, address):
        answer = self._open(f"/{lang}{address}")
        self.assertEqual(answer.status_code, 200)
        return answer.text

    def test_the_public_page(self):
        for lang, (tell, complaint, _desk) in LANGS.items():
            with self.subTest(lang=lang):
                page = self._open(f"/{lang}/complaint?store={self.store.id}")
                self.assert_chinese(page.text, tell, complaint)
                values = self._form(
                    csrf_token=self._token(page), what="", consent="", email="x"
                )
                answer = self._open(f"/{lang}/complaint", data=values)
                self.assertEqual(answer.status_code, 422)
                self.assert_chinese(answer.text)
                self.assert_chinese(self._open(f"/{lang}/complaint/track/no").text)

    def test_a_complaint_written_in_chinese(self):
        page = self._open(f"/zh_HK/complaint?store={self.store.id}")
        submission = re.search(r'name="submission" value="([0-9a-f]+)"', page.text)
        values = self._form(
            csrf_token=self._token(page),
            submission=submission[1],
            what="手錶上星期買，今日停了。",
            name="陳小明",
        )
        done = self._open("/zh_HK/complaint", data=values)
        case = self._latest()
        self.assertEqual(case.partner_id.lang, "zh_HK")
        token = done.headers["Location"].rsplit("/", 1)[1]
        self.assert_chinese(self._page("zh_HK", f"/complaint/done/{token}"), "謝")
        notice = case.notice_ids.filtered(lambda told: told.channel == "email")
        self.assertEqual(notice.lang, "zh_HK")
        self.assertIn("已收到您的投訴", notice.subject)
        self.assert_chinese(notice.body, "顧客關係部")

    def test_the_page_of_a_case(self):
        case = self._case()
        self._offered(case)
        closed = self._closed(self._case())
        for lang, (_tell, complaint, _desk) in LANGS.items():
            with self.subTest(lang=lang):
                page = self._page(lang, self._address(case))
                self.assert_chinese(page, complaint, "年")
                self.assert_chinese(self._page(lang, self._address(closed)), complaint)

    def test_the_portal(self):
        user = self._user("t_zh", "base.group_portal", password="t_zh")
        self._case(partner_id=user.partner_id.id)
        self.authenticate("t_zh", "t_zh")
        for lang, (_tell, complaint, _desk) in LANGS.items():
            with self.subTest(lang=lang):
                self.assert_chinese(self._page(lang, "/my/complaints"), complaint)

    def test_notices_letters_and_slips(self):
        case = self._case()
        self._offered(case)
        for lang, (_tell, complaint, desk) in LANGS.items():
            for kind, _label in self.env["complaint.notice"]._fields["kind"].selection:
                with self.subTest(lang=lang, kind=kind):
                    texts = case._notice_texts(kind, "letter", {"lang": lang}, None)
                    self.assert_chinese(f"<div>{texts['body']}</div>")
                    if kind not in ("public_reply", "apology", "other"):
                        self.assertIn(complaint, texts["subject"] + texts["body"])
                        self.assertIn(desk, texts["body"])
            with self.subTest(lang=lang, report="slip"):
                report = self.env["ir.actions.report"].with_context(lang=lang)
                slip, _kind = report._render_qweb_html(
                    f"{ADDON}.complaint_slip_report", case.ids
                )
                self.assertIn(complaint, slip.decode())

    def test_the_survey(self):
        survey = self.env.ref(f"{ADDON}.survey_complaint")
        for lang in LANGS:
            read = survey.with_context(lang=lang)
            texts = [
                read.title,
                read.description,
                read.description_done,
                *read.question_ids.mapped("title"),
                *read.question_ids.suggested_answer_ids.mapped("value"),
                *read.question_ids.mapped("scale_min_label"),
                *read.question_ids.mapped("scale_max_label"),
            ]
            for text in filter(None, texts):
                self.assert_chinese(f"<div>{text}</div>")
                self.assertRegex(text, "[一-鿿]")
            template = self.env.ref(f"{ADDON}.mail_template_complaint_survey")
            self.assertRegex(template.with_context(lang=lang).subject, "[一-鿿]")
