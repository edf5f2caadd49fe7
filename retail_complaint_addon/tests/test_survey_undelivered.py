from odoo.tests import tagged

from .survey_common import SurveyCommon


@tagged("post_install", "-at_install")
class TestSurveyUndelivered(SurveyCommon):
    def _sent(self):
        ticket = self._closed()
        ticket.action_send_survey()
        return ticket

    def test_mail_server_refuses(self):
        ticket = self._sent()
        mail = self._mails(ticket)
        for _number in range(2):
            mail._postprocess_sent_message(
                success_pids=[],
                success_emails=[],
                failure_reason="550 no such user",
                failure_type="unknown",
            )
        self.assertEqual(ticket.survey_state, "bounced")
        self.assertEqual(self._input(ticket).complaint_problem, "550 no such user")
        activity = self._activities(ticket, "undelivered")
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.clerk)

    def test_sent_after_all(self):
        ticket = self._sent()
        mail = self._mails(ticket)
        mail._postprocess_sent_message([], [], "greylisted", "unknown")
        self.assertEqual(ticket.survey_state, "bounced")
        mail._postprocess_sent_message([], ["complainant@example.com"])
        self.assertEqual(ticket.survey_state, "sent")
        self.assertFalse(mail.exists(), "the link goes with the mail")

    def test_bounce_by_the_gateway(self):
        ticket = self._sent()
        domain = self.env["mail.alias.domain"].search([], limit=1) or self.env[
            "mail.alias.domain"
        ].create({"name": "example.com", "bounce_alias": "bounce"})
        message_ref = self._mails(ticket).message_id
        raw = f"""Return-Path: <>
To: {domain.bounce_email}
From: MAILER-DAEMON@mx.example.com
Subject: Undelivered Mail Returned to Sender
Message-Id: <bounce.1@mx.example.com>
Content-Type: multipart/report; report-type=delivery-status; boundary="==B"
MIME-Version: 1.0

--==B
Content-Type: text/plain; charset=us-ascii

The mail could not be delivered.

--==B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; complainant@example.com
Action: failed
Status: 5.1.1

--==B
Content-Type: message/rfc822

Message-Id: {message_ref}
From: desk@retailer.example.com
To: complainant@example.com
Subject: Survey

Hello
--==B--
"""
        self.env["mail.thread"].sudo().message_process(False, raw)
        self.assertEqual(ticket.survey_state, "bounced")
        activity = self._activities(ticket, "undelivered")
        self.assertEqual(activity.user_id, self.clerk)
        self.assertIn("complainant@example.com", activity.note)
        # corrected and sent again: one more mail, the same invitation
        self.customer.email = "corrected@example.com"
        ticket.sudo()._trusted().partner_email = "corrected@example.com"
        ticket.with_user(self.clerk).action_send_survey()
        self.assertEqual(ticket.survey_state, "sent")
        self.assertEqual(len(ticket.survey_input_ids), 1)

    def test_other_mails_are_nobodys_business(self):
        ticket = self._sent()
        mail = (
            self.env["mail.mail"]
            .sudo()
            .create({"model": "helpdesk.ticket", "res_id": ticket.id, "body_html": "x"})
        )
        mail._postprocess_sent_message([], [], "550", "unknown")
        self.assertEqual(ticket.survey_state, "sent")
