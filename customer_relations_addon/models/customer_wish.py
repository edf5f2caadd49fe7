from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CustomerWish(models.Model):
    """What a customer would like to have: a product of ours, or just words."""

    _name = "customer.wish"
    _inherit = ["mail.thread", "mail.activity.mixin", "customer.linked.mixin"]
    _description = "Wish of a Customer"
    # open, offered, dropped, bought
    _order = "state desc, wanted_by, id desc"
    _check_company_auto = True

    name = fields.Char(
        string="What",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="In the customer's words, if no product fits.",
    )
    product_id = fields.Many2one(
        comodel_name="product.product",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        tracking=True,
    )
    budget = fields.Monetary(help="What the customer would like to spend at most.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        selection=[
            ("open", "Open"),
            ("offered", "Offered"),
            ("bought", "Bought"),
            ("dropped", "Dropped"),
        ],
        required=True,
        default="open",
        index=True,
        copy=False,
        tracking=True,
    )
    wanted_by = fields.Date(index="btree_not_null", help="As: before the wedding day.")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Looked After By",
        index="btree_not_null",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    store_id = fields.Many2one(
        comodel_name="retail.store",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="Where the customer would like to see it.",
    )
    note = fields.Text()

    @api.depends("product_id")
    def _compute_name(self):
        for wish in self:
            wish.name = wish.name or wish.product_id.display_name

    @api.constrains("name", "product_id", "partner_id")
    def _check_name(self):
        self._check_named()

    @api.constrains("budget")
    def _check_budget(self):
        if any(wish.budget < 0 for wish in self):
            raise ValidationError(self.env._("A budget cannot be negative."))
