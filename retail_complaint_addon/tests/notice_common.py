from odoo import fields

from .common import ADDON, ComplaintCommon


class NoticeCommon(ComplaintCommon):
    """Cases whose customers can be written to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"email": "desk@retailer.example.com", "phone": "2222 0000"})
        cls.notices = cls.env["complaint.notice"]

    def _mail(self, notice):
        return (
            self.env["mail.mail"]
            .sudo()
            .search([("mail_message_id", "=", notice.sudo().mail_message_id.id)])
        )

    def _post(self, mail):
        """Let the queue send the mail; the server takes it."""
        mail._postprocess_sent_message([], [mail.email_to])

    def _refuse(self, mail, reason="550 no such person"):
        """Let the queue try to send the mail; the server refuses it."""
        mail._postprocess_sent_message(
            [], [], failure_reason=reason, failure_type="mail_smtp"
        )

    def _record(self, ticket, kind="progress", channel="phone", text="Told.", **values):
        return ticket._record_notice(
            kind, channel, fields.Datetime.now(), text, **values
        )

    def _todo(self, ticket, name):
        return ticket.sudo().activity_search([f"{ADDON}.mail_activity_type_{name}"])

    def _as(self, records, user):
        """The records as somebody sees them, in their own company."""
        return records.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )
