from odoo import models
from odoo.fields import Domain

from .res_users import GROUP


class ResUsers(models.Model):
    _inherit = "res.users"

    def _complaint_mail_domain(self, company_ids):
        """Return the rule domain of incoming mail.

        Mail of a case follows the case. What has no case yet is for those who decide
        about it: managers, supervisors of the store; auditors read it.
        """
        self.ensure_one()
        of_cases = Domain("ticket_id", "!=", False)
        of_cases &= Domain(self._complaint_domain("ticket_id"))
        # an answer that waits shows the case it answers
        waiting = Domain("ticket_id", "=", False) & (
            Domain("answered_ticket_id", "=", False)
            | Domain(self._complaint_domain("answered_ticket_id"))
        )
        if self.has_group(GROUP % "manager") or self.has_group(GROUP % "auditor"):
            pass
        elif self.has_group(GROUP % "supervisor"):
            waiting &= self._store_domain("upper_member_ids")
        else:
            waiting = Domain.FALSE
        mine = Domain("company_id", "in", company_ids)
        return list(mine & (of_cases | waiting))
