import logging

import psycopg2

from odoo import SUPERUSER_ID, api, models

from .trust import CONTEXT_KEY, TRUSTED

_logger = logging.getLogger(__name__)


class MailMail(models.Model):
    _inherit = "mail.mail"

    @api.model_create_multi
    def create(self, vals_list):
        """Templates and the composer write mails as superuser, for whoever may read.

        A mail with a message of its own is a post on the case.
        """
        if self.env.uid != SUPERUSER_ID and self.env.user._is_internal():
            tickets = self.env["helpdesk.ticket"].browse(
                {
                    vals["res_id"]
                    for vals in vals_list
                    if vals.get("model") == "helpdesk.ticket"
                    and vals.get("res_id")
                    and not vals.get("mail_message_id")
                }
            )
            complaints = tickets.sudo().exists().filtered("is_complaint")
            if complaints:
                # of none at all, the right to write any ticket would be asked
                complaints.sudo(False).check_access("write")
        if not self.env.su:
            return super().create(vals_list)
        # Odoo writes author and subject of a mail into the message that it notifies of.
        trusted = self.with_context(**{CONTEXT_KEY: TRUSTED})
        return super(MailMail, trusted).create(vals_list).with_env(self.env)

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
        # Upstream deletes what need not be kept, whoever presses the button.
        trusted = self.with_context(**{CONTEXT_KEY: TRUSTED})
        return super(MailMail, trusted)._postprocess_sent_message(
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
