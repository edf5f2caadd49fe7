from odoo import models
from odoo.fields import Domain

WATCHMAKER = "watch_complaint_addon.group_watch_workshop"


class ResUsers(models.Model):
    _inherit = "res.users"

    def _watch_repair_domain(self, path=""):
        """Return the rule domain of repairs: others than a complaint's are as before.

        Those of a complaint are seen by who sees the case, and by the watchmakers of
        their workshop; nobody sees one of a case about oneself. Rights for repairs that
        come from here reach no further than that.

        :param str path: field path from the ruled model to the repair
        """
        self.ensure_one()
        ours = Domain("ticket_id", "!=", False)
        ours &= Domain("ticket_id.involved_user_ids", "not in", self.ids)
        seen = Domain("ticket_id", "any", self._complaint_only_domain())
        if self.has_group(WATCHMAKER):
            seen |= Domain("workshop_id.upper_member_ids", "in", self.ids)
            seen |= Domain("workshop_id.manager_id", "in", self.ids)
        domain = ours & seen
        if self._had_repairs_before():
            domain |= Domain("ticket_id", "=", False)
        return list(Domain(path, "any", domain) if path else domain)

    def _had_repairs_before(self):
        """Say whether the user may see repairs without any right of ours."""
        if self.has_group("stock.group_stock_user"):
            return True
        reader = self.has_group("retail_complaint_addon.group_complaint_reader")
        return not (reader or self.has_group(WATCHMAKER))

    def _watch_loan_domain(self, company_ids):
        """Return the rule domain of loans: of visible cases and own repairs."""
        self.ensure_one()
        domain = Domain("company_id", "in", company_ids)
        domain &= Domain("ticket_id.involved_user_ids", "not in", self.ids)
        seen = Domain("ticket_id", "any", self._complaint_only_domain())
        repairs = Domain("repair_id", "any", self._watch_repair_domain())
        return list(domain & (seen | repairs))
