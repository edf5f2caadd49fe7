from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ComplaintCommon


@tagged("post_install", "-at_install")
class TestQuickEntry(ComplaintCommon):
    def _entry(self, user=None, **vals):
        return (
            self.env["complaint.quick.entry"]
            .with_user(user or self.clerk)
            .create(
                {
                    "contact": "Chan Siu Ming 5555 0777",
                    "what": "The clasp broke.\nIt should be mended.",
                    **vals,
                }
            )
        )

    def _case_of(self, action):
        return self.env["helpdesk.ticket"].browse(action["res_id"])

    def test_not_for_others(self):
        for user in (self.auditor, self.employee, self.portal_user):
            with self.assertRaises(AccessError):
                self._entry(user)

    def test_three_fields(self):
        entry = self._entry()
        with self.assertRaises(AccessError):
            entry.with_user(self.clerk2).action_register()
        self.assertEqual(entry.store_id, self.store)
        case = self._case_of(entry.action_register())
        self.assertEqual(case.user_id, self.clerk)
        self.assertEqual(case.name, "The clasp broke.")
        self.assertEqual(case.partner_name, "Chan Siu Ming")
        self.assertIn("0777", case.partner_phone)
        self.assertEqual(
            case.channel_id, self.env.ref("retail_complaint_addon.channel_counter")
        )
        case = self._case_of(self._entry(by_phone=True).action_register())
        self.assertEqual(
            case.channel_id, self.env.ref("retail_complaint_addon.channel_phone")
        )

    def test_a_customer_we_know(self):
        case = self._case_of(
            self._entry(contact="complainant@example.com").action_register()
        )
        self.assertEqual(case.partner_id, self.customer)
        self.assertFalse(case.sender_unverified)
        self.assertEqual(case.partner_name, "Test Customer")

    def test_nobody_is_left_without_an_answer(self):
        with self.assertRaisesRegex(UserError, "phone number or an e-mail"):
            self._entry(contact="Chan Siu Ming").action_register()

    def test_closing_asks_for_a_category(self):
        entry = self._entry(what="Please call me back.")
        case = self._case_of(entry.action_register())
        self._ready_to_close(case)
        with self.assertRaisesRegex(ValidationError, "Category"):
            case.action_close_complaint()
        case.category_id = self.category
        case.action_close_complaint()

    def test_the_slip(self):
        action = self._entry().action_register_and_print()
        self.assertEqual(action["report_name"], "retail_complaint_addon.complaint_slip")
        case = self.env["helpdesk.ticket"].search([], order="id desc", limit=1)
        report = self.env["ir.actions.report"]
        html = report.with_user(self.clerk)._render_qweb_html(
            "retail_complaint_addon.complaint_slip", case.ids
        )[0]
        html = html.decode()
        for text in (case.number, "您的投訴", "Your complaint", case._complaint_link()):
            self.assertIn(text, html)
        self.assertNotIn(self.clerk.name, html)
        self.assertIn("printed", "".join(case.message_ids.mapped("body")))
        for user in (self.auditor, self.clerk2, self.employee):
            with self.assertRaises(AccessError):
                case.with_user(user).action_print_slip()
            with self.assertRaises(AccessError):
                report.with_user(user)._render_qweb_html(
                    "retail_complaint_addon.complaint_slip", case.ids
                )


@tagged("post_install", "-at_install")
class TestOutsideBody(ComplaintCommon):
    def _case(self, **vals):
        return self._complaint(outside_body="consumer_council", **vals)

    def test_a_hold_goes_with_it(self):
        self.assertTrue(self._case().legal_hold)
        self.assertFalse(self._case(legal_hold=False).legal_hold)
        case = self._complaint()
        self.assertFalse(case.legal_hold)
        case.outside_body = "lawyer"
        self.assertTrue(case.legal_hold)

    def test_nothing_is_erased(self):
        case = self._case()
        with self.assertRaisesRegex(UserError, "legal hold"):
            case.sudo().unlink()
        with self.assertRaisesRegex(UserError, "legal hold"):
            self.customer.unlink()
        with self.assertRaisesRegex(UserError, case.number):
            self.customer._check_no_legal_hold()
        case.sudo().legal_hold = False
        self.customer._check_no_legal_hold()

    def test_their_date_is_in_the_clock(self):
        today = fields.Date.today()
        case = self._case()
        before = case.next_due_at
        case.outside_reply_by = today - timedelta(days=1)
        self.assertLess(case.next_due_at, before)
        self.assertIn(case.target_state, ("overdue", "due"))
        case.sudo()._pause_clock("the customer")
        self.assertIn("outside", case.sudo()._clock_due_dates())
        case.sudo()._resume_clock()
        case.action_outside_answered()
        self.assertTrue(case.outside_answered_at)
        self.assertEqual(case.next_due_at, before)
        case.outside_reply_by = today + timedelta(days=1)
        self.assertFalse(case.outside_answered_at)

    def test_only_the_button_notes_the_answer(self):
        case = self._case(outside_reply_by=fields.Date.today())
        with self.assertRaises(AccessError):
            case.outside_answered_at = fields.Datetime.now()
        for user in (self.auditor, self.clerk2):
            with self.assertRaises(AccessError):
                case.with_user(user).action_outside_answered()

    def test_the_customer_is_confirmed(self):
        case = self._complaint()
        case.sudo().sender_unverified = True
        with self.assertRaises(AccessError):
            case.with_user(self.auditor).action_confirm_customer()
        case.action_confirm_customer()
        self.assertFalse(case.sender_unverified)
