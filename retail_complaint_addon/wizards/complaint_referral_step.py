from odoo import fields, models
from odoo.exceptions import UserError


class ComplaintReferralStep(models.TransientModel):
    """Asks for the words of an answer, a return or a withdrawal."""

    _name = "complaint.referral.step"
    _inherit = ["complaint.screen.mixin"]
    _description = "Referral: Next Step"
    _about = "referral_id"

    referral_id = fields.Many2one(
        comodel_name="complaint.referral", required=True, readonly=True
    )
    step = fields.Selection(
        selection=[
            ("answer", "Answer"),
            ("return", "Return"),
            ("withdraw", "Withdraw"),
        ],
        required=True,
        readonly=True,
    )
    # as the user: a link to a foreign referral must show nothing of it
    reason = fields.Char(related="referral_id.reason", related_sudo=False)
    question = fields.Text(related="referral_id.question", related_sudo=False)
    words = fields.Text()
    file_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="complaint_referral_step_attachment_rel",
        column1="step_id",
        column2="attachment_id",
        string="Photos and Files",
    )

    def action_confirm(self):
        """Take the step.

        :raises UserError: when the step is not possible, with the reason
        """
        self.ensure_one()
        words = (self.words or "").strip()
        if not words and self.step != "withdraw":
            raise UserError(self.env._("Write something down first."))
        if self.step == "answer":
            self.referral_id.action_answer(words, self.file_ids.ids)
        elif self.step == "return":
            self.referral_id.action_return(words)
        else:
            self.referral_id.action_withdraw(words)
        return self.referral_id._after_screen("complaint_referral_action")
