from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.retail_complaint_addon.models.trust import CONTEXT_KEY, TRUSTED

FIXED = {"datas", "raw", "name", "mimetype", "res_id", "res_model", "res_field", "url"}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _check_reports_fixed(self):
        """:raises AccessError: for the files of a report, which only drawing makes"""
        trusted = self.env.context.get(CONTEXT_KEY) is TRUSTED
        files = self.sudo().filtered(
            lambda file: file.res_model == "jewellery.report" and file.res_field
        )
        reports = self.env["jewellery.report"].sudo().browse(files.mapped("res_id"))
        if any(report.state != "draft" for report in reports.exists()) or (
            files and not trusted
        ):
            raise AccessError(self.env._("The paper of a report is not changed."))

    def write(self, vals):
        """The paper of a report stays what was read."""
        if not FIXED.isdisjoint(vals):
            self._check_reports_fixed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reported(self):
        files = self.sudo().filtered(
            lambda file: file.res_model == "jewellery.report" and file.res_field
        )
        reports = self.env["jewellery.report"].sudo().browse(files.mapped("res_id"))
        if any(report.state != "draft" for report in reports.exists()):
            raise AccessError(self.env._("The paper of a report is not changed."))
