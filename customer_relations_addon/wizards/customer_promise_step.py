from odoo import fields, models


class CustomerPromiseStep(models.TransientModel):
    """Asks for the words a step with promises needs."""

    _name = "customer.promise.step"
    _description = "Settle a Promise"
    _inherit = ["customer.record.mixin"]

    promise_ids = fields.Many2many(comodel_name="customer.promise", string="Promises")
    step = fields.Selection(
        selection=[
            ("keep", "Kept"),
            ("move", "Another Day"),
            ("withdraw", "Withdrawn"),
            ("break", "Not Kept"),
        ],
        required=True,
        default="keep",
    )
    words = fields.Text(string="What Was Done, or Why")
    due_at = fields.Datetime(string="Other Day")

    def action_apply(self):
        """Do it with the rights of who clicks."""
        self.ensure_one()
        records = self.promise_ids
        if self.step == "keep":
            records.action_keep(self.words)
        elif self.step == "withdraw":
            records.action_withdraw(self.words)
        elif self.step == "break":
            records.action_break(self.words)
        else:
            records._move(self.due_at, self.words)
        return {"type": "ir.actions.act_window_close"}
