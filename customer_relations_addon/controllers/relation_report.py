from odoo.http import Controller, route

from odoo.addons.retail_complaint_addon.controllers.period_report import send_workbook


class CustomerRelationReport(Controller):
    @route(
        "/customer/relation-report/<int:report_id>.xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def relation_report(self, report_id):
        """Send the workbook of a relation report."""
        return send_workbook("customer.relation.report", report_id, "relations")
