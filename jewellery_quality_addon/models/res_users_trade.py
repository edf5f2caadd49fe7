from odoo import models
from odoo.fields import Domain

from odoo.addons.retail_complaint_addon.models.ir_rule import RULE_MODE

from .jewellery_supplier_claim import INVESTIGATOR
from .qc_inspection_actions import INSPECTOR

WHOLE_COMPANY = (
    "retail_complaint_addon.group_complaint_manager",
    "retail_complaint_addon.group_complaint_auditor",
    INVESTIGATOR,
)


class ResUsers(models.Model):
    _inherit = "res.users"

    def _jewellery_buyer_lot_domain(self, company_ids):
        """Return the rule domain of lots: they follow the case.

        Quality staff read those of their company; never who is complained about.
        """
        self.ensure_one()
        about = Domain("ticket_id.involved_user_ids", "not in", self.ids)
        about &= Domain("company_id", "in", company_ids)
        reads = self.env.context.get(RULE_MODE, "read") == "read"
        if not (reads and self.has_group(INSPECTOR)):
            about &= Domain("ticket_id", "any", self._complaint_only_domain())
        return list(about)

    def _jewellery_claim_domain(self, company_ids, path=""):
        """Return the rule domain of claims on suppliers.

        Managers, auditors and quality managers: all of their companies; supervisors:
        those about a case they see, and what they drew up without a case.
        """
        self.ensure_one()
        domain = Domain("involved_user_ids", "not in", self.ids)
        domain &= Domain("company_id", "in", company_ids)
        if not any(self.has_group(group) for group in WHOLE_COMPANY):
            own = Domain("ticket_ids", "=", False) & Domain("create_uid", "=", self.id)
            domain &= own | Domain("ticket_ids", "any", self._complaint_only_domain())
        return list(Domain(path, "any", domain) if path else domain)
