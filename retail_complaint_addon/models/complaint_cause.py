from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ComplaintCause(models.Model):
    _name = "complaint.cause"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _description = "Complaint Cause"
    _order = "sequence, id"
    _parent_store = True
    _rec_name = "complete_name"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="For reports and interfaces; survives a renaming.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    parent_id = fields.Many2one(
        comodel_name="complaint.cause",
        string="Parent Cause",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many(
        comodel_name="complaint.cause", inverse_name="parent_id", string="Sub-causes"
    )
    complete_name = fields.Char(
        compute="_compute_complete_name",
        search="_search_complete_name",
        recursive=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company", help="Empty: for every company.", index=True
    )
    is_no_fault = fields.Boolean(
        string="No Fault Found",
        help="The investigation found nothing wrong.",
    )
    description = fields.Text(translate=True, string="When to Use It")

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for cause in self:
            parent = cause.parent_id.complete_name
            cause.complete_name = f"{parent} / {cause.name}" if parent else cause.name

    def _search_complete_name(self, operator, value):
        causes = self.search_fetch([], ["name", "parent_id"])
        return [
            (
                "id",
                "in",
                causes.filtered_domain([("complete_name", operator, value)]).ids,
            )
        ]

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("Parent Cause: a cause cannot be below itself.")
            )
