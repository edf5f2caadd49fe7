from odoo import api, fields, models

# What decides until when a watch is in warranty.
DATES = {"warranty_start", "warranty_end", "sold_on"}
SIGNS = {"warranty_set_by_id", "warranty_set_at"}


class StockLot(models.Model):
    """Who last set the dates of the warranty: not who decides by them."""

    _inherit = "stock.lot"

    warranty_set_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Warranty Entered By",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    warranty_set_at = fields.Datetime(
        string="Warranty Entered At", readonly=True, copy=False
    )

    @api.model
    def _watch_sheet_fields(self):
        return super()._watch_sheet_fields() | SIGNS

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._signed(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._signed(vals))

    @api.model
    def _signed(self, vals):
        """Return the values with who sets the dates; nobody signs for another."""
        vals = {name: value for name, value in vals.items() if name not in SIGNS}
        if DATES.isdisjoint(vals):
            return vals
        now = fields.Datetime.now()
        return {**vals, "warranty_set_by_id": self.env.uid, "warranty_set_at": now}
