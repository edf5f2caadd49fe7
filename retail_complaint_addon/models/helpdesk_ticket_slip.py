import base64

from reportlab.graphics.barcode import createBarcodeDrawing

from odoo import api, models
from odoo.exceptions import AccessError

SLIP = "retail_complaint_addon.complaint_slip_report"
QR_POINTS = 150


class HelpdeskTicket(models.Model):
    """The slip the customer takes home: number and tracking link."""

    _inherit = "helpdesk.ticket"

    def action_print_slip(self):
        """Print the slip for the customer."""
        self._require_complaints()
        return self.env.ref(SLIP).report_action(self)


class ComplaintSlip(models.AbstractModel):
    _name = "report.retail_complaint_addon.complaint_slip"
    _description = "Complaint Slip"

    @api.model
    def _qr_code(self, text):
        """Return a QR code as SVG in base64: needs no library for pictures."""
        drawing = createBarcodeDrawing(
            "QR", value=text, width=QR_POINTS, height=QR_POINTS, barBorder=0
        )
        return base64.b64encode(drawing.asString("svg").encode()).decode()

    @api.model
    def _get_report_values(self, docids, data=None):
        """The slip carries the link by which the customer acts: who prints is noted."""
        tickets = self.env["helpdesk.ticket"].browse(docids)
        tickets._require_complaints()
        if not tickets:
            raise AccessError(self.env._("There is nothing to print."))
        slips = []
        for ticket in tickets.sudo():
            link = ticket._complaint_link()
            slips.append(
                {
                    "ticket": ticket,
                    "link": link,
                    "qr": self._qr_code(link),
                    "view": ticket.with_context(lang="en_US")._customer_view(),
                }
            )
            ticket._message_log(
                body=self.env._("The slip with the customer's link was printed."),
                author_id=self.env.user.partner_id.id,
            )
        return {"doc_ids": docids, "doc_model": "helpdesk.ticket", "slips": slips}
