from odoo.exceptions import AccessError, MissingError
from odoo.http import Controller, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ServiceReport(Controller):
    @route(
        "/service/report/<int:report_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def service_report(self, report_id):
        """Send the workbook of a service report to the user who asked for it."""
        report = request.env["service.report"].browse(report_id)
        try:
            name = f"service-{report.date_from}-{report.date_to}.xlsx"
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
