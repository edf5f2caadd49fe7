from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .workshop_common import WorkshopCommon

NOW = "odoo.fields.Datetime.now"


@tagged("post_install", "-at_install")
class TestRepairPromises(WorkshopCommon):
    """What the customer is promised and asked, and how the watch comes back."""

    def _at(self, moment):
        return patch(NOW, return_value=moment)

    def _days(self, days):
        return fields.Date.context_today(self.company) + timedelta(days=days)

    def _asked(self):
        ticket = self._case()
        self._decide(ticket, part="battery")
        repair = self._repair(ticket)
        self._estimate(repair, charge_amount=380)
        repair.action_ask_price()
        return repair

    def _notices(self, repair):
        return repair.sudo().ticket_id.notice_ids.filtered(
            lambda one: one.kind == "needs_info"
        )

    def _outside(self):
        repair = self._ready_repair()
        self._consent(repair, outside=True)
        self._centre_job(repair)
        return repair

    def _centre_job(self, repair, **vals):
        centre = self.env["watch.service.centre"].create(
            {"partner_id": self.supplier.id, "company_id": self.company.id}
        )
        jobs = self.env["watch.centre.job"].with_user(self.clerk)
        return jobs._send(repair, {"centre_id": centre.id, **vals}, {"own": self.SIGN})

    # ------------------------------------------------------------------
    # days that are too far ahead
    # ------------------------------------------------------------------

    def test_no_promise_for_another_century(self):
        repair = self._repair(self._case())
        for moment in ("2610-03-02 10:00:00", "9999-12-31 23:59:59"):
            with self.assertRaisesRegex(ValidationError, "too far ahead.*Check the"):
                self._estimate(repair, promised_at=moment)
        self.company.watch_promise_days = 40
        noon = fields.Datetime.now().replace(hour=4, minute=0, second=0)
        with self.assertRaisesRegex(ValidationError, "too far ahead"):
            self._estimate(repair, promised_at=noon + timedelta(days=42))
        self._estimate(repair, promised_at=noon + timedelta(days=39))
        with self.assertRaisesRegex(ValidationError, "30 to 3,650"):
            self.env["res.config.settings"].create({"watch_promise_days": 4000})

    def test_nothing_is_expected_or_due_in_another_century(self):
        repair = self._ready_repair()
        self._consent(repair, outside=True)
        with self.assertRaisesRegex(ValidationError, "too far ahead"):
            self._centre_job(repair, expected_on=self._days(366))
        lot = self.env["stock.lot"].create(
            {
                "name": "LOAN-FAR",
                "product_id": self.product.id,
                "company_id": self.company.id,
                "is_loan_watch": True,
            }
        )
        vals = {"lot_id": lot.id, "name": "Mr Chan", "condition": "As new"}
        vals["signature"] = self.SIGN
        loans = self.env["watch.loan"].with_user(self.clerk)
        with self.assertRaisesRegex(ValidationError, "too far ahead"):
            loans._lend(repair, {**vals, "due_on": self._days(366)})
        loans._lend(repair, {**vals, "due_on": self._days(365)})
        self._centre_job(repair, expected_on=self._days(365))

    # ------------------------------------------------------------------
    # the price is told once
    # ------------------------------------------------------------------

    def test_the_price_is_told_once(self):
        repair = self._asked()
        self.assertEqual((repair.stage, repair.price_told), ("waiting", True))
        with self.assertRaisesRegex(UserError, "was told this price on"):
            repair.action_ask_price()
        self.assertEqual(len(self._notices(repair)), 1)
        self._estimate(repair, self.overhaul, charge_amount=5800)
        with self.assertRaisesRegex(UserError, "estimate has changed"):
            repair.action_remind_price()
        repair.action_ask_price()
        self.assertEqual(len(self._notices(repair)), 2)
        self._estimate(repair, self.overhaul, charge_amount=5800, findings="Dry")
        with self.assertRaisesRegex(UserError, "was told this price on"):
            repair.action_ask_price()

    def test_one_reminder_a_working_day(self):
        repair = self._asked()
        ticket = repair.sudo().ticket_id
        with self.assertRaisesRegex(UserError, "next reminder can be sent"):
            repair.action_remind_price()
        calendar = ticket._complaint_calendar(ticket.store_id, ticket.company_id)
        self.assertTrue(calendar.attendance_ids)
        friday = fields.Datetime.to_datetime("2030-03-01 06:00:00")
        repair.sudo()._trusted().write({"asked_at": friday})
        closed = calendar.attendance_ids.filtered(lambda one: one.dayofweek in "56")
        closed.unlink()
        with self._at(friday + timedelta(days=1)), self.assertRaises(UserError):
            repair.action_remind_price()
        monday = friday + timedelta(days=3)
        with self._at(monday):
            repair.action_remind_price()
            with self.assertRaisesRegex(UserError, "next reminder can be sent"):
                repair.action_remind_price()
        self.assertEqual(repair.reminded_at, monday)
        notices = self._notices(repair)
        self.assertEqual(len(notices), 2)
        text = " ".join(notices.mail_message_id.mapped("body"))
        self.assertEqual(text.count("We still need your answer"), 1)
        self.assertIn(
            "reminded of the price", " ".join(repair.message_ids.mapped("body"))
        )

    def test_only_who_works_on_it_reminds(self):
        repair = self._asked()
        for user in (self.stranger, self.auditor):
            with self.assertRaises(AccessError):
                self._as(repair, user).action_remind_price()

    # ------------------------------------------------------------------
    # back from the centre, back to the customer
    # ------------------------------------------------------------------

    def test_back_from_the_centre_by_the_repair(self):
        repair = self._ready_repair()
        with self.assertRaisesRegex(UserError, "not possible"):
            repair.action_centre_back()
        self._consent(repair, outside=True)
        screen = self.env["watch.centre.send"].with_user(self.clerk)
        # a watch that nobody took in can be sent; the screen says what is missing
        self.assertTrue(screen.new({"repair_id": repair.id}).is_unsigned)
        job = self._centre_job(repair, job_number="SC-10")
        self.assertEqual(job.display_name, f"{self.supplier.name} · SC-10")
        action = repair.action_centre_back()
        screen = self.env["watch.centre.back"].with_user(self.clerk)
        with Form(screen.with_context(**action["context"])) as form:
            form.result = "Movement changed"
        form.save().action_take_back()
        self.assertEqual((job.state, repair.stage), ("back", "in_repair"))

    def test_given_back_by_the_repair(self):
        ticket = self._case()
        custody = self._take_in(ticket, lot_id=self.lot.id, store_id=self.store.id)
        self._decide(ticket)
        repair = self._repair(ticket)
        self._estimate(repair)
        self._consent(repair)
        repair.action_start()
        self.assertFalse(repair.can_give_back)
        with self.assertRaisesRegex(UserError, "not possible"):
            repair.action_give_back()
        repair.action_finish()
        repair.invalidate_recordset(["can_give_back"])
        self.assertTrue(repair.can_give_back)
        self.assertFalse(self._as(repair, self.auditor).can_give_back)
        # brought from the workshop to the shop it is not marked as ready any more
        custody.sudo()._trusted().write({"ready_at": False})
        action = repair.action_give_back()
        screen = self.env["complaint.custody.hand.over"].with_user(self.clerk)
        screen = screen.with_context(**action["context"]).new(
            screen.with_context(**action["context"]).default_get(["custody_id", "kind"])
        )
        self.assertEqual((screen.custody_id.id, screen.kind), (custody.id, "return"))
        self._hand_over(custody, self.clerk, "return")
        self.assertEqual(repair.stage, "returned")
        self.assertFalse(repair.can_give_back)

    def test_taken_in_after_the_repair_was_opened(self):
        ticket = self._case()
        self._decide(ticket)
        repair = self._repair(ticket)
        self.assertFalse(repair.custody_id)
        custody = self._take_in(ticket, lot_id=self.lot.id, store_id=self.store.id)
        self.assertEqual(repair.custody_id.id, custody.id)
        with self.assertRaisesRegex(UserError, "is not finished"):
            self._hand_over(custody, self.clerk, "return")
        other = self._take_in(ticket, lot_id=False, store_id=self.store.id)
        self.assertNotEqual(repair.custody_id.id, other.id)

    def test_a_watch_that_is_no_article(self):
        repair = self._ready_repair()
        repair.action_start()
        repair.action_finish()
        self.assertFalse(repair.can_give_back)
        with self.assertRaisesRegex(UserError, "Returned to"):
            repair.action_give_back()

    # ------------------------------------------------------------------
    # what hangs on a watch
    # ------------------------------------------------------------------

    def test_links_of_a_model(self):
        case = self._ready_repair().sudo().ticket_id
        self._case(store_id=self.store2.id, user=self.clerk2)
        self.env["watch.diagnosis"].create(
            {"lot_id": self.lot.id, "company_id": self.company.id}
        )
        model = self.product.product_tmpl_id
        names = (
            "complaint_count",
            "watch_count",
            "complaint_repair_count",
            "diagnosis_count",
        )
        watches = self.env["stock.lot"].search_count(
            [("product_id", "in", model.product_variant_ids.ids)]
        )

        def counts(user):
            seen = model.with_user(user)
            seen.invalidate_recordset()
            return [seen[name] for name in names]

        self.assertEqual(counts(self.clerk), [1, watches, 1, 1])
        self.assertEqual(counts(self.manager)[0], 2)
        self.assertEqual(counts(self.watchmaker), [0, watches, 1, 1])
        self.assertEqual(counts(self.employee), [0, 0, 0, 0])
        seen = model.with_user(self.clerk)
        for name, count in zip(
            ("complaints", "watches", "complaint_repairs", "diagnoses"),
            (1, watches, 1, 1),
            strict=True,
        ):
            action = getattr(seen, f"action_view_{name}")()
            records = self.env[action["res_model"]].with_user(self.clerk)
            self.assertEqual(records.search_count(action["domain"]), count, name)
        with self.assertRaises(AccessError):
            model.with_user(self.watchmaker).action_view_complaints()
        with self.assertRaises(AccessError):
            model.with_user(self.employee).action_view_watches()
        self.assertEqual(case.product_id.product_tmpl_id, model)
        many = (model | model.copy() | model.copy()).with_user(self.clerk)

        def queries(models):
            models.invalidate_recordset()
            before = self.env.cr.sql_log_count
            models.mapped("complaint_count")
            return self.env.cr.sql_log_count - before

        queries(many)
        self.assertEqual(queries(many), queries(many[:1]), "no query for each model")

    def test_links_of_a_watch(self):
        repair = self._ready_repair()
        case = repair.sudo().ticket_id
        other = self._case(store_id=self.store2.id, user=self.clerk2)
        self.env["watch.diagnosis"].create(
            {"lot_id": self.lot.id, "company_id": self.company.id}
        )

        def counts(user):
            lot = self.lot.with_user(user)
            lot.invalidate_recordset()
            names = ("complaint_count", "complaint_repair_count", "diagnosis_count")
            return [lot[name] for name in (*names, "loan_count")]

        self.assertEqual(counts(self.clerk), [1, 1, 1, 0])
        self.assertEqual(counts(self.manager)[0], 2)
        self.assertEqual(counts(self.watchmaker), [0, 1, 1, 0])
        self.assertEqual(counts(self.stranger)[:2], [0, 0])
        lot = self.lot.with_user(self.clerk)
        action = lot.action_view_complaints()
        seen = self.env["helpdesk.ticket"].with_user(self.clerk)
        self.assertEqual(seen.search(action["domain"]).id, case.id)
        self.assertNotIn(other.id, seen.search(action["domain"]).ids)
        for name in ("complaint_repairs", "diagnoses", "loans"):
            action = getattr(lot, f"action_view_{name}")()
            self.env[action["res_model"]].with_user(self.clerk).search(action["domain"])
        with self.assertRaises(AccessError):
            self.lot.with_user(self.watchmaker).action_view_complaints()
        loan = self._lend(repair, self._loan_lot()).sudo()
        for one, user, count in (
            (loan.lot_id, self.clerk, 1),
            (self.lot, self.clerk, 1),
            (self.lot, self.stranger, 0),
        ):
            one = one.with_user(user)
            one.invalidate_recordset()
            self.assertEqual(one.loan_count, count)
            domain = one.action_view_loans()["domain"]
            loans = self.env["watch.loan"].with_user(user)
            self.assertEqual(loans.search_count(domain), count)
        lots = self.lot | self.lot.copy({"name": "LINK-2"}) | self.lot.copy()
        lots = lots.with_user(self.clerk)
        lots.invalidate_recordset()
        with self.assertQueryCount(25):
            lots.mapped("complaint_count")
