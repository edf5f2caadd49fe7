from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.portal.utils import (
    validate_thread_with_hash_pid,
    validate_thread_with_token,
)

from .settlement_common import SettlementCommon


@tagged("post_install", "-at_install")
class TestHardening(SettlementCommon):
    def setUp(self):
        super().setUp()
        self.ticket = self._complaint()

    def _to_do(self, package):
        return self.env["mail.activity"].search(
            [
                ("res_model", "=", "complaint.approval"),
                ("res_id", "in", self._pending(package).ids),
            ]
        )

    def test_the_to_do_goes_with_the_decision(self):
        package = self._package(self.ticket, 9000)
        package.action_submit()
        to_do = self._to_do(package).filtered(lambda a: a.user_id == self.supervisor)
        mine = to_do.with_user(self.supervisor)
        for way in (
            mine.action_feedback,
            mine.unlink,
            mine.action_archive,
            lambda: mine.write({"user_id": self.manager.id}),
        ):
            with self.assertRaises(UserError):
                way()
        mine.action_reschedule_tomorrow()
        own = to_do.copy({"activity_type_id": False, "user_id": self.supervisor.id})
        own.with_user(self.supervisor).action_feedback()
        package.with_user(self.supervisor).action_approve()
        self.assertFalse(to_do.active)

    def test_a_client_does_not_switch_the_to_do_off(self):
        silent = {"mail_activity_automation_skip": True}
        package = self._package(self.ticket, 9000).with_context(**silent)
        package.action_submit()
        self.assertTrue(self._to_do(package))
        package.action_withdraw()
        self.assertFalse(self._to_do(package))

    def test_the_token_of_the_portal_signs_nothing(self):
        ticket = self.ticket.with_user(self.clerk)
        ticket.get_portal_url()
        thread = ticket.sudo()
        self.assertFalse(validate_thread_with_token(thread, thread.access_token))
        signed = thread._sign_token(self.customer.id)
        self.assertEqual(signed, ticket._sign_token(self.customer.id))
        self.assertTrue(validate_thread_with_hash_pid(thread, signed, self.customer.id))
        shared = ticket._get_share_url(pid=self.customer.id)
        self.assertNotIn("hash=", shared)
        self.assertNotIn("token=", shared)
        with self.assertRaises(AccessError):
            ticket.read(["post_token"])

    def test_the_customers_page_is_for_who_reads_the_case(self):
        for user in (self.clerk2, self.auditor, self.employee, self.portal_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.ticket.with_user(user).get_portal_url()
        url = self.ticket.with_user(self.clerk).get_portal_url()
        self.assertEqual(url, f"/my/complaints/{self.ticket.id}?access_token=")
        self.portal_user.partner_id.company_id = False
        own = self._complaint(partner_id=self.portal_user.partner_id.id)
        self.env.invalidate_all()
        url = own.with_user(self.portal_user).get_portal_url()
        self.assertEqual(url, f"/my/complaints/{own.id}?access_token=")

    def test_plain_tickets_keep_their_token(self):
        ticket = self._plain_ticket()
        ticket.get_portal_url()
        thread = ticket.sudo()
        self.assertTrue(validate_thread_with_token(thread, thread.access_token))
        self.assertIn("hash=", ticket._get_share_url(pid=self.customer.id))

    def test_a_customer_learns_no_number_of_another_case(self):
        self.portal_user.partner_id.company_id = False
        own = self._complaint(partner_id=self.portal_user.partner_id.id)
        own.sudo().duplicate_id = self.ticket
        self.env.invalidate_all()
        (row,) = own.with_user(self.portal_user).read(["duplicate_id"])
        self.assertNotIn(self.ticket.number, row["duplicate_id"][1])
        self.assertNotIn(self.ticket.name, row["duplicate_id"][1])

    def test_junk_in_overrides(self):
        partners = self.env["res.partner"].with_context(complaint_customer=True)
        for name in (None, 5, [], {}, "", "  ", "\x00"):
            with self.assertRaises(ValidationError):
                partners.with_user(self.clerk).name_create(name)
        _id, name = partners.with_user(self.clerk).name_create("Ad\x00a")
        self.assertEqual(name, "Ada")
        for mail in (None, 5, [], {}):
            with self.assertRaises(ValidationError):
                self.env["mail.thread"].message_process("res.partner", mail)
        ticket = self.ticket.with_user(self.clerk)
        for ids in ("x", 5, ["x"], [-1], {"x": 1}):
            with self.assertRaises(ValidationError):
                ticket.message_subscribe(ids)
        for values in ("x", 5, ["x"], {"no_such_field": 1}):
            with self.assertRaises(ValidationError):
                ticket.copy(values)
        for uid in ("x", -1, [1], {}, True, 2**40, 2**31 - 1):
            ticket.get_formview_id(access_uid=uid)
        form = self.env.ref(
            "retail_complaint_addon.helpdesk_ticket_view_form_complaint"
        )
        self.assertEqual(ticket.get_formview_id(self.clerk.id), form.id)
