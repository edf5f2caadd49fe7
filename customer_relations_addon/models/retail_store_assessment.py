"""What a store should reach in its assessments, and what it reached last."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class RetailStore(models.Model):
    _inherit = "retail.store"

    assessment_target = fields.Float(
        digits=(5, 1),
        default=80.0,
        help="The score an assessment of this store should reach, of 100.",
    )
    last_assessment_id = fields.Many2one(
        comodel_name="store.assessment", compute="_compute_last_assessment"
    )
    last_score = fields.Float(digits=(5, 1), compute="_compute_last_assessment")

    @api.constrains("assessment_target")
    def _check_assessment_target(self):
        if any(not 0 <= store.assessment_target <= 100 for store in self):
            raise ValidationError(self.env._("A target is from 0 to 100."))

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_last_assessment(self):
        for store in self:
            last = self.env["store.assessment"].search(
                [("store_id", "=", store.id), ("state", "=", "done")], limit=1
            )
            store.last_assessment_id = last
            store.last_score = last.score

    def action_view_assessments(self):
        """Open the assessments of the store."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_relations_addon.store_assessment_action"
        )
        action["domain"] = [("store_id", "=", self.id)]
        action["context"] = {"default_store_id": self.id}
        return action
