from odoo import models
from odoo.http import request

from .helpdesk_ticket_category import READERS


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _serve_fallback(cls):
        """Find nothing at an address that no database can be asked for (H5).

        Odoo looks for a file of that name, and everybody could fill the log with it.
        """
        if "\x00" in request.httprequest.path:
            return None
        return super()._serve_fallback()

    @classmethod
    def _dispatch(cls, endpoint):
        """Leave out what a form sent without a name: no method takes that (H5)."""
        request.params.pop(None, None)
        return super()._dispatch(endpoint)

    def session_info(self):
        """Tell the browser whether this person has a clock to show."""
        result = super().session_info()
        user = self.env.user
        if user._is_internal() and user.has_group(READERS):
            result["complaint_clock"] = True
        return result
