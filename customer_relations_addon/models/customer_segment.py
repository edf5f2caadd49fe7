from odoo import api, fields, models
from odoo.fields import Domain


class CustomerSegment(models.Model):
    """Customers who expect the same: by class, tag and home store."""

    _name = "customer.segment"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _description = "Customer Segment"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True)
    company_id = fields.Many2one(
        comodel_name="res.company", help="Empty: for every company.", index=True
    )
    class_ids = fields.Many2many(
        comodel_name="customer.class",
        relation="customer_segment_class_rel",
        column1="segment_id",
        column2="class_id",
        string="Customer Classes",
        help="Empty: every class.",
    )
    tag_ids = fields.Many2many(
        comodel_name="res.partner.category",
        relation="customer_segment_tag_rel",
        column1="segment_id",
        column2="tag_id",
        string="Tags",
        help="Empty: every customer. Otherwise one of these tags.",
    )
    store_ids = fields.Many2many(
        comodel_name="retail.store",
        relation="customer_segment_store_rel",
        column1="segment_id",
        column2="store_id",
        string="Home Stores",
        help="Empty: every store.",
    )
    expectation_ids = fields.One2many(
        comodel_name="customer.expectation",
        inverse_name="segment_id",
        string="Expectations",
    )
    partner_count = fields.Integer(string="Customers", compute="_compute_partner_count")

    @api.depends("class_ids", "tag_ids", "store_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_partner_count(self):
        for segment in self:
            domain = segment._partner_domain()
            segment.partner_count = self.env["res.partner"].search_count(domain)

    def _partner_domain(self):
        """Return the domain of the customers of the segment."""
        self.ensure_one()
        domain = Domain("partner_share", "=", True)
        if self.class_ids:
            domain &= Domain("customer_class_id", "in", self.class_ids.ids)
        if self.tag_ids:
            domain &= Domain("category_id", "in", self.tag_ids.ids)
        if self.store_ids:
            domain &= Domain("customer_store_id", "in", self.store_ids.ids)
        return domain

    def action_view_partners(self):
        """Open the customers of the segment."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "res.partner",
            "view_mode": "list,kanban,form",
            "domain": list(self._partner_domain()),
        }
