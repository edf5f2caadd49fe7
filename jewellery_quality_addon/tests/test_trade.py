import base64
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import GROUP
from .inspection_common import PIXEL, InspectionCommon


class TradeCommon(InspectionCommon):
    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.buyer = cls.env["res.partner"].create(
            {"name": "Test Wholesale", "is_company": True, "email": "qc@example.com"}
        )
        cls.supplier2 = cls.env["res.partner"].create(
            {"name": "Test Casters", "email": "casters@example.com"}
        )
        cls.ring.seller_ids.price = 1200
        cls.trade_case = cls._complaint(
            partner_id=cls.buyer.id,
            trade_order_ref="PO-77",
            trade_invoice_ref="INV-12",
            trade_delivery_ref="DN-5",
            trade_delivery_date="2026-01-05",
        )

    def _as(self, user, records):
        companies = user.company_ids.ids
        return records.with_user(user).with_context(allowed_company_ids=companies)

    def _lot(self, user=None, case=None, **values):
        model = self._as(user or self.clerk, self.env["jewellery.buyer.lot"])
        return model.create(
            {
                "ticket_id": (case or self.trade_case).id,
                "product_id": self.ring.id,
                "batch": "T/26-1",
                "quantity_supplied": 200,
                "quantity_inspected": 50,
                "quantity_defective": 6,
                **values,
            }
        )

    def _claim(self, user=None, lot=None, **values):
        lot = lot or self._lot()
        model = self.env["jewellery.supplier.claim"].with_user(user or self.supervisor)
        return model.create(
            {
                "partner_id": self.supplier.id,
                "ticket_ids": [Command.set(lot.ticket_id.ids)],
                "reason": "Stones are loose",
                "line_ids": [Command.create({"buyer_lot_id": lot.id})],
                **values,
            }
        )

    def _report_file(self, user=None, **values):
        return (
            self.env["ir.attachment"]
            .with_user(user or self.clerk)
            .create(
                {
                    "name": "qc-report.png",
                    "raw": base64.b64decode(PIXEL),
                    "res_model": "helpdesk.ticket",
                    **values,
                }
            )
        )


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
class TestSupplierClaim(TradeCommon):
    # what nobody should be able to do comes first

    def test_who_may_not_touch_claims(self):
        claim = self._claim()
        steps = (
            "action_send",
            "action_accept",
            "action_credit",
            "action_cancel",
            "action_reopen",
            "action_print_letter",
            "action_refuse",
            "action_accept_part",
        )
        for user in (
            self.clerk,
            self.clerk2,
            self.auditor,
            self.employee,
            self.inspector,
            self.portal_user,
            self.other_manager,
            self.other_inspector,
        ):
            mine = self._as(user, claim)
            with self.subTest(user=user.login):
                for step in steps:
                    with self.assertRaises(AccessError):
                        getattr(mine, step)()
                with self.assertRaises(AccessError):
                    mine.note = "x"
                if user == self.auditor:
                    continue
                self.assertFalse(mine.has_access("read"))
                self.assertFalse(self._as(user, claim.line_ids).has_access("read"))
        with self.assertRaises(AccessError):
            self.trade_case.with_user(self.clerk).action_claim_on_supplier()

    def test_state_moves_by_buttons_only(self):
        claim = self._claim()
        for values in (
            {"state": "credited"},
            {"sent_at": "2026-01-01 00:00:00"},
            {"amount": 1},
            {"letter_id": False},
            {"remind_at": False},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                claim.write(values)
        model = self.env["jewellery.supplier.claim"].with_user(self.supervisor)
        with self.assertRaises(AccessError):
            self._claim(state="sent")
        made = model.with_context(default_state="credited").create(
            {"partner_id": self.supplier.id}
        )
        self.assertEqual(made.state, "draft")

    def test_cases_one_cannot_read(self):
        other = self._complaint(
            self.clerk2, store_id=self.store2.id, partner_id=self.buyer.id
        )
        lot = self._lot(self.clerk2, case=other)
        model = self.env["jewellery.supplier.claim"].with_user(self.supervisor)
        with self.assertRaises(AccessError):
            model.create(
                {
                    "partner_id": self.supplier.id,
                    "ticket_ids": [Command.set(other.ids)],
                }
            )
        with self.assertRaises(AccessError):
            model.create(
                {
                    "partner_id": self.supplier.id,
                    "line_ids": [Command.create({"buyer_lot_id": lot.id})],
                }
            )
        claim = self._claim(self.manager, lot=lot)
        self.assertFalse(claim.with_user(self.supervisor).has_access("read"))

    def test_companies_are_not_mixed(self):
        theirs = self._complaint(
            user=self.other_manager,
            company_id=self.other_company.id,
            store_id=self.other_store.id,
        )
        claim = self._claim()
        with self.assertRaises(ValidationError):
            claim.sudo()._trusted().ticket_ids |= theirs
        abroad = self._as(self.other_manager, self.env["jewellery.supplier.claim"])
        self.assertFalse(abroad.search([("id", "=", claim.id)]))

    def test_nothing_is_claimed_twice(self):
        lot = self._lot()
        with self.assertRaisesRegex(ValidationError, "6 pieces are defective, and 7"):
            self._claim(
                lot=lot,
                line_ids=[Command.create({"buyer_lot_id": lot.id, "quantity": 7})],
            )
        claim = self._claim(lot=lot)
        self.assertEqual(lot.quantity_claimed, 6)
        with self.assertRaisesRegex(ValidationError, "and 7 would be"):
            self._claim(lot=lot)
        with self.assertRaisesRegex(UserError, "Nothing to claim"):
            self.trade_case.with_user(self.supervisor).action_claim_on_supplier()
        with self.assertRaisesRegex(ValidationError, "5 are too few"):
            lot.quantity_defective = 5
        with self.assertRaisesRegex(UserError, "stays what it is"):
            lot.unlink()
        with self.assertRaisesRegex(UserError, "stays what it is"):
            lot.batch = "X"
        claim.action_cancel()
        self.assertEqual(lot.quantity_claimed, 0)
        self._claim(lot=lot)

    def test_what_was_sent_stays(self):
        claim = self._claim()
        claim.action_send()
        self.assertEqual(claim.state, "sent")
        for change in (
            lambda: claim.write({"reason": "Something else"}),
            lambda: claim.write({"partner_id": self.supplier2.id}),
            lambda: claim.write({"amount_credited": 1}),
            lambda: claim.line_ids.write({"quantity": 1}),
            claim.line_ids.unlink,
            lambda: claim.write({"line_ids": [Command.create({"name": "More"})]}),
            claim.unlink,
            claim.action_credit,
        ):
            with self.assertRaises(UserError):
                change()
        with self.assertRaises(AccessError):
            claim.sudo().letter_id.unlink()
        with self.assertRaises(AccessError):
            claim.sudo().letter_id.raw = b"x"

    def test_what_is_missing_is_named(self):
        model = self.env["jewellery.supplier.claim"].with_user(self.supervisor)
        claim = model.create({"partner_id": self.supplier.id, "by_mail": True})
        with self.assertRaisesRegex(
            UserError, "What Is Claimed, Claimed, What Is Wrong, E-mail"
        ):
            claim.action_send()
        with self.assertRaisesRegex(ValidationError, "Supplier is missing"):
            model.create({})
        with self.assertRaisesRegex(ValidationError, "at least one piece"):
            claim.line_ids = [Command.create({"name": "Assay", "quantity": -1})]
        with self.assertRaisesRegex(ValidationError, "Say what is claimed"):
            claim.line_ids = [Command.create({"price_unit": 3})]
        with self.assertRaisesRegex(ValidationError, "amount of 0 or more"):
            claim.line_ids = [Command.create({"name": "x", "price_unit": -3})]
        with self.assertRaisesRegex(ValidationError, "would not see the claim"):
            claim.user_id = self.clerk
        with self.assertRaisesRegex(UserError, "day for the answer is over"):
            late = self._claim(answer_due="2020-01-01")
            late.action_send()

    def test_amounts_that_cannot_be(self):
        claim = self._claim()
        claim.action_send()
        self.assertEqual(claim.amount, 7200)
        with self.assertRaisesRegex(ValidationError, "Accepted: 0 to"):
            claim.amount_accepted = 7200.5
        with self.assertRaisesRegex(UserError, "less than"):
            claim.action_accept_part()
        claim.amount_accepted = 5000
        with self.assertRaisesRegex(UserError, "what the supplier answered"):
            claim.action_accept_part()
        claim.answer = "Five of six"
        claim.action_accept_part()
        with self.assertRaisesRegex(ValidationError, "Credited: 0 to"):
            claim.amount_credited = 5001
        with self.assertRaisesRegex(UserError, "number and amount"):
            claim.action_credit()

    # the way through

    def test_from_lots_to_the_credit_note(self):
        self._lot()
        self._lot(batch="T/26-2", supplier_id=self.supplier2.id)
        case = self.trade_case.with_user(self.supervisor)
        case.action_claim_on_supplier()
        claims = case.supplier_claim_ids
        self.assertEqual(claims.partner_id, self.supplier | self.supplier2)
        self.assertEqual(case.supplier_claim_count, 2)
        self.assertEqual(
            self.supplier.with_user(self.supervisor).supplier_claim_count, 1
        )
        claim = claims.filtered(lambda one: one.partner_id == self.supplier)
        self.assertEqual((claim.amount, claim.line_ids.quantity), (7200, 6))
        claim.reason = "Six stones of fifty are loose."
        claim.action_send()
        claim.action_send()
        self.assertEqual(
            claim.answer_due, fields.Date.context_today(claim) + timedelta(days=14)
        )
        self.assertTrue(claim.letter_id)
        claim.action_accept()
        claim.write({"credit_ref": "CN-9", "amount_credited": 7200})
        claim.action_credit()
        self.assertEqual(claim.state, "credited")
        kinds = case.sudo().decision_ids.filtered(lambda d: d.kind == "claimed")
        self.assertEqual(len(kinds), 3)
        action = self.supplier.with_user(self.supervisor).action_view_supplier_claims()
        self.assertEqual(claim.search(action["domain"]), claim)
        with self.assertRaises(UserError):
            claim.credit_ref = "CN-10"

    def test_the_quality_manager_claims_from_the_investigation(self):
        lot = self._lot()
        self.trade_case.with_user(self.clerk).action_investigate()
        one = self.trade_case.investigation_ids.with_user(self.investigator)
        self.assertEqual(one.buyer_lot_ids, lot)
        one.action_claim_on_supplier()
        claim = one.supplier_claim_ids
        self.assertEqual(claim.case_numbers, self.trade_case.number)
        claim.action_send()
        self.assertEqual(one.supplier_claim_count, 1)
        self.assertEqual(
            self.env["jewellery.supplier.claim"].search(
                one.action_view_supplier_claims()["domain"]
            ),
            claim,
        )
        with self.assertRaises(AccessError):
            one.with_user(self.inspector).action_claim_on_supplier()

    def test_second_thoughts_of_the_supplier(self):
        lot = self._lot()
        claim = self._claim(lot=lot)
        claim.action_send()
        with self.assertRaisesRegex(UserError, "what the supplier answered"):
            claim.action_refuse()
        claim.answer = "No"
        claim.action_refuse()
        self.assertEqual(lot.quantity_claimed, 0)
        claim.action_reopen()
        claim.action_accept()
        self.assertEqual(claim.amount_accepted, 7200)
        claim.action_reopen()
        claim.answer = "No"
        claim.action_refuse()
        self._claim(lot=lot)
        with self.assertRaisesRegex(ValidationError, "would be claimed"):
            claim.action_reopen()

    def test_late_answers_remind_once(self):
        claim = self._claim()
        claim.action_send()
        clock = self.env["complaint.clock"]
        (job,) = [
            job
            for job in clock._clock_due_batches()
            if job.records._name == claim._name
        ]
        self.assertFalse(job.records.search(job.domain) & claim.sudo())
        yesterday = fields.Date.context_today(claim) - timedelta(days=2)
        claim.answer_due = yesterday
        self.assertTrue(claim.is_late)
        self.assertIn(claim, claim.search([("is_late", "=", True)]))
        job.records.search(job.domain)._remind_batch()
        self.assertFalse(job.records.search(job.domain) & claim.sudo())
        todo = claim.sudo().activity_ids
        self.assertEqual(todo.user_id, self.supervisor)
        claim.action_accept()
        self.assertFalse(claim.sudo().activity_ids)
        self.assertFalse(claim.is_late)

    def test_the_letter(self):
        self.buyer.name = "Secret Buyer Ltd"
        report = self._report_file()
        self.trade_case.write({"buyer_report_ids": [Command.link(report.id)]})
        claim = self._claim(partner_id=self.supplier2.id, by_mail=True)
        page = claim._letter_page()
        self.assertNotIn("qc-report.png", page)
        claim.enclosure_ids = report
        claim.line_ids = [Command.create({"name": "Assay", "price_unit": 300})]
        page = claim._letter_page()
        for words in (
            "Draft, not sent",
            "Test Casters",
            "T/26-1",
            "12.0",
            "Assay",
            "qc-report.png",
            self.trade_case.number,
        ):
            self.assertIn(words, page)
        self.assertNotIn("Secret Buyer", page)
        claim.action_send()
        self.assertNotIn("Draft", claim._letter_page())
        mail = claim.sudo().message_ids.filtered("partner_ids")
        self.assertEqual(mail.partner_ids, self.supplier2)
        self.assertEqual(mail.attachment_ids, claim.sudo().letter_id | report)
        with self.assertRaises(AccessError):
            report.sudo().unlink()
        other = self._complaint(self.clerk2, store_id=self.store2.id)
        secret = self._report_file(self.clerk2, res_id=other.id)
        with self.assertRaises(AccessError):
            self._claim(
                lot=self._lot(batch="B"), enclosure_ids=[Command.link(secret.id)]
            )
        action = claim.action_print_letter()
        self.assertEqual(action["report_name"].split(".")[0], "jewellery_quality_addon")


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
