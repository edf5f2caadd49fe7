from odoo import models
from odoo.exceptions import AccessError

from .helpdesk_ticket_people import CLERK

CONTACTS = "base.group_partner_manager"


class ResPartner(models.Model):
    """Clerks write down customers; they do not take over their logins.

    The link that sets a new password goes to the address of the contact.
    """

    _inherit = "res.partner"

    def write(self, vals):
        user = self.env.user
        clerk = not self.env.su and user.has_group(CLERK)
        if clerk and not user.has_group(CONTACTS):
            self._check_written_by_clerk(vals)
        return super().write(vals)

    def _check_written_by_clerk(self, vals):
        """:raises AccessError: for our companies, and the address of who signs in"""
        others = self.sudo() - self.env.user.partner_id.sudo()
        ours = self.env["res.company"].sudo().search([("partner_id", "in", others.ids)])
        if ours:
            raise AccessError(self.env._("The contact of our company is not yours."))
        if "email" not in vals:
            return
        moved = others.filtered(
            lambda one: one.user_ids and (one.email or "") != (vals["email"] or "")
        )
        if moved:
            raise AccessError(
                self.env._(
                    "%(names)s: signs in with this address. Only who manages contacts "
                    "changes it.",
                    names=", ".join(moved.mapped("display_name")),
                )
            )
