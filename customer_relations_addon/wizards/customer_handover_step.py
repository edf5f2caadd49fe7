from odoo import fields, models

from ..models.customer_handover import OUTCOMES


class CustomerHandoverStep(models.TransientModel):
    """Asks what came of a hand-over, or why it goes back."""

    _name = "customer.handover.step"
    _description = "Answer a Hand-over"
    _inherit = ["customer.record.mixin"]

    handover_ids = fields.Many2many(
        comodel_name="customer.handover", string="Hand-overs"
    )
    back = fields.Boolean()
    outcome = fields.Selection(selection=OUTCOMES, string="Result")
    words = fields.Text(string="What Came of It")

    def action_apply(self):
        """Do it with the rights of who clicks."""
        self.ensure_one()
        words = (self.words or "").strip()
        if self.back:
            self.handover_ids._hand_back(words)
        else:
            self.handover_ids._finish(self.outcome, words)
        return {"type": "ir.actions.act_window_close"}
