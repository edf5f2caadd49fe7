from odoo import models


class MailMail(models.Model):
    """A mail that was left out for want of a consent stays left out."""

    _inherit = "mail.mail"

    def send(self, *args, **kwargs):
        """Do not touch cancelled mails.

        When the mail server is away, Odoo marks all mails it was given as failed, and
        *Retry* would then send what the customer never agreed to.
        """
        live = self.filtered(lambda mail: mail.state != "cancel")
        return super(MailMail, live).send(*args, **kwargs)
