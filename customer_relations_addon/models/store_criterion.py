from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.retail_complaint_addon.rules import scoring

GROUPS = [
    ("environment", "Environment"),
    ("experience", "Experience"),
    ("completion", "Completion"),
]


class StoreCriterion(models.Model):
    """What the service of a shop is assessed by, and how much it weighs."""

    _name = "store.criterion"
    _description = "Criterion for Assessments"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    question = fields.Text(
        string="What Is Asked",
        translate=True,
        help="Say what 0 and what 10 points mean.",
    )
    group = fields.Selection(selection=GROUPS, required=True, default="experience")
    weight = fields.Integer(
        required=True,
        default=10,
        help="From 1 to 100. What counts is its share of the sum of all weights.",
    )
    threshold = fields.Integer(
        required=True,
        default=6,
        help="Fewer points than this ask for an improvement. 0: never.",
    )
    for_mystery = fields.Boolean(string="Mystery Visits", default=True)
    for_manager = fields.Boolean(string="Manager's Checks", default=True)
    source = fields.Char(help="Where the criterion comes from.")
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        comodel_name="res.company", index="btree_not_null", help="Empty: all companies."
    )
    active = fields.Boolean(default=True)

    @api.constrains("weight", "threshold")
    def _check_numbers(self):
        for criterion in self:
            if not scoring.is_weight(criterion.weight):
                raise ValidationError(self.env._("Weights go from 1 to 100."))
            if not scoring.is_points(criterion.threshold):
                raise ValidationError(self.env._("Thresholds go from 0 to 10 points."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        lines = self.env["store.assessment.line"].sudo()
        if lines.search_count([("criterion_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._("Stores have been assessed by this: archive it instead.")
            )

    @api.model
    def _for(self, kind, company):
        """Return what an assessment of this kind asks (sudo)."""
        return self.sudo().search(
            [(f"for_{kind}", "=", True), ("company_id", "in", [company.id, False])]
        )
