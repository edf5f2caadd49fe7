from odoo import api, fields, models
from odoo.fields import NO_ACCESS
from odoo.tools import hmac


class HelpdeskTicket(models.Model):
    """Who writes as the customer of a complaint comes from the customer's mailbox (L3).

    Upstream takes the token of the page for the customer, and shows it to everybody who
    opens the page, staff and auditors too.
    """

    _inherit = "helpdesk.ticket"
    _mail_post_token_field = "post_token"

    post_token = fields.Char(compute="_compute_post_token", groups=NO_ACCESS)

    @api.depends("access_token", "is_complaint")
    def _compute_post_token(self):
        """No page and no mail tells it for a complaint; only links are signed with it,
        and those go to the customer."""
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
        """A link that staff send by hand stands in the chatter, where they read it."""
        self.ensure_one()
        return super()._get_share_url(
            redirect=redirect,
            signup_partner=signup_partner,
            pid=None if self.sudo().is_complaint else pid,
            share_token=share_token,
        )
