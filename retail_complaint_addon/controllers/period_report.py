from odoo.exceptions import AccessError, MissingError
from odoo.http import Controller, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ComplaintPeriodReport(Controller):
    @route(
        "/complaint/period-report/<int:report_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def period_report(self, report_id):
        """Send the workbook of a period report to the user who asked for it."""
        report = request.env["complaint.period.report"].browse(report_id)
        try:
            name = f"complaints-{report.date_from}-{report.date_to}.xlsx"
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
