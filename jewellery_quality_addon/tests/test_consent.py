from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import GROUP
from .inspection_common import PIXEL, InspectionCommon

METHODS = ["cupellation"]
VIEW = "jewellery_quality_addon.qc_inspection_view_form_jewellery"


@tagged("post_install", "-at_install")
class TestConsent(InspectionCommon):
    """A destructive test of a customer's piece: first the piece, then the consent."""

    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.case = cls._complaint(product_id=cls.ring.id, lot_id=cls.piece.id)

    # what nobody should be able to do comes first

    def test_not_before_the_piece_is_here(self):
        one = self._assay()
        with self.assertRaisesRegex(UserError, "take it in"):
            self._fill(one, 751, methods=METHODS)
        self._record(one)
        with self.assertRaisesRegex(UserError, "take it in"):
            self._fill(one, 751, methods=METHODS)
        self._taken_in(lot_id=self.piece2.id)
        with self.assertRaisesRegex(UserError, "take it in"):
            self._fill(one, 751, methods=METHODS)

    def test_not_before_the_customer_agreed(self):
        self._taken_in()
        one = self._assay()
        for values in (
            {"method_id": self._ref("method_cupellation").id},
            {
                "method_id": self._ref("method_cupellation").id,
                "quantitative_value": 751,
            },
        ):
            with self.subTest(values=values):
                with self.assertRaisesRegex(UserError, "consented"):
                    one.inspection_lines.write(values)
        one.consent_note = "Trust me"
        with self.assertRaisesRegex(UserError, "consented"):
            self._fill(one, 751, methods=METHODS)
        # what leaves no trace needs no consent
        self._fill(one, 751)
        one.action_confirm()

    def test_a_result_that_slipped_in_is_not_confirmed(self):
        self._taken_in()
        one = self._assay()
        self._record(one)
        self._fill(one, 751, methods=METHODS)
        custody = self.case.sudo().custody_ids
        custody._trusted().write({"state": "returned"})
        with self.assertRaisesRegex(UserError, "take it in"):
            one.action_confirm()

    def test_the_case_is_not_left_out(self):
        """A piece in custody is a customer's, whatever the inspection names."""
        self._taken_in()
        one = self._inspection("fineness")
        one.consent_note = "It is ours"
        with self.assertRaisesRegex(UserError, "a customer's"):
            self._fill(one, 751, methods=METHODS)

    def test_what_proves_nothing(self):
        self._taken_in()
        one = self._assay()
        later = fields.Datetime.now() + timedelta(days=1)
        foreign = self._photo(self.clerk)
        for values, error in (
            ({"signature": False}, ValidationError),
            ({"signature": "x"}, UserError),
            ({"how": "file"}, ValidationError),
            ({"how": "file", "file_ids": [(6, 0, foreign.ids)]}, AccessError),
            ({"how": "receipt"}, ValidationError),
            ({"given_by": " "}, ValidationError),
            ({"given_by": False}, ValidationError),
            ({"moment": later}, ValidationError),
        ):
            with self.subTest(values=values), self.assertRaises(error):
                self._record(one, **values)
        told = {"kind": "given", "given_by": "A", "how": "told"}
        for vals in ({}, {"kind": "maybe"}, {"kind": "given", "given_by": "A"}, told):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                one._record_consent(vals)
        self.assertEqual(one.consent_state, "none")

    def test_nobody_writes_it_by_hand(self):
        self._taken_in()
        one = self._assay()
        consent = self._record(one)
        with self.assertRaises(AccessError):
            one.consent_state = "given"
        for user in (self.inspector, self.investigator, self.clerk, self.manager):
            mine = consent.with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    mine.given_by = "x"
                with self.assertRaises(AccessError):
                    mine.create(
                        {"inspection_id": one.id, "kind": "given", "given_by": "x"}
                    )
                with self.assertRaises(AccessError):
                    mine.unlink()
        with self.assertRaises(UserError):
            consent.sudo()._trusted().given_by = "x"

    def test_who_records_and_reads_it(self):
        self._taken_in()
        one = self._assay()
        guilty = self._user("t_guilty", GROUP % "inspector")
        for user in (self.clerk2, self.auditor, self.employee, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._record(one, user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                one.with_user(user).action_withdraw_consent()
        consent = self._record(one, self.clerk)
        self.assertEqual(consent.sudo().recorded_by_id, self.clerk)
        for user, reads in (
            (self.inspector2, True),
            (self.auditor, True),
            (self.clerk2, False),
            (guilty, True),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(consent.with_user(user).has_access("read"), reads)
        employee = self.env["hr.employee"].create(
            {"name": "Guilty", "company_id": self.company.id, "user_id": guilty.id}
        )
        self.case.sudo().write({"staff_ids": [(6, 0, employee.ids)]})
        self.assertFalse(consent.with_user(guilty).has_access("read"))
        abroad = consent.with_user(self.other_inspector).with_context(
            allowed_company_ids=self.other_company.ids
        )
        self.assertFalse(abroad.has_access("read"))

    def test_its_files_stay(self):
        self._taken_in()
        one = self._assay()
        letter = self._photo()
        self._record(one, how="file", file_ids=[(6, 0, letter.ids)])
        with self.assertRaises(AccessError):
            letter.raw = b"forged"
        with self.assertRaises(AccessError):
            letter.unlink()
        self.assertEqual(one.consent_ids.file_ids, letter)

    # second thoughts

    def test_withdrawn_before_the_start(self):
        self._taken_in()
        one = self._assay()
        with self.assertRaises(UserError):
            self._record(one, kind="withdrawn")
        self._record(one)
        with self.assertRaises(UserError):
            self._record(one)
        self._record(one, self.clerk, kind="withdrawn")
        self.assertEqual(one.consent_state, "withdrawn")
        with self.assertRaisesRegex(UserError, "consented"):
            self._fill(one, 751, methods=METHODS)
        self._record(one)
        self.assertEqual(one.consent_state, "given")
        self.assertEqual(len(one.consent_ids), 3)

    def test_too_late_when_the_test_is_made(self):
        self._taken_in()
        one = self._assay()
        self._record(one)
        self._fill(one, 751, methods=METHODS)
        with self.assertRaisesRegex(UserError, "has been made"):
            self._record(one, kind="withdrawn")
        one.action_confirm()
        with self.assertRaises(UserError):
            self._record(one, kind="withdrawn")
        self.assertEqual(one.consent_state, "given")

    # the way through

    def test_taken_in_agreed_and_tested(self):
        custody = self._taken_in(consent_destructive=True)
        one = self._assay()
        action = one.action_record_consent()
        model = self.env[action["res_model"]].with_user(self.inspector)
        model = model.with_context(
            allowed_company_ids=self.company.ids, **action["context"]
        )
        with Form(model) as form:
            self.assertTrue(form.on_receipt)
            form.given_by = "Test Customer"
            form.how = "receipt"
            form.scope = "30 mg from the inside of the shank"
        form.record.action_record()
        consent = one.consent_ids
        self.assertEqual(consent.sudo().custody_id.id, custody.id)
        self.assertFalse(consent.signature)
        self._fill(one, 735, methods=METHODS)
        one.action_confirm()
        self.assertTrue(one.critical)
        log = self.case.sudo().decision_ids.filtered(lambda r: r.kind == "inspected")
        self.assertIn("agreed to a destructive test", "".join(log.mapped("detail")))
        for user in (self.inspector, self.clerk, self.auditor):
            Form(one.with_user(user), VIEW)

    # helpers

    def _assay(self):
        return self._about(self.case, self._inspection("fineness"))

    def _taken_in(self, **values):
        """Take the ring in at TST, as the clerk does."""
        model = self.env["complaint.custody.take.in"].with_user(self.clerk)
        model = model.with_context(
            allowed_company_ids=self.company.ids, default_ticket_id=self.case.id
        )
        action = model.create(
            {
                "description": "Ring",
                "condition": "Stone loose",
                "weight": 4.2,
                "customer_signature": PIXEL,
                "own_signature": PIXEL,
                **values,
            }
        ).action_take_in()
        return self.env["complaint.custody"].browse(action["res_id"])

    def _record(self, one, user=None, **values):
        user = user or self.inspector
        model = self.env["jewellery.consent.record"].with_user(user)
        model = model.with_context(
            allowed_company_ids=user.company_ids.ids, default_inspection_id=one.id
        )
        screen = model.create(
            {"given_by": "Test Customer", "signature": PIXEL, **values}
        )
        screen.action_record()
        return one.sudo().consent_ids.sorted("id")[-1:].with_env(one.env)
