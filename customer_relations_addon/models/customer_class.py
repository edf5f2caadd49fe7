from odoo import api, fields, models


class CustomerClass(models.Model):
    """How a customer is looked after: VIP, regular, trade, tourist."""

    _name = "customer.class"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _description = "Customer Class"
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="Short and unique, as VIP.")
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)
    description = fields.Text(
        string="Who Belongs to It",
        translate=True,
        help="So that everybody gives the class by the same rule.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", help="Empty: for every company.", index=True
    )
    partner_count = fields.Integer(string="Customers", compute="_compute_partner_count")
    policy_ids = fields.Many2many(
        comodel_name="customer.policy",
        relation="customer_policy_class_rel",
        column1="class_id",
        column2="policy_id",
        string="Policies",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_partner_count(self):
        groups = self.env["res.partner"]._read_group(
            [("customer_class_id", "in", self.ids)],
            ["customer_class_id"],
            ["__count"],
        )
        counts = dict(groups)
        for one in self:
            one.partner_count = counts.get(one, 0)

    def action_view_partners(self):
        """Open the customers of the class."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "res.partner",
            "view_mode": "list,kanban,form",
            "domain": [("customer_class_id", "=", self.id)],
            "context": {"default_customer_class_id": self.id},
        }
