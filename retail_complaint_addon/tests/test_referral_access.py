from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..models.ir_rule import RULE_MODE
from .flow_common import FlowCommon


@tagged("post_install", "-at_install")
class TestReferralAccess(FlowCommon):
    """A referral opens exactly its case, for reading, as long as it is open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._complaint(name="Referred case")
        cls.other = cls._complaint(name="Another case")
        cls.step = cls.env["complaint.step"].create(
            {"name": "Call", "ticket_id": cls.ticket.id}
        )
        cls.referral = cls._refer(cls.ticket)

    def _found(self, user, model="helpdesk.ticket", path="id"):
        records = self._as(self.env[model], user)
        return records.search([(path, "in", (self.ticket | self.other).ids)])

    def test_nobody_else(self):
        for user in (self.staff_user, self.helpdesk_user, self.employee):
            with self.subTest(user=user.login):
                self.assertNotIn(self.ticket, self._found(user).with_env(self.env))
                self.assertFalse(self._as(self.referral, user).has_access("read"))
        with self.assertRaises(AccessError):
            self._as(self.referral, self.portal_user).read(["reason"])
        self.assertFalse(self._as(self.referral, self.other_manager).has_access("read"))

    def test_exactly_this_case(self):
        self.assertEqual(self._found(self.clerk2).ids, self.ticket.ids)
        steps = self._found(self.clerk2, "complaint.step", "ticket_id")
        self.assertEqual(steps.ids, self.step.ids)
        self.assertTrue(self._as(self.ticket, self.clerk2).read(["name", "severity"]))

    def test_reading_is_not_changing(self):
        ticket = self._as(self.ticket, self.clerk2)
        for vals in ({"name": "x"}, {"user_id": self.clerk2.id}, {"severity": "minor"}):
            with self.subTest(vals), self.assertRaises(AccessError):
                ticket.write(vals)
        with self.assertRaises(AccessError):
            ticket.assign_to_me()
        with self.assertRaises(AccessError):
            ticket.action_close_complaint()
        with self.assertRaises(AccessError):
            self._as(self.step, self.clerk2).action_done("x")
        with self.assertRaises(AccessError):
            self._as(self.env["complaint.step"], self.clerk2).create(
                {"name": "Mine", "ticket_id": self.ticket.id}
            )
        with self.assertRaises(AccessError):
            self._as(self.env["complaint.solution"], self.clerk2).create(
                {"ticket_id": self.ticket.id}
            )
        with self.assertRaises(AccessError):
            ticket.message_post(body="Not by me")
        with self.assertRaises(AccessError):
            ticket.unlink()

    def test_context_opens_nothing(self):
        ticket = self._as(self.ticket, self.clerk2).with_context(**{RULE_MODE: "read"})
        with self.assertRaises(AccessError):
            ticket.write({"name": "x"})
        self.env.registry.clear_cache()
        with self.assertRaises(AccessError):
            ticket.write({"name": "x"})

    def test_ends_with_it(self):
        for end in ("answer", "return", "withdraw"):
            referral = self.referral if end == "answer" else self._refer(self.ticket)
            self.assertTrue(self._as(self.ticket, self.clerk2).has_access("read"))
            if end == "withdraw":
                self._as(referral, self.clerk).action_withdraw()
            else:
                getattr(self._as(referral, self.clerk2), f"action_{end}")("words")
            with self.subTest(end):
                self.assertFalse(self._found(self.clerk2))
                self.assertFalse(
                    self._found(self.clerk2, "complaint.step", "ticket_id")
                )
                with self.assertRaises(AccessError):
                    self._as(self.ticket, self.clerk2).read(["name"])
                self.assertFalse(self._as(referral, self.clerk2).has_access("read"))

    def test_second_open_one_keeps_it(self):
        second = self._refer(self.ticket)
        self._as(self.referral, self.clerk2).action_answer("Yes")
        self.assertTrue(self._as(self.ticket, self.clerk2).has_access("read"))
        self._as(second, self.clerk2).action_answer("Yes")
        self.assertFalse(self._as(self.ticket, self.clerk2).has_access("read"))

    def test_members_come_and_go(self):
        team = self.env["helpdesk.ticket.team"].create(
            {
                "name": "Quality",
                "company_id": self.company.id,
                "user_ids": [Command.set(self.staff_user.ids)],
            }
        )
        self._refer(self.ticket, receiver_kind="team", team_id=team.id)
        self.assertTrue(self._as(self.ticket, self.staff_user).has_access("read"))
        team.user_ids = False
        self.assertFalse(self._as(self.ticket, self.staff_user).has_access("read"))

    def test_group_taken_away(self):
        self.clerk2.group_ids = self.env.ref("base.group_user")
        self.assertFalse(self._as(self.ticket, self.clerk2).has_access("read"))
        self.assertFalse(self._found(self.clerk2))

    def test_queries_of_the_list(self):
        """Handed or not, a list costs the same number of queries."""
        model = self._as(self.env["helpdesk.ticket"], self.clerk2)
        domain = [("is_complaint", "=", True)]
        fields = ["number", "name", "severity"]

        def read():
            self.env.invalidate_all()
            with self.subTest("warm"):
                return model.search_read(domain, fields, limit=80)

        read()
        with self.assertQueryCount(3):
            read()

    def test_queries_of_the_board(self):
        for number in range(6):
            self._refer(self.ticket, reason=f"Question {number}")
        board = self._as(self.env["complaint.referral"], self.clerk)
        names = {
            name: {}
            for name in ("case_number", "reason", "receiver_name", "due_state", "state")
        }
        board.web_search_read([], names)
        self.env.invalidate_all()
        with self.assertQueryCount(4):
            board.web_search_read([], names)
