from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .notice_common import NoticeCommon


@tagged("post_install", "-at_install")
class TestNotice(NoticeCommon):
    def test_mail_is_sent_in_the_customers_words(self):
        ticket = self._complaint()
        notice = ticket._send_notice("acknowledged")
        self.assertEqual(notice.state, "queued")
        self.assertEqual(notice.recipient, "complainant@example.com")
        self.assertEqual(notice.user_id, self.clerk)
        mail = self._mail(notice)
        self.assertEqual(mail.email_to, '"Test Customer" <complainant@example.com>')
        self.assertIn(ticket.number, mail.subject)
        self.assertIn("Dear Test Customer,", mail.body_html)
        self.assertIn(ticket.number, mail.body_html)
        self.assertNotIn("t-out", mail.body_html)
        self.assertEqual(mail.mail_message_id.author_id, self.company.partner_id)
        self.assertIn(mail.mail_message_id, ticket.sudo().message_ids)
        self.assertFalse(mail.recipient_ids)

    def test_acknowledging_starts_the_clock_of_the_next_notice(self):
        ticket = self._complaint()
        self.assertFalse(ticket.acknowledged_at)
        notice = ticket._send_notice("acknowledged")
        self.assertTrue(ticket.acknowledged_at)
        self.assertEqual(notice.next_notice_by, ticket.next_notice_by)
        self.assertGreater(notice.next_notice_by, fields.Datetime.now())

    def test_told_by_phone(self):
        ticket = self._complaint()
        told_at = fields.Datetime.now() - timedelta(hours=1)
        notice = ticket._record_notice("progress", "phone", told_at, "We <called> her.")
        self.assertEqual(notice.state, "recorded")
        self.assertEqual(notice.told_at, told_at)
        self.assertEqual(notice.recipient, "+852 5555 0101")
        self.assertIn("&lt;called&gt;", notice.body)
        self.assertIn("We &lt;called&gt; her.", ticket.sudo().message_ids[0].body)
        self.assertFalse(ticket.acknowledged_at)
        self.assertTrue(notice.next_notice_by)

    def test_not_in_the_future(self):
        ticket = self._complaint()
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        with self.assertRaisesRegex(ValidationError, "future"):
            ticket._record_notice("progress", "phone", tomorrow, "x")

    def test_unknown_kind_and_channel(self):
        ticket = self._complaint()
        with self.assertRaises(ValidationError):
            ticket._send_notice("gossip")
        with self.assertRaises(ValidationError):
            self._record(ticket, channel="pigeon")
        with self.assertRaises(UserError):
            self._record(self._plain_ticket())

    def test_nobody_to_write_to(self):
        ticket = self._complaint(partner_id=False, partner_email=False)
        self.assertFalse(ticket._send_notice("acknowledged"))
        self.assertFalse(ticket.sudo().notice_ids)

    def test_what_was_told_does_not_change(self):
        ticket = self._complaint()
        notice = self._record(ticket)
        for values in (
            {"body": "Never said"},
            {"state": "cancelled"},
            {"told_at": False},
            {"kind": "other"},
        ):
            with self.assertRaises(AccessError):
                notice.with_user(self.manager).write(values)
        with self.assertRaises(AccessError):
            notice.sudo()._trusted().write({"body": "x"})
        with self.assertRaises(AccessError):
            notice.sudo().unlink()
        with self.assertRaises(AccessError):
            self.notices.with_user(self.manager).create(
                {"ticket_id": ticket.id, "kind": "other", "channel": "phone"}
            )
        with self.assertRaises(UserError):
            ticket.sudo().unlink()

    def test_the_server_refuses(self):
        ticket = self._complaint()
        notice = ticket._send_notice("progress")
        self._refuse(self._mail(notice))
        self.assertEqual(notice.state, "failed")
        self.assertIn("550", notice.problem)
        todo = self._todo(ticket, "notice_undelivered")
        self.assertEqual(todo.user_id, self.clerk)

    def test_the_server_takes_it(self):
        ticket = self._complaint()
        notice = ticket._send_notice("progress")
        self._post(self._mail(notice))
        self.assertEqual(notice.state, "sent")
        self.assertTrue(notice.mail_message_id)
        self.assertFalse(self._todo(ticket, "notice_undelivered"))

    def test_it_comes_back(self):
        ticket = self._complaint()
        first = ticket._send_notice("acknowledged")
        second = ticket._send_notice("progress")
        ticket.sudo()._message_receive_bounce(
            "complainant@example.com", self.env["res.partner"]
        )
        self.assertEqual(second.state, "bounced")
        self.assertEqual(first.state, "queued")
        self.assertEqual(len(self._todo(ticket, "notice_undelivered")), 1)
