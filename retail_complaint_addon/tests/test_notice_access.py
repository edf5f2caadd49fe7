from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import GROUP
from .notice_common import NoticeCommon


@tagged("post_install", "-at_install")
class TestNoticeAccess(NoticeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._complaint()
        cls.notice = cls.ticket._send_notice("progress")
        cls.reply = cls.ticket._draft_public_reply("<p>x</p>", subject="x")
        cls.connector = cls._user("t_connector_n", GROUP % "connector")

    def _sees(self, user):
        return self._as(self.notices, user).search([("ticket_id", "=", self.ticket.id)])

    def test_who_sees_it(self):
        for user in (self.clerk, self.supervisor, self.manager, self.auditor):
            self.assertEqual(len(self._sees(user)), 2, user.login)
        for user in (self.clerk2, self.other_manager):
            self.assertFalse(self._sees(user), user.login)
        for user in (self.employee, self.portal_user, self.connector):
            with self.assertRaises(AccessError):
                self._sees(user)

    def test_who_is_complained_about_sees_nothing(self):
        employee = self.env["hr.employee"].create(
            {
                "name": "Sup",
                "user_id": self.supervisor.id,
                "company_id": self.company.id,
            }
        )
        self.ticket.sudo().staff_ids = [Command.set(employee.ids)]
        self.assertFalse(self._sees(self.supervisor))
        with self.assertRaises(AccessError):
            self.reply.with_user(self.supervisor).action_ask_approval()

    def test_strangers_do_nothing(self):
        buttons = (
            "action_ask_approval",
            "action_approve",
            "action_send_back",
            "action_post",
            "action_cancel",
            "action_tell_again",
            "action_open_case",
            "action_print_letter",
        )
        strangers = (
            self.auditor,
            self.clerk2,
            self.other_manager,
            self.employee,
            self.portal_user,
            self.connector,
        )
        for user in strangers:
            for name in buttons:
                if user == self.auditor and name in buttons[-2:]:
                    continue
                with self.assertRaises(AccessError, msg=f"{user.login} {name}"):
                    getattr(self._as(self.reply, user), name)()
            with self.assertRaises(AccessError):
                self._as(self.reply, user).write({"body": "<p>y</p>"})
            with self.assertRaises(AccessError):
                self._as(self.reply, user).write({"link": "https://x.example.com"})
            with self.assertRaises(AccessError):
                self._as(self.reply, user).unlink()
        self.assertEqual(self.reply.state, "draft")

    def test_no_way_around_through_the_case(self):
        values = {"ticket_id": self.ticket.id, "kind": "other", "channel": "phone"}
        for commands in (
            [Command.create(values)],
            [Command.update(self.notice.id, {"body": "x"})],
            [Command.delete(self.notice.id)],
            [Command.clear()],
        ):
            with self.assertRaises(AccessError):
                self.ticket.with_user(self.manager).write({"notice_ids": commands})
        context = {"default_state": "recorded", "retail_complaint_trusted": True}
        with self.assertRaises(AccessError):
            self.notices.with_user(self.manager).with_context(**context).create(values)

    def test_names_of_foreign_notices(self):
        name = self.notice.with_user(self.clerk2).sudo().display_name
        self.assertNotIn(self.ticket.number, name)

    def test_customers_read_no_notice_of_the_case(self):
        portal = self.portal_user
        self.ticket.sudo().partner_id = portal.partner_id
        with self.assertRaises(AccessError):
            self.ticket.with_user(portal).read(["notice_ids"])

    def test_queries_do_not_grow_with_the_list(self):
        tickets = [self._complaint(name=f"Case {n}") for n in range(6)]
        for ticket in tickets:
            self._record(ticket)
        cases = self.env["helpdesk.ticket"].with_user(self.manager)
        rows = self.notices.with_user(self.manager)
        fields = ["display_name", "kind", "state", "ticket_id", "check_text"]

        def count(read):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            read()
            return self.env.cr.sql_log_count - before

        ids = [ticket.id for ticket in tickets]
        few = count(lambda: cases.browse(ids[:2]).read(["notice_count"]))
        many = count(lambda: cases.browse(ids).read(["notice_count"]))
        self.assertLessEqual(many, few)
        domain = [("ticket_id", "in", ids)]
        few = count(lambda: rows.search(domain, limit=2).read(fields))
        many = count(lambda: rows.search(domain).read(fields))
        self.assertLessEqual(many, few)
