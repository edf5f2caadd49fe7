from datetime import datetime, timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..rules import effect
from .common import ComplaintCommon


@tagged("post_install", "-at_install")
class TestComplaintAction(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.actions = cls.env["complaint.action"]
        cls.case = cls._complaint(product_id=cls.product.id)
        cls.elsewhere = cls._complaint(user=cls.clerk2, store_id=cls.store2.id)

    def _action(self, user=None, **vals):
        user = user or self.clerk
        model = self.actions.with_user(user).with_context(
            allowed_company_ids=self.company.ids
        )
        return model.create(
            {
                "name": "Check every crown",
                "company_id": self.company.id,
                "owner_id": user.id,
                "due_date": fields.Date.today() + timedelta(days=7),
                "cause_id": self.cause.id,
                **vals,
            }
        )

    def _done(self, **vals):
        action = self._action(evidence="List of the workshop", **vals)
        action.action_start()
        action.action_done()
        return action

    # who may not

    def test_strangers_see_and_plan_nothing(self):
        action = self._action()
        for user in (self.employee, self.portal_user, self.helpdesk_user):
            with self.assertRaises(AccessError):
                action.with_user(user).read(["name"])
            with self.assertRaises(AccessError):
                self.case.with_user(user).action_plan_correction()
        other = action.with_user(self.other_manager).with_context(
            allowed_company_ids=self.other_company.ids
        )
        with self.assertRaises(AccessError):
            other.read(["name"])

    def test_auditor_reads_and_changes_nothing(self):
        action = self._action()
        self.assertTrue(action.with_user(self.auditor).read(["name"]))
        with self.assertRaises(AccessError):
            action.with_user(self.auditor).write({"name": "x"})
        with self.assertRaises(AccessError):
            action.with_user(self.auditor).action_start()
        with self.assertRaises(AccessError):
            self._action(user=self.auditor)

    def test_other_clerks_change_nothing(self):
        action = self._action()
        with self.assertRaises(AccessError):
            action.with_user(self.clerk2).write({"due_date": "2030-01-01"})
        with self.assertRaises(AccessError):
            action.with_user(self.clerk2).action_cancel()
        action.with_user(self.supervisor).write({"due_date": "2030-01-01"})
        with self.assertRaises(AccessError):
            action.unlink()

    def test_cases_one_cannot_read_are_neither_linked_nor_shown(self):
        with self.assertRaises(AccessError):
            self._action(ticket_ids=[Command.link(self.elsewhere.id)])
        action = self._action(ticket_ids=[Command.set(self.case.ids)])
        for command in (
            Command.link(self.elsewhere.id),
            Command.set(self.elsewhere.ids),
        ):
            with self.assertRaises(AccessError):
                action.write({"ticket_ids": [command]})
        action.with_user(self.manager).write(
            {"ticket_ids": [Command.link(self.elsewhere.id)]}
        )
        self.env.invalidate_all()
        seen = action.with_user(self.clerk)
        self.assertEqual(seen.read(["ticket_ids"])[0]["ticket_ids"], self.case.ids)
        self.assertEqual(seen.case_count, 1)
        self.env.invalidate_all()
        self.assertEqual(action.with_user(self.manager).case_count, 2)
        self.env.invalidate_all()
        # taking one's own case away leaves the hidden one
        seen.write({"ticket_ids": [Command.unlink(self.case.id)]})
        self.assertEqual(action.sudo().ticket_ids, self.elsewhere)

    def test_person_complained_about_does_not_see_the_action(self):
        self.case.staff_ids = self.staff
        self.store.member_ids |= self.staff_user
        action = self._action(ticket_ids=[Command.set(self.case.ids)])
        with self.assertRaises(AccessError):
            action.with_user(self.staff_user).read(["name"])
        self.assertNotIn(action, self.actions.with_user(self.staff_user).search([]))
        self.assertIn(action, self.actions.with_user(self.clerk2).search([]))

    def test_person_complained_about_does_not_own_the_action(self):
        self.case.staff_ids = self.staff
        with self.assertRaises(ValidationError):
            self._action(
                owner_id=self.staff_user.id, ticket_ids=[Command.set(self.case.ids)]
            )

    def test_state_and_figures_come_from_buttons_only(self):
        action = self._action()
        for values in (
            {"state": "effective"},
            {"done_at": "2020-01-01 00:00:00"},
            {"checked_before": 9},
            {"remind_at": False},
        ):
            for user in (self.clerk, self.manager):
                with self.assertRaises(AccessError):
                    action.with_user(user).write(values)
            with self.assertRaises(AccessError):
                self._action(
                    **(values if values != {"remind_at": False} else {"state": "done"})
                )

    def test_owner_does_not_check_the_own_work(self):
        action = self._done(user=self.supervisor)
        action.with_user(self.supervisor).effect_comment = "Great"
        with self.assertRaises(AccessError):
            action.with_user(self.supervisor).action_effective()
        with self.assertRaises(AccessError):
            action.with_user(self.clerk).action_effective()
        action.with_user(self.manager).action_effective()
        self.assertEqual(action.state, "effective")

    def test_clerks_do_not_read_the_repeats_of_the_company(self):
        with self.assertRaises(AccessError):
            self._done().with_user(self.clerk).read(["repeats_before"])

    def test_impossible_values(self):
        with self.assertRaises(ValidationError):
            self._action(check_days=0)
        with self.assertRaises(ValidationError):
            self._action(owner_id=self.employee.id)
        with self.assertRaises(UserError):
            self._action(store_id=self.other_store.id)

    # what it does

    def test_steps(self):
        action = self._action()
        action.action_start()
        action.action_start()
        with self.assertRaises(UserError):
            action.action_done()
        action.evidence = "Training list"
        action.action_done()
        self.assertTrue(action.done_at)
        with self.assertRaises(UserError):
            action.with_user(self.manager).action_effective()
        with self.assertRaises(UserError):
            action.action_start()
        judge = action.with_user(self.manager)
        judge.effect_comment = "They came back"
        judge.action_not_effective()
        self.assertEqual(action.checked_by_id, self.manager)
        action.action_resume()
        self.assertEqual(action.state, "doing")

    def test_repeats_before_and_after(self):
        now = fields.Datetime.now()
        for days in (80, 50, 45, 31, 5):
            self._complaint(
                user=self.manager,
                cause_id=self.cause.id,
                product_id=self.product.id,
                received_at=now - timedelta(days=days),
            )
        action = self._done(product_id=self.product.id, check_days=30)
        action._trusted().write({"done_at": now - timedelta(days=30, hours=1)})
        judge = action.with_user(self.manager)
        self.assertEqual((judge.repeats_before, judge.repeats_after), (3, 1))
        self.assertEqual(judge.repeats_days, 30)
        self.assertEqual(judge.repeats_effect, "fewer")
        judge.effect_comment = "Fewer"
        judge.action_effective()
        self.assertEqual((judge.checked_before, judge.checked_after), (3, 1))

    def test_clock_reminds_once(self):
        action = self._action(due_date=fields.Date.today() - timedelta(days=2))
        self.assertTrue(action.is_late)
        self.assertIn(action, self.actions.search([("is_late", "=", True)]))
        clock = self.env["complaint.clock"]
        job = next(
            job
            for job in clock._clock_due_batches()
            if job.records._name == "complaint.action"
        )
        due = job.records.search(job.domain)
        self.assertIn(action, due)
        getattr(due, job.method)()
        self.assertFalse(job.records.search(job.domain) & action)
        todo = action.sudo().activity_ids
        self.assertEqual(todo.user_id, self.clerk)
        action.write({"evidence": "x"})
        action.action_done()
        self.assertFalse(action.sudo().activity_ids)
        self.assertTrue(action.remind_at)
        action._trusted().write(
            {"done_at": fields.Datetime.now() - timedelta(days=200)}
        )
        getattr(job.records.search(job.domain), job.method)()
        self.assertTrue(
            action.sudo().activity_ids.user_id.has_group(
                "retail_complaint_addon.group_complaint_supervisor"
            )
        )

    def test_from_many_cases(self):
        second = self._complaint(product_id=self.product.id)
        cases = (self.case | second).with_user(self.clerk)
        screen = cases.action_plan_correction()
        self.assertEqual(screen["context"]["default_product_id"], self.product.id)
        self.assertNotIn("default_cause_id", screen["context"])
        action = self._action(ticket_ids=[Command.set(cases.ids)])
        self.assertEqual(self.case.with_user(self.clerk).action_count, 1)
        self.assertIn(action, self.case.action_ids)
        with self.assertRaises(UserError):
            self._plain_ticket().with_user(self.manager).action_plan_correction()

    def test_plain_tickets_are_not_linked(self):
        with self.assertRaises(ValidationError):
            self._action(
                user=self.manager,
                ticket_ids=[Command.set(self._plain_ticket(self.manager).ids)],
            )

    def test_arithmetic(self):
        done = datetime(2026, 1, 1)
        self.assertIsNone(effect.windows(done, 90, done + timedelta(hours=5)))
        spans = effect.windows(done, 90, done + timedelta(days=40))
        self.assertEqual(spans.before[1] - spans.before[0], timedelta(days=40))
        self.assertEqual(effect.verdict(5, 5, 90, 90), "same")
