from odoo import models

# What tells that something was sold, in the modules that are there.
SALES = ("sale_line_id", "pos_order_line_id")


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _note_watch_sales(self):
        """A watch that leaves on an order is sold; one that leaves a workshop is not.

        One that comes back stays sold: most come back to be repaired.
        """
        for line in self:
            lot = line.lot_id.sudo()
            if line.state != "done" or not lot.watch_ok or not line._is_watch_sale():
                continue
            picking = line.picking_id.sudo()
            partner = picking.partner_id.commercial_partner_id
            lot._note_sale(partner, line._watch_store(), line.date)

    def _is_watch_sale(self):
        if self.location_dest_usage != "customer":
            return False
        move = self.move_id.sudo()
        return any(name in move._fields and move[name] for name in SALES)

    def _watch_store(self):
        """Return the store at the address of the warehouse."""
        stores = self.env["retail.store"].sudo()
        address = self.picking_type_id.sudo().warehouse_id.partner_id
        if not address:
            return stores
        return stores.search(
            [
                ("partner_id", "=", address.id),
                ("company_id", "=", self.company_id.id),
            ],
            limit=1,
        )
