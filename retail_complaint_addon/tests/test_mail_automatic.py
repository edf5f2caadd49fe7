from datetime import timedelta

from odoo.tests import tagged

from .mail_common import DOMAIN, MailCommon


@tagged("post_install", "-at_install")
class TestMailAutomatic(MailCommon):
    """G10, G11: machines and floods make no cases, and get no answer."""

    def setUp(self):
        super().setUp()
        self._note_tickets()

    def _assert_ignored(self, mail, reason):
        self.assertEqual((mail.state, mail.reason), ("ignored", reason))
        self.assertTrue(mail.attachment_id, "nothing is lost")
        self.assertFalse(self._new_tickets())
        self.assertFalse(self.env["complaint.notice"].search([("id", ">", 0)]) - self.n)

    def test_automatic_answers(self):
        self.n = self.env["complaint.notice"].search([])
        for reason, headers in (
            ("automatic", {"Auto_Submitted": "auto-replied"}),
            ("automatic", {"Auto_Submitted": "Auto-Generated; x=y"}),
            ("automatic", {"X_Auto_Response_Suppress": "All"}),
            ("automatic", {"Precedence": "auto_reply"}),
            ("list", {"Precedence": "bulk"}),
            ("list", {"List_Id": "<news.example.com>"}),
            ("bounce", {"Return_Path": "<>"}),
            ("bounce", {"sender": "MAILER-DAEMON@x.example.com"}),
            ("own_address", {"sender": self.address}),
            ("own_address", {"sender": f"catchall@{DOMAIN}"}),
            ("own_address", {"sender": f"Bounce <bounce@{DOMAIN}>"}),
        ):
            with self.subTest(headers=headers):
                self._assert_ignored(self._deliver(self._mail(**headers)), reason)

    def test_people_who_say_they_are_no_machines(self):
        mail = self._deliver(
            self._mail(Auto_Submitted="no", Return_Path="<ann@customer.example.com>")
        )
        self.assertTrue(mail.ticket_id)

    def test_our_own_mail_comes_back(self):
        self.n = self.env["complaint.notice"].search([])
        ticket = self._complaint()
        message = ticket.sudo().message_post(body="To everybody")
        self.env.flush_all()
        self._note_tickets()
        mail = self._mail(Message_ID=message.message_id)
        self._assert_ignored(self._deliver(mail), "own_mail")

    def test_a_bounce_is_noted_on_the_case(self):
        ticket = self._deliver(self._mail()).ticket_id
        notice = ticket.notice_ids
        raw = (
            f"From: MAILER-DAEMON@mx.example.com\r\nTo: {self.address}\r\n"
            "Subject: Undelivered\r\nMessage-ID: <bounce-1@mx.example.com>\r\n"
            f"References: {notice.mail_message_id.message_id}\r\n"
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"'
            "\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nNo such user\r\n"
            "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
            "Reporting-MTA: dns; mx.example.com\r\n\r\n"
            "Final-Recipient: rfc822; ann@customer.example.com\r\nAction: failed\r\n"
            "Status: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
            f"Message-ID: {notice.mail_message_id.message_id}\r\n\r\n--b--\r\n"
        ).encode()
        mail = self._deliver(raw)
        self.assertEqual((mail.state, mail.reason), ("ignored", "bounce"))
        self.assertFalse(mail.error)
        self.assertEqual(notice.state, "bounced")

    # ------------------------------------------------------------------
    # floods
    # ------------------------------------------------------------------

    def test_one_sender_has_a_limit(self):
        self.company.complaint_mail_sender_limit = 3
        mails = self.mails
        for number in range(5):
            mails |= self._deliver(self._mail(f"No. {number}"))
        mails = mails.sorted("id")
        self.assertEqual(mails.mapped("state"), ["done"] * 3 + ["held"] * 2)
        self.assertEqual(mails[3].reason, "flood_sender")
        self.assertEqual(len(self._new_tickets()), 3)
        self.assertEqual(len(self._new_tickets().notice_ids), 3)
        other = self._deliver(self._mail(sender="bob@customer.example.com"))
        self.assertEqual(other.state, "done")

    def test_all_together_have_a_limit(self):
        self.company.complaint_mail_total_limit = 3
        states = [
            self._deliver(self._mail(sender=f"a{n}@customer.example.com")).state
            for n in range(5)
        ]
        self.assertEqual(states, ["done"] * 3 + ["held"] * 2)
        other = self.env["helpdesk.ticket.team"].create(
            {
                "name": "Elsewhere",
                "company_id": self.other_company.id,
                "alias_name": "elsewhere",
                "complaint_mail": True,
            }
        )
        mail = self._deliver(self._mail(to=f"elsewhere@{DOMAIN}"))
        self.assertEqual(mail.company_id, other.company_id)
        self.assertEqual(mail.state, "done", "another company has limits of its own")

    def test_time_heals(self):
        self.company.complaint_mail_sender_limit = 1
        first = self._deliver(self._mail())
        first.received_at -= timedelta(minutes=self.company.complaint_mail_window + 1)
        self.assertEqual(self._deliver(self._mail()).state, "done")
        self.assertEqual(self._deliver(self._mail()).state, "held")

    def test_no_limit_and_allowed_senders(self):
        self.company.complaint_mail_sender_limit = 1
        self._deliver(self._mail())
        self.env["mail.gateway.allowed"].create({"email": "ann@customer.example.com"})
        self.assertEqual(self._deliver(self._mail()).state, "done")
        self.env["mail.gateway.allowed"].search([]).unlink()
        self.company.complaint_mail_sender_limit = 0
        self.assertEqual(self._deliver(self._mail()).state, "done")

    def test_a_flood_is_one_to_do(self):
        self.company.complaint_mail_sender_limit = 1
        mails = self.mails
        for _number in range(4):
            mails |= self._deliver(self._mail())
        todos = mails.activity_ids
        self.assertEqual(len(todos), 1)
        person = todos.user_id
        self.assertEqual(person, mails._person())
        held = mails.filtered(lambda mail: mail.state == "held").sorted("id")
        held[0].with_user(self.manager).action_ignore()
        self.assertEqual(held[1].activity_ids.user_id, person)
        held[1:].with_user(self.manager).action_ignore()
        self.assertFalse(mails.activity_ids)

    def test_held_mail_is_accepted(self):
        self.company.complaint_mail_sender_limit = 1
        self._deliver(self._mail())
        held = self._deliver(self._mail(Subject="Second"))
        self.assertFalse(held.ticket_id)
        held.with_user(self.supervisor).action_try_again()
        self.assertEqual(held.state, "done")
        self.assertEqual(held.ticket_id.name, "Second")
        self.assertTrue(held.ticket_id.notice_ids, "now it is answered")
        held.with_user(self.supervisor).action_try_again()
        self.assertEqual(len(self._new_tickets()), 2)
