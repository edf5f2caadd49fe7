from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .trade_common import TradeCommon


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
        self.company.jewellery_claim_days = 21
        claim = self._claim()
        self.assertFalse(claim.enclosure_ids, "nothing is enclosed by itself")
        claim.action_send()
        today = fields.Date.context_today(claim)
        self.assertEqual((claim.answer_due - today).days, 21)
        for name, value in (
            ("jewellery_claim_days", 0),
            ("jewellery_report_days", 366),
        ):
            with self.subTest(name), self.assertRaises(ValidationError):
                self.company[name] = value
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
        self.assertNotIn("What We Ask For", page)
        claim.demand = "Twelve new rings"
        page = claim._letter_page()
        for words in (
            "Draft, not sent",
            "Test Casters",
            "T/26-1",
            "12.0",
            "Assay",
            "What We Ask For",
            "Twelve new rings",
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

    def test_the_defect_in_the_language_of_the_supplier(self):
        self.env["res.lang"]._activate_lang("zh_TW")
        defect = self._ref("category_stone_loose")
        defect.with_context(lang="zh_TW").name = "石頭鬆"
        self.supplier2.lang = "zh_TW"
        claim = self._claim(
            lot=self._lot(category_id=defect.id), partner_id=self.supplier2.id
        )
        self.assertEqual(claim.line_ids.name, defect.name)
        self.assertIn("石頭鬆", claim._letter_page())
        # what somebody wrote stays as written
        claim.line_ids.name = "Loose at the girdle"
        page = claim._letter_page()
        self.assertIn("Loose at the girdle", page)
        self.assertNotIn("石頭鬆", page)
