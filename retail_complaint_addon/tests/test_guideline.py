from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ComplaintCommon


@tagged("post_install", "-at_install")
class TestGuideline(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pages = cls.env["document.page"]
        cls.chinese = cls.env.ref("base.lang_zh_TW")
        cls.page = cls.pages.create(
            {
                "name": "Be kind",
                "company_id": False,
                "is_guideline": True,
                "guideline_topic": "ethics",
                "guideline_lang_id": cls.env.ref("base.lang_en").id,
                "needs_confirmation": True,
                "guideline_category_ids": [Command.set(cls.category.ids)],
                "content": "<p>Smile</p>",
            }
        )
        cls.translation = cls.pages.create(
            {
                "name": "待客以禮",
                "company_id": False,
                "is_guideline": True,
                "guideline_lang_id": cls.chinese.id,
                "guideline_of_id": cls.page.id,
                "content": "<p>微笑</p>",
            }
        )
        cls.secret = cls.pages.create(
            {"name": "Board papers", "company_id": False, "content": "<p>Secret</p>"}
        )
        cls.duties = cls.env["complaint.guideline.duty"]
        cls.confirmations = cls.env["complaint.guideline.confirmation"]

    def _duty(self, user, page=None):
        self.env.flush_all()
        self.duties.invalidate_model()
        return self.duties.search(
            [("user_id", "=", user.id), ("page_id", "=", (page or self.page).id)]
        )

    def _confirm(self, user, page=None, **kwargs):
        (page or self.page).with_user(user).action_confirm_guideline(**kwargs)

    # who may not

    def test_clerks_read_guidelines_and_nothing_else_of_the_knowledge(self):
        for user in (self.clerk, self.auditor):
            self.assertEqual(
                self.page.with_user(user).read(["name", "content"])[0]["name"],
                "Be kind",
            )
            with self.assertRaises(AccessError):
                self.secret.with_user(user).read(["content"])
            with self.assertRaises(AccessError):
                self.secret.history_head.with_user(user).read(["content"])
        knows = self._user(
            "t_knows",
            "retail_complaint_addon.group_complaint_clerk,"
            "document_knowledge.group_document_user",
        )
        self.assertIn("Secret", self.secret.with_user(knows).content)

    def test_clerks_change_no_guideline(self):
        for user in (self.clerk, self.supervisor, self.auditor):
            with self.assertRaises(AccessError):
                self.page.with_user(user).write({"content": "<p>Grin</p>"})
            with self.assertRaises(AccessError):
                self.pages.with_user(user).create({"name": "Mine"})
            with self.assertRaises(AccessError):
                self.page.history_head.with_user(user).write({"content": "x"})

    def test_managers_write_guidelines_only(self):
        page = self.page.with_user(self.manager)
        page.write({"content": "<p>Smile twice</p>"})
        self.assertEqual(len(self.page.history_ids), 2)
        with self.assertRaises(AccessError):
            self.secret.with_user(self.manager).write({"content": "<p>x</p>"})
        with self.assertRaises(AccessError):
            self.pages.with_user(self.manager).create({"name": "No guideline"})

    def test_employees_without_role_read_nothing(self):
        for user in (self.employee, self.portal_user):
            with self.assertRaises(AccessError):
                self.page.with_user(user).read(["content"])
            with self.assertRaises(AccessError):
                self._confirm(user)

    def test_nobody_confirms_for_somebody_else(self):
        values = {
            "page_id": self.page.id,
            "version_id": self.page.history_head.id,
            "user_id": self.clerk2.id,
            "confirmed_at": "2020-01-01 00:00:00",
        }
        for user in (self.clerk, self.manager, self.env.user):
            model = self.confirmations.with_user(user)
            with self.assertRaises(AccessError):
                model.create(values)
            with self.assertRaises(AccessError):
                model.sudo().create(values)
        self._confirm(self.clerk)
        row = self.confirmations.search([("page_id", "=", self.page.id)])
        self.assertEqual(row.user_id, self.clerk)
        for user in (self.clerk, self.manager, self.env.user):
            with self.assertRaises(AccessError):
                row.with_user(user).sudo().write({"user_id": self.clerk2.id})
            with self.assertRaises(AccessError):
                row.with_user(user).sudo().unlink()

    def test_auditor_confirms_nothing(self):
        with self.assertRaises(AccessError):
            self._confirm(self.auditor)

    def test_who_sees_who_has_confirmed(self):
        self._confirm(self.clerk)
        self._duty(self.clerk)
        for model in (self.duties, self.confirmations):
            mine = model.with_user(self.clerk2).search([])
            self.assertFalse(mine.user_id - self.clerk2)
            seen = model.with_user(self.manager).search([])
            self.assertIn(self.clerk, seen.user_id)
            others = model.with_user(self.other_manager).with_context(
                allowed_company_ids=self.other_company.ids
            )
            others = others.search([])
            self.assertNotIn(self.clerk, others.user_id)

    def test_no_guidelines_beside_a_case_one_cannot_read(self):
        case = self._complaint(partner_id=self.portal_user.partner_id.id)
        for user in (self.clerk2, self.portal_user, self.employee):
            with self.assertRaises(AccessError):
                case.with_user(user).complaint_guidelines()

    # what it does

    def test_confirm_and_confirm_again_after_a_new_version(self):
        self.assertEqual(self._duty(self.clerk).state, "open")
        self.assertFalse(self.page.with_user(self.clerk).my_confirmed_at)
        self._confirm(self.clerk, version_id=self.page.history_head.id)
        self._confirm(self.clerk)
        self.assertEqual(self._duty(self.clerk).state, "confirmed")
        self.assertEqual(self._duty(self.clerk2).state, "open")
        self.assertTrue(self.page.with_user(self.clerk).my_confirmed_at)
        old = self.page.history_head.id
        self.page.content = "<p>Smile, always</p>"
        self.assertEqual(self._duty(self.clerk).state, "open")
        with self.assertRaises(UserError):
            self._confirm(self.clerk, version_id=old)

    def test_each_in_their_language(self):
        self.env["res.lang"]._activate_lang("zh_HK")
        self.clerk.lang = "zh_HK"
        self.assertFalse(self._duty(self.clerk))
        self.assertEqual(self._duty(self.clerk, self.translation).state, "open")
        self.translation.with_user(self.clerk).action_confirm_guideline()
        self.assertEqual(self._duty(self.clerk, self.translation).state, "confirmed")

    def test_pages_of_another_company_ask_nobody_here(self):
        self.page.company_id = self.other_company
        self.assertFalse(self._duty(self.clerk))
        self.assertTrue(self._duty(self.other_manager))

    def test_who_leaves_the_desk_is_asked_no_more(self):
        self.assertTrue(self._duty(self.clerk))
        self.clerk.group_ids = self.env.ref("base.group_user")
        self.assertFalse(self._duty(self.clerk))

    def test_no_confirmation_of_what_is_no_guideline(self):
        with self.assertRaises(UserError):
            self._confirm(self.env.user, self.secret)

    @mute_logger("odoo.sql_db")
    def test_confirmed_guidelines_stay(self):
        self._confirm(self.clerk)
        with self.assertRaises(UserError):
            self.page.unlink()

    def test_beside_the_complaint(self):
        case = self._complaint(customer_mood="hostile")
        rows = case.with_user(self.clerk).complaint_guidelines()
        names = [row["name"] for row in rows]
        self.assertIn("Be kind", names)
        self.assertNotIn("待客以禮", names)
        self.assertTrue(rows[0]["open"])
        other = self._complaint(category_id=self.opinion_category.id)
        names = [
            row["name"] for row in other.with_user(self.clerk).complaint_guidelines()
        ]
        self.assertNotIn("Be kind", names)

    def test_no_active_content(self):
        page = self.page.with_user(self.manager)
        page.content = "<p>a<img src=x onerror=alert(1)><script>x</script></p>"
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertNotIn("onerror", self.page.content)
        case = self._complaint().with_user(self.clerk)
        text = "".join(row["content"] for row in case.complaint_guidelines())
        self.assertNotIn("script", text)

    def test_shipped_set(self):
        shipped = self.pages.search([("is_guideline", "=", True)])
        topics = set(shipped.mapped("guideline_topic"))
        self.assertTrue(topics >= {"intake", "difficult", "law", "privacy"})
        cards = shipped.filtered(lambda page: page.guideline_topic == "law")
        self.assertTrue(
            all("legal advice" in c.content or "法律" in c.content for c in cards)
        )

    def test_queries(self):
        case = self._complaint().with_user(self.clerk)
        case.complaint_guidelines()
        self.env.invalidate_all()
        with self.assertQueryCount(22):
            case.complaint_guidelines()
