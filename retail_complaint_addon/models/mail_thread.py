from odoo import SUPERUSER_ID, models
from odoo.exceptions import AccessError

from .mail_message import OWN_MODELS

# Put into the context by the gateway when its caller may not bring mail into
# complaints; no client can send it, and none can take it away again.
STRANGER = object()
STRANGER_KEY = "retail_complaint_gateway"


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _message_route_process(self, message, message_dict, routes):
        """Only the mail server brings mail into complaints (G4, G5).

        ``message_process`` is open to every employee, trusts the sender of the mail
        and creates as superuser.
        """
        for model, *_rest in routes or ():
            if model and model.startswith(OWN_MODELS):
                # answers to what we sent are complaint.mail; nothing else is ours
                raise AccessError(self.env._("No mail creates or answers this."))
        if self._is_mail_gateway():
            return super()._message_route_process(message, message_dict, routes)
        for model, thread_id, _values, _user_id, _alias in routes or ():
            self._check_stranger_route(model, thread_id)
        return super(
            MailThread, self.with_context(**{STRANGER_KEY: STRANGER})
        )._message_route_process(message, message_dict, routes)

    def _is_mail_gateway(self):
        return self.env.uid == SUPERUSER_ID or self.env.user.has_group(
            "base.group_system"
        )

    def _check_stranger_route(self, model, thread_id):
        complaint = False
        if model == "helpdesk.ticket" and thread_id:
            complaint = self.env[model].sudo().browse(thread_id).exists().is_complaint
        if complaint:
            raise AccessError(
                self.env._("Only the mail server brings mail into complaints.")
            )

    def _is_stranger(self):
        return self.env.context.get(STRANGER_KEY) is STRANGER

    def _check_no_stranger(self):
        """:raises AccessError: when a forged mail would create a complaint"""
        if self._is_stranger():
            raise AccessError(
                self.env._("Only the mail server brings mail into complaints.")
            )
