from odoo import models
from odoo.fields import Domain

GROUP = "customer_relations_addon.group_relations_%s"


def colleagues(model):
    """Return the domain of who works with customers, as a field shows them."""
    group = model.env.ref(GROUP % "user")
    return f"[('share', '=', False), ('all_group_ids', 'in', {group.id})]"


class ResUsers(models.Model):
    """Who sees what of the shops' work with their customers."""

    _inherit = "res.users"

    def _relations_domain(self, path="store_id"):
        """Return the record-rule domain: records of the user's stores.

        Shop staff see the stores they are members of, store managers those and
        everything below, managers their companies. A record without a store is seen
        by everybody of the company. Rule domains are cached per user, so nothing here
        may depend on a field of the user that changes without clearing that cache.

        :param str path: field path from the ruled model to ``retail.store``
        """
        self.ensure_one()
        if self.share:
            return list(Domain.FALSE)
        if self.has_group(GROUP % "manager") or self.has_group(GROUP % "auditor"):
            return list(Domain.TRUE)
        if self.has_group(GROUP % "supervisor"):
            members = "upper_member_ids"
        elif self.has_group(GROUP % "user"):
            members = "member_ids"
        else:
            return list(Domain.FALSE)
        none = Domain(path, "=", False)
        return list(none | Domain(f"{path}.{members}", "in", self.ids))

    def _relations_improvement_domain(self):
        """Return the rule domain of improvements: of the stores, and the own ones."""
        own = Domain("owner_id", "=", self.id)
        return list(own | Domain(self._relations_domain()))

    def _relations_improvement_change_domain(self):
        """Return the rule domain of changes: owner, author and store managers."""
        self.ensure_one()
        if self.has_group(GROUP % "supervisor"):
            return list(Domain.TRUE)
        if self.has_group(GROUP % "user"):
            mine = Domain("owner_id", "=", self.id)
            return list(mine | Domain("create_uid", "=", self.id))
        return list(Domain.FALSE)

    def _relations_assessment_domain(self):
        """Return the rule domain of assessments, and of their lines.

        Staff read what is done; a visit that is under way is known to store managers
        and to who makes it.
        """
        own = Domain("assessor_id", "=", self.id)
        stores = Domain(self._relations_domain())
        tops = ("supervisor", "manager", "auditor")
        if not any(self.has_group(GROUP % name) for name in tops):
            stores &= Domain("state", "=", "done")
        return list(stores if self.share else own | stores)
