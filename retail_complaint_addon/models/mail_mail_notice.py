import logging

import psycopg2

from odoo import models

_logger = logging.getLogger(__name__)


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _note_survey_mails(self, refs, failure_type, failure_reason):
        """Tell the notices, too, what became of their mails."""
        super()._note_survey_mails(refs, failure_type, failure_reason)
        notices = self.env["complaint.notice"]
        try:
            # nothing here may stop the queue, nor send a mail a second time
            with self.env.cr.savepoint():
                if failure_type:
                    reason = failure_reason or self[:1].sudo().failure_reason
                    notices._mails_failed(refs, reason)
                else:
                    notices._mails_delivered(refs)
        except psycopg2.OperationalError:
            _logger.info("Notices of %s are busy", refs)
