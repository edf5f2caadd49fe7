from odoo import fields, models
from odoo.exceptions import UserError


class JewelleryCorrectionStep(models.TransientModel):
    """Asks for the result of a correction, or why it is dropped."""

    _name = "jewellery.correction.step"
    _inherit = ["complaint.screen.mixin"]
    _description = "Correction: Result"
    _about = "correction_id"

    correction_id = fields.Many2one(
        comodel_name="jewellery.correction",
        string="About",
        required=True,
        readonly=True,
    )
    step = fields.Selection(
        selection=[("done", "Done"), ("dropped", "Drop")], required=True, readonly=True
    )
    summary = fields.Char(related="correction_id.summary", related_sudo=False)
    target_name = fields.Char(related="correction_id.target_name", related_sudo=False)
    result = fields.Text()

    def action_confirm(self):
        """Take the step.

        :raises UserError: when nothing is said, or it has ended already
        """
        self.ensure_one()
        if not (self.result or "").strip():
            raise UserError(self.env._("Write something down first."))
        if self.step == "done":
            self.correction_id.action_done(self.result)
        else:
            self.correction_id.action_drop(self.result)
        return {"type": "ir.actions.act_window_close"}
