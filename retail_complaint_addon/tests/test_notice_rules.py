import doctest

from odoo.exceptions import ValidationError
from odoo.tests import BaseCase, tagged

from ..rules import personal, words
from .common import GROUP
from .notice_common import NoticeCommon


@tagged("post_install", "-at_install")
class TestNoticeRules(BaseCase):
    def test_examples(self):
        for module in (words, personal):
            failed, tried = doctest.testmod(module)
            self.assertGreater(tried, 2)
            self.assertEqual(failed, 0, module.__name__)

    def test_whole_words_in_english(self):
        for text, found in (
            ("FAULT!", True),
            ("the fault.", True),
            ("faulty", False),
            ("default", False),
            ("fault\nline", True),
        ):
            self.assertEqual(bool(words.find_words(text, ["fault"])), found, text)

    def test_phrases_over_line_ends_and_odd_spaces(self):
        text = "We accept\n  full\u00a0liability"
        self.assertTrue(words.find_words(text, ["accept full liability"]))

    def test_chinese_without_word_boundaries(self):
        for text in ("這完全是我們的責任。", "我們\n的責任", "我們 的責任"):
            self.assertTrue(words.find_words(text, ["我們的責任"]), text)
        self.assertFalse(words.find_words("我們有責任感", ["我們的責任"]))

    def test_full_width_letters(self):
        self.assertTrue(
            words.find_words("１００％ ｇｕａｒａｎｔｅｅ", ["100%", "guarantee"])
        )

    def test_signs_of_patterns_are_only_signs(self):
        self.assertEqual(words.find_words("a.c", ["a.c", "(", "[x]", "*"]), ["a.c"])
        self.assertFalse(words.find_words("abc", ["a.c"]))

    def test_personal_data(self):
        found = personal.find_personal(
            "Ms Chan, call 9123 4567 or chan@example.com about SN-77, A123456(7)",
            {"customer": "Chan Tai Man"},
            {"serial": "SN-77", "receipt": ""},
            phones=["+852 9123 4567"],
            ours=["care@shop.example.com", "2222 0000"],
        )
        self.assertEqual(
            [what for what, _value in found],
            ["customer", "serial", "email", "phone", "identity"],
        )

    def test_our_own_address_may_be_published(self):
        text = "Please write to care@shop.example.com or call 2222 0000."
        ours = ["care@shop.example.com", "+852 2222 0000"]
        self.assertFalse(personal.find_personal(text, {}, {}, ours=ours))

    def test_parts_of_a_name(self):
        self.assertTrue(personal.contains("大文先生您好", "大文"))
        self.assertFalse(personal.contains("Manual repair", "man"))


@tagged("post_install", "-at_install")
class TestWordList(NoticeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.words = cls.env["complaint.word"].with_user(cls.manager)

    def _warnings(self, text, company=None):
        return self.env["complaint.word"]._warnings(company or self.company, text)

    def test_shipped_words(self):
        self.assertTrue(self._warnings("<p>It was our fault.</p>"))
        self.assertTrue(self._warnings("這是我們的責任"))
        self.assertTrue(self._warnings("我们保证不会再发生"))
        self.assertFalse(self._warnings("We are sorry for the trouble."))

    def test_shipped_templates_pass_their_own_check(self):
        ticket = self._complaint()
        for kind in ("acknowledged", "progress", "referred", "decision", "apology"):
            body = ticket._notice_texts(kind, "email", {}, None)["body"]
            self.assertEqual(self._warnings(body), [], kind)

    def test_words_of_a_company(self):
        self.words.create(
            {
                "name": "zebra",
                "reason": "other",
                "advice": "Say horse.",
                "company_id": self.company.id,
            }
        )
        self.assertEqual(len(self._warnings("A zebra!")), 1)
        self.assertIn("Say horse.", self._warnings("A zebra!")[0])
        self.assertFalse(self._warnings("A zebra!", self.other_company))

    def test_twins_and_nonsense_are_refused_before_the_database_does(self):
        self.words.create({"name": "Zebra_1%", "reason": "other"})
        for name in ("zebra_1%", "*", " ", "a\x00b"):
            with self.assertRaises(ValidationError):
                self.words.create({"name": name, "reason": "other"})
        with self.assertRaises(ValidationError):
            self.words.create([{"name": "yak"}, {"name": "YAK"}])

    def test_only_managers_write_the_list(self):
        for group in ("clerk", "supervisor", "auditor"):
            user = self._user(f"t_word_{group}", GROUP % group)
            words_of = self.env["complaint.word"].with_user(user)
            self.assertTrue(words_of.search([], limit=1).has_access("read"))
            self.assertFalse(words_of.has_access("create"))
