from odoo.tests import tagged
from odoo.tools.convert import convert_file

from odoo.addons.retail_complaint_addon.rules import triage

from .watch_common import WATCH, WatchCommon

FILES = (
    "watch_complication_data",
    "document_page_data",
    "document_page_card_data",
    "complaint_fact_data",
    "complaint_step_template_data",
    "helpdesk_ticket_category_data",
    "complaint_target_data",
    "complaint_cause_data",
    "complaint_solution_type_data",
    "complaint_triage_rule_data",
)
SAID = {
    "watch_timekeeping": (
        "My chronometer is 14 seconds fast a day since June, a watch of this price",
        "新買的手錶每天快十五秒,走時不準",
    ),
    "watch_stopped": (
        "The watch stopped after two weeks",
        "手錶停了,放在抽屜也不走",
    ),
    "watch_battery": ("The battery of my watch is empty again after 3 months",),
    "watch_water": (
        "There is water inside the watch after swimming",
        "潛水錶入水,有水珠",
    ),
    "watch_magnetism": (
        "They say that it was magnetised by a speaker",
        "手錶帶磁",
    ),
    "watch_strap": (
        "The strap of my watch broke",
        "錶帶斷了",
    ),
    "watch_chronograph": (
        "The chronograph does not go back to zero",
        "計時秒針不能歸零",
    ),
    "watch_parallel": ("It turned out to be a parallel import without warranty",),
    "watch_authenticity": (
        "Another shop says that this watch is a fake",
        "懷疑這隻錶是假錶",
    ),
    "watch_repair_quality": ("My watch has the same fault after the second repair",),
    "watch_off_wrist": ("The automatic stops overnight on the table",),
}


@tagged("post_install", "-at_install")
class TestWatchData(WatchCommon):
    def _ref(self, name):
        return self.env.ref(f"{WATCH}.{name}")

    def _upgrade(self):
        for name in FILES:
            convert_file(
                self.env, WATCH, f"data/{name}.xml", {}, "update", noupdate=False
            )
        self.env.flush_all()
        self.env.invalidate_all()

    def test_what_a_company_changed_survives_an_upgrade(self):
        changed = {
            "category_watch_water": {"name": "Wet", "default_severity": "minor"},
            "cause_watch_oil": {"name": "Our word", "active": False},
            "solution_type_watch_loan": {"name": "Lent"},
            "target_watch_product": {"resolve_within": 9},
            "fact_watch_rate": {"question": "How wrong?"},
            "step_watch_consent": {"is_mandatory": False},
            "triage_rule_watch_water": {"patterns": "wet", "weight": 10},
            "guideline_watch_water": {"name": "Wet watches"},
            "complication_date": {"name": "Calendar"},
        }
        for name, values in changed.items():
            self._ref(name).write(values)
        self._upgrade()
        for name, values in changed.items():
            for field, value in values.items():
                self.assertEqual(self._ref(name)[field], value, f"{name}.{field}")

    def test_nothing_is_a_company_s(self):
        data = self.env["ir.model.data"].search([("module", "=", WATCH)])
        for one in data.filtered(
            lambda one: one.model.startswith(("complaint.", "help"))
        ):
            record = self.env[one.model].browse(one.res_id)
            if one.name.endswith("_demo") or "company_id" not in record._fields:
                continue
            self.assertFalse(record.company_id, one.name)

    def test_installs_where_records_of_the_retail_addon_are_gone(self):
        step = self.env.ref("retail_complaint_addon.step_listen")
        self.env["helpdesk.ticket.category"].search([]).step_template_ids -= step
        step.unlink()
        self.env["ir.model.data"].search(
            [("module", "=", WATCH), ("name", "=like", "category_watch%")]
        ).unlink()
        convert_file(
            self.env,
            WATCH,
            "data/helpdesk_ticket_category_data.xml",
            {},
            "init",
            noupdate=True,
        )
        self.assertTrue(self._ref("category_watch_service"))

    def test_categories_ask_and_guide(self):
        water = self._ref("category_watch_water")
        self.assertTrue(water.is_complaint)
        asked = water._required_facts()
        self.assertLessEqual(
            self._ref("fact_watch_water") + self._ref("fact_watch_card"), asked
        )
        guides = water._guidelines()
        self.assertIn(self._ref("guideline_watch_water"), guides)
        self.assertIn(self._ref("guideline_watch_terms"), guides)
        steps = water._procedure(self.company)
        self.assertIn(self._ref("step_watch_consent"), steps)

    def test_every_guideline_is_in_both_languages(self):
        pages = self.env["document.page"].search(
            [
                ("parent_id", "=", self._ref("guideline_section_watch").id),
                ("type", "=", "content"),
            ]
        )
        english = pages.filtered(lambda page: not page.guideline_of_id)
        self.assertGreaterEqual(len(english), 10)
        for page in english:
            chinese = pages.filtered(lambda one, page=page: one.guideline_of_id == page)
            self.assertEqual(chinese.guideline_lang_id.code, "zh_TW", page.name)
            self.assertTrue(page.content and chinese.content)

    def test_case_takes_time_and_steps_of_its_category(self):
        case = self._complaint(
            category_id=self._ref("category_watch_crystal").id,
            product_id=self.watch.id,
        )
        self.assertIn("Diagnose", " ".join(case.step_ids.mapped("name")))
        self.assertTrue(case.resolve_by)

    def test_words_of_customers_are_understood(self):
        rules = self.env["complaint.triage.rule"]
        for category, texts in SAID.items():
            for text in texts:
                with self.subTest(text=text):
                    found, confidence = self.env["helpdesk.ticket"]._suggest_category(
                        text, self.company
                    )
                    self.assertEqual(found, self._ref(f"category_{category}"))
                    self.assertGreater(confidence, 0.3)
        for rule in rules.search([("name", "!=", False)]):
            triage.lines(rule.patterns)
