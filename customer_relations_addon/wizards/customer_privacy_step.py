from odoo import fields, models

from ..models.customer_privacy_request import REFUSALS


class CustomerPrivacyStep(models.TransientModel):
    """Asks for the words of an identity check, an answer or a refusal."""

    _name = "customer.privacy.step"
    _description = "Privacy Request: Next Step"

    request_id = fields.Many2one(
        "customer.privacy.request", required=True, readonly=True
    )
    step = fields.Selection(
        [
            ("identify", "Check the Identity"),
            ("answer", "Answer"),
            ("refuse", "Refuse"),
        ],
        required=True,
        readonly=True,
    )
    reason = fields.Selection(REFUSALS)
    words = fields.Text()

    def action_confirm(self):
        """Take the step; the request checks who and when."""
        self.ensure_one()
        if self.step == "identify":
            self.request_id.action_identify(self.words)
        elif self.step == "answer":
            self.request_id.action_answer(self.words)
        else:
            self.request_id.action_refuse(self.reason, self.words)
        return {"type": "ir.actions.act_window_close"}
