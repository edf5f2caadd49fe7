from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.res_users import GROUP, colleagues


class CustomerPromiseHandOver(models.TransientModel):
    """Somebody leaves or is away: who keeps what they promised?"""

    _name = "customer.promise.hand.over"
    _description = "Hand Over Promises"
    _inherit = ["customer.record.mixin"]

    from_user_id = fields.Many2one(
        comodel_name="res.users",
        string="From",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        context={"active_test": False},
        help="Empty: from everybody whose promises are below.",
    )
    to_user_id = fields.Many2one(
        comodel_name="res.users",
        string="To",
        required=True,
        domain=lambda self: f"{colleagues(self)} + [('id', '!=', from_user_id)]",
    )
    promise_ids = fields.Many2many(
        comodel_name="customer.promise",
        compute="_compute_promise_ids",
        store=True,
        readonly=False,
        string="Promises",
    )
    reason = fields.Char(required=True)

    @api.model
    def default_get(self, fields):
        """Start from the promises chosen in a list, whoever's they are."""
        values = super().default_get(fields)
        context = self.env.context
        if context.get("active_model") != "customer.promise":
            return values
        chosen = context.get("active_ids")
        if not isinstance(chosen, list | tuple):
            return values
        chosen = [one for one in chosen if self._is_record_id(one)]
        records = self.env["customer.promise"].browse(chosen).exists()
        records = records._filtered_access("read").filtered_domain(
            records._open_domain() & records._by_hand_domain()
        )
        users = records.user_id
        values["promise_ids"] = [(6, 0, records.ids)]
        values["from_user_id"] = users.id if len(users) == 1 else False
        return values

    @api.depends("from_user_id")
    def _compute_promise_ids(self):
        for wizard in self:
            records = self.env["customer.promise"]
            domain = records._open_domain() & records._by_hand_domain()
            own = ("user_id", "=", wizard.from_user_id.id)
            wizard.promise_ids = records.search([*domain, own])

    def action_hand_over(self):
        """Hand over what is one's own; store managers hand over what they see."""
        self.ensure_one()
        records = self.promise_ids
        if not records:
            raise UserError(self.env._("Choose promises that are open."))
        records.check_access("write")
        user = self.env.user
        if not user.has_group(GROUP % "supervisor") and records.user_id - user:
            raise AccessError(
                self.env._("Store managers hand over the promises of others.")
            )
        if not self.to_user_id.sudo().has_group(GROUP % "user"):
            raise UserError(
                self.env._(
                    "%(user)s does not work with customers.", user=self.to_user_id.name
                )
            )
        if records.filtered("by_itself"):
            raise UserError(
                self.env._("Hand over the complaint or repair: its promises follow.")
            )
        records._hand_over(self.to_user_id, self.reason)
        return {"type": "ir.actions.act_window_close"}
