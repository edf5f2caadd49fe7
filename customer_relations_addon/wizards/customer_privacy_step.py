from odoo import fields, models

from ..models.customer_privacy_request import REFUSALS


class CustomerPrivacyStep(models.TransientModel):
    """Asks for the words of an identity check, an answer or a refusal."""

    _name = "customer.privacy.step"
    _inherit = ["complaint.entrance.mixin"]
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
    kind = fields.Selection(related="request_id.kind")
    end_marketing = fields.Boolean(
        string="No More Advertising",
        default=True,
        help="Every consent to advertising of this person is withdrawn.",
    )
    words = fields.Text()

    def action_confirm(self):
        """Take the step; the request checks who and when."""
        self.ensure_one()
        if self.step == "identify":
            self.request_id.action_identify(self.words)
        elif self.step == "answer":
            self.request_id.action_answer(self.words)
            if self.request_id.kind == "objection" and self.end_marketing:
                self.request_id._end_marketing()
        else:
            self.request_id.action_refuse(self.reason, self.words)
        return {"type": "ir.actions.act_window_close"}
