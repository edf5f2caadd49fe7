from odoo import api, models


def hide_names(records, word):
    """Put a word in the place of the names of what the reader may not open.

    Links are shown by the name of their record, read as superuser: an exchange, a
    promise, a hand-over or a complaint would tell it to all their readers.
    """
    user = records.env.user
    if not records.env.su or user._is_superuser() or not user._is_internal():
        return
    stored = records._origin.exists()
    hidden = stored - stored.sudo(False)._filtered_access("read").sudo()
    for record in records:
        if record._origin in hidden:
            record.display_name = word


class CrmLead(models.Model):
    """The name of an enquiry is for who may open it."""

    _inherit = "crm.lead"

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        hide_names(self, self.env._("Enquiry"))
        return result
