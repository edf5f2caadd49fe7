"""What the receipt for an article shows."""

import base64

from reportlab.graphics.barcode import createBarcodeDrawing

from odoo import fields, models
from odoo.tools.image import image_process

# More photos do not fit on the page; all of them are on the article.
MOST_PHOTOS = 6
QR_SIZE = 240


class ComplaintCustody(models.Model):
    _inherit = "complaint.custody"

    def _receipt_qr(self):
        """Return the QR code of the customer's page as a picture, or nothing.

        With the link one acts as the customer: it is for who handles the case, not for
        who only reads it, and who prints it is noted.
        """
        self.ensure_one()
        if not self._may_steer():
            return ""
        self.sudo().ticket_id._message_log(
            body=self.env._("The receipt with the customer's link was printed."),
            author_id=self.env.user.partner_id.id,
        )
        drawing = createBarcodeDrawing(
            "QR",
            value=self.ticket_id._complaint_link(),
            width=QR_SIZE,
            height=QR_SIZE,
            barBorder=0,
        )
        # drawn, not painted: the server may lack what Odoo's own barcodes need
        return self._data_uri(drawing.asString("svg").encode(), "svg+xml")

    def _receipt_photos(self):
        """Return the first photos, small enough for a page."""
        self.ensure_one()
        return [
            self._data_uri(image_process(photo.raw, size=(480, 360)))
            for photo in self.sudo().photo_ids[:MOST_PHOTOS]
        ]

    def _receipt_move(self, kind):
        """Return the accepted hand-over of this kind, the last one."""
        moves = self.move_ids.filtered(
            lambda move: move.kind == kind and move.state == "accepted"
        )
        return moves[-1:]

    def _receipt_store(self):
        """Return where the article was taken in (sudo)."""
        return self._receipt_move("intake").sudo().to_store_id

    def _receipt_time(self, moment):
        """Return a moment as on the clock of the store, in one form for all."""
        ticket = self.sudo().ticket_id
        calendar = ticket._complaint_calendar(ticket.store_id, ticket.company_id)
        local = moment and fields.Datetime.context_timestamp(
            self.with_context(tz=calendar.tz or self.env.user.tz), moment
        )
        return local and local.strftime("%Y-%m-%d %H:%M")

    def _data_uri(self, picture, kind="png"):
        return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"
