from odoo import api, models

from odoo.addons.retail_complaint_addon.models.trust import CONTEXT_KEY, TRUSTED


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._check_repair_price()
        return lines

    def write(self, vals):
        orders = self.order_id
        result = super().write(vals)
        names = {
            "price_unit",
            "product_uom_qty",
            "discount",
            "order_id",
            "display_type",
        }
        if not names.isdisjoint(vals):
            orders._check_repair_price()
        return result

    def unlink(self):
        orders = self.order_id
        trusted = self.env.context.get(CONTEXT_KEY) is TRUSTED
        result = super().unlink()
        if not trusted:
            orders.exists()._check_repair_price()
        return result
