from odoo.http import Controller, route

from odoo.addons.retail_complaint_addon.controllers.period_report import send_workbook


class ServiceReport(Controller):
    @route(
        "/service/report/<int:report_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def service_report(self, report_id):
        """Send the workbook of a service report."""
        return send_workbook("service.report", report_id, "service")
