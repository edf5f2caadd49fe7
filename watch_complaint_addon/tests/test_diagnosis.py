from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .diagnosis_common import DiagnosisCommon

GAINS = (16, 15, 12, 14, 13)
FINE = (2, 1, 0, 3, -1)
PIXEL = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9"
    b"HQAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestDiagnosis(DiagnosisCommon):
    def test_the_sheet_follows_the_watch(self):
        sheet = self._sheet()
        self.assertEqual(sheet.product_id, self.product)
        self.assertEqual(sheet.rate_class_id, self.rate_class)
        self.assertEqual(sheet.rated_power_reserve_h, 42)
        self.assertEqual(sheet.rated_water_bar, 10)
        self.assertEqual(sheet.verdict, "incomplete")
        self.assertTrue(sheet.name.startswith("W"))

    def test_out_of_class(self):
        sheet = self._sheet(rates=GAINS)
        self.assertEqual(sheet.mean_rate, 14)
        self.assertEqual(sheet.position_delta, 4)
        self.assertEqual(sheet.verdict, "out_of_class")
        rows = {row["criterion"]: row for row in sheet.sheet_data["rows"]}
        self.assertEqual(rows["mean_rate"]["measured"], "+14 s/d")
        self.assertEqual(rows["mean_rate"]["limits"], "−4 … +6 s/d")
        self.assertEqual(rows["mean_rate"]["verdict"], "fail")
        self.assertIn("timetransformed", rows["mean_rate"]["source"])
        self.assertIn("+14 seconds a day", rows["mean_rate"]["text"])
        self.assertEqual(rows["amplitude"]["verdict"], "pass")
        self.assertTrue(sheet.sheet_data["chart"]["rects"])

    def test_in_class_and_findings(self):
        sheet = self._sheet(rates=FINE)
        self.assertEqual(sheet.verdict, "in_class")
        sheet.write({"water_test_bar": 3, "water_result": "leaks"})
        self.assertEqual(sheet.verdict, "out_of_class")
        sheet.write({"water_test_bar": 10, "water_result": "tight"})
        self.assertEqual(sheet.verdict, "in_class")
        sheet.power_reserve_h = 41
        self.assertEqual(sheet.verdict, "out_of_class")

    def test_positions_that_are_missing_are_named(self):
        sheet = self._sheet(rates=GAINS[:4])
        [row] = [
            row for row in sheet.sheet_data["rows"] if row["criterion"] == "mean_rate"
        ]
        self.assertEqual(row["verdict"], "na")
        self.assertIn("Crown up", row["reason_label"])
        self.assertEqual(sheet.verdict, "incomplete")

    def test_the_form_judges_while_it_is_typed(self):
        model = self.env["watch.diagnosis"].with_user(self.watchmaker)
        with Form(model) as form:
            form.lot_id = self.lot
            for position, rate in zip(
                ("dial_up", "dial_down", "crown_left", "crown_down", "crown_up"),
                GAINS,
                strict=True,
            ):
                with form.reading_ids.new() as line:
                    line.position = position
                    line.rate_sd = rate
            self.assertEqual(form.sheet_data["verdict"], "out_of_class")

    def test_a_quartz_watch(self):
        quartz = self.env.ref("watch_complaint_addon.rate_class_quartz")
        self.product2.write({"watch_ok": True, "rate_class_id": quartz.id})
        sheet = self._sheet(lot_id=False, product_id=self.product2.id)
        sheet.reading_ids = [(0, 0, {"position": "none", "rate_sd": 0.5})]
        self.assertEqual(sheet.verdict, "in_class")
        sheet.reading_ids.rate_sd = 0.7
        self.assertEqual(sheet.verdict, "out_of_class")

    # ------------------------------------------------------------------
    # bad input
    # ------------------------------------------------------------------

    def test_impossible_figures(self):
        sheet = self._sheet()
        table = [
            ({"amplitude_deg": 400}, "80 to 360"),
            ({"amplitude_deg": 79.9}, "80 to 360"),
            ({"amplitude_deg": -280}, "80 to 360"),
            ({"rate_sd": 1000}, "-999.9 to 999.9"),
            ({"beat_error_ms": 10}, "0 to 9.9"),
            ({"temperature_c": 60}, "0 to 50"),
            ({"day": 0}, "1 to 31"),
        ]
        for values, message in table:
            with self.subTest(values=values):
                with self.assertRaisesRegex(ValidationError, message):
                    sheet.reading_ids = [(0, 0, {"position": "dial_up", **values})]
        with self.assertRaisesRegex(ValidationError, "0 to 1500"):
            sheet.write({"water_test_bar": 2000, "water_result": "tight"})
        for amplitude in (80, 360):
            sheet.reading_ids = [
                (5, 0, 0),
                (0, 0, {"position": "dial_up", "amplitude_deg": amplitude}),
            ]

    def test_a_reading_needs_its_position(self):
        sheet = self._sheet()
        with self.assertRaisesRegex(ValidationError, "has its position"):
            sheet.reading_ids = [(0, 0, {"position": "none", "rate_sd": 5})]
        with self.assertRaisesRegex(ValidationError, "twice"):
            sheet.reading_ids = [
                (0, 0, {"position": "dial_up", "rate_sd": 5}),
                (0, 0, {"position": "dial_up", "rate_sd": 6}),
            ]

    def test_a_serial_of_another_product(self):
        with self.assertRaisesRegex(ValidationError, "is a serial number of"):
            self._sheet(product_id=self.product2.id)
        other = self.env["stock.lot"].create(
            {"name": "TEST-0002", "product_id": self.product.id}
        )
        sheet = self._asked()
        with self.assertRaisesRegex(ValidationError, "TEST-0001, not TEST-0002"):
            sheet.lot_id = other

    def test_a_repair_of_another_watch(self):
        other = self.env["stock.lot"].create(
            {"name": "TEST-0003", "product_id": self.product.id}
        )
        repair = self.env["repair.order"].create(
            {
                "product_id": self.product.id,
                "lot_id": other.id,
                "company_id": self.company.id,
            }
        )
        sheet = self.env["watch.diagnosis"].create({"repair_id": repair.id})
        self.assertEqual(sheet.lot_id, other)
        with self.assertRaisesRegex(ValidationError, "TEST-0003, not TEST-0001"):
            self._sheet(user=self.env.user, repair_id=repair.id)

    def test_other_companies(self):
        foreign = self.env["stock.lot"].create(
            {
                "name": "ELSE-1",
                "product_id": self.product.id,
                "company_id": self.other_company.id,
            }
        )
        with self.assertRaisesRegex(ValidationError, "another company"):
            self._sheet(user=self.env.user, lot_id=foreign.id)

    def test_water_without_a_pressure(self):
        with self.assertRaisesRegex(ValidationError, "at which pressure"):
            self._sheet(water_result="tight")
        with self.assertRaisesRegex(ValidationError, "tight or leaks"):
            self._sheet(water_test_bar=10)

    def test_an_empty_sheet_is_not_finished(self):
        with self.assertRaisesRegex(UserError, "nothing is recorded"):
            self._sheet().action_finish()

    # ------------------------------------------------------------------
    # finished
    # ------------------------------------------------------------------

    def test_a_finished_sheet_stays(self):
        sheet = self._sheet(rates=GAINS)
        sheet.action_finish()
        self.assertEqual(sheet.state, "done")
        self.assertEqual(sheet.watchmaker_id, self.watchmaker)
        for user in (self.watchmaker, self.workshop_manager, self.env.user):
            own = sheet.with_user(user)
            for name, value in (
                ("findings", "Better"),
                ("rate_class_id", False),
                ("power_reserve_h", 5),
                ("reading_ids", [(5, 0, 0)]),
            ):
                with self.subTest(user=user.login, name=name):
                    with self.assertRaisesRegex(UserError, "stays as it is"):
                        own.write({name: value})
            with self.assertRaisesRegex(UserError, "stays as it is"):
                own.reading_ids[0].write({"rate_sd": 0})
            with self.assertRaises(UserError):
                own.reading_ids[0].unlink()
            with self.assertRaises(UserError):
                own.unlink()
            with self.assertRaises(UserError):
                own.verdict_ids.write({"verdict": "pass"})
            with self.assertRaises(UserError):
                own.write({"state": "draft"})
            with self.assertRaises(UserError):
                own.reading_ids.create(
                    {"diagnosis_id": sheet.id, "position": "crown_right"}
                )
        with self.assertRaises(UserError):
            sheet.copy()

    def test_a_reading_does_not_move_into_a_finished_sheet(self):
        done, draft = self._sheet(rates=GAINS), self._sheet(rates=FINE)
        done.action_finish()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            draft.reading_ids[0].diagnosis_id = done
        with self.assertRaisesRegex(UserError, "stays as it is"):
            done.reading_ids[0].diagnosis_id = draft

    def test_the_verdict_is_that_of_the_day(self):
        sheet = self._sheet(rates=GAINS)
        sheet.action_finish()
        tolerance = self.rate_class.tolerance_ids.filtered(
            lambda one: one.criterion == "mean_rate"
        )
        tolerance.high = 20
        sheet.invalidate_recordset()
        self.assertEqual(sheet.verdict, "out_of_class")
        self.assertEqual(sheet.sheet_data["rows"][0]["limits"], "−4 … +6 s/d")
        again = self._sheet(rates=GAINS)
        self.assertEqual(again.sheet_data["rows"][0]["limits"], "−4 … +20 s/d")

    def test_finishing_twice_does_nothing(self):
        sheet = self._sheet(rates=GAINS)
        sheet.action_finish()
        count = len(sheet.verdict_ids)
        sheet.action_finish()
        self.assertEqual(len(sheet.verdict_ids), count)

    def test_a_correction_is_a_new_sheet(self):
        sheet = self._sheet(rates=GAINS)
        with self.assertRaises(UserError):
            sheet.action_correct()
        sheet.action_finish()
        new = sheet.browse(sheet.action_correct()["res_id"])
        self.assertEqual(new.corrects_id, sheet)
        self.assertEqual(new.state, "draft")
        self.assertEqual(new.mean_rate, 14)
        self.assertEqual(sheet.action_correct()["res_id"], new.id)
        self.assertEqual((sheet | new)._current(), sheet)
        new.reading_ids[0].rate_sd = 17
        new.action_finish()
        self.assertEqual((sheet | new)._current(), new)
        with self.assertRaisesRegex(UserError, "already"):
            sheet.action_correct()

    def test_photos(self):
        photo = (
            self.env["ir.attachment"]
            .with_user(self.watchmaker)
            .create({"name": "dial.png", "datas": PIXEL})
        )
        sheet = self._sheet(rates=GAINS, photo_ids=[(6, 0, photo.ids)])
        self.assertEqual((photo.res_model, photo.res_id), (sheet._name, sheet.id))
        sheet.action_finish()
        with self.assertRaises(AccessError):
            photo.unlink()
        with self.assertRaises(AccessError):
            photo.write({"datas": PIXEL})
        text = self.env["ir.attachment"].create({"name": "a.txt", "raw": b"x"})
        with self.assertRaises(AccessError):
            self._sheet(photo_ids=[(6, 0, text.ids)])
