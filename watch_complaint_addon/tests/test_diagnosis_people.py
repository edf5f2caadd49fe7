from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import tagged

from .diagnosis_common import FIVE, DiagnosisCommon

FINE = (2, 1, 0, 3, -1)


@tagged("post_install", "-at_install")
class TestDiagnosisPeople(DiagnosisCommon):
    """Who sees and does what with a sheet, and what the customer gets of it."""

    def test_asked_by_a_clerk_measured_by_a_watchmaker(self):
        sheet = self._asked()
        self.assertEqual(sheet.lot_id, self.lot)
        self.assertEqual(sheet.symptom, self.case.name)
        self.assertEqual(sheet.case_number, self.case.number)
        self.assertEqual(self._asked(), sheet, "asked twice is asked once")
        with self.assertRaises(AccessError):
            sheet.read(["ticket_id"])
        sheet.running = "runs"
        sheet.action_finish()
        self.assertEqual(self.case.diagnosis_ids, sheet.sudo())
        clerk = sheet.with_user(self.clerk)
        self.assertEqual(clerk.verdict, "incomplete")
        self.assertIn(sheet.name, self.case.message_ids[0].body)

    def test_clerks_read_and_write_nothing(self):
        sheet = self._asked()
        clerk = sheet.with_user(self.clerk)
        self.assertTrue(clerk.sheet_data)
        for call in (
            lambda: clerk.write({"findings": "x"}),
            lambda: clerk.create({"lot_id": self.lot.id}),
            clerk.unlink,
            clerk.action_finish,
            clerk.action_cancel,
            clerk.action_paste,
        ):
            with self.assertRaises(AccessError):
                call()

    def test_who_sees_the_sheet_of_a_case(self):
        sheet = self._asked().sudo()
        alone = self._sheet(rates=FINE).sudo()
        sees = {
            self.clerk: sheet | alone,
            self.supervisor: sheet | alone,
            self.manager: sheet | alone,
            self.auditor: sheet | alone,
            self.watchmaker: sheet | alone,
            self.clerk2: alone,
        }
        mine = Domain("id", "in", (sheet | alone).ids)
        for user, expected in sees.items():
            with self.subTest(user=user.login):
                found = sheet.with_user(user).search(mine)
                self.assertEqual(found.sudo(), expected)
        for user in (self.employee, self.portal_user, self.helpdesk_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                sheet.with_user(user).search(mine)
        other = sheet.with_user(self.other_manager).with_context(
            allowed_company_ids=self.other_company.ids
        )
        self.assertFalse(other.search(mine))

    def test_who_is_complained_about_sees_nothing(self):
        """Also at the bench: the watch may have been damaged there."""
        sheet = self._asked()
        employee = self.env["hr.employee"].create(
            {
                "name": "Watchmaker",
                "company_id": self.company.id,
                "user_id": self.watchmaker.id,
            }
        )
        self.case.with_user(self.manager).staff_ids = employee
        sheet.invalidate_recordset()
        self.assertFalse(sheet.search([("id", "=", sheet.id)]))
        with self.assertRaises(AccessError):
            sheet.read(["name"])
        with self.assertRaises(AccessError):
            sheet.write({"findings": "Nothing"})
        manager = sheet.with_user(self.workshop_manager)
        self.assertTrue(manager.read(["name"]))

    def test_auditors_change_nothing(self):
        both = self._user(
            "t_both",
            "retail_complaint_addon.group_complaint_auditor,"
            "watch_complaint_addon.group_watch_workshop",
        )
        sheet = self._sheet(rates=FINE)
        with self.assertRaises(AccessError):
            sheet.with_user(both).write({"findings": "x"})

    def test_asking_needs_a_watch_and_an_open_case(self):
        bare = self._complaint(name="No idea which watch")
        with self.assertRaisesRegex(UserError, "which watch"):
            bare.with_user(self.clerk).action_ask_diagnosis()
        with self.assertRaises(AccessError):
            self.case.with_user(self.clerk2).action_ask_diagnosis()
        with self.assertRaises(AccessError):
            self.case.with_user(self.auditor).action_ask_diagnosis()

    # ------------------------------------------------------------------
    # the card and the report
    # ------------------------------------------------------------------

    def test_the_card_beside_the_complaint(self):
        card = self.case.with_user(self.clerk).watch_card
        [rate] = [row for row in card["rows"] if row["criterion"] == "mean_rate"]
        self.assertEqual(rate["limits"], "−4 … +6 s/d")
        self.assertIn("−4 … +6 seconds a day", rate["text"])
        self.assertIn("normal", rate["text"])
        water = [row for row in card["rows"] if row["criterion"] == "water"]
        self.assertEqual(water[0]["limits"], "at least 10 bar")
        bare = self._complaint(product_id=self.product2.id)
        self.assertFalse(bare.watch_card)

    def test_a_watch_that_is_not_water_resistant(self):
        """0 bar is said in words, on the sheet and on the card."""
        self.product.water_resistance_bar = 0
        watch = self.product.product_tmpl_id
        self.assertEqual(watch.water_resistance_text, "Not water resistant")
        sheet = self._sheet(rates=FINE, water_test_bar=1, water_result="leaks")
        [row] = [row for row in sheet.sheet_data["rows"] if row["criterion"] == "water"]
        self.assertEqual(row["limits"], "not water resistant")
        self.assertFalse(self.product2.product_tmpl_id.water_resistance_text)

    def test_no_web_address_for_the_customer(self):
        """What it is judged by is named in the language of the customer."""
        self.env["res.lang"]._activate_lang("zh_HK")
        name = "天文台錶 ISO 3159"
        self.rate_class.with_context(lang="zh_HK").name = name
        self.customer.lang = "zh_HK"
        sheet = self._asked()
        readings = [
            (0, 0, {"position": place, "rate_sd": 14, "amplitude_deg": 280})
            for place in FIVE
        ]
        sheet.write({"reading_ids": readings})
        self.assertIn("timetransformed.com", str(sheet.sheet_data))
        sheet.action_finish()
        page = sheet.with_user(self.clerk)._report_page()
        self.assertIn(name, page)
        self.case.invalidate_recordset(["watch_card"])
        card = self.case.with_user(self.clerk).watch_card
        for text in (page, str(card)):
            self.assertNotIn("timetransformed", text)
        [theirs] = card["languages"]
        self.assertIn(name, [row["source"] for row in theirs["rows"]])

    def test_the_report(self):
        sheet = self._asked()
        sheet.write(
            {
                "reading_ids": [
                    (0, 0, {"position": "dial_up", "rate_sd": 14, "amplitude_deg": 280})
                ],
                "findings": "It stands too fast",
                "work_done": "Regulated",
                "note": "A secret of the workshop",
            }
        )
        clerk = sheet.with_user(self.clerk)
        with self.assertRaises(UserError):
            clerk.action_print()
        with self.assertRaises(UserError):
            clerk._report_page()
        sheet.action_finish()
        page = clerk._report_page()
        for text in (
            "+14 s/d",
            "280°",
            "Regulated",
            self.case.number,
            "data:image/svg",
            # the chart may stand on a page without letterhead
            f"<div>{sheet.name}</div>",
        ):
            self.assertIn(text, page)
        # what a customer reads first stands on the first page, before the figures
        places = [page.index(text) for text in ("too fast", "Regulated", "Full wind")]
        self.assertEqual(places, sorted(places))
        for text in ("secret", self.watchmaker.name):
            self.assertNotIn(text, page)
        with self.assertRaises(AccessError):
            sheet._report_page()
        with self.assertRaises(AccessError):
            sheet.with_user(self.clerk2)._report_page()
