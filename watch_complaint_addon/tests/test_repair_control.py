"""Late service centres, sheets of a repair, and estimates that get cheaper."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .workshop_common import WorkshopCommon


@tagged("post_install", "-at_install")
class TestRepairControl(WorkshopCommon):
    # ------------------------------------------------------------------
    # late at the service centre
    # ------------------------------------------------------------------

    def _sent(self, days=14):
        repair = self._ready_repair()
        self._consent(repair, outside=True)
        centre = self.env["watch.service.centre"].create(
            {"partner_id": self.supplier.id, "company_id": self.company.id}
        )
        expected = fields.Date.today() + timedelta(days=days)
        vals = {"centre_id": centre.id, "job_number": "SC-9", "expected_on": expected}
        return (
            self.env["watch.centre.job"].with_user(self.clerk)._send(repair, vals, {})
        )

    def _clock(self, moment):
        clock = self.env["complaint.clock"]
        with freeze_time(moment):
            for job in clock._clock_due_batches():
                if job.records._name == "watch.centre.job":
                    clock._run_batch(job, job.records.search(job.domain))
        self.env.invalidate_all()

    def _late_todos(self, job):
        return job.sudo().repair_id.ticket_id.activity_ids.filtered(
            lambda todo: "Not back from" in (todo.summary or "")
        )

    def test_late_centre_reminds_once_until_it_is_back(self):
        job = self._sent(days=3)
        self.assertEqual(job.remind_at.date(), job.expected_on + timedelta(days=1))
        early = job.remind_at - timedelta(minutes=1)
        late = job.remind_at + timedelta(minutes=1)
        self._clock(early)
        self.assertFalse(self._late_todos(job))
        self._clock(late)
        todo = self._late_todos(job)
        self.assertEqual(todo.user_id, self.clerk)
        self.assertIn(job.sudo().repair_id.name, todo.summary)
        self.assertIn("SC-9", todo.note)
        self.assertFalse(job.remind_at)
        self._clock(late + timedelta(days=1))
        self.assertEqual(self._late_todos(job), todo, "once")
        for user in (self.clerk, self.manager):
            with self.assertRaises(AccessError):
                self._as(job, user).write({"remind_at": False})
        job.with_user(self.clerk)._take_back("New movement", {})
        self.assertFalse(todo.exists())

    def test_late_centre_asks_who_may_read_the_case(self):
        job = self._sent(days=1)
        ticket = job.sudo().repair_id.ticket_id
        self.clerk.sudo().active = False
        ticket.message_unsubscribe(self.supervisor.partner_id.ids)
        self._clock(job.remind_at + timedelta(days=1))
        self.assertEqual(self._late_todos(job).user_id, self.supervisor)
        self.assertNotIn(self.supervisor.partner_id, ticket.message_partner_ids)

    # ------------------------------------------------------------------
    # its diagnosis
    # ------------------------------------------------------------------

    def test_sheet_from_the_repair(self):
        repair = self._repair(self._case(name="It gains 14 seconds"))
        smith = self._as(repair, self.watchmaker)
        self.assertEqual(smith.diagnosis_count, 0)
        sheet = self.env["watch.diagnosis"].browse(smith.action_diagnose()["res_id"])
        self.assertEqual(sheet.repair_id.id, repair.id)
        self.assertEqual(sheet.ticket_id.id, repair.sudo().ticket_id.id)
        self.assertEqual(sheet.lot_id, self.lot)
        self.assertEqual(sheet.product_id, self.product)
        self.assertEqual(sheet.symptom, "It gains 14 seconds")
        self.assertEqual(sheet.watchmaker_id, self.watchmaker)
        self.assertEqual(smith.action_diagnose()["res_id"], sheet.id, "pressed twice")
        sheet.with_user(self.watchmaker).findings = "Magnetised"
        sheet.with_user(self.watchmaker).action_finish()
        smith.invalidate_recordset()
        self.assertEqual(smith.diagnosis_count, 1)
        self.assertEqual(smith.action_view_diagnoses()["res_id"], sheet.id)
        again = smith.action_diagnose()["res_id"]
        self.assertNotEqual(again, sheet.id)
        self.assertEqual(
            sorted(smith.action_view_diagnoses()["domain"][0][2]), [sheet.id, again]
        )

    def test_sheet_the_desk_asked_for(self):
        ticket = self._case()
        asked = self._as(ticket, self.clerk).action_ask_diagnosis()["res_id"]
        repair = self._repair(ticket)
        self.assertEqual(repair.diagnosis_count, 1)
        self.assertEqual(repair.action_diagnose()["res_id"], asked)
        sheet = self.env["watch.diagnosis"].browse(asked)
        self.assertEqual(sheet.repair_id.id, repair.id)
        for user in (self.stranger, self.clerk2, self.auditor, self.employee):
            with self.assertRaises(AccessError, msg=user.login):
                self._as(repair, user).action_diagnose()
        repair._cancel_by("Too expensive")
        with self.assertRaises(UserError):
            repair.action_diagnose()

    # ------------------------------------------------------------------
    # cheaper than the workshop said
    # ------------------------------------------------------------------

    def _estimated(self, works, user=None, **vals):
        repair = self._repair(self._case())
        smith = self._as(repair, user or self.watchmaker)
        self._estimate(smith, works, **vals)
        return repair

    def _lowered(self, repair):
        return repair.sudo().ticket_id.decision_ids.filtered(
            lambda row: row.kind == "repair_lowered"
        )

    def test_clerk_goes_below_the_workshop_within_the_own_limit(self):
        repair = self._estimated(self.overhaul)
        self.assertEqual(repair.floor_value, 5800)
        with self.assertRaisesRegex(AccessError, "more than you may give"):
            self._estimate(repair)
        with self.assertRaisesRegex(AccessError, "more than you may give"):
            self._estimate(repair, self.battery, other_value=4419)
        self.assertEqual(repair.full_value, 5800)
        self._estimate(repair, self.battery, other_value=4420)
        row = self._lowered(repair)
        self.assertEqual((row.amount, row.limit_amount), (1000, 1000))
        self.assertEqual(repair.floor_value, 5800, "not lower by it")
        with self.assertRaises(AccessError):
            self._estimate(repair, self.battery, other_value=3420)
        self._estimate(self._as(repair, self.supervisor), self.battery)
        self.assertEqual(repair.full_value, 380)
        self._estimate(repair, promised_at=fields.Datetime.now() + timedelta(days=9))
        self._estimate(repair, self.overhaul)
        self.assertEqual(len(self._lowered(repair)), 2)
        self.assert_chain_holds(repair.sudo().ticket_id)

    def test_two_repairs_share_one_limit(self):
        repair = self._estimated(self.overhaul)
        self._estimate(repair, self.battery, other_value=4820)
        ticket = repair.sudo().ticket_id
        self._accepted(ticket, 400)
        with self.assertRaises(AccessError):
            self._estimate(repair, self.battery, other_value=4819)

    def test_cancelled_and_begun_again(self):
        repair = self._estimated(self.overhaul)
        repair._cancel_by("A mistake")
        again = self._repair(repair.sudo().ticket_id)
        self.assertNotEqual(again, repair)
        with self.assertRaises(AccessError):
            self._estimate(again)

    def test_workshop_says_why(self):
        repair = self._estimated(self.overhaul)
        smith = self._as(repair, self.watchmaker)
        with self.assertRaisesRegex(UserError, "Say why it is less"):
            self._estimate(smith, reason="  ")
        screen = self.env["watch.repair.estimate"].with_user(self.watchmaker)
        with Form(screen.with_context(default_repair_id=repair.id)) as form:
            self.assertFalse(form.is_less)
            form.work_ids.clear()
            form.work_ids.add(self.battery)
            self.assertTrue(form.is_less)
            form.reason = "Only the battery"
        form.save().action_save()
        self.assertEqual(repair.floor_value, 380)
        row = self._lowered(repair)
        self.assertEqual(row.amount, 5420)
        self.assertIn("Only the battery", row.note)
        self.assertFalse(row.authority_id)

    def test_own_estimate_is_corrected_without_ado(self):
        repair = self._estimated(self.overhaul, self.clerk)
        self.assertEqual(repair.floor_value, 0)
        self._estimate(repair)
        self.assertFalse(self._lowered(repair))

    def _commit(self):
        self.env.flush_all()
        self.cr.precommit.run()

    def test_price_list_is_lowered_for_a_moment(self):
        repair = self._estimated(self.overhaul)
        self._commit()
        self.overhaul.with_user(self.manager).price = 1
        self._commit()
        values = self.overhaul.message_ids.sudo().tracking_value_ids
        changed = values.filtered(lambda value: value.field_id.name == "price")
        self.assertEqual((changed.old_value_float, changed.new_value_float), (5800, 1))
        with self.assertRaises(AccessError):
            self._estimate(repair, self.overhaul)
        for user in (self.clerk, self.watchmaker, self.auditor):
            with self.assertRaises(AccessError, msg=user.login):
                self.overhaul.with_user(user).price = 1
        with self.assertRaisesRegex(UserError, "Archive it"):
            self.overhaul.with_user(self.manager).unlink()
        self.battery.with_user(self.manager).unlink()

    def test_floor_is_not_written(self):
        repair = self._estimated(self.overhaul)
        for user in (self.clerk, self.watchmaker, self.manager):
            with self.assertRaises(AccessError, msg=user.login):
                self._as(repair, user).write({"floor_value": 0})
