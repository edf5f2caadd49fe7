from odoo import api, fields, models


class StockLot(models.Model):
    """A serial number whose owner is noted enters that customer's collection."""

    _inherit = "stock.lot"

    ownership_ids = fields.One2many(
        comodel_name="customer.ownership",
        inverse_name="lot_id",
        string="Collections",
        groups="customer_relations_addon.group_relations_user,"
        "customer_relations_addon.group_relations_auditor",
    )

    @api.model_create_multi
    def create(self, vals_list):
        lots = super().create(vals_list)
        lots._enter_collections({name for vals in vals_list for name in vals})
        return lots

    def write(self, vals):
        result = super().write(vals)
        self._enter_collections(vals)
        return result

    def _enter_collections(self, names):
        # the owner comes with the addon for watches
        if "owner_id" in names and "owner_id" in self._fields:
            owned = self.sudo().filtered("owner_id")
            if owned:
                self.env["customer.ownership"]._take_over(owned, len(owned))
