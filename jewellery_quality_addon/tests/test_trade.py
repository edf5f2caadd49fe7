from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import GROUP
from .trade_common import TradeCommon


@tagged("post_install", "-at_install")
class TestBuyerLots(TradeCommon):
    # what nobody should be able to do comes first

    def test_who_may_not_touch_lots(self):
        lot = self._lot()
        for user in (
            self.clerk2,
            self.auditor,
            self.employee,
            self.helpdesk_user,
            self.portal_user,
            self.inspector,
            self.investigator,
            self.other_manager,
        ):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self._lot(user)
                with self.assertRaises(AccessError):
                    self._as(user, lot).quantity_defective = 7
                with self.assertRaises(AccessError):
                    self._as(user, lot).unlink()
        for user in (self.clerk2, self.employee, self.portal_user, self.other_manager):
            self.assertFalse(self._as(user, lot).has_access("read"), user.login)
        for user in (self.inspector, self.auditor, self.supervisor, self.manager):
            self.assertTrue(self._as(user, lot).has_access("read"), user.login)

    def test_whoever_is_complained_about_sees_nothing(self):
        guilty = self._user("t_guilty", GROUP % "investigator")
        employee = self.env["hr.employee"].create(
            {"name": "Guilty", "company_id": self.company.id, "user_id": guilty.id}
        )
        lot = self._lot()
        claim = self._claim(lot=lot)
        self.assertTrue(lot.with_user(guilty).has_access("read"))
        self.assertTrue(claim.with_user(guilty).has_access("read"))
        self.trade_case.staff_ids = employee
        for record in (lot, claim, claim.line_ids):
            self.assertFalse(record.with_user(guilty).has_access("read"), record)

    def test_the_customer_reads_none_of_it(self):
        names = [
            name
            for name, field in self.env["helpdesk.ticket"]._fields.items()
            if field._module == "jewellery_quality_addon"
        ]
        ticket = self.trade_case.with_user(self.portal_user)
        for name in names:
            self.assertFalse(
                ticket._has_field_access(ticket._fields[name], "read"), name
            )

    def test_quantities_that_cannot_be(self):
        lot = self._lot()
        for values, words in (
            ({"quantity_inspected": 201}, "only 200 supplied: 0 to 200"),
            ({"quantity_defective": 51}, "only 50 inspected: 0 to 50"),
            ({"quantity_defective": -1}, "0 or more"),
            ({"quantity_supplied": 0}, "at least 1"),
            ({"quantity_supplied": "many"}, "not possible"),
            ({"quantity_supplied": 2**40}, "not possible"),
            ({"quantity_claimed": 2}, "only through the buttons"),
        ):
            with self.subTest(values=values):
                with self.assertRaisesRegex((ValidationError, AccessError), words):
                    self._lot(**values)
                with self.assertRaisesRegex((ValidationError, AccessError), words):
                    lot.write(values)
        self.assertEqual(lot.quantity_defective, 6)

    def test_lots_that_nobody_finds_again(self):
        with self.assertRaisesRegex(ValidationError, "batch or the serial number"):
            self._lot(batch=" ")
        with self.assertRaisesRegex(ValidationError, "another product"):
            self._lot(lot_id=self.lot.id)
        with self.assertRaisesRegex(ValidationError, "belong to a complaint"):
            self._lot(self.env.user, case=self._plain_ticket())
        with self.assertRaisesRegex(ValidationError, "Complaint is missing"):
            self.env["jewellery.buyer.lot"].with_user(self.clerk).create(
                {"product_id": self.ring.id, "quantity_supplied": 1}
            )

    def test_a_closed_case_keeps_its_lots(self):
        lot = self._lot()
        self._ready_to_close(self.trade_case).sudo()._untrusted()
        self.trade_case.with_user(self.supervisor).action_close_complaint()
        for change in (
            lambda: lot.write({"quantity_defective": 1}),
            lot.unlink,
            self._lot,
        ):
            with self.assertRaisesRegex(ValidationError, "is closed"):
                change()

    def test_papers_that_cannot_be(self):
        tomorrow = fields.Date.today() + timedelta(days=2)
        with self.assertRaisesRegex(ValidationError, "in the future"):
            self.trade_case.trade_delivery_date = tomorrow
        with self.assertRaisesRegex(ValidationError, "Delivered On"):
            self.trade_case.write({"trade_delivery_date": "soon"})

    def test_reports_of_others_are_not_linked(self):
        other = self._complaint(self.clerk2, store_id=self.store2.id)
        secret = self._report_file(self.clerk2, res_id=other.id)
        with self.assertRaises(AccessError):
            self.trade_case.write({"buyer_report_ids": [Command.link(secret.id)]})
        loose = self._report_file()
        self.trade_case.write({"buyer_report_ids": [Command.link(loose.id)]})
        self.assertEqual(loose.res_id, self.trade_case.id)
        self.assertTrue(loose.with_user(self.supervisor).has_access("read"))
        self.assertFalse(loose.with_user(self.clerk2).has_access("read"))
        with self.assertRaises(AccessError):
            loose.with_user(self.clerk).unlink()

    # the way through

    def test_a_company_is_a_trade_buyer(self):
        person = self.env["res.partner"].create(
            {"name": "Test Buyer's QC", "parent_id": self.buyer.id}
        )
        self.assertTrue(self.trade_case.is_trade)
        self.assertTrue(self._complaint(partner_id=person.id).is_trade)
        private = self._complaint()
        self.assertFalse(private.is_trade)
        private.is_trade = True
        self.assertTrue(private.is_trade)
        plain = self._plain_ticket(partner_id=self.buyer.id)
        self.assertFalse(plain.sudo().is_trade)

    def test_several_lots_on_the_form(self):
        view = "retail_complaint_addon.helpdesk_ticket_view_form_complaint"
        with Form(self.trade_case.with_user(self.clerk), view) as form:
            for batch, defective in (("A", 6), ("B", 1)):
                with form.buyer_lot_ids.new() as line:
                    line.product_id = self.ring
                    line.batch = batch
                    line.quantity_supplied = 200
                    line.quantity_inspected = 50 if batch == "A" else 200
                    line.quantity_defective = defective
        lots = self.trade_case.buyer_lot_ids
        self.assertEqual(lots.mapped("defect_rate"), [12.0, 0.5])
        self.assertEqual(lots.supplier_id, self.supplier)
        self.assertEqual(lots[0].display_name, f"A · {self.ring.display_name}")
        groups = lots._read_group(
            [("id", "in", lots.ids)], ["ticket_id"], ["defect_rate:avg"]
        )
        # 7 of 250, not the mean of 12 and 0.5
        self.assertAlmostEqual(groups[0][1], 2.8)
        self.assertEqual(
            self.env["jewellery.buyer.lot"]
            .with_user(self.clerk)
            .formatted_read_group(
                [("id", "in", lots.ids)], ["batch"], ["defect_rate:avg"]
            )[0]["defect_rate:avg"],
            12.0,
        )

    def test_a_serial_number_says_the_rest(self):
        lot = self._lot(product_id=False, lot_id=self.piece.id, batch=False)
        self.assertEqual(lot.product_id, self.ring)
        self.assertEqual(lot.batch, "T/26-1")
        self.assertEqual(lot.supplier_id, self.piece.supplier_id)

    def test_import(self):
        model = self.env["jewellery.buyer.lot"].with_user(self.clerk)
        columns = [
            "ticket_id",
            "product_id",
            "batch",
            "quantity_supplied",
            "quantity_inspected",
            "quantity_defective",
            "note",
        ]
        row = [self.trade_case.number, "Test ring 18K", "B-9", "90", "30", "2", "=1+1"]
        result = model.load(columns, [row])
        self.assertTrue(result["ids"], result["messages"])
        lot = model.browse(result["ids"])
        self.assertEqual((lot.ticket_id, lot.quantity_defective), (self.trade_case, 2))
        self.assertEqual(lot._export_rows([["note"]]), [["'=1+1"]])
        wrong = model.load(columns, [[*row[:5], "31", ""]])
        self.assertFalse(wrong["ids"])
        self.assertIn("only 30 inspected", wrong["messages"][0]["message"])
        (template,) = model.get_import_templates()
        self.assertTrue(template["template"].endswith("buyer_lots.csv"))


@tagged("post_install", "-at_install")
class TestCreditNote(TradeCommon):
    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.refund = cls.env.ref("retail_complaint_addon.solution_type_refund")
        cls.env["complaint.authority"].create(
            {
                "name": "Clerks",
                "company_id": cls.company.id,
                "currency_id": cls.hkd.id,
                "amount_limit": 9000,
                "user_ids": [Command.set(cls.clerk.ids)],
            }
        )
        cls.package = (
            cls.env["complaint.solution"]
            .with_user(cls.clerk)
            .create(
                {
                    "ticket_id": cls.trade_case.id,
                    "line_ids": [
                        Command.create({"type_id": cls.refund.id, "amount": 8000})
                    ],
                }
            )
        )

    def _accepted(self):
        self.package.action_submit()
        self.package.action_offer()
        self.package.action_accept()
        return self.package

    def test_never_before_the_customer_accepts(self):
        values = {"credit_note_ref": "CN-1", "credit_note_amount": 100}
        with self.assertRaisesRegex(UserError, "has accepted"):
            self.package.write(values)
        with self.assertRaisesRegex(UserError, "no credit note yet"):
            self.package.create({"ticket_id": self.trade_case.id, **values})

    def test_never_past_what_is_settled(self):
        package = self._accepted()
        for amount in (8000.01, -1, float("nan"), float("inf")):
            with self.subTest(amount=amount), self.assertRaises(ValidationError):
                package.credit_note_amount = amount
        package.credit_note_ref = "CN-1"
        with self.assertRaisesRegex(UserError, "number and amount"):
            package.action_complete()
        with self.assertRaises(AccessError):
            package.with_user(self.clerk2).credit_note_amount = 1
        package.credit_note_amount = 8000
        package.action_complete()
        self.assertEqual(package.state, "done")
        self.assertIn("CN-1", package.evidence)
        with self.assertRaisesRegex(UserError, "before it is carried out"):
            package.credit_note_amount = 1

    def test_other_evidence_is_enough_without_one(self):
        package = self._accepted()
        package.action_complete("Receipt 5")
        self.assertEqual(package.evidence, "Receipt 5")
