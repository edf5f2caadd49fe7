from odoo import models
from odoo.fields import Domain

GROUP = "retail_complaint_addon.group_complaint_%s"


class ResUsers(models.Model):
    _inherit = "res.users"

    def _complaint_domain(self, path=""):
        """Return the record-rule domain: which complaints this user sees.

        Rule domains are cached per user, so nothing here may depend on a field of
        the user that changes without clearing that cache; groups do clear it.

        :param str path: field path from the ruled model to the ticket, "" for the
            ticket itself
        """
        self.ensure_one()
        visible = Domain("is_complaint", "=", False) | self._complaint_only_domain()
        if not path:
            return list(visible)
        return list(Domain(path, "any", visible))

    def _complaint_only_domain(self):
        if self.share:
            return Domain(
                "partner_id", "child_of", self.commercial_partner_id.ids or [0]
            )
        not_involved = Domain("involved_user_ids", "not in", self.ids)
        if self.has_group(GROUP % "manager") or self.has_group(GROUP % "auditor"):
            return not_involved
        mine = Domain("user_id", "=", self.id)
        if self.has_group(GROUP % "supervisor"):
            mine |= Domain("store_id.upper_member_ids", "in", self.ids)
        elif self.has_group(GROUP % "clerk"):
            mine |= Domain("store_id.member_ids", "in", self.ids)
        else:
            return Domain.FALSE
        return not_involved & mine

    def _complaint_log_domain(self, company_ids, company_path="company_id"):
        """Return the domain of log rows: those of visible cases, and the register's.

        The register's chain belongs to no case; auditors, managers and its keepers
        read it.
        """
        self.ensure_one()
        of_cases = Domain("ticket_id", "!=", False)
        of_cases &= Domain(company_path, "in", company_ids)
        of_cases &= Domain(self._complaint_domain("ticket_id"))
        readers = ("auditor", "manager", "authority_admin")
        if any(self.has_group(GROUP % name) for name in readers):
            return list(of_cases | Domain("ticket_id", "=", False))
        return list(of_cases)
