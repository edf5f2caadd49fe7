import re
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import consteq, hmac

TOKEN = re.compile(r"[0-9a-f]{16}[0-9a-f]{40}")
SELECTOR_LENGTH = 16
SCOPE = "complaint-tracking"


class ComplaintTracking(models.Model):
    """The link by which a customer without a login follows a case.

    The token in the link is a selector that finds the row, and a signature made with
    the secret of the database. The row alone gives nobody the link.
    """

    _name = "complaint.tracking"
    _description = "Tracking Link of a Complaint"
    _inherit = ["complaint.export.mixin"]
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    selector = fields.Char(required=True, readonly=True, groups="base.group_system")
    last_seen_at = fields.Datetime(string="Last Opened", readonly=True)

    _ticket_uniq = models.UniqueIndex(
        "(ticket_id)", "A complaint has one tracking link."
    )
    _selector_uniq = models.UniqueIndex("(selector)")

    @api.model
    def _for_ticket(self, ticket):
        """Return the link of a case, made when it is asked for first (sudo)."""
        ticket.ensure_one()
        links = self.sudo()
        return links.search([("ticket_id", "=", ticket.id)], limit=1) or links.create(
            {"ticket_id": ticket.id, "selector": secrets.token_hex(8)}
        )

    def _signature(self):
        self.ensure_one()
        return hmac(self.env(su=True), SCOPE, (self.ticket_id.id, self.selector))[:40]

    def _token(self):
        return self.sudo().selector + self.sudo()._signature()

    @api.model
    def _from_token(self, token):
        """Return the link of a token while it is valid (sudo), else no record."""
        links = self.sudo()
        if not isinstance(token, str) or not TOKEN.fullmatch(token):
            return links.browse()
        selector, signature = token[:SELECTOR_LENGTH], token[SELECTOR_LENGTH:]
        link = links.search([("selector", "=", selector)], limit=1)
        if not link or not consteq(link._signature(), signature):
            return links.browse()
        return link.filtered(lambda one: one._is_valid())

    def _is_valid(self):
        """A link ends some days after the case was closed."""
        ticket = self.ticket_id
        if not ticket.active or not ticket.is_complaint:
            return False
        if not ticket.resolved_at:
            return True
        days = ticket.company_id.complaint_tracking_days
        return fields.Datetime.now() <= ticket.resolved_at + timedelta(days=days)

    def _renew(self):
        """Make the old link useless, as when it fell into wrong hands."""
        for link in self.sudo():
            link.selector = secrets.token_hex(8)
