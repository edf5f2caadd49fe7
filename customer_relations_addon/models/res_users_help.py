from odoo import models
from odoo.fields import Domain

from .res_users import GROUP


class ResUsers(models.Model):
    _inherit = "res.users"

    def _guideline_domain(self, path=""):
        """Shop staff read help pages beside the guidelines, and nothing else."""
        domain = super()._guideline_domain(path)
        if self.has_group("document_knowledge.group_document_user"):
            return domain
        name = f"{path}.is_help" if path else "is_help"
        shown = Domain(name, "=", True)
        if self.has_group("retail_complaint_addon.group_complaint_reader"):
            return list(Domain(domain) | shown)
        staff = any(self.has_group(GROUP % kind) for kind in ("user", "auditor"))
        return list(shown) if staff else domain
