from odoo import models
from odoo.fields import Domain

from .qc_inspection_actions import INSPECTOR


class ResUsers(models.Model):
    _inherit = "res.users"

    def _jewellery_inspection_domain(self, company_ids, path=""):
        """Return the rule domain of inspections.

        Those about a case follow the case, and quality staff of the company see them
        too; never who is complained about. Those about no case are as upstream.

        :param str path: field path from the ruled model to the inspection
        """
        self.ensure_one()
        about = Domain("ticket_id", "!=", False)
        about &= Domain("ticket_id.involved_user_ids", "not in", self.ids)
        if self.has_group(INSPECTOR):
            about &= Domain("company_id", "in", company_ids)
        else:
            about &= Domain("ticket_id", "any", self._complaint_only_domain())
        domain = Domain("ticket_id", "=", False) | about
        return list(Domain(path, "any", domain) if path else domain)

    def _jewellery_investigation_domain(self, company_ids, path=""):
        """Return the rule domain of investigations: as that of inspections."""
        self.ensure_one()
        domain = Domain("involved_user_ids", "not in", self.ids)
        domain &= Domain("company_id", "in", company_ids)
        if not self.has_group(INSPECTOR):
            domain &= Domain("ticket_ids", "any", self._complaint_only_domain())
        return list(Domain(path, "any", domain) if path else domain)
