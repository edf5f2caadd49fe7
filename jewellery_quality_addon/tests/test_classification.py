from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import JewelleryCommon

MODULE = "jewellery_quality_addon"
SHIPPED = [
    "helpdesk.ticket.category",
    "complaint.cause",
    "complaint.solution.type",
    "complaint.target",
    "complaint.triage.rule",
    "complaint.step.template",
    "complaint.fact",
    "document.page",
    "hr.department",
    "jewellery.laboratory",
    "uom.uom",
]


@tagged("post_install", "-at_install")
class TestClassification(JewelleryCommon):
    def test_only_managers_change_the_defects(self):
        category = self._ref("category_fineness")
        for user in (self.clerk, self.inspector, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                category.with_user(user).defect_class = "minor"
        category.with_user(self.manager).defect_class = "minor"

    def test_what_a_company_changes_stays(self):
        """Shipped rows are loaded once, belong to no company and can be archived."""
        rows = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "in", SHIPPED)]
        )
        self.assertEqual(set(rows.mapped("model")), set(SHIPPED))
        self.assertEqual(rows.filtered(lambda row: not row.noupdate).mapped("name"), [])
        for row in rows:
            record = self.env[row.model].browse(row.res_id)
            if "company_id" in record._fields:
                self.assertFalse(record.company_id, row.name)

    def test_shipped_critical_defects(self):
        """What touches the law, a person or the trust in us starts as critical."""
        for name in (
            "fineness",
            "stone_treatment",
            "stone_grade",
            "certificate",
            "fei_cui",
            "nickel",
            "custody_swapped",
        ):
            category = self._ref(f"category_{name}")
            self.assertEqual(category.default_severity, "critical", name)
            self.assertTrue(category.is_complaint)

    def test_every_defect_has_a_department(self):
        root = self._ref("category_jewellery")
        categories = self.env["helpdesk.ticket.category"].search(
            [("id", "child_of", root.id)]
        )
        self.assertGreaterEqual(len(categories), 40)
        for category in categories:
            self.assertTrue(categories._department_of(category), category.name)
        mine = categories.create(
            {
                "name": "Own",
                "parent_id": self._ref("category_plating").id,
                "is_complaint": True,
            }
        )
        self.assertEqual(
            categories._department_of(mine), self._ref("department_plating")
        )

    def test_guidelines_in_both_languages(self):
        section = self._ref("guideline_section_jewellery")
        pages = self.env["document.page"].search([("parent_id", "=", section.id)])
        english = pages.filtered(lambda page: not page.guideline_of_id)
        self.assertGreaterEqual(len(english), 8)
        chinese = pages - english
        self.assertEqual(chinese.guideline_of_id, english)
        self.assertEqual(chinese.guideline_lang_id, self.env.ref("base.lang_zh_TW"))
        for page in english:
            self.assertEqual(
                page.content.count("<li>"),
                (
                    chinese.filtered(lambda zh, en=page: zh.guideline_of_id == en)
                ).content.count("<li>"),
                page.name,
            )

    def test_what_customers_write(self):
        table = {
            "The diamond of my ring fell out after two weeks": "stone_missing",
            "戒指的鑽石不見了": "stone_missing",
            "The stone is loose and rattles": "stone_loose",
            "The gold plating has worn through": "plating_worn",
            "電鍍兩個月就褪色": "plating_worn",
            "My earrings itch and I have a rash": "nickel",
            "The necklace broke while I put it on": "link_cut",
            "It is not 18K, another shop tested the purity of the gold": "fineness",
            "懷疑翡翠手鐲是B貨": "fei_cui",
            "The inscription shows another number than the certificate": "certificate",
            "I am sure my stone was swapped during the repair": "custody_swapped",
        }
        ticket = self.env["helpdesk.ticket"]
        for text, name in table.items():
            with self.subTest(text=text):
                category, sure = ticket._suggest_category(text, self.company)
                self.assertEqual(category, self._ref(f"category_{name}"))
                self.assertGreater(sure, 0)

    def test_the_department_is_proposed(self):
        department = self._ref("department_plating")
        self.category.quality_department_id = department
        case = self._complaint()
        self.assertNotIn("default_department_id", case.action_refer()["context"])
        self.env["hr.employee"].create(
            {
                "name": "Plater",
                "company_id": self.company.id,
                "department_id": department.id,
                "user_id": self.employee.id,
            }
        )
        context = case.action_refer()["context"]
        self.assertEqual(context["default_department_id"], department.id)
        screen = self.env["complaint.refer"].with_user(self.clerk)
        screen = screen.with_context(**context).create(
            {"reason": "How thick is it?", "question": "Please measure."}
        )
        screen.action_refer()
        self.assertEqual(case.sudo().referral_ids.receiver_ids, self.employee)

    def _ref(self, name):
        return self.env.ref(f"{MODULE}.{name}")
