from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.retail_complaint_addon.models.ir_attachment import FROZEN


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _is_claim_letter(self):
        """Say whether one of the files is a letter that went to a supplier."""
        if not self.ids:
            return False
        claims = self.env["jewellery.supplier.claim"].sudo()
        return bool(claims.search_count([("letter_id", "in", self.ids)], limit=1))

    def write(self, vals):
        """A letter that was sent stays what it is."""
        if not FROZEN.isdisjoint(vals) and self._is_claim_letter():
            raise AccessError(self.env._("Letters to suppliers are not changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_claim_letter(self):
        if self._is_claim_letter():
            raise AccessError(self.env._("Letters to suppliers are not deleted."))
