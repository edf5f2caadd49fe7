from odoo import api, models
from odoo.exceptions import AccessError


class MailScheduledMessage(models.Model):
    """What is posted later is checked now, as if it were posted at once."""

    _inherit = "mail.scheduled.message"

    @api.model_create_multi
    def create(self, vals_list):
        own = self.env.user.partner_id.id
        for vals in vals_list:
            # without an author the database would refuse it, with an error in the log
            if vals.get("model") == "helpdesk.ticket" and not vals.get(
                "author_id", own
            ):
                self._raise_not_own_name()
        messages = super().create(vals_list)
        messages._check_complaint_post()
        return messages

    def write(self, vals):
        result = super().write(vals)
        self._check_complaint_post()
        return result

    def _check_complaint_post(self):
        """:raises AccessError: when it would go into a case of others or their name"""
        if self.env.su:
            return
        for message in self.sudo().filtered(lambda m: m.model == "helpdesk.ticket"):
            ticket = self.env["helpdesk.ticket"].browse(message.res_id)
            if not ticket.sudo().is_complaint:
                continue
            if self.env.user._is_internal():
                ticket.check_access("write")
            if message.author_id != self.env.user.partner_id:
                self._raise_not_own_name()

    def _raise_not_own_name(self):
        raise AccessError(
            self.env._("You write into a complaint in your own name only.")
        )
