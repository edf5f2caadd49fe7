from odoo import api, models
from odoo.exceptions import AccessError


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _proves_inspection(self):
        """Say whether one of the files is a photo of an inspection with results."""
        return bool(
            self.ids
            and self.env["qc.inspection"]
            .sudo()
            .search_count(
                [("photo_ids", "in", self.ids), ("confirmed_at", "!=", False)], limit=1
            )
        )

    def write(self, vals):
        """Photos of an inspection stay what they are."""
        fixed = {"datas", "raw", "name", "mimetype", "res_id", "res_model", "url"}
        if not fixed.isdisjoint(vals) and self._proves_inspection():
            raise AccessError(self.env._("Photos of an inspection are not changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_inspected(self):
        if self._proves_inspection():
            raise AccessError(self.env._("Photos of an inspection are not deleted."))
