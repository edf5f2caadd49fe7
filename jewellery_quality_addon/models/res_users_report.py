from odoo import models
from odoo.fields import Domain

from .jewellery_report import AUDITOR, MANAGER
from .qc_inspection_actions import INVESTIGATOR


class ResUsers(models.Model):
    _inherit = "res.users"

    def _jewellery_report_domain(self, company_ids, path=""):
        """Return the rule domain of reports: authors, receivers, and who answers.

        Never who is complained about in a case the paper names.

        :param str path: field path from the ruled model to the report
        """
        self.ensure_one()
        domain = Domain("company_id", "in", company_ids)
        domain &= Domain("involved_user_ids", "not in", self.ids)
        if not any(map(self.has_group, (INVESTIGATOR, MANAGER, AUDITOR))):
            mine = Domain("create_uid", "=", self.id)
            mine |= Domain("drawn_by_id", "=", self.id)
            mine |= Domain("recipient_ids", "any", Domain("user_id", "=", self.id))
            mine |= Domain("investigation_id.user_id", "=", self.id)
            mine |= Domain("investigation_id.team_ids", "in", self.ids)
            domain &= mine
        return list(Domain(path, "any", domain) if path else domain)

    def _jewellery_report_change_domain(self):
        """Return the rule domain: its author changes a draft, or the quality manager.

        Auditors none.
        """
        self.ensure_one()
        domain = Domain(self._complaint_change_domain())
        if not self.has_group(INVESTIGATOR):
            domain &= Domain("create_uid", "=", self.id)
        return list(domain)
