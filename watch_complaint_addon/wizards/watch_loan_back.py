from odoo import fields, models


class WatchLoanBack(models.TransientModel):
    """Take the loan watch back; who brings it signs."""

    _name = "watch.loan.back"
    _inherit = ["watch.repair.screen"]
    _description = "Take a Loan Watch Back"

    _about = "loan_id"

    loan_id = fields.Many2one("watch.loan", required=True, readonly=True)
    out_condition = fields.Text(related="loan_id.out_condition", related_sudo=False)
    name = fields.Char(related="loan_id.out_name", related_sudo=False)
    condition = fields.Text(string="Condition Now", required=True)
    is_damaged = fields.Boolean(string="Damaged")
    evidence = fields.Char(string="Instead of a Signature")
    signature = fields.Image(max_width=600, max_height=300)

    def action_take_back(self):
        """Take it back."""
        self.ensure_one()
        self.loan_id._give_back(
            self.condition, self.signature, self.evidence, self.is_damaged
        )
        return self._done()
