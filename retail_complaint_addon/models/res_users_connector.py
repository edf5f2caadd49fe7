from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.base.models.res_users import check_identity

CONNECTOR = "retail_complaint_addon.group_complaint_connector"
KEY_DAYS = 365


class ResUsers(models.Model):
    """A connector cannot sign in to make its own key, so an administrator does."""

    _inherit = "res.users"

    is_complaint_connector = fields.Boolean(
        compute="_compute_is_complaint_connector",
        compute_sudo=True,
        groups="base.group_system",
    )

    def _compute_is_complaint_connector(self):
        for user in self:
            user.is_complaint_connector = user.share and user.has_group(CONNECTOR)

    @check_identity
    def action_make_connector_key(self):
        """Make an API key for a machine user and show it once."""
        self.ensure_one()
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(
                self.env._("Only an administrator makes keys of machine users.")
            )
        if not self.is_complaint_connector:
            raise UserError(
                self.env._(
                    "%(user)s is no machine user: give them the role Connector and no "
                    "other.",
                    user=self.name,
                )
            )
        key = (
            self.env(user=self.id, su=True)["res.users.apikeys"]
            .with_user(self)
            .sudo()
            ._generate(
                "rpc",
                self.env._("Complaint connector"),
                fields.Datetime.now() + timedelta(days=KEY_DAYS),
            )
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.users.apikeys.show",
            "name": self.env._("API Key Ready"),
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_key": key},
        }
