from odoo import api, models

from odoo.addons.retail_complaint_addon.models.trust import CONTEXT_KEY, TRUSTED

# What decides how much is asked for a line.
PRICE_FIELDS = {
    "price_unit",
    "product_id",
    "product_uom_id",
    "product_uom_qty",
    "discount",
    "order_id",
    "display_type",
}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        ids = {vals["order_id"] for vals in vals_list if vals.get("order_id")}
        before = self.env["sale.order"].browse(ids)._repair_sums()
        lines = super().create(vals_list)
        lines.order_id._check_repair_price()
        lines.order_id._check_repair_raised(before)
        return lines

    def write(self, vals):
        if PRICE_FIELDS.isdisjoint(vals):
            return super().write(vals)
        orders = self.order_id
        orders |= orders.browse(vals.get("order_id") or [])
        before = orders._repair_sums()
        result = super().write(vals)
        orders._check_repair_price()
        orders._check_repair_raised(before)
        return result

    def unlink(self):
        orders = self.order_id
        trusted = self.env.context.get(CONTEXT_KEY) is TRUSTED
        result = super().unlink()
        if not trusted:
            orders.exists()._check_repair_price()
        return result
