"""Nobody gives themselves authority by joining a group that has it."""

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError, UserError

KEEPER = "retail_complaint_addon.group_complaint_authority_admin"
USER_FIELDS = {"group_ids", "all_group_ids", "role"}
GROUP_FIELDS = {
    "user_ids",
    "all_user_ids",
    "implied_ids",
    "all_implied_ids",
    "implied_by_ids",
    "all_implied_by_ids",
}


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model_create_multi
    def create(self, vals_list):
        """A new group that implies one with authority brings its members in."""
        before = self.env["res.users"]._register_groups_in_hand()
        groups = super().create(vals_list)
        self.env["res.users"]._check_no_new_authority(before)
        return groups

    def write(self, vals):
        if not GROUP_FIELDS & set(vals):
            return super().write(vals)
        before = self.env["res.users"]._register_groups_in_hand()
        result = super().write(vals)
        self.env["res.users"]._check_no_new_authority(before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_register(self):
        """A limit without holder, or a condition nobody can meet, must not remain."""
        named = self & self.env["res.users"]._register_groups()
        if named:
            raise UserError(
                self.env._(
                    "The authority register names the group “%(group)s”, so it stays. "
                    "Take it out of the limits and conditions first.",
                    group=named[0].display_name,
                )
            )


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model_create_multi
    def create(self, vals_list):
        """Somebody new with authority is logged like somebody who got it later."""
        if not any(USER_FIELDS & set(vals) for vals in vals_list):
            return super().create(vals_list)
        before = self._register_groups_in_hand()
        users = super().create(vals_list)
        self._check_no_new_authority(before)
        return users

    def write(self, vals):
        if not USER_FIELDS & set(vals):
            return super().write(vals)
        before = self._register_groups_in_hand()
        result = super().write(vals)
        self._check_no_new_authority(before)
        return result

    @api.model
    def _register_groups(self, active_test=False):
        """Return the groups that limits and conditions name."""
        limits = self.env["complaint.authority"].sudo()
        conditions = self.env["complaint.condition"].sudo()
        groups = limits.with_context(active_test=active_test).search([]).group_ids
        found = conditions.with_context(active_test=active_test).search([])
        return (groups | found.group_id).with_env(self.env)

    def _register_groups_in_hand(self):
        """Return {group: users} of everybody who is in a group with authority."""
        groups = self._register_groups(active_test=True)
        groups |= self.env.ref(KEEPER, raise_if_not_found=False) or groups.browse()
        return {group: group.sudo().all_user_ids for group in groups}

    def _check_no_new_authority(self, before):
        """
        :param dict before: members of the groups before the change
        :raises AccessError: when the current user gained one of them
        """
        after = self._register_groups_in_hand()
        user = self.env["res.users"].browse(self.env.uid)
        changed = {
            group: members
            for group, members in after.items()
            if members != before.get(group, members)
        }
        for group, members in changed.items():
            if self.env.uid != SUPERUSER_ID and user in members - before[group]:
                raise AccessError(
                    self.env._(
                        "“%(group)s” has authority over complaints. Nobody adds "
                        "themselves to it: ask another administrator.",
                        group=group.display_name,
                    )
                )
        if changed:
            self._log_access_change(before, changed)

    def _log_access_change(self, before, changed):
        chain = self.env["complaint.chain"]._get("register")
        for group, members in changed.items():
            added = sorted((members - before[group]).ids)
            removed = sorted((before[group] - members).ids)
            chain._append(
                {
                    "kind": "access_changed",
                    "detail": f"res.groups,{group.id}; +{added} -{removed}",
                }
            )
