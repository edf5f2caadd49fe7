from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.res_users import GROUP


class CustomerPromiseHandOver(models.TransientModel):
    """Somebody leaves or is away: who keeps what they promised?"""

    _name = "customer.promise.hand.over"
    _description = "Hand Over Promises"
    _inherit = ["customer.record.mixin"]

    from_user_id = fields.Many2one(
        comodel_name="res.users",
        string="From",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        context={"active_test": False},
    )
    to_user_id = fields.Many2one(
        comodel_name="res.users",
        string="To",
        required=True,
        domain="[('share', '=', False), ('id', '!=', from_user_id)]",
    )
    promise_ids = fields.Many2many(
        comodel_name="customer.promise",
        compute="_compute_promise_ids",
        store=True,
        readonly=False,
        string="Promises",
    )
    reason = fields.Char(required=True)

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
