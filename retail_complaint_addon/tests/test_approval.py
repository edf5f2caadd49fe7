from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..models.complaint_solution_read import CALLER, CASE, MEASURE
from ..models.together import fetch_by_id
from .settlement_common import SettlementCommon


@tagged("post_install", "-at_install")
class TestApproval(SettlementCommon):
    def setUp(self):
        super().setUp()
        self.package = self._package(self._complaint(), 9000)
        self.package.action_submit()
        self.approval = self._pending(self.package)

    def _follow_up(self):
        cron = self.env.ref("retail_complaint_addon.ir_cron_approval_follow_up")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_only_the_methods_write(self):
        values = {"state": "approved", "decided_by_id": self.supervisor.id}
        for user in (self.clerk, self.supervisor, self.manager, self.env.user):
            for approval in (
                self.approval.with_user(user),
                self.approval.with_user(user).sudo(),
            ):
                with self.assertRaises(AccessError):
                    approval.write(values)
                with self.assertRaises(AccessError):
                    approval.unlink()
                with self.assertRaises(AccessError):
                    approval.create({"solution_id": self.package.id, **values})

    def test_search_what_i_can_decide(self):
        model = self.env["complaint.approval"]
        mine = model.with_user(self.supervisor).search([("can_decide", "=", True)])
        self.assertIn(self.approval, mine)
        not_mine = model.with_user(self.clerk).search([("can_decide", "=", False)])
        self.assertIn(self.approval, not_mine)
        self.assertTrue(self.approval.with_user(self.supervisor).can_decide)
        self.assertFalse(self.approval.with_user(self.clerk).can_decide)
        self.assertTrue(self.approval.with_user(self.director).can_decide)

    def test_background(self):
        other = self._complaint()
        self._package(self.package.ticket_id, 100)
        approval = self.approval.with_user(self.supervisor)
        self.assertIn(other, approval.history_ids)
        self.assertEqual(len(approval.alternative_ids), 1)

    def test_several_at_once(self):
        second = self._package(self._complaint(), 5000)
        second.action_submit()
        requests = self.approval | self._pending(second)
        wizard = (
            self.env["complaint.approval.decide"]
            .with_user(self.supervisor)
            .with_context(active_model="complaint.approval", active_ids=requests.ids)
            .create({"comment": "All fair"})
        )
        self.assertEqual(wizard.count, 2)
        wizard.action_approve()
        self.assertEqual((self.package | second).mapped("state"), ["approved"] * 2)

    def test_several_rejected_at_once_need_a_comment(self):
        wizard = (
            self.env["complaint.approval.decide"]
            .with_user(self.supervisor)
            .create({"approval_ids": [(6, 0, self.approval.ids)]})
        )
        with self.assertRaises(UserError):
            wizard.action_reject()
        wizard.comment = "No receipt"
        wizard.action_reject()
        self.assertEqual(self.package.state, "rejected")
        with self.assertRaises(UserError):
            self.env["complaint.approval.decide"].create({}).action_approve()

    def test_next_holder_when_the_first_is_away(self):
        self.env["complaint.absence"].create(
            {"user_id": self.supervisor.id, "date_to": self._today()}
        )
        self._follow_up()
        self.assertEqual(self.approval.decider_ids, self.manager)
        self.assertEqual(self.approval.activity_ids.user_id, self.manager)
        self.assertIn("rerouted", self._kinds(self.package.ticket_id))

    def test_nobody_left_is_noted(self):
        for user in self.supervisor | self.manager | self.director:
            self.env["complaint.absence"].create(
                {"user_id": user.id, "date_to": self._today()}
            )
        self._follow_up()
        self.assertTrue(self.approval.follow_up_note)
        self.assertEqual(self.approval.state, "pending")

    def test_reminder_once(self):
        late = fields.Datetime.now() - timedelta(hours=30)
        self.env.cr.execute(
            "UPDATE complaint_approval SET create_date = %s WHERE id = %s",
            (late, self.approval.id),
        )
        self.approval.invalidate_recordset()
        self._follow_up()
        first = self.approval.reminded_at
        self.assertTrue(first)
        self._follow_up()
        self.assertEqual(self.approval.reminded_at, first)
        self.company.complaint_approval_remind_hours = 0
        self.approval._remind()
        self.assertEqual(self.approval.reminded_at, first)

    def test_auditor_reads_and_decides_nothing(self):
        approval = self.approval.with_user(self.auditor)
        self.assertEqual(approval.state, "pending")
        for method in (
            "action_submit",
            "action_withdraw",
            "action_offer",
            "action_accept",
            "action_decline",
            "action_complete",
            "action_cancel",
            "action_approve",
            "action_reject",
        ):
            with self.subTest(method), self.assertRaises(AccessError):
                self.package.with_user(self.auditor)[:1].__getattribute__(method)()
        with self.assertRaises(AccessError):
            approval.message_post(body="hello")

    def test_queries_of_a_decision(self):
        """What one step looks up, it looks up once; a decider more costs little."""

        def cost(step):
            self.env.flush_all()
            self.env.cr.precommit.run()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            step()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        # warm: what every worker has looked up already, by both steps
        package = self._package(self._complaint(), 9000)
        package.action_submit()
        package.with_user(self.supervisor).action_approve()
        package = self._package(self._complaint(), 9000)
        few = cost(package.action_submit)
        self.assertLessEqual(few, 26)
        self.assertEqual(self._pending(package).decider_ids, self.supervisor)
        mails = self.env["mail.mail"].sudo().search_count([])
        theirs = package.with_user(self.supervisor)
        self.assertLessEqual(cost(theirs.action_approve), 22)
        self.assertEqual(package.sudo().state, "approved")
        asked = self.supervisor
        for number in range(3):
            asked |= self._user(
                f"t_supervisor_{number}",
                "retail_complaint_addon.group_complaint_supervisor",
            )
        self.store.member_ids |= asked
        self.limits["supervisors"].user_ids = [Command.set(asked.ids)]
        self._package(self._complaint(), 9000).action_submit()
        package = self._package(self._complaint(), 9000)
        self.assertLessEqual(cost(package.action_submit), few + 2)
        request = self._pending(package)
        self.assertEqual(request.decider_ids, asked)
        self.assertEqual(request.activity_ids.user_id, asked)
        self.assertLessEqual(asked.partner_id, request.message_partner_ids)
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)
        facts = {"severity": "critical", "legal_hold": True}
        package = self._package(self._complaint(**facts), 9000)
        self.assertLessEqual(cost(package.action_submit), few + 8)
        self.assertEqual(len(self._pending(package)), 3)

    def test_what_is_read_together_is_what_odoo_reads(self):
        """Also where a link leads nowhere; and what was changed is not forgotten."""
        cases = (self.package.ticket_id | self._complaint()).sudo()._trusted()
        cases[1].involved_user_ids = self.clerk2
        measures = self.package.sudo().line_ids
        for records, paths in (
            (cases, CASE),
            (measures, MEASURE),
            (self.clerk, CALLER),
        ):
            self.env.flush_all()
            # or Odoo asks of each person whether they are active
            records = records.with_context(active_test=False)
            expected = [self._values(records, path, paths[path]) for path in paths]
            self.env.invalidate_all()
            with self.assertQueryCount(1):
                fetch_by_id(records, paths)
                found = [self._values(records, path, paths[path]) for path in paths]
            self.assertEqual(found, expected)
        cases.severity = "critical"
        fetch_by_id(cases, CASE)
        self.assertEqual(set(cases.mapped("severity")), {"critical"})
        cases.flush_recordset(["severity"])
        cases.invalidate_recordset(["severity"])
        self.assertEqual(set(cases.mapped("severity")), {"critical"})

    def _values(self, records, path, names):
        """Return the values of these fields of what a path leads to."""
        reached = records.mapped(path) if path else records
        shown = reached.read(names, load=None)
        return [
            {
                name: sorted(value) if isinstance(value, list) else value
                for name, value in row.items()
            }
            for row in shown
        ]
