from odoo.tests import tagged

from .mail_common import DOMAIN, MailCommon


@tagged("post_install", "-at_install")
class TestMailCost(MailCommon):
    """How many queries a mail costs; more of them is a change worth a look."""

    def _count(self, raw, most):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.env["mail.thread"].message_process(False, raw)
        cost = self.cr.sql_log_count - before
        self.assertLessEqual(cost, most)

    def test_cost(self):
        self._deliver(self._mail())
        self.customer.email = "only.one@customer.example.com"
        ticket = self._complaint(partner_email=self.customer.email)
        notice = ticket.sudo()._send_notice("progress", message="We look at it.")
        answer = self._mail(
            sender=self.customer.email,
            to=f"catchall@{DOMAIN}",
            In_Reply_To=notice.mail_message_id.message_id,
        )
        repeated = self._mail()
        for raw, most in (
            (repeated, 110),
            (repeated, 10),
            (answer, 94),
            (self._mail(Auto_Submitted="auto-replied"), 15),
        ):
            self._count(raw, most)
