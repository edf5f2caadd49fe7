from odoo import api, fields, models

from .customer_linked import READERS


class ResPartner(models.Model):
    """Wishes and collection of a customer."""

    _inherit = "res.partner"

    wish_ids = fields.One2many(
        comodel_name="customer.wish",
        inverse_name="partner_id",
        string="Wishes",
        groups=READERS,
    )
    wish_count = fields.Integer(
        string="Open Wishes", compute="_compute_wish_count", groups=READERS
    )
    ownership_ids = fields.One2many(
        comodel_name="customer.ownership",
        inverse_name="partner_id",
        string="Collection",
        groups=READERS,
    )
    ownership_count = fields.Integer(
        string="Pieces", compute="_compute_ownership_count", groups=READERS
    )

    @api.depends("wish_ids.state")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_wish_count(self):
        domain = [("state", "in", ["open", "offered"])]
        self._count_records("customer.wish", domain, "wish_count")

    @api.depends("ownership_ids.owned_until")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_ownership_count(self):
        domain = [("owned_until", "=", False)]
        self._count_records("customer.ownership", domain, "ownership_count")

    def _count_records(self, model, domain, name):
        """Set a figure: records about each customer that the user can read."""
        domain = [("partner_id", "in", self.ids), *domain]
        groups = self.env[model]._read_group(domain, ["partner_id"], ["__count"])
        counts = {partner.id: count for partner, count in groups}
        for partner in self:
            partner[name] = counts.get(partner._origin.id, 0)

    def action_view_wishes(self):
        """Open the wishes of the customer."""
        return self._customer_records("customer_wish_action")

    def action_view_collection(self):
        """Open the collection of the customer."""
        return self._customer_records("customer_ownership_action")
