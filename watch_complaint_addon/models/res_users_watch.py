from odoo import models
from odoo.fields import Domain

GROUP = "retail_complaint_addon.group_complaint_%s"


class ResUsers(models.Model):
    _inherit = "res.users"

    def _watch_report_domain(self):
        """Return the rule domain of the watch analysis: cases as on the desk, sales of
        the stores whose cases the user sees."""
        self.ensure_one()
        sales = Domain("ticket_id", "=", False)
        if not (self.has_group(GROUP % "manager") or self.has_group(GROUP % "auditor")):
            upper = self.has_group(GROUP % "supervisor")
            members = "upper_member_ids" if upper else "member_ids"
            sales &= Domain(f"store_id.{members}", "in", self.ids)
        return list(Domain(self._complaint_domain("ticket_id")) | sales)
