from odoo import api, models


class CrmLead(models.Model):
    """The name of an enquiry is for who may open it."""

    _inherit = "crm.lead"

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_display_name(self):
        """Hide the name where a link shows it.

        Links are shown by the name of their record, read as superuser: an exchange, a
        promise, a hand-over or a complaint would tell it to all their readers.
        """
        result = super()._compute_display_name()
        user = self.env.user
        if not self.env.su or user._is_superuser() or not user._is_internal():
            return result
        stored = self._origin.exists()
        hidden = stored - stored.sudo(False)._filtered_access("read").sudo()
        for lead in self:
            if lead._origin in hidden:
                lead.display_name = self.env._("Enquiry")
        return result
