from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.retail_complaint_addon.models.ir_attachment import FROZEN

SHEET = "watch.diagnosis"


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _check_open_sheet(self):
        """:raises AccessError: when a file is a photo of a finished sheet"""
        ids = {
            file.res_id
            for file in self.sudo()
            if file.res_model == SHEET and file.res_id and not file.res_field
        }
        sheets = self.env[SHEET].sudo().browse(ids).exists()
        if any(sheet.state != "draft" for sheet in sheets):
            raise AccessError(
                self.env._("Photos of a finished diagnosis stay as they are.")
            )

    def write(self, vals):
        if not FROZEN.isdisjoint(vals):
            self._check_open_sheet()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_finished_diagnosis(self):
        self._check_open_sheet()
