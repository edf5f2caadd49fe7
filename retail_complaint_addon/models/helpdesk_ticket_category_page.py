from odoo import api, fields, models
from odoo.fields import Domain


class HelpdeskTicketCategory(models.Model):
    _inherit = "helpdesk.ticket.category"

    public_name = fields.Char(
        string="What Customers Read",
        translate=True,
        help="On the public complaint page, in plain words. Empty: the name.",
    )

    @api.model
    def _on_complaint_page(self, company):
        """Return the kinds of complaint a customer chooses from (sudo)."""
        domain = Domain("is_complaint", "=", True) & Domain("parent_id", "=", False)
        domain &= Domain("show_in_portal", "=", True)
        domain &= Domain("company_id", "in", [False, company.id])
        found = self.sudo().search(domain, order="sequence, id")
        return found - self.env["helpdesk.ticket"]._unclassified_category()
