from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .flow_common import FlowCommon


@tagged("post_install", "-at_install")
class TestReferral(FlowCommon):
    """What is handed over, by whom, until when, and what comes back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._complaint(lot_id=cls.lot.id)

    # ------------------------------------------------------------------
    # who cannot
    # ------------------------------------------------------------------

    def test_only_who_handles_the_case_refers(self):
        for user in (self.clerk2, self.auditor, self.watchmaker, self.staff_user):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self._as(self.ticket, user).action_refer()

    def test_nobody_else_accepts_answers_or_returns(self):
        referral = self._refer(self.ticket)
        for user in (self.clerk, self.supervisor, self.manager, self.auditor):
            for step in ("action_accept", "action_answer", "action_return"):
                with self.subTest(user=user.login, step=step):
                    with self.assertRaises(AccessError):
                        record = self._as(referral, user)
                        if step == "action_accept":
                            record.action_accept()
                        else:
                            getattr(record, step)("words")
        self.assertEqual(referral.sudo().state, "pending")

    def test_nobody_writes_a_referral(self):
        referral = self._refer(self.ticket)
        for user in (self.clerk, self.clerk2, self.manager, self.watchmaker):
            record = self._as(referral, user)
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    record.write({"state": "answered", "answer": "Forged"})
                with self.assertRaises(AccessError):
                    record.unlink()
                with self.assertRaises(AccessError):
                    record.create({"ticket_id": self.ticket.id, "reason": "Forged"})
        with self.assertRaises(AccessError):
            referral.sudo().write({"reason": "Other"})
        with self.assertRaises(UserError):
            referral.sudo().unlink()
        with self.assertRaises(UserError):
            referral.copy()

    def test_history_stays(self):
        referral = self._refer(self.ticket)
        self._as(referral, self.clerk2).action_answer("Yes, it is known.")
        with self.assertRaises(UserError):
            referral.sudo()._trusted().write({"answer": "No."})
        with self.assertRaises(UserError):
            self._as(self.ticket, self.supervisor).sudo().unlink()
        for step in ("action_answer", "action_return"):
            with self.assertRaises(AccessError):
                getattr(self._as(referral, self.clerk2), step)("Again")
        with self.assertRaises(UserError):
            self._as(referral, self.clerk).action_withdraw()

    def test_people_complained_about_receive_nothing(self):
        ticket = self._complaint(staff_ids=[Command.set(self.staff.ids)])
        with self.assertRaisesRegex(ValidationError, "complained about"):
            self._refer(ticket, user_id=self.staff_user.id)
        self.workshop_team.user_ids |= self.staff_user
        referral = self._refer(
            ticket, receiver_kind="team", team_id=self.workshop_team.id
        )
        self.assertNotIn(self.staff_user, referral.sudo().receiver_ids)
        with self.assertRaises(AccessError):
            self._as(referral, self.staff_user).read(["reason"])

    def test_named_later_ends_the_sight(self):
        referral = self._refer(self.ticket, user_id=self.staff_user.id)
        self.assertTrue(self._as(referral, self.staff_user).has_access("read"))
        self._as(self.ticket, self.supervisor).staff_ids = self.staff
        for record in (referral, self.ticket):
            self.assertFalse(self._as(record, self.staff_user).has_access("read"))
        with self.assertRaises(AccessError):
            self._as(referral, self.staff_user).action_accept()

    def test_receivers_who_cannot(self):
        wrong = {
            "other company": {"user_id": self.other_manager.id},
            "customer": {"user_id": self.portal_user.id},
            "auditor": {"user_id": self.auditor.id},
            "no rights for a case": {"user_id": self.employee.id, "kind": "handover"},
            "outside": {
                "receiver_kind": "partner",
                "partner_id": self.supplier.id,
                "kind": "handover",
            },
            "nobody": {"receiver_kind": "department", "department_id": False},
            "nobody there": {
                "receiver_kind": "department",
                "department_id": self.env["hr.department"]
                .create({"name": "Empty", "company_id": self.company.id})
                .id,
            },
        }
        for name, vals in wrong.items():
            with self.subTest(name), self.assertRaises(ValidationError):
                self._refer(self.ticket, **vals)
        self.assertFalse(self.ticket.referral_ids)

    def test_wrong_values(self):
        yesterday = fields.Datetime.subtract(fields.Datetime.now(), days=1)
        with self.assertRaises(ValidationError):
            self._refer(self.ticket, due_at=yesterday)
        with self.assertRaises(UserError):
            self._refer(self.ticket, reason="  ")
        with self.assertRaises(AccessError):
            self._refer(self.ticket, user=self.clerk2)
        referral = self._refer(self.ticket)
        with self.assertRaises(UserError):
            self._as(referral, self.clerk2).action_answer(["x"])

    def test_closed_case(self):
        self._ready_to_close(self.ticket)
        self.ticket.action_close_complaint()
        with self.assertRaises(ValidationError):
            self._refer(self.ticket)

    # ------------------------------------------------------------------
    # a question
    # ------------------------------------------------------------------

    def test_question_and_answer(self):
        by = self.ticket.next_notice_by
        referral = self._refer(self.ticket, question="Have you seen it before?")
        self.assertEqual(self.ticket.user_id, self.clerk)
        self.assertEqual(referral.sudo().receiver_ids, self.clerk2)
        self.assertEqual(referral.case_number, self.ticket.number)
        self.assertIn(self.lot.name, referral.article)
        todo = referral.sudo().activity_ids
        self.assertEqual(todo.user_id, self.clerk2)
        receiver = self._as(referral, self.clerk2)
        self.assertTrue(receiver.can_act)
        receiver.action_accept()
        receiver.action_accept()
        self.assertEqual(referral.state, "accepted")
        receiver.action_answer("Twice this year.")
        self.assertRecordValues(
            referral.sudo(),
            [
                {
                    "state": "answered",
                    "answer": "Twice this year.",
                    "closed_by_id": self.clerk2.id,
                    "accepted_by_id": self.clerk2.id,
                }
            ],
        )
        self.assertFalse(todo.exists())
        self.assertEqual(self.ticket.user_id, self.clerk)
        texts = " ".join(self.ticket.sudo().message_ids.mapped("body"))
        self.assertIn("Twice this year.", texts)
        # nothing of it stops what the customer waits for
        self.assertEqual(self.ticket.next_notice_by, by)

    def test_the_sender_is_told(self):
        referral = self._refer(self.ticket)
        self._as(referral, self.clerk2).action_answer("Yes")
        told = self.env["mail.message"].search(
            [("model", "=", "complaint.referral"), ("res_id", "=", referral.id)]
        )
        self.assertIn(self.clerk.partner_id, told.sudo().partner_ids)

    def test_returned(self):
        referral = self._refer(self.ticket)
        action = self._as(referral, self.clerk2).action_return()
        wizard = self.env["complaint.referral.step"].with_user(self.clerk2)
        wizard = wizard.with_context(**action["context"]).create({})
        with self.assertRaises(UserError):
            wizard.action_confirm()
        wizard.words = "Not ours"
        wizard.action_confirm()
        self.assertEqual(referral.state, "returned")
        self.assertEqual(referral.closing_comment, "Not ours")

    def test_withdrawn(self):
        referral = self._refer(self.ticket)
        with self.assertRaises(AccessError):
            self._as(referral, self.clerk2).action_withdraw()
        self._as(referral, self.supervisor).action_withdraw("Solved")
        self.assertEqual(referral.state, "withdrawn")
        self.assertFalse(referral.sudo().activity_ids)
        self._as(referral, self.clerk).action_withdraw()

    def test_outside_body(self):
        referral = self._refer(
            self.ticket,
            receiver_kind="partner",
            partner_id=self.supplier.id,
            outside_ref="CC-1",
        )
        self.assertFalse(referral.sudo().receiver_ids)
        self.assertTrue(self._as(referral, self.clerk).can_act)
        with self.assertRaises(AccessError):
            self._as(referral, self.clerk2).action_answer("Forged")
        self._as(referral, self.clerk).action_answer("Their letter of today")
        self.assertEqual(referral.state, "answered")

    def test_department_without_rights(self):
        """They answer what they are asked, and see nothing else of the case."""
        referral = self._refer(
            self.ticket, receiver_kind="department", department_id=self.department.id
        )
        seen = self._as(referral, self.employee)
        self.assertTrue(seen.has_access("read"))
        self.assertIn(self.ticket.number, seen.display_name)
        self.assertEqual(seen.activity_ids.user_id, self.employee)
        for name in ("ticket_id", "customer_id", "owner_id", "store_id"):
            with self.assertRaises(AccessError):
                seen.read([name])
        self.assertFalse(self._as(self.ticket, self.employee).has_access("read"))
        seen.action_accept()
        seen.action_answer("He was on leave.")
        self.assertFalse(self._as(referral, self.employee).has_access("read"))
        self.assertEqual(referral.answer, "He was on leave.")

    def test_files_of_the_answer(self):
        referral = self._refer(self.ticket)
        files = self.env["ir.attachment"].with_user(self.clerk2)
        photo = files.create({"name": "photo.png", "raw": b"x"})
        foreign = self.env["ir.attachment"].create({"name": "b", "raw": b"y"})
        with self.assertRaises(AccessError):
            self._as(referral, self.clerk2).action_answer("See", foreign.ids)
        self._as(referral, self.clerk2).action_answer("See photo", photo.ids)
        self.assertEqual(referral.sudo().answer_file_ids, photo.sudo())
        self.assertTrue(self._as(photo, self.clerk).has_access("read"))
        for user in (self.clerk2, self.clerk, self.manager):
            with self.assertRaises(AccessError):
                self._as(photo, user).write({"raw": b"z"})
            with self.assertRaises(AccessError):
                self._as(photo, user).unlink()

    # ------------------------------------------------------------------
    # a case handed over
    # ------------------------------------------------------------------

    def test_hand_over(self):
        referral = self._refer(self.ticket, kind="handover")
        self.assertEqual(self.ticket.user_id, self.clerk)
        self.assertEqual(self.ticket.handling, "refer")
        with self.assertRaises(UserError):
            self._as(referral, self.clerk2).action_answer("Not before it is accepted")
        with self.assertRaises(UserError):
            self._refer(self.ticket, kind="handover", user_id=self.supervisor.id)
        self._as(referral, self.clerk2).action_accept()
        self.assertEqual(self.ticket.user_id, self.clerk2)
        # the new owner works in it
        self._as(self.ticket, self.clerk2).write({"cause_note": "Mine now"})
        with self.assertRaises(UserError):
            self._as(referral, self.clerk).action_withdraw()
        self._as(referral, self.clerk2).action_return("Not for us")
        self.assertEqual(self.ticket.user_id, self.clerk)
        self.assertFalse(self._as(self.ticket, self.clerk2).has_access("read"))

    def test_hand_over_and_on(self):
        """Who hands on what was handed to them has it no more; one owner always."""
        first = self._refer(self.ticket, kind="handover")
        self._as(first, self.clerk2).action_accept()
        second = self._refer(
            self.ticket, user=self.clerk2, kind="handover", user_id=self.manager.id
        )
        self.assertEqual(self.ticket.sudo().user_id, self.clerk2)
        self._as(second, self.manager).action_accept()
        self.assertEqual(self.ticket.sudo().user_id, self.manager)
        self.assertEqual(first.sudo().state, "answered")
        self.assertFalse(self._as(self.ticket, self.clerk2).has_access("read"))

    def test_returned_to_nobody_who_left(self):
        referral = self._refer(self.ticket, kind="handover")
        self._as(referral, self.clerk2).action_accept()
        self.clerk.active = False
        self._as(referral, self.clerk2).action_return("Not ours")
        owner = self.ticket.sudo().user_id
        self.assertTrue(owner)
        self.assertNotIn(owner, self.clerk | self.clerk2)

    def test_team_of_the_category(self):
        team = self.env["helpdesk.ticket.team"].create(
            {
                "name": "Quality",
                "company_id": self.company.id,
                "user_ids": [Command.set(self.clerk2.ids)],
            }
        )
        self.category.refer_team_id = team
        self.ticket.write({"handling": "refer", "handling_reason": "Needs a test"})
        wizard = self.env["complaint.refer"].with_user(self.clerk)
        wizard = wizard.with_context(default_ticket_id=self.ticket.id).create({})
        self.assertRecordValues(
            wizard,
            [
                {
                    "receiver_kind": "team",
                    "team_id": team.id,
                    "kind": "handover",
                    "reason": "Needs a test",
                }
            ],
        )
        wizard.action_refer()
        self._as(self.ticket.sudo().referral_ids, self.clerk2).action_accept()
        self.assertEqual(self.ticket.sudo().team_id, team)
        self.assertEqual(self.ticket.sudo().user_id, self.clerk2)

    def test_two_colleagues_one_wins(self):
        self.store2.member_ids |= self.staff_user
        referral = self._refer(
            self.ticket,
            receiver_kind="people",
            people_ids=[Command.set((self.clerk2 | self.staff_user).ids)],
            kind="handover",
        )
        self.assertEqual(len(referral.sudo().activity_ids), 2)
        self._as(referral, self.clerk2).action_accept()
        with self.assertRaisesRegex(UserError, "has accepted it already"):
            self._as(referral, self.staff_user).action_accept()
        self.assertEqual(self.ticket.sudo().user_id, self.clerk2)
        self.assertFalse(self._as(self.ticket, self.staff_user).has_access("read"))

    def _follow_up(self):
        cron = self.env.ref("retail_complaint_addon.ir_cron_complaint_clock")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()

    # ------------------------------------------------------------------
    # time
    # ------------------------------------------------------------------

    def test_due_in_working_time(self):
        referral = self._refer(self.ticket)
        days = self.company.complaint_referral_days
        self.assertEqual(referral.due_at, self.ticket._referral_due(days))
        self.assertGreater(referral.sudo().escalate_at, referral.due_at)
        self.assertEqual(referral.due_state, "ok")

    def test_reminded_once_and_escalated_once(self):
        referral = self._refer(self.ticket)
        self._late(referral, days=2)
        messages = self.env["mail.message"].sudo()
        domain = [("model", "=", "complaint.referral"), ("res_id", "=", referral.id)]
        before = messages.search_count(domain)
        for _run in range(3):
            self._follow_up()
        late = messages.search(domain, limit=messages.search_count(domain) - before)
        late = late.filtered(lambda message: (message.subject or "")[:5] == "Late:")
        self.assertEqual(
            late.partner_ids, self.clerk.partner_id | self.clerk2.partner_id
        )
        self.assertEqual(len(late), 1)
        todo = referral.sudo().activity_ids.filtered(
            lambda one: one.user_id == self.supervisor
        )
        self.assertEqual(len(todo), 1)
        self.assertEqual(referral.due_state, "overdue")

    def test_a_case_taken_over_is_not_late(self):
        referral = self._refer(self.ticket, kind="handover")
        self._late(referral, days=2)
        self.assertEqual(referral.due_state, "overdue")
        self._as(referral, self.clerk2).action_accept()
        self.assertEqual(referral.due_state, "none")
        self._follow_up()
        self.assertFalse(referral.sudo().reminded_at)

    def test_answered_is_not_late(self):
        referral = self._refer(self.ticket)
        self._late(referral, days=2)
        self._as(referral, self.clerk2).action_answer("Yes")
        self._follow_up()
        self.assertFalse(referral.sudo().reminded_at)

    def test_who_leaves_is_not_waited_for(self):
        referral = self._refer(self.ticket)
        self.clerk2.active = False
        self.assertEqual(referral.sudo().state, "returned")

    def test_closing_takes_questions_back(self):
        referral = self._refer(self.ticket)
        self._ready_to_close(self.ticket)
        self.ticket.action_close_complaint()
        self.assertEqual(referral.sudo().state, "withdrawn")
        self.assertFalse(self._as(self.ticket, self.clerk2).has_access("read"))
