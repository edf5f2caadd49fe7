from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.retail_complaint_addon.models.trust import CONTEXT_KEY, TRUSTED

# What decides how much goes into a repair.
PARTS = {"repair_id", "repair_line_type", "product_id", "product_uom_qty", "quantity"}


class StockMove(models.Model):
    """Parts of a complaint's repair: each is value that somebody pays for."""

    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        repairs = {vals["repair_id"] for vals in vals_list if vals.get("repair_id")}
        if repairs:
            self._check_repairs(self.env["repair.order"].browse(repairs))
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("repair_id"):
            self._check_repairs(self.env["repair.order"].browse(vals["repair_id"]))
        if not PARTS.isdisjoint(vals):
            # what is finished stays as it was paid for; before, the last step counts
            finished = self.sudo().repair_id.filtered(
                lambda repair: repair.state in ("done", "cancel")
            )
            self._check_repairs(finished)
            if "repair_id" in vals:
                self._check_repairs(self.sudo().repair_id)
        return super().write(vals)

    def _check_repairs(self, repairs):
        """:raises AccessError: when parts of a complaint's repair would change"""
        if self.env.context.get(CONTEXT_KEY) is TRUSTED:
            return
        ours = repairs.sudo().exists().filtered("ticket_id")
        if ours:
            raise AccessError(
                self.env._(
                    "%(repair)s belongs to a complaint: its parts change only through "
                    "the buttons of the repair.",
                    repair=ours[0].name,
                )
            )
