from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.retail_complaint_addon.models.ir_attachment import FROZEN


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _hang_on(self, record):
        """Let new files of the user belong to a record, and check the others (sudo).

        :raises AccessError: when the user cannot read one of the others
        """
        loose = self.filtered(
            lambda file: not file.res_id and file.create_uid == record.env.user
        )
        loose.write({"res_model": record._name, "res_id": record.id})
        (self - loose).with_env(record.env).check_access("read")

    def _is_claim_letter(self):
        """Say whether one of the files went to a supplier."""
        if not self.ids:
            return False
        claims = self.env["jewellery.supplier.claim"].sudo()
        sent = Domain("letter_id", "in", self.ids)
        sent |= Domain("enclosure_ids", "in", self.ids) & Domain("sent_at", "!=", False)
        return bool(claims.search_count(sent, limit=1))

    def write(self, vals):
        """A letter that was sent stays what it is."""
        if not FROZEN.isdisjoint(vals) and self._is_claim_letter():
            raise AccessError(self.env._("What went to a supplier is not changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_claim_letter(self):
        if self._is_claim_letter():
            raise AccessError(self.env._("What went to a supplier is not deleted."))
