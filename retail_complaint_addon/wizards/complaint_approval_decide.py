from odoo import api, fields, models
from odoo.exceptions import UserError


class ComplaintApprovalDecide(models.TransientModel):
    """Approve or reject one or several requests with one comment."""

    _name = "complaint.approval.decide"
    _inherit = ["complaint.entrance.mixin"]
    _description = "Decide Approvals"

    approval_ids = fields.Many2many("complaint.approval", string="Requests")
    count = fields.Integer(compute="_compute_count")
    comment = fields.Text()

    @api.depends("approval_ids")
    def _compute_count(self):
        for wizard in self:
            wizard.count = len(wizard.approval_ids)

    @api.model
    def default_get(self, fields):
        """Take the requests selected in the list."""
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "complaint.approval":
            values.setdefault(
                "approval_ids", [(6, 0, self.env.context.get("active_ids", []))]
            )
        return values

    def action_approve(self):
        """Approve all of them, or none when one fails."""
        self._requests().action_approve(self.comment)
        return {"type": "ir.actions.act_window_close"}

    def action_reject(self):
        """Reject all of them, or none when one fails."""
        self._requests().action_reject(self.comment)
        return {"type": "ir.actions.act_window_close"}

    def _requests(self):
        self.ensure_one()
        if not self.approval_ids:
            raise UserError(self.env._("Choose at least one request."))
        self.approval_ids.check_access("read")
        return self.approval_ids
