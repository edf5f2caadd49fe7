from odoo import models
from odoo.fields import Domain

from .res_users import GROUP


class ResUsers(models.Model):
    """Who of the shops sees which enquiries."""

    _inherit = "res.users"

    def _relations_lead_domain(self):
        """Return the enquiries of the own stores, and one's own.

        What sales people see is said by their own rules: these are united.
        """
        self.ensure_one()
        if self.has_group(GROUP % "manager") or self.has_group(GROUP % "auditor"):
            return list(Domain.TRUE)
        own = Domain("user_id", "=", self.id) | Domain("create_uid", "=", self.id)
        stores = Domain("store_id", "!=", False) & Domain(self._relations_domain())
        return list(own | stores)

    def _relations_handover_domain(self, company_ids):
        """Return the hand-overs from or to the own stores, and one's own."""
        self.ensure_one()
        own = Domain("user_id", "=", self.id) | Domain("handed_by_id", "=", self.id)
        seen = own | Domain(self._relations_domain())
        if self.has_group(GROUP % "user") or self.has_group(GROUP % "auditor"):
            to_store = Domain(self._relations_domain("to_store_id"))
            seen |= Domain("to_store_id", "!=", False) & to_store
        else:
            seen = Domain.FALSE
        return list(Domain("company_id", "in", company_ids) & seen)
