from odoo import api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import hmac


class HelpdeskTicket(models.Model):
    """No token of upstream's portal makes its holder the customer of a complaint (L3).

    Staff and auditors read it, and a link shared from the portal's screen stands in the
    chatter. Customers have their tracking link and their login.
    """

    _inherit = "helpdesk.ticket"
    _mail_post_token_field = "post_token"

    post_token = fields.Char(compute="_compute_post_token", groups=NO_ACCESS)

    @api.depends("access_token", "is_complaint")
    def _compute_post_token(self):
        """Give a complaint one that no page, link or mail ever tells."""
        for ticket in self:
            token = ticket.access_token
            if ticket.is_complaint:
                message = (ticket.id, token)
                token = hmac(self.env(su=True), "retail_complaint_post", message)
            ticket.post_token = token

    def _sign_token(self, pid):
        return super(HelpdeskTicket, self.sudo())._sign_token(pid)

    def _get_share_url(
        self, redirect=False, signup_partner=False, pid=None, share_token=True
    ):
        complaint = self.sudo().is_complaint
        return super()._get_share_url(
            redirect=redirect,
            signup_partner=signup_partner,
            pid=None if complaint else pid,
            share_token=share_token and not complaint,
        )
