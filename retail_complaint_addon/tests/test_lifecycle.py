from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import ComplaintCommon

DONE = "helpdesk_mgmt.helpdesk_ticket_stage_done"


@tagged("post_install", "-at_install")
class TestLifecycle(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.done = cls.env.ref(DONE)
        cls.cancelled = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_cancelled")
        cls.new = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        cls.working = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_in_progress")

    # every door into a closed stage

    def test_closing_needs_the_result(self):
        ticket = self._complaint()
        for stage in (self.done, self.cancelled):
            with (
                self.assertRaisesRegex(ValidationError, "Verdict.*Cause"),
            ):
                ticket.write({"stage_id": stage.id})
        with self.assertRaisesRegex(ValidationError, "Customer"):
            ticket.write(
                {
                    "verdict": "justified",
                    "cause_id": self.cause.id,
                    "stage_id": self.done.id,
                }
            )
        self.assertFalse(ticket.closed)
        with self.assertRaisesRegex(ValidationError, "Stage"):
            self._complaint(stage_id=self.done.id)
        with self.assertRaisesRegex(ValidationError, "Stage"):
            ticket.write({"stage_id": False})

    def test_dissatisfied_needs_the_recourse(self):
        ticket = self._ready_to_close(
            self._complaint(), customer_outcome="dissatisfied", recourse_named="  "
        )
        with self.assertRaisesRegex(ValidationError, "Recourse"):
            ticket.action_close_complaint()
        ticket.recourse_named = "Consumer Council"
        ticket.action_close_complaint()
        self.assertTrue(ticket.closed)

    def test_portal_cannot_close(self):
        ticket = self._ready_to_close(self._complaint())
        with self.assertRaises(AccessError):
            # what the page of the customer portal does
            ticket.with_user(self.portal_user).sudo().stage_id = self.done
        for user in (self.employee, self.auditor, self.clerk2):
            with self.subTest(user.login), self.assertRaises(AccessError):
                ticket.with_user(user).write({"stage_id": self.done.id})
            with self.subTest(user.login), self.assertRaises(AccessError):
                ticket.with_user(user).action_close_complaint()

    def test_duplicate_wizard_runs_the_checks(self):
        first, second = self._complaint(), self._complaint()
        group = self.env.ref("helpdesk_mgmt.group_helpdesk_user")
        self.clerk.group_ids |= group
        wizard = (
            self.env["helpdesk.ticket.duplicate.wizard"]
            .with_user(self.clerk)
            .create(
                {
                    "ticket_id": second.id,
                    "duplicate_of_id": first.id,
                    "target_stage_id": self.done.id,
                }
            )
        )
        wizard.action_confirm()
        self.assertTrue(second.closed, "a duplicate needs no result of its own")
        self.assertTrue(second.resolved_at)

    def test_stage_flag_does_not_close(self):
        ticket = self._complaint()
        with self.assertRaises(ValidationError):
            ticket.stage_id.sudo().write({"closed": True})
        with self.assertRaises(AccessError):
            self.done.with_user(self.portal_user).write({"name": "HACKED"})
        public = self.env.ref("base.public_user")
        with self.assertRaises(AccessError):
            self.done.with_user(public).write({"name": "HACKED"})

    def test_team_does_not_move_the_stage(self):
        ticket = self._ready_to_close(self._complaint())
        ticket.action_close_complaint()
        stage = self.env["helpdesk.ticket.stage"].create(
            {"name": "Only here", "team_ids": [Command.set(self.team.ids)]}
        )
        self.assertTrue(stage)
        self.env["helpdesk.ticket.team"].create(
            {"name": "Another", "company_id": self.company.id}
        )
        ticket.invalidate_recordset()
        self.env.add_to_compute(ticket._fields["stage_id"], ticket)
        self.assertTrue(ticket.closed)

    def test_close(self):
        ticket = self._ready_to_close(self._complaint(), cause_note="Dry gasket")
        ticket.action_close_complaint()
        self.assertEqual(ticket.stage_id, self.done)
        self.assertTrue(ticket.closed_date)
        self.assertTrue(ticket.resolved_at)
        self.assertEqual(ticket.decision_ids.mapped("kind"), ["closed"])
        ticket.action_close_complaint()
        self.assertEqual(len(ticket.decision_ids), 1)

    def test_opinion_needs_no_verdict(self):
        ticket = self._complaint(category_id=self.opinion_category.id)
        self.assertEqual(ticket.nature, "opinion")
        ticket.action_close_complaint()
        self.assertTrue(ticket.closed)

    def test_no_stage_mail_for_complaints(self):
        ticket = self._ready_to_close(self._complaint())
        self.flush_tracking()
        ticket.action_close_complaint()
        self.flush_tracking()
        mails = self.env["mail.mail"].search([("model", "=", "helpdesk.ticket")])
        self.assertFalse(mails.filtered(lambda m: m.res_id == ticket.id))
        self.assertTrue(self.done.mail_template_id)

    def flush_tracking(self):
        self.env.flush_all()
        self.cr.precommit.run()

    # closed cases

    def test_a_closed_case_can_be_held(self):
        """Who sues does so after we thought that it was over."""
        ticket = self._ready_to_close(self._complaint())
        ticket.action_close_complaint()
        self._hold(ticket, self.clerk, True)
        self.assertTrue(ticket.legal_hold)
        with self.assertRaisesRegex(AccessError, "Only a supervisor"):
            self._hold(ticket, self.clerk, False)
        ticket.with_user(self.clerk).action_reopen()
        with self.assertRaisesRegex(AccessError, "Only a supervisor"):
            self._hold(ticket, self.clerk, False)
        self._hold(ticket, self.supervisor, False)
        self.assertFalse(ticket.legal_hold)

    def _hold(self, ticket, user, held):
        view = "retail_complaint_addon.helpdesk_ticket_view_form_complaint"
        with Form(ticket.with_user(user), view=view) as form:
            form.legal_hold = held

    def test_closed_case_is_fixed(self):
        ticket = self._ready_to_close(self._complaint())
        step = (
            self.env["complaint.step"]
            .with_user(self.clerk)
            .create({"ticket_id": ticket.id, "name": "Call"})
        )
        ticket.action_close_complaint()
        for vals in (
            {"name": "x"},
            {"verdict": "unfounded"},
            {"severity": "minor"},
            {"partner_id": False},
            {"user_id": self.supervisor.id},
            {"stage_id": self.cancelled.id},
            {"customer_outcome": "satisfied"},
            {"staff_ids": [Command.set(self.staff.ids)]},
        ):
            with (
                self.subTest(vals),
                self.assertRaisesRegex(ValidationError, "closed"),
            ):
                ticket.with_user(self.manager).write(vals)
        with self.assertRaisesRegex(ValidationError, "closed"):
            step.action_done()
        with self.assertRaisesRegex(ValidationError, "closed"):
            self.env["complaint.step"].with_user(self.clerk).create(
                {"ticket_id": ticket.id, "name": "Late"}
            )
        ticket.message_post(body="Thank you")
        self.env["ir.attachment"].with_user(self.clerk).create(
            {
                "name": "a.txt",
                "raw": b"a",
                "res_model": ticket._name,
                "res_id": ticket.id,
            }
        )

    # reopening

    def test_reopen(self):
        ticket = self._complaint()
        ticket.action_acknowledge()
        self._ready_to_close(ticket).action_close_complaint()
        due = ticket.resolve_by
        with freeze_time(datetime.now() + timedelta(days=30)):
            ticket.action_reopen("It stopped again")
            ticket.action_reopen("It stopped again")
        self.assertEqual(ticket.round, 2)
        self.assertEqual(ticket.stage_id, self.working)
        self.assertFalse(ticket.closed_date or ticket.resolved_at)
        self.assertFalse(ticket.customer_outcome)
        self.assertGreater(ticket.resolve_by, due + timedelta(days=20))
        self.assertTrue(ticket.acknowledged_at)
        self.assertEqual(
            sorted(ticket.decision_ids.mapped("kind")),
            ["acknowledged", "closed", "reopened"],
        )
        with self.assertRaises(ValidationError):
            ticket.action_close_complaint()
        self._ready_to_close(ticket).action_close_complaint()
        self.assertTrue(ticket.closed_date)

    def test_reopen_by_kanban(self):
        ticket = self._ready_to_close(self._complaint())
        ticket.action_close_complaint()
        with self.assertRaises(AccessError):
            ticket.with_user(self.auditor).write({"stage_id": self.new.id})
        ticket.write({"stage_id": self.new.id})
        self.assertEqual(ticket.round, 2)
        self.assertFalse(ticket.closed_date)

    # acknowledge

    def test_acknowledge(self):
        ticket = self._complaint()
        for user in (self.employee, self.auditor, self.clerk2, self.portal_user):
            with self.subTest(user.login), self.assertRaises(AccessError):
                ticket.with_user(user).action_acknowledge()
        with self.assertRaises(UserError):
            self._plain_ticket(
                user=self.clerk, user_id=self.clerk.id
            ).action_acknowledge()
        ticket.action_acknowledge()
        first = ticket.acknowledged_at
        self.assertEqual(ticket.stage_id, self.working)
        ticket.action_acknowledge()
        self.assertEqual(ticket.acknowledged_at, first)
        self.assertEqual(ticket.decision_ids.mapped("kind"), ["acknowledged"])

    # owner

    def test_never_without_owner(self):
        ticket = self._complaint()
        with self.assertRaises(ValidationError):
            ticket.user_id = False
        for user in (self.employee, self.auditor, self.portal_user, self.other_manager):
            with (
                self.subTest(user.login),
                self.assertRaisesRegex(ValidationError, "Assigned"),
            ):
                ticket.with_user(self.manager).user_id = user
        by_mail = self.env["helpdesk.ticket"].create(
            self._complaint_vals(user_id=False)
        )
        self.assertEqual(by_mail.user_id, self.supervisor, "manager of the store")

    def test_owner_without_manager(self):
        self.store.manager_id = False
        self.store.member_ids = False
        self.company.complaint_owner_id = self.director
        ticket = self.env["helpdesk.ticket"].create(self._complaint_vals(user_id=False))
        self.assertEqual(ticket.user_id, self.director)
        self.company.complaint_owner_id = False
        ticket = self.env["helpdesk.ticket"].create(self._complaint_vals(user_id=False))
        self.assertIn(ticket.user_id, self.manager | self.director)

    def test_person_complained_about_never_owns(self):
        self.store.member_ids |= self.staff_user
        with self.assertRaisesRegex(ValidationError, "Assigned"):
            self._complaint(
                user_id=self.staff_user.id, staff_ids=[Command.set(self.staff.ids)]
            )
        ticket = self._complaint(staff_ids=[Command.set(self.staff.ids)])
        self.assertEqual(ticket.sudo().involved_user_ids, self.staff_user)
        self.assertFalse(ticket.with_user(self.staff_user).has_access("read"))
        with self.assertRaisesRegex(ValidationError, "Assigned"):
            ticket.user_id = self.staff_user

    def test_owner_named_later_hands_over(self):
        self.store.member_ids |= self.staff_user
        ticket = self._complaint(user=self.staff_user)
        self.assertEqual(ticket.user_id, self.staff_user)
        ticket.with_user(self.manager).write(
            {"staff_ids": [Command.set(self.staff.ids)]}
        )
        self.assertEqual(ticket.sudo().user_id, self.supervisor)
        self.assertFalse(ticket.with_user(self.staff_user).has_access("read"))

    def test_owner_who_leaves_hands_over(self):
        ticket = self._complaint()
        self.clerk.active = False
        self.assertEqual(ticket.sudo().user_id, self.supervisor)

    def test_somebody_who_left_stays_involved(self):
        ticket = self._complaint(staff_ids=[Command.set(self.staff.ids)]).sudo()
        self.staff.active = False
        self.env.add_to_compute(ticket._fields["involved_user_ids"], ticket)
        self.assertEqual(ticket.involved_user_ids, self.staff_user)

    def test_figures_by_staff_are_for_supervisors(self):
        self._complaint(staff_ids=[Command.set(self.staff.ids)])
        model = self.env["helpdesk.ticket"]
        for name in ("staff_ids", "involved_user_ids"):
            with self.assertRaises(AccessError):
                model.with_user(self.clerk).formatted_read_group([], [name])
            self.assertTrue(
                model.with_user(self.supervisor).formatted_read_group([], [name])
            )

    def test_store_moves_team_and_owner(self):
        ticket = self._complaint()
        ticket.with_user(self.manager).write({"store_id": self.store2.id})
        self.assertEqual(ticket.sudo().user_id, self.manager)
        self.assertFalse(ticket.with_user(self.clerk).has_access("read"))
        self.assertTrue(ticket.with_user(self.clerk2).has_access("read"))

    def test_refer_team_of_another_company_is_passed_over(self):
        team = self.env["helpdesk.ticket.team"].create(
            {"name": "Workshop elsewhere", "company_id": self.other_company.id}
        )
        self.category.refer_team_id = team
        self.category.default_handling = "refer"
        ticket = self._complaint(self.manager, store_id=False)
        self.assertEqual(ticket.company_id, self.company)
        self.assertNotEqual(ticket.team_id, team)

    def test_refer_team(self):
        team = self.env["helpdesk.ticket.team"].create(
            {"name": "Workshop", "company_id": self.company.id}
        )
        self.category.refer_team_id = team
        ticket = self._complaint(handling="refer")
        self.assertEqual(ticket.team_id, team)
        self.assertEqual(ticket.user_id, self.clerk)
        ticket = self._complaint()
        self.assertEqual(ticket.team_id, self.team)
        ticket.handling = "refer"
        self.assertEqual(ticket.team_id, team)
        self.assertEqual(ticket.user_id, self.clerk, "the owner stays")

    def test_a_change_of_stages_counts_at_once(self):
        """They are kept for everybody until somebody changes one."""
        usual = self._complaint().stage_id
        stage = self.env["helpdesk.ticket.stage"].create(
            {"name": "Sorted", "sequence": -5, "company_id": False}
        )
        self.assertEqual(self._complaint().stage_id, stage)
        stage.team_ids = self.env["helpdesk.ticket.team"].create({"name": "Else"})
        self.assertEqual(self._complaint().stage_id, usual)
        stage.team_ids = False
        self.assertEqual(self._complaint().stage_id, stage)
        stage.active = False
        self.assertEqual(self._complaint().stage_id, usual)
