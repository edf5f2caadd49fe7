from odoo import models

from .res_users import GROUP


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the browser whether this person logs exchanges."""
        result = super().session_info()
        user = self.env.user
        if user._is_internal() and user.has_group(GROUP % "user"):
            result["relations_entry"] = True
        return result
