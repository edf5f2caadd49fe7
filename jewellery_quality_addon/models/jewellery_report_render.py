"""From the values of a page to a file."""

from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.retail_complaint_addon.models.trust import CONTEXT_KEY, TRUSTED

PAPERS = {
    "case": "jewellery_quality_addon.jewellery_report_case_pdf",
    "period": "jewellery_quality_addon.jewellery_report_period_pdf",
}


class JewelleryReport(models.Model):
    _inherit = "jewellery.report"

    def _render(self, page):
        """Return the PDF of a page (sudo)."""
        self.ensure_one()
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            PAPERS[self.kind], self.ids, data={"page": page}
        )
        return content


class ReportJewellery(models.AbstractModel):
    """Values of the paper; only drawing prints it, others read what was drawn."""

    _name = "report.jewellery_quality_addon.report_case"
    _description = "Quality Case Report as PDF"

    @api.model
    def _get_report_values(self, docids, data=None):
        if self.env.context.get(CONTEXT_KEY) is not TRUSTED:
            raise AccessError(self.env._("Open the report: its paper is drawn once."))
        return {
            "doc_ids": docids,
            "doc_model": "jewellery.report",
            "docs": self.env["jewellery.report"].browse(docids),
            "page": data["page"],
        }


class ReportJewelleryPeriod(models.AbstractModel):
    _name = "report.jewellery_quality_addon.report_period"
    _inherit = "report.jewellery_quality_addon.report_case"
    _description = "Quality Period Report as PDF"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _self_standing_models(self):
        return (*super()._self_standing_models(), "jewellery.report")
