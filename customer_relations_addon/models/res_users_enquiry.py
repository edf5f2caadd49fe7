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
