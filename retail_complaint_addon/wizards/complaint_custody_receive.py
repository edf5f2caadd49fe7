from odoo import api, fields, models
from odoo.exceptions import UserError


class ComplaintCustodyReceive(models.TransientModel):
    """Weigh, look, sign: the article is then with who receives it."""

    _name = "complaint.custody.receive"
    _inherit = ["complaint.raw.mixin"]
    _description = "Receive an Article"

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
    own_name = fields.Char(compute="_compute_own_name")
    own_signature = fields.Image(string="Your Signature", max_width=600, max_height=300)
    reason = fields.Text(string="Why You Refuse It")

    @api.depends_context("uid")
    def _compute_own_name(self):
        for wizard in self:
            wizard.own_name = self.env.user.name

    @api.model
    def default_get(self, fields):
        """Refuse a hand-over the user cannot read before anything is shown."""
        self._check_raw_defaults()
        values = super().default_get(fields)
        move = self.env["complaint.custody.move"].browse(values.get("move_id"))
        move.check_access("read")
        return values

    @api.model_create_multi
    def create(self, vals_list):
        screens = super().create(vals_list)
        screens.move_id.check_access("read")
        return screens

    def write(self, vals):
        result = super().write(vals)
        self.move_id.check_access("read")
        return result

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
