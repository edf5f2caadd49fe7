from odoo import models
from odoo.fields import Domain

from .customer_fact import PRIVATE
from .res_users import GROUP


class ResUsers(models.Model):
    _inherit = "res.users"

    def _relations_staff_domain(self):
        """Return everything for shop staff and auditors, nothing for others."""
        self.ensure_one()
        groups = [GROUP % "user", GROUP % "auditor"]
        known = not self.share and any(self.has_group(group) for group in groups)
        return list(Domain.TRUE if known else Domain.FALSE)

    def _relations_fact_domain(self):
        """Return the facts the user may see: sensitive ones ask for their group."""
        domain = Domain(self._relations_staff_domain())
        if not self.has_group(PRIVATE):
            domain &= Domain("sensitive", "=", False)
        return list(domain)

    def _relations_policy_domain(self):
        """Return the policies: drafts are for those who make or audit them."""
        domain = Domain(self._relations_staff_domain())
        if not (self.has_group(GROUP % "manager") or self.has_group(GROUP % "auditor")):
            domain &= Domain("state", "!=", "draft")
        return list(domain)

    def _relations_confirmation_domain(self, company_ids):
        """Return one's own confirmations; for who answers for staff, all."""
        self.ensure_one()
        company = Domain("policy_id.company_id", "in", [*company_ids, False])
        heads = [GROUP % "supervisor", GROUP % "auditor"]
        if any(self.has_group(group) for group in heads):
            people = Domain("user_id.company_ids", "in", company_ids)
            return list(company & people)
        return list(company & Domain("user_id", "=", self.id))
