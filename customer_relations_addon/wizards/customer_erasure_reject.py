from odoo import fields, models


class CustomerErasureReject(models.TransientModel):
    """Asks why the second person does not agree to an erasure."""

    _name = "customer.erasure.reject"
    _description = "Do Not Agree to an Erasure"
    _inherit = ["complaint.screen.mixin"]
    _about = "erasure_id"

    erasure_id = fields.Many2one(
        comodel_name="customer.erasure",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    words = fields.Text(string="Why", required=True)

    def action_reject(self):
        """Say no; the erasure checks who and when."""
        self.ensure_one()
        self.erasure_id.action_reject(self.words)
        return {"type": "ir.actions.act_window_close"}
