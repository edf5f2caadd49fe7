from odoo import models
from odoo.fields import Domain

READER = "retail_complaint_addon.group_complaint_reader"
WATCHMAKER = "watch_complaint_addon.group_watch_workshop"


class ResUsers(models.Model):
    _inherit = "res.users"

    def _watch_diagnosis_domain(self, company_ids, path=""):
        """Return the rule domain of sheets: the workshop's, and those of own cases.

        Whoever is complained about sees no sheet of that case, not even at the bench.

        :param str path: field path from the ruled model to the sheet
        """
        self.ensure_one()
        no_case = Domain("ticket_id", "=", False)
        domain = Domain("company_id", "in", company_ids)
        domain &= no_case | Domain(
            "ticket_id", "any", [("involved_user_ids", "not in", self.ids)]
        )
        if not self.has_group(WATCHMAKER):
            if not self.has_group(READER):
                domain = Domain.FALSE
            else:
                domain &= no_case | Domain(
                    "ticket_id", "any", self._complaint_only_domain()
                )
        return list(Domain(path, "any", domain) if path else domain)
