from odoo import models

from .mail_thread_complaint_mail import NOT_KEPT


class FetchmailServer(models.Model):
    _inherit = "fetchmail.server"

    def _connect__(self, allow_archived=False):  # noqa: PLW3201
        """Leave on the server what could not be stored: Odoo deletes it (G8)."""
        connection = super()._connect__(allow_archived=allow_archived)
        done = getattr(connection, "handled_message", None)
        if done is None:
            return connection

        def handled_message(number):
            if not getattr(NOT_KEPT, "flag", False):
                return done(number)
            NOT_KEPT.flag = False
            return None

        connection.handled_message = handled_message
        return connection
