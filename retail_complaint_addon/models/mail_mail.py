import logging

import psycopg2

from odoo import models

_logger = logging.getLogger(__name__)


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Tell the follow-up surveys what became of their mails.

        Before upstream, which deletes mails with a wrong address.
        """
        refs = [
            mail.message_id
            for mail in self.sudo()
            if mail.model == "helpdesk.ticket" and mail.message_id
        ]
        if refs:
            self._note_survey_mails(refs, failure_type, failure_reason)
        return super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )

    def _note_survey_mails(self, refs, failure_type, failure_reason):
        inputs = self.env["survey.user_input"]
        try:
            # nothing here may stop the queue, nor send a mail a second time
            with self.env.cr.savepoint():
                if failure_type:
                    reason = failure_reason or self[:1].sudo().failure_reason
                    inputs._complaint_mails_failed(refs, reason)
                else:
                    inputs._complaint_mails_delivered(refs)
        except psycopg2.OperationalError:
            _logger.info("Follow-up surveys of %s are busy", refs)
