from odoo import models
from odoo.fields import Domain

from .res_users import GROUP


class ResUsers(models.Model):
    """Who sees exchanges and promises."""

    _inherit = "res.users"

    def _relations_record_domain(self, company_ids):
        """Return the rule domain of exchanges and promises.

        Those of the own stores and one's own; what hangs on a complaint only with
        the complaint.
        """
        self.ensure_one()
        seen = Domain(self._relations_domain()) | Domain("user_id", "=", self.id)
        case = Domain("ticket_id", "=", False)
        case |= Domain(self._complaint_domain("ticket_id"))
        return list(Domain("company_id", "in", company_ids) & seen & case)

    def _relations_change_domain(self):
        """Return the rule domain: one's own; store managers change those they see."""
        self.ensure_one()
        if self.has_group(GROUP % "supervisor"):
            return list(Domain.TRUE)
        own = Domain("user_id", "=", self.id) | Domain("create_uid", "=", self.id)
        return list(own)

    def write(self, vals):
        """Somebody answers for the promises of who leaves."""
        result = super().write(vals)
        if "active" in vals and not vals["active"]:
            self.env["customer.promise"]._leave(self)
        return result
