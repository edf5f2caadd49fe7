from odoo import fields, models
from odoo.exceptions import UserError


class ComplaintCustodyReceive(models.TransientModel):
    """Weigh, look, sign: the article is then with who receives it."""

    _name = "complaint.custody.receive"
    _inherit = ["complaint.signed.screen.mixin"]
    _description = "Receive an Article"
    _about = "move_id"

    move_id = fields.Many2one(
        comodel_name="complaint.custody.move",
        string="Hand-over",
        required=True,
        readonly=True,
    )
    # as the user: a link to a foreign article must show nothing of it
    article = fields.Char(related="move_id.custody_id.description", related_sudo=False)
    from_label = fields.Char(related="move_id.from_label", related_sudo=False)
    condition = fields.Text(
        string="Condition as Handed Over",
        related="move_id.condition",
        related_sudo=False,
    )
    weight = fields.Float(
        string="Weight as Handed Over (g)",
        digits=(12, 3),
        related="move_id.weight",
        related_sudo=False,
    )
    bag_number = fields.Char(related="move_id.bag_number", related_sudo=False)
    condition_received = fields.Text(string="What You See")
    weight_received = fields.Float(string="What You Weigh (g)", digits=(12, 3))
    reason = fields.Text(string="Why You Refuse It")

    def action_accept(self):
        """Accept the article."""
        self.ensure_one()
        self.move_id._accept(
            {
                "to_signature": self.own_signature,
                "condition_received": self.condition_received,
                "weight_received": self.weight_received,
            }
        )
        return {"type": "ir.actions.act_window_close"}

    def action_refuse(self):
        """Refuse it with a reason."""
        self.ensure_one()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why you refuse it."))
        self.move_id.action_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
