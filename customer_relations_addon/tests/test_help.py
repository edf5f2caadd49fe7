import re

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import RelationsCommon


class HelpCase(RelationsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pages = cls.env["document.page"]
        cls.topic = cls.env["help.topic"].create({"name": "Test topic"})
        cls.page = cls._page(
            "Water behind the crystal",
            "base.lang_en",
            "<p>Do not pull the crown. Bring the timepiece on the same day.</p>",
            help_words="wet, moisture",
        )
        cls.chinese = cls._page(
            "錶面內有水氣",
            "base.lang_zh_TW",
            "<p>請勿拉出錶冠，並即日帶到店。</p>",
            help_of_id=cls.page.id,
        )

    @classmethod
    def _page(cls, name, lang, content, **values):
        return cls.pages.create(
            {
                "name": name,
                "company_id": False,
                "is_help": True,
                "help_topic_id": cls.topic.id,
                "help_lang_id": cls.env.ref(lang).id,
                "draft_name": "1.0",
                "content": content,
                **values,
            }
        )

    def _find(self, text, lang="en_US", company=None):
        found = self.pages._help_find(text, lang, company or self.company, 10)
        return found & (self.page | self.chinese)


@tagged("post_install", "-at_install")
class TestHelp(HelpCase):
    def test_languages_are_named_as_their_readers_write_them(self):
        self.chinese.help_lang_id.name = "Chinese, Traditional (TW) / 繁體中文 (台灣)"
        self.assertEqual(self.chinese._help_language(), "繁體中文")
        self.page.help_lang_id.name = "English (US)"
        self.assertEqual(self.page._help_language(), "English")

    # who may not

    def test_shop_staff_read_and_do_not_write_or_publish(self):
        for user in (self.clerk, self.supervisor, self.auditor):
            page = self.page.with_user(user)
            self.assertEqual(page.name, "Water behind the crystal")
            for step in (
                lambda page=page: page.write({"name": "Mine"}),
                page.action_publish_help,
                page.action_withdraw_help,
            ):
                with self.assertRaises(AccessError):
                    step()
        secret = self.pages.create({"name": "Board papers", "company_id": False})
        staff = self._user(
            "t_shop_staff", "customer_relations_addon.group_relations_user"
        )
        self.assertTrue(self.page.with_user(staff).has_access("read"))
        self.assertFalse(secret.with_user(staff).has_access("read"))

    def test_the_published_version_is_set_by_the_button_only(self):
        page = self.page.with_user(self.manager)
        with self.assertRaises(AccessError):
            page.write({"help_version_id": page.history_head.id})
        made = self.pages.with_user(self.manager).create(
            {
                "name": "Sneaked in",
                "is_help": True,
                "help_topic_id": self.topic.id,
                "help_version_id": page.history_head.id,
            }
        )
        self.assertFalse(made.help_version_id)

    def test_strangers_cannot_make_answers_or_readings(self):
        for model in ("help.answer", "help.view", "help.search"):
            for user in (self.clerk, self.manager):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).create({})

    def test_clerks_ask_for_a_case_they_can_read_only(self):
        self.page.with_user(self.manager).action_publish_help()
        ticket = self._complaint(name="Moisture: wet behind the crystal")
        rows = ticket.with_user(self.clerk).help_suggestions()
        self.assertIn(self.page.id, [row["id"] for row in rows])
        self.assertTrue(rows[0]["url"].startswith("http"))
        with self.assertRaises(AccessError):
            ticket.with_user(self.clerk2).help_suggestions()

    # behaviour

    def test_customers_read_the_published_version(self):
        page = self.page.with_user(self.manager)
        self.assertEqual(page.help_state, "draft")
        self.assertFalse(self._find("water crystal"))
        page.action_publish_help()
        self.assertEqual(page.help_state, "published")
        self.assertEqual(self._find("water crystal"), self.page)
        page.content = "<p>Something else entirely</p><script>alert(1)</script>"
        self.env.flush_all()
        page.invalidate_recordset()
        self.assertEqual(page.help_state, "changed")
        self.assertIn("same day", self.page._help_values()["content"])
        page.action_publish_help()
        shown = self.page._help_values()["content"]
        self.assertIn("entirely", shown)
        self.assertNotIn("script", shown)
        states = self.pages.search([("help_state", "=", "published")])
        self.assertIn(self.page, states)
        page.action_withdraw_help()
        self.assertFalse(self._find("water crystal"))
        with self.assertRaises(UserError):
            page.action_open_help()

    def test_found_in_english_and_both_ways_of_writing_chinese(self):
        (self.page | self.chinese).with_user(self.manager).action_publish_help()
        self.assertEqual(self._find("my watch is wet"), self.page)
        self.assertEqual(self._find("錶面有水氣", "zh_TW"), self.chinese)
        self.assertEqual(self._find("表面有水气", "zh_CN"), self.chinese)
        # found by English words, read in Chinese
        self.assertEqual(self._find("moisture", "zh_HK"), self.chinese)
        self.assertEqual(self._find("moisture", "fr_FR"), self.page)
        self.assertFalse(self._find("zzzqqq"))
        self.assertFalse(self._find(""))

    def test_pages_of_another_company_are_not_found(self):
        self.page.company_id = self.company
        self.page.with_user(self.manager).action_publish_help()
        self.assertTrue(self._find("water crystal"))
        self.assertFalse(self._find("water crystal", company=self.other_company))

    def test_archived_pages_and_topics_are_not_shown(self):
        self.page.with_user(self.manager).action_publish_help()
        self.page.active = False
        self.assertFalse(self._find("water crystal"))
        self.page.active = True
        self.assertTrue(self._find("water crystal"))
        self.topic.active = False
        self.assertFalse(self._find("water crystal"))

    def test_what_cannot_be_published_says_why(self):
        page = self.pages.create({"name": "Empty", "is_help": True})
        with self.assertRaisesRegex(UserError, "topic and a text"):
            page.with_user(self.manager).action_publish_help()
        plain = self.pages.create({"name": "Plain", "company_id": False})
        with self.assertRaises(AccessError):
            plain.with_user(self.clerk).action_publish_help()
        editor = self.manager
        editor.group_ids += self.env.ref("document_page.group_document_editor")
        with self.assertRaisesRegex(UserError, "no help page"):
            plain.with_user(editor).action_publish_help()

    def test_a_translation_of_a_translation_is_refused(self):
        with self.assertRaises(ValidationError):
            self._page("法語", "base.lang_fr", "<p>x</p>", help_of_id=self.chinese.id)

    def test_topics_count_and_open_their_pages(self):
        topic = self.topic.with_user(self.manager)
        self.assertEqual(topic.page_count, 2)
        action = topic.action_view_pages()
        self.assertEqual(
            self.pages.with_user(self.manager).search(action["domain"]),
            self.page | self.chinese,
        )
        self.chinese.is_help = False
        self.assertEqual(topic.page_count, 1)

    def test_old_searches_are_forgotten(self):
        searches = self.env["help.search"].sudo()
        searches._missed("tourbillon", "en_US")
        searches._missed("tourbillon", "en_US")
        row = searches.search([("words", "=", "tourbillon")])
        self.assertEqual(row.count, 2)
        self.env.cr.execute("UPDATE help_search SET last_at = '2020-01-01'")
        row.invalidate_recordset()
        searches._gc_searches()
        self.assertFalse(row.exists())


@tagged("post_install", "-at_install")
class TestHelpPages(HelpCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.page.with_user(cls.manager).action_publish_help()
        cls.env["res.company"].search([]).help_enabled = True

    def _answer(self, **post):
        html = self.url_open(f"/help/{self.page.id}").text
        token = re.search(r'name="csrf_token"\s+value="([^"]+)"', html)
        token = token or re.search(r'value="([^"]+)"\s+name="csrf_token"', html)
        return self.url_open(
            f"/help/{self.page.id}/answer",
            data={"csrf_token": token[1], **post},
        )

    def test_language_not_installed(self):
        """A browser that asks for another language gets the pages all the same."""
        for path in ("/help", "/complaint"):
            answer = self.url_open(path, headers={"Accept-Language": "xh-ZA,xh"})
            self.assertEqual(answer.status_code, 200, path)
        answer = self.url_open("/complaint", headers={"Accept-Language": "en-GB"})
        self.assertEqual(answer.status_code, 200)

    def test_pages_are_read_searched_and_answered(self):
        index = self.url_open("/help")
        self.assertEqual(index.status_code, 200)
        self.assertIn("Water behind the crystal", index.text)
        found = self.url_open("/help?q=wet+crystal").text
        self.assertIn(f"/help/{self.page.id}", found)
        self.assertIn(
            "Bring the timepiece", self.url_open(f"/help/{self.page.id}").text
        )
        for _again in range(2):
            self._answer(helped="no", comment="Which day? <b>x</b>")
        answer = self.env["help.answer"].search([("page_id", "=", self.page.id)])
        self.assertEqual(len(answer), 1)
        self.assertEqual(answer.comment, "Which day? <b>x</b>")
        self._answer(helped="yes")
        answer.invalidate_recordset()
        self.assertTrue(answer.helped)
        self.page.invalidate_recordset()
        self.assertEqual((self.page.help_yes, self.page.help_no), (1, 0))
        self.assertGreaterEqual(self.page.help_views, 2)
        self._answer(helped="maybe")
        self._answer(helped="no", website="robot")
        self.page.invalidate_recordset()
        self.assertEqual((self.page.help_yes, self.page.help_no), (1, 0))

    def test_nothing_else_is_public(self):
        secret = self.pages.create({"name": "Board papers", "company_id": False})
        for number in (secret.id, self.chinese.id, 10**12, 0):
            with mute_logger("odoo.http"):
                self.assertEqual(self.url_open(f"/help/{number}").status_code, 404)
        self.env["res.company"].search([]).help_enabled = False
        self.assertEqual(self.url_open("/help").status_code, 404)
        self.assertEqual(self.url_open(f"/help/{self.page.id}").status_code, 404)
        self.assertEqual(self._suggest("my watch is wet"), [])

    def test_markup_in_a_search_is_text(self):
        html = self.url_open("/help?q=<script>alert(1)</script>").text
        self.assertNotIn("<script>alert(1)", html)
        self.assertIn("found nothing", html)
        kept = self.env["help.search"].search([("words", "like", "alert")])
        self.assertEqual(kept.count, 1)
        self.url_open("/help?q=zz%40example.com")
        self.assertFalse(self.env["help.search"].search([("words", "like", "zz@")]))

    def _suggest(self, text):
        answer = self.make_jsonrpc_request("/help/suggest", {"text": text})
        return answer

    def test_suggested_while_typing_and_limited(self):
        rows = self._suggest("There is moisture behind the crystal of my watch")
        self.assertIn(self.page.id, [row["id"] for row in rows])
        self.assertEqual(self._suggest("wet"), [])
        for junk in (None, 7, {"a": 1}, ["x"], "a\x00b"):
            self.assertEqual(self._suggest(junk), [])
        self.env["res.company"].search([]).help_limit = 1
        self.assertEqual(self._suggest("moisture behind the crystal"), [])
        self.assertIn("very many searches", self.url_open("/help?q=wet").text)
