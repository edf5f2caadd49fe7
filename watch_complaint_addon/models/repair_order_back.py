"""Back from the service centre, and back to the customer: the next button."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class RepairOrder(models.Model):
    _inherit = "repair.order"

    can_give_back = fields.Boolean(compute="_compute_can_give_back")

    @api.depends("custody_id", "stage", "returned_at")
    @api.depends_context("uid")
    def _compute_can_give_back(self):
        """The article is here, and the user has it or works where it is."""
        for repair in self:
            waits = repair.stage in ("ready", "cancelled") and not repair.returned_at
            article = repair.custody_id if waits else repair.custody_id.browse()
            repair.can_give_back = (
                bool(article)
                and article.has_access("read")
                and article.state != "outside"
                and article.can_hand_over
            )

    def action_centre_back(self):
        """Open the screen that takes the watch back from the service centre."""
        self._enter("outside")
        jobs = self.centre_job_ids.filtered(lambda job: job.state == "sent")
        return jobs[:1].action_back()

    def action_give_back(self):
        """Open the screen in which the customer signs for the watch."""
        repair = self._enter("ready", "cancelled")
        if not repair.custody_id:
            raise UserError(
                self.env._(
                    "The watch is not in our books as an article: press Returned to "
                    "the Customer."
                )
            )
        action = self.custody_id.action_hand_over()
        # on its way from the workshop the article ceased to be marked as ready
        return {**action, "context": {**action["context"], "default_kind": "return"}}
