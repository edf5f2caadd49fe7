from odoo.exceptions import AccessError, MissingError
from odoo.http import Controller, content_disposition, request, route

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def send_workbook(model, report_id, prefix):
    """Send the workbook of a report of a period to the user who asked for it.

    :param str model: a model with ``complaint.period.mixin``
    :param str prefix: what the name of the file begins with
    """
    report = request.env[model].browse(report_id)
    try:
        name = f"{prefix}-{report.date_from}-{report.date_to}.xlsx"
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


class ComplaintPeriodReport(Controller):
    @route(
        "/complaint/period-report/<int:report_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def period_report(self, report_id):
        """Send the workbook of a period report."""
        return send_workbook("complaint.period.report", report_id, "complaints")
