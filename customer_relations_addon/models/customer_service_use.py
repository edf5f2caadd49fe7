from odoo import api, fields, models
from odoo.exceptions import UserError

from .res_users import GROUP

CHECKED = {"service_id", "partner_id", "date", "exception_reason"}


class CustomerServiceUse(models.Model):
    """One use of a value-added service; who is not entitled needs a reason."""

    _name = "customer.service.use"
    _inherit = ["customer.linked.mixin"]
    _description = "Used Service"
    _order = "date desc, id desc"
    _rec_name = "service_id"
    _check_company_auto = True

    service_id = fields.Many2one(
        comodel_name="customer.service",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    date = fields.Date(required=True, index=True, default=fields.Date.context_today)
    store_id = fields.Many2one(
        comodel_name="retail.store",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_store(),
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Given By",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    cost = fields.Monetary(
        compute="_compute_cost", store=True, readonly=False, precompute=True
    )
    currency_id = fields.Many2one(related="service_id.currency_id")
    note = fields.Char()
    exception_reason = fields.Char(
        string="Reason for an Exception",
        help="A store manager may give the service to who is not entitled.",
    )
    condition = fields.Text(related="service_id.condition")
    obstacle = fields.Text(string="Not Entitled", compute="_compute_obstacle")

    @api.model
    def _default_store(self):
        """The user's only store, if there is one."""
        stores = self.env["retail.store"].search(
            [
                ("member_ids", "in", self.env.uid),
                ("company_id", "=", self.env.company.id),
            ],
            limit=2,
        )
        return stores if len(stores) == 1 else stores.browse()

    @api.depends("service_id")
    def _compute_cost(self):
        for use in self:
            use.cost = use.service_id.cost

    @api.depends("service_id", "partner_id", "date", "company_id")
    def _compute_obstacle(self):
        for use in self:
            known = use.service_id and use.partner_id and use.date
            use.obstacle = known and use.service_id._obstacle(
                use.partner_id, use.date, use.company_id, use._origin.ids
            )

    @api.model_create_multi
    def create(self, vals_list):
        uses = super().create(vals_list)
        uses._check_entitled()
        return uses

    def write(self, vals):
        result = super().write(vals)
        if CHECKED & vals.keys():
            self._check_entitled()
        return result

    def _check_entitled(self):
        """:raises UserError: without entitlement, and without a manager's reason"""
        head = self.env.su or self.env.user.has_group(GROUP % "supervisor")
        for use in self:
            obstacle = use.service_id._obstacle(
                use.partner_id, use.date, use.company_id, use.ids
            )
            if not obstacle or (head and (use.exception_reason or "").strip()):
                continue
            way_out = (
                self.env._("Give a reason to make an exception.")
                if head
                else self.env._("A store manager can make an exception.")
            )
            raise UserError(
                self.env._(
                    "%(obstacle)s\n%(way_out)s", obstacle=obstacle, way_out=way_out
                )
            )
