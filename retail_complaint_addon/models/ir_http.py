from odoo import models

from .helpdesk_ticket_category import READERS


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the browser whether this person has a clock to show."""
        result = super().session_info()
        user = self.env.user
        if user._is_internal() and user.has_group(READERS):
            result["complaint_clock"] = True
        return result
