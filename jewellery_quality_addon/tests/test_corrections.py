from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import GROUP
from .inspection_common import InspectionCommon

MODEL = "jewellery.correction"


@tagged("post_install", "-at_install")
class TestCorrections(InspectionCommon):
    @classmethod
    def setUpClass(cls):  # pylint: disable=invalid-name
        super().setUpClass()
        cls.keeper = cls._user("t_keeper")
        cls.case = cls._complaint(product_id=cls.ring.id, lot_id=cls.piece.id)
        one = cls.env["jewellery.investigation"]._open_for(cls.case.sudo())
        one._trusted().user_id = cls.inspector
        cls.one = one.with_env(cls.env(user=cls.inspector, su=False))

    # what nobody should be able to do comes first

    def test_who_may_not_propose(self):
        for user in (self.clerk, self.manager, self.auditor, self.employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._correction(user=user)
        with self.assertRaises(AccessError):
            self._correction(user=self.inspector2)
        mine = self._correction()
        for user in (self.inspector2, self.keeper, self.clerk):
            for values in ({"summary": "x"}, {"user_id": user.id}):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    mine.with_user(user).write(values)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                mine.with_user(user).unlink()

    def test_it_ends_by_its_buttons_only(self):
        mine = self._correction()
        for values in (
            {"state": "done"},
            {"done_by_id": self.investigator.id},
            {"result": "Done"},
            {"target_name": "x"},
            {"company_id": self.other_company.id},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                mine.write(values)
        with self.assertRaises(AccessError):
            self._correction(state="done")
        for user in (self.clerk, self.manager, self.auditor, self.inspector2):
            for method in ("action_done", "action_drop"):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    getattr(mine.with_user(user), method)("x")
        self.assertEqual(mine.state, "proposed")

    def test_who_sees_it(self):
        mine = self._correction(user_id=self.keeper.id)
        seen = {
            self.inspector: True,
            self.inspector2: True,
            self.investigator: True,
            self.clerk: True,
            self.manager: True,
            self.auditor: True,
            self.keeper: True,
            self.clerk2: False,
            self.employee: False,
            self.portal_user: False,
        }
        for user, sees in seen.items():
            with self.subTest(user=user.login):
                self.assertEqual(mine.with_user(user).has_access("read"), sees)
        abroad = mine.with_user(self.other_inspector).with_context(
            allowed_company_ids=self.other_company.ids
        )
        self.assertFalse(abroad.has_access("read"))
        # only the job, nothing else of the investigation
        self.assertFalse(self.one.with_user(self.keeper).has_access("read"))
        self.assertEqual(self.ring.with_user(self.clerk2).jewellery_correction_count, 0)
        count = self.ring.product_tmpl_id.with_user(self.clerk)
        self.assertEqual(count.jewellery_correction_count, 1)
        partner = self.customer.with_user(self.portal_user).sudo()
        self.assertEqual(partner.jewellery_correction_count, 0)

    def test_whoever_is_complained_about(self):
        guilty = self._user("t_guilty", GROUP % "investigator")
        employee = self.env["hr.employee"].create(
            {"name": "Guilty", "company_id": self.company.id, "user_id": guilty.id}
        )
        mine = self._correction()
        theirs = self._correction(user_id=guilty.id)
        self.case.sudo().write({"staff_ids": [(6, 0, employee.ids)]})
        with self.assertRaises(ValidationError):
            mine.user_id = guilty
        for one in (mine, theirs):
            self.assertFalse(one.with_user(guilty).has_access("read"))
            with self.assertRaises(AccessError):
                one.with_user(guilty).action_done("x")

    def test_one_record_of_the_right_kind(self):
        for values in (
            {"product_tmpl_id": False},
            {"lot_id": self.piece.id},
            {"kind": "lot"},
            {"kind": "supplier", "product_tmpl_id": False},
            {"user_id": self.portal_user.id},
            {"user_id": self.other_inspector.id},
            {"summary": False},
            {"date_deadline": "soon"},
            {"kind": "person"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._correction(**values)

    def test_a_product_of_another_company(self):
        theirs = self.env["product.template"].create(
            {"name": "Theirs", "company_id": self.other_company.id}
        )
        with self.assertRaises(UserError):
            self._correction(product_tmpl_id=theirs.id)

    def test_inspectors_read_guidelines_and_no_other_page(self):
        pages = self.env["document.page"].create(
            [
                {"name": "Guideline", "is_guideline": True},
                {"name": "Secret", "is_guideline": False},
            ]
        )
        guideline, secret = pages.with_user(self.inspector)
        self.assertTrue(guideline.has_access("read"))
        self.assertFalse(secret.has_access("read"))
        self.assertFalse(guideline.has_access("write"))

    # the way through

    def test_done_by_whose_job_it_is(self):
        mine = self._correction(user_id=self.keeper.id)
        self.assertEqual(mine.activity_ids.user_id, self.keeper)
        job = mine.with_user(self.keeper)
        self.assertTrue(job.can_finish)
        action = job.action_done()
        self.assertEqual(action["res_model"], "jewellery.correction.step")
        screen = (
            self.env["jewellery.correction.step"]
            .with_user(self.keeper)
            .with_context(**action["context"])
            .create({})
        )
        with self.assertRaises(UserError):
            screen.action_confirm()
        screen.result = "Prongs 0.9 mm from now on"
        screen.action_confirm()
        self.assertEqual(mine.state, "done")
        self.assertEqual(mine.done_by_id, self.keeper)
        self.assertFalse(mine.activity_ids)
        note = self.ring.product_tmpl_id.message_ids[:1]
        self.assertIn("Prongs 0.9 mm", note.body)
        self.assertIn(self.one.name, note.body)
        self.assertTrue(note.subtype_id.internal)
        log = self.case.sudo().decision_ids.filtered(lambda r: r.kind == "investigated")
        self.assertIn("correction done", log.detail)
        with self.assertRaises(UserError):
            job.action_drop("no")
        with self.assertRaises(UserError):
            mine.summary = "x"
        with self.assertRaises(UserError):
            mine.unlink()

    def test_every_kind_of_record_leads_to_its_case(self):
        page = self.env["document.page"].create(
            {"name": "Setting", "is_guideline": True, "type": "content"}
        )
        for kind, name, record in (
            ("product", "product_tmpl_id", self.ring.product_tmpl_id),
            ("lot", "lot_id", self.piece),
            ("supplier", "partner_id", self.supplier),
            ("guideline", "page_id", page),
        ):
            with self.subTest(kind=kind):
                mine = self._correction(
                    **{"product_tmpl_id": False, "kind": kind, name: record.id}
                )
                self.assertIn(record.name, mine.target_name)
                mine.action_done("Changed")
                self.assertIn("Changed", record.message_ids[:1].body)
                seen = record.with_user(self.investigator)
                self.assertEqual(seen.jewellery_correction_count, 1)
                action = seen.action_view_jewellery_corrections()
                self.assertEqual(self.env[MODEL].search(action["domain"]), mine)
                cases = mine.with_user(self.clerk).action_view_cases()
                self.assertEqual(
                    self.env["helpdesk.ticket"].search(cases["domain"]), self.case
                )
                opened = mine.with_user(self.investigator).action_open_record()
                self.assertEqual(opened["res_id"], record.id)

    def test_open_ones_hold_eight_steps_open(self):
        self.case.sudo().severity = "critical"
        self.assertEqual(self.one.form, "full")
        mine = self._correction(summary="Change the bath")
        self.one.sudo()._trusted().write({"state": "accepted", "effect_note": "Yes"})
        manager = self.one.with_user(self.investigator)
        with self.assertRaisesRegex(UserError, "Change the bath"):
            manager.action_close()
        mine.with_user(self.investigator).action_drop("The bath is new")
        self.assertEqual(mine.state, "dropped")
        self.assertFalse(self.ring.product_tmpl_id.message_ids[:1].body.count("bath"))
        manager.action_close()
        with self.assertRaises(UserError):
            self._correction()

    def test_whose_job_and_until_when(self):
        mine = self._correction()
        today = fields.Date.context_today(mine)
        mine.write({"user_id": self.keeper.id, "date_deadline": "2020-01-01"})
        self.assertEqual(mine.activity_ids.user_id, self.keeper)
        self.assertTrue(mine.is_late)
        self.assertIn(mine, self.env[MODEL].search([("is_late", "=", True)]))
        mine.date_deadline = today
        self.assertFalse(mine.is_late)
        self.assertEqual(mine.activity_ids.date_deadline, today)

    def test_the_form(self):
        model = self.env[MODEL].with_user(self.inspector)
        model = model.with_context(default_investigation_id=self.one.id)
        with Form(model) as form:
            form.summary = "Prongs"
            self.assertEqual(form.product_tmpl_id, self.ring.product_tmpl_id)
            form.kind = "lot"
            self.assertFalse(form.product_tmpl_id)
            self.assertEqual(form.lot_id, self.piece)
            form.kind = "supplier"
            self.assertEqual(form.partner_id, self.supplier)
        self.assertEqual(form.record.user_id, self.inspector)
        Form(form.record.with_user(self.clerk))

    def _correction(self, user=None, **values):
        model = self.env[MODEL].with_user(user or self.inspector)
        return model.with_company(self.company).create(
            {
                "investigation_id": self.one.id,
                "product_tmpl_id": self.ring.product_tmpl_id.id,
                "summary": "Prongs at least 0.8 mm",
                **values,
            }
        )

    def test_late_ones_remind_their_person_once(self):
        mine = self._correction(user_id=self.keeper.id)
        clock = self.env["complaint.clock"]
        (job,) = [
            job for job in clock._clock_due_batches() if job.records._name == mine._name
        ]
        self.assertFalse(job.records.search(job.domain) & mine.sudo())
        mine.date_deadline = "2026-01-05"
        self.assertEqual(str(mine.remind_at), "2026-01-06 00:00:00")
        with self.assertRaises(AccessError):
            mine.remind_at = False
        due = job.records.search(job.domain) & mine.sudo()
        due._remind_batch()
        self.assertEqual(mine.activity_ids.user_id, self.keeper)
        self.assertIn("Late", mine.activity_ids.summary)
        self.assertFalse(job.records.search(job.domain) & mine.sudo())
        mine.date_deadline = "2026-01-09"
        self.assertTrue(mine.remind_at, "a new day starts anew")
        mine.with_user(self.keeper).action_done("Changed")
        self.assertFalse(mine.remind_at or mine.activity_ids)
