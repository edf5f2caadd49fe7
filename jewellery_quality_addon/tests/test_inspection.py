from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import GROUP
from .inspection_common import InspectionCommon


@tagged("post_install", "-at_install")
class TestInspection(InspectionCommon):
    # what nobody should be able to do comes first

    def test_state_moves_by_buttons_only(self):
        inspection = self._inspection("fineness")
        for values in (
            {"state": "success"},
            {"state": "failed"},
            {"success": True},
            {"critical": False},
            {"confirmed_by_id": self.inspector2.id},
            {"second_user_id": self.inspector.id},
            {"case_number": "HT1"},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                inspection.write(values)
            with self.subTest(sudo=values), self.assertRaises(AccessError):
                inspection.sudo().write(values)
        trick = inspection.with_context(retail_complaint_trusted=True)
        with self.assertRaises(AccessError):
            trick.state = "success"

    def test_nobody_creates_a_result(self):
        with self.assertRaises(AccessError):
            self._inspection("fineness", start=False, state="success")
        with self.assertRaises(AccessError):
            self._inspection("fineness", start=False, confirmed_by_id=1)
        model = self.env["qc.inspection"].with_user(self.inspector)
        dressed = model.with_context(default_state="success").create(
            {
                "lot_id": self.piece.id,
                "test": self._ref("qc_test_fineness").id,
                "company_id": self.company.id,
            }
        )
        self.assertEqual(dressed.state, "draft")

    def test_an_inspection_of_others_that_becomes_one_of_jewellery(self):
        plain = (
            self.env["qc.inspection"]
            .with_user(self.inspector)
            .create({"company_id": self.company.id, "state": "success"})
        )
        self.assertFalse(plain.is_jewellery)
        with self.assertRaises(UserError):
            plain.lot_id = self.piece
        with self.assertRaises(UserError):
            plain.test = self._ref("qc_test_fineness")

    def test_a_phone_shows_what_was_measured(self):
        form = self._ref("qc_inspection_view_form_jewellery")
        view = self.env["qc.inspection"].get_view(form.id, "form")
        cards = etree.fromstring(view["arch"]).xpath(
            "//field[@name='inspection_lines']/kanban"
        )
        shown = {field.get("name") for field in cards[0].iter("field")}
        self.assertLessEqual(
            {"quantitative_value", "uom_id", "qualitative_value", "verdict"}, shown
        )

    def test_ranges_are_made_by_the_test(self):
        """Lines of the client's own do not survive the start."""
        inspection = self._inspection("fineness", start=False)
        inspection.inspection_lines = [
            (0, 0, {"name": "Mine", "question_type": "quantitative", "max_value": 1})
        ]
        inspection.action_todo()
        line = inspection.inspection_lines
        self.assertEqual(line.name, "Fineness of the body")
        self.assertEqual((line.min_value, line.max_value), (750, 1000))
        self.assertEqual(line.expected, "750 ‰")
        self.assertIn("ISO 9202", line.source)
        for values in ({"min_value": 700}, {"critical_question": False}):
            with self.assertRaises(UserError):
                line.write(values)
        with self.assertRaises(UserError):
            line.unlink()
        with self.assertRaises(UserError):
            line.copy({"inspection_id": inspection.id})
        for values in ({"lot_id": self.piece2.id}, {"test": False}):
            with self.assertRaises(UserError):
                inspection.write(values)

    def test_created_ready_is_asked_anew(self):
        values = {"start": False, "state": "ready"}
        with self.assertRaises(UserError):
            self._inspection(
                "fineness",
                inspection_lines=[(0, 0, {"name": "Mine", "max_value": 5})],
                **values,
            )
        inspection = self._inspection("fineness", **values)
        self.assertEqual(inspection.inspection_lines.min_value, 750)

    def test_who_may_not_inspect(self):
        inspection = self._inspection("fineness")
        quality = self._user(
            "t_other_quality", "quality_control_oca.group_quality_control_manager"
        )
        for user in (self.clerk, self.manager, self.auditor, self.employee, quality):
            with self.subTest(user=user.login):
                for method in (
                    "action_todo",
                    "action_confirm",
                    "action_approve",
                    "action_cancel",
                    "action_draft",
                    "action_repeat",
                ):
                    with self.assertRaises(AccessError):
                        getattr(inspection.with_user(user), method)()

    def test_whoever_is_complained_about_sees_nothing(self):
        guilty = self._user(
            "t_guilty", "jewellery_quality_addon.group_jewellery_inspector"
        )
        employee = self.env["hr.employee"].create(
            {"name": "Guilty", "company_id": self.company.id, "user_id": guilty.id}
        )
        case = self._case(staff_ids=[(6, 0, employee.ids)])
        inspection = self._about(case, self._inspection("fineness"))
        self.assertTrue(inspection.with_user(self.inspector2).has_access("read"))
        self.assertFalse(inspection.with_user(guilty).has_access("read"))
        lines = inspection.inspection_lines.with_user(guilty)
        self.assertFalse(lines.has_access("read"))

    def test_other_stores_and_companies(self):
        inspection = self._about(self._case(), self._inspection("fineness"))
        self.assertTrue(inspection.with_user(self.clerk).has_access("read"))
        self.assertFalse(inspection.with_user(self.clerk).has_access("write"))
        self.assertFalse(inspection.with_user(self.clerk2).has_access("read"))
        abroad = inspection.with_user(self.other_inspector).with_context(
            allowed_company_ids=self.other_company.ids
        )
        self.assertFalse(abroad.has_access("read"))
        with self.assertRaises(AccessError):
            inspection.with_user(self.portal_user).read(["name"])

    def test_a_case_one_cannot_read(self):
        case = self._case()
        both = self._user(
            "t_both",
            f"{GROUP % 'inspector'},retail_complaint_addon.group_complaint_clerk",
        )
        with self.assertRaises(AccessError):
            self._inspection("fineness", user=both, start=False, ticket_id=case.id)
        with self.assertRaises(AccessError):
            self._inspection("fineness", start=False, ticket_id=case.id)
        self.store.member_ids |= both
        done = self._inspection("fineness", user=both, start=False, ticket_id=case.id)
        self.assertEqual(done.case_number, case.number)

    def test_what_is_confirmed_stays(self):
        inspection = self._fill(self._inspection("weight"), 4.2)
        inspection.action_confirm()
        self.assertEqual(inspection.state, "success")
        for values in ({"finding": "x"}, {"photo_ids": [(5,)]}, {"consent_note": "x"}):
            with self.assertRaises(UserError):
                inspection.write(values)
        with self.assertRaises(UserError):
            inspection.inspection_lines.quantitative_value = 4
        for method in ("action_draft", "action_cancel", "action_todo"):
            with self.subTest(method=method), self.assertRaises(UserError):
                getattr(inspection, method)()
        with self.assertRaises(UserError):
            inspection.unlink()
        with self.assertRaises(AccessError):
            inspection.photo_ids.unlink()
        with self.assertRaises(AccessError):
            inspection.photo_ids.write({"raw": b"other"})
        again = inspection.copy()
        self.assertEqual(again.state, "draft")
        self.assertFalse(again.inspection_lines)
        self.assertFalse(again.confirmed_at)

    # bad input

    def test_a_figure_without_unit_instrument_or_method(self):
        inspection = self._inspection("fineness")
        line = inspection.inspection_lines
        steps = [
            ({"quantitative_value": 751}, "instrument and the method"),
            ({"instrument_id": self.instrument.id}, "instrument and the method"),
            ({"method_id": self._ref("method_balance").id}, "does not answer"),
            ({"method_id": self._ref("method_xrf").id}, "photo"),
        ]
        with self.assertRaisesRegex(UserError, "no result yet"):
            inspection.action_confirm()
        for values, message in steps:
            line.write(values)
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(UserError, message),
            ):
                inspection.action_confirm()
        inspection.photo_ids = self._photo()
        unit = line.uom_id
        line.uom_id = False
        with self.assertRaisesRegex(UserError, "without a unit"):
            inspection.action_confirm()
        line.uom_id = self.env.ref("uom.product_uom_gram")
        with self.assertRaisesRegex(UserError, "cannot be compared"):
            inspection.action_confirm()
        line.uom_id = unit
        inspection.action_confirm()
        self.assertEqual(inspection.state, "success")

    def test_figures_nobody_can_measure(self):
        inspection = self._fill(self._inspection("fineness"), 7350)
        with self.assertRaisesRegex(UserError, "1 to 1000"):
            inspection.action_confirm()
        self._fill(inspection, 0)
        with self.assertRaisesRegex(UserError, "not 0"):
            inspection.action_confirm()

    def test_an_instrument_that_ran_out(self):
        self.instrument.calibration_due = "2020-01-01"
        self.assertIn(
            self.instrument,
            self.instrument.search([("overdue", "=", True)]),
        )
        inspection = self._fill(self._inspection("weight"), 4.2)
        with self.assertRaisesRegex(UserError, "calibration ran out"):
            inspection.action_confirm()

    def test_a_destructive_assay_needs_consent(self):
        """A piece of our own: a customer's is in test_consent."""
        inspection = self._inspection("fineness")
        with self.assertRaisesRegex(UserError, "consented"):
            self._fill(inspection, 751, methods=["cupellation"])
        inspection.consent_note = "Quality manager, in writing"
        self._fill(inspection, 751, methods=["cupellation"])
        inspection.action_confirm()

    def test_a_file_that_is_no_picture(self):
        inspection = self._fill(self._inspection("fineness"), 751, photo=False)
        inspection.photo_ids = inspection.photo_ids.create(
            {"name": "a.txt", "raw": b"text", "res_model": "qc.inspection"}
        )
        with self.assertRaisesRegex(UserError, "no picture"):
            inspection.action_confirm()

    def test_a_sheet_that_says_nothing(self):
        lot = self.env["stock.lot"].create(
            {
                "name": "BARE-1",
                "product_id": self.product2.id,
                "company_id": self.company.id,
            }
        )
        for test in ("fineness", "weight", "plating", "ring_size"):
            with self.subTest(test=test):
                with self.assertRaisesRegex(UserError, "Complete the sheet"):
                    self._inspection(test, lot=lot)

    def test_case_of_another_company(self):
        inspection = self._inspection("fineness", start=False)
        theirs = self._complaint(
            user=self.other_manager,
            company_id=self.other_company.id,
            store_id=self.other_store.id,
        )
        with self.assertRaises(ValidationError):
            inspection.sudo()._trusted().ticket_id = theirs

    # the second person

    def test_the_one_who_measured_is_not_the_second(self):
        inspection = self._fill(self._inspection("weight"), 4.0)
        inspection.action_confirm()
        self.assertEqual(inspection.state, "waiting")
        self.assertFalse(inspection.can_second)
        for method in ("action_approve", "action_cancel"):
            with self.assertRaises(AccessError):
                getattr(inspection, method)()
        second = inspection.with_user(self.inspector2)
        self.assertTrue(second.can_second)
        second.action_approve()
        second.action_approve()
        self.assertEqual(inspection.state, "failed")
        self.assertEqual(inspection.second_user_id, self.inspector2)
        self.assertTrue(inspection.date_done)

    def test_critical_needs_the_quality_manager(self):
        inspection = self._fill(self._inspection("fineness"), 735)
        inspection.action_confirm()
        self.assertTrue(inspection.critical)
        with self.assertRaises(AccessError):
            inspection.with_user(self.inspector2).action_approve()
        inspection.with_user(self.investigator).action_approve()
        self.assertEqual(inspection.state, "failed")

    # a critical finding

    def test_critical_finding(self):
        """735 ‰ against 750: the case, the log, Compliance, the other pieces."""
        case = self._case()
        self.piece2.production_batch = "T/26-2"
        inspection = self._about(case, self._inspection("fineness"))
        self._fill(inspection, 735)
        inspection.action_confirm()
        inspection.action_confirm()
        self.assertEqual(inspection.inspection_lines.verdict, "critical")
        sudo = case.sudo()
        self.assertEqual(sudo.severity, "critical")
        referral = inspection.sudo().compliance_referral_id
        self.assertEqual(sudo.referral_ids, referral)
        self.assertIn(self.compliance, referral.receiver_ids)
        self.assertIn("735", referral.question)
        log = sudo.decision_ids.filtered(lambda one: one.kind == "inspected")
        self.assertEqual(len(log), 1)
        self.assertIn("735", log.detail)
        self.assertEqual(log.user_id, self.inspector)
        # same product and supplier, although of another batch
        self.assertEqual(inspection.other_lot_ids, self.piece2)
        self._case(lot_id=self.piece2.id)
        self.assertEqual(
            self.piece2.with_user(self.inspector).jewellery_holder_id, self.customer
        )
        action = inspection.action_view_other_pieces()
        self.assertEqual(action["domain"], [("id", "in", self.piece2.ids)])
        inspection.with_user(self.investigator).action_approve()
        log = sudo.decision_ids.filtered(lambda one: one.kind == "inspected")
        self.assertEqual(len(log), 2)
        self.assertEqual(sudo.inspection_count, 1)

    def test_a_finding_that_is_not_critical_leaves_the_case(self):
        case = self._case()
        inspection = self._about(case, self._inspection("prong"))
        self._fill(inspection, 22, 70, "None")
        inspection.action_confirm()
        self.assertEqual(inspection.state, "waiting")
        self.assertFalse(inspection.critical)
        self.assertEqual(case.sudo().severity, "moderate")
        self.assertFalse(case.sudo().referral_ids)

    def test_nobody_in_compliance(self):
        self.compliance.active = False
        case = self._case()
        inspection = self._about(case, self._inspection("fineness"))
        self._fill(inspection, 735).action_confirm()
        self.assertEqual(case.sudo().severity, "critical")
        self.assertFalse(inspection.compliance_referral_id)

    # the shipped tests

    def test_shipped_tests(self):
        """Results, what they end in, and whether that is critical."""
        self._certified()
        self.piece.jewellery_stone_ids.fei_cui_type = False
        good, bad = ("success", False), ("waiting", False)
        critical = ("waiting", True)
        same = "They match"
        table = [
            ("weight", [4.19], good),
            ("weight", [4.1], bad),
            ("prong", [35, 70, "None"], good),
            ("prong", [35, 70, "Gap seen"], bad),
            ("plating", [0.5, "No"], good),
            ("plating", [0.3, "Yes"], bad),
            ("ring_size", [52.4], good),
            ("ring_size", [54], bad),
            ("security", ["None moves", "No"], good),
            ("security", ["One moves", "No"], bad),
            ("certificate", [same, 0.5, 0, 1, "None"], good),
            ("certificate", [same, 0.5, 2, 0, "None"], bad),
            ("certificate", [same, 0.5, 3, 0, "None"], critical),
            ("certificate", [same, 0.45, 0, 0, "None"], critical),
            ("certificate", ["They do not match", 0.5, 0, 0, "None"], critical),
            ("certificate", [same, 0.5, 0, 0, "Not told to the buyer"], critical),
            ("certificate", [same, 0.5, 0, 0, "As told to the buyer"], good),
        ]
        for test, results, (state, is_critical) in table:
            with self.subTest(test=test, results=results):
                inspection = self._fill(self._inspection(test), *results)
                inspection.action_confirm()
                self.assertEqual(inspection.state, state)
                self.assertEqual(inspection.critical, is_critical)

    def test_nickel_by_use(self):
        for worn, release, state in (
            ("skin", 0.5, "success"),
            ("skin", 0.6, "waiting"),
            ("piercing", 0.2, "waiting"),
            ("piercing", 0.1, "success"),
            ("piercing", 0, "success"),
        ):
            with self.subTest(worn=worn, release=release):
                self.piece.worn_as = worn
                inspection = self._inspection("nickel")
                inspection.consent_note = "Replacement piece of our own"
                self._fill(inspection, release, methods=["nickel_release"])
                inspection.action_confirm()
                self.assertEqual(inspection.state, state)
                self.assertEqual(inspection.critical, state == "waiting")

    def test_fei_cui_by_method(self):
        stone = self.env["jewellery.stone"].create(
            {"lot_id": self.piece.id, "kind": "fei_cui", "fei_cui_type": "a"}
        )
        yes = "Yes, or natural and untreated"
        inspection = self._inspection("fei_cui")
        self._fill(inspection, "A", yes, methods=["refractometer", "treatment_lab"])
        with self.assertRaisesRegex(UserError, "cannot tell type A from type B"):
            inspection.action_confirm()
        self._fill(inspection, "B", yes, methods=["ftir", "treatment_lab"])
        inspection.action_confirm()
        self.assertTrue(inspection.critical)
        stone.fei_cui_type = "b"
        told = self._inspection("fei_cui")
        self._fill(told, "B", yes, methods=["ftir", "treatment_lab"]).action_confirm()
        self.assertEqual(told.state, "success")

    def test_units_are_converted(self):
        inspection = self._fill(self._inspection("weight"), 0.1122)
        line = inspection.inspection_lines
        line.uom_id = self._ref("uom_tael")
        self.assertTrue(line.success)
        line.quantitative_value = 0.11
        self.assertFalse(line.success)

    # how it starts

    def test_from_a_referral(self):
        case = self._case()
        with self.assertRaises(AccessError):
            self._refer(case, self.inspector2).with_user(
                self.inspector
            ).action_inspect()
        action = self._refer(case, self.inspector).action_inspect()
        inspection = self.env["qc.inspection"].browse(action["res_id"])
        mine = inspection.with_user(self.inspector)
        self.assertEqual(mine.lot_id, self.piece)
        self.assertEqual(mine.case_number, case.sudo().number)
        mine.test = self._ref("qc_test_weight")
        mine.action_todo()
        self._fill(mine, 4.2).action_confirm()
        self.assertEqual(mine.state, "success")
        self.assertEqual(case.with_user(self.clerk).inspection_count, 1)

    def test_repeat(self):
        inspection = self._fill(self._inspection("weight"), 4.0)
        inspection.action_confirm()
        action = inspection.with_user(self.inspector2).action_repeat()
        again = self.env["qc.inspection"].browse(action["res_id"])
        self.assertEqual(again.repeat_of_id, inspection)
        self.assertEqual(again.state, "draft")
        self.assertEqual(again.user, self.inspector2)

    def test_inspections_of_other_goods_are_as_before(self):
        test = self.env["qc.test"].create(
            {
                "name": "Other",
                "company_id": False,
                "fill_correct_values": True,
                "test_lines": [
                    (
                        0,
                        0,
                        {
                            "name": "Size",
                            "type": "quantitative",
                            "min_value": 1,
                            "max_value": 3,
                            "uom_id": self.env.ref("uom.product_uom_unit").id,
                        },
                    )
                ],
            }
        )
        model = self.env["qc.inspection"].with_user(self.inspector)
        plain = model.create({"test": test.id, "company_id": self.company.id})
        plain.inspection_lines = plain._prepare_inspection_lines(test)
        plain.action_todo()
        plain.action_confirm()
        self.assertEqual(plain.state, "success")
        plain.action_cancel()
        plain.action_draft()
        plain.unlink()

    def _certified(self):
        self.env["jewellery.certificate"].create(
            {
                "laboratory_id": self.laboratory.id,
                "number": "C-1",
                "lot_id": self.piece.id,
                "carat": 0.5,
                "colour": "F",
                "clarity": "VS1",
            }
        )

    def _refer(self, case, user):
        referral = case.with_user(self.clerk)._refer(
            {
                "kind": "question",
                "receiver_kind": "user",
                "user_id": user.id,
                "reason": "Please inspect",
            }
        )
        return referral.with_user(user)

    def test_instruments_of_the_method(self):
        """A line offers what measures by its method, and what is for every method."""
        other = self.instrument.copy({"name": "Test ring stick"})
        other.method_ids = self._ref("method_ring_stick")
        domain = self.env["qc.inspection.line"]._fields["instrument_id"].domain
        both = self.instrument | other

        def offered(method):
            found = self.env["jewellery.instrument"].search(
                safe_eval(domain, {"method_id": method})
            )
            return found & both

        self.assertEqual(offered(False), both)
        self.assertEqual(offered(self._ref("method_xrf").id), self.instrument)
        self.assertEqual(offered(self._ref("method_ring_stick").id), both)
