import base64

from odoo.exceptions import AccessError, MissingError
from odoo.http import Controller, content_disposition, request, route

MIMES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class JewelleryReport(Controller):
    @route(
        "/jewellery/report/<int:report_id>/<any(pdf,xlsx):kind>",
        type="http",
        auth="user",
        methods=["GET"],
    )
    def report_file(self, report_id, kind):
        """Send a frozen report; that a receiver opened it is recorded."""
        report = request.env["jewellery.report"].browse(report_id)
        try:
            name, content = report._file(kind)
        except (AccessError, MissingError):
            raise request.not_found() from None
        report._record_reading()
        return request.make_response(
            base64.b64decode(content),
            [
                ("Content-Type", MIMES[kind]),
                (
                    "Content-Disposition",
                    content_disposition(
                        name, "inline" if kind == "pdf" else "attachment"
                    ),
                ),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "private, no-store"),
            ],
        )
