from odoo.exceptions import AccessError, MissingError
from odoo.http import Controller, content_disposition, request, route

from odoo.addons.retail_complaint_addon.controllers.period_report import XLSX


class CustomerRelationReport(Controller):
    @route(
        "/customer/relation-report/<int:report_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def relation_report(self, report_id):
        """Send the workbook to the user who asked for it."""
        report = request.env["customer.relation.report"].browse(report_id)
        try:
            name = f"relations-{report.date_from}-{report.date_to}.xlsx"
            content = report._xlsx()
        except (AccessError, MissingError):
            raise request.not_found() from None
        return request.make_response(
            content,
            [
                ("Content-Type", XLSX),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(name)),
            ],
        )
