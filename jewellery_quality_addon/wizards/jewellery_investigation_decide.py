from odoo import fields, models


class JewelleryInvestigationDecide(models.TransientModel):
    """What the quality manager says to one or several investigations."""

    _name = "jewellery.investigation.decide"
    _inherit = ["complaint.entrance.mixin"]
    _description = "Analyse Investigations"

    investigation_ids = fields.Many2many(
        comodel_name="jewellery.investigation",
        relation="jewellery_investigation_decide_rel",
        string="Investigations",
        required=True,
    )
    comment = fields.Text()

    def action_accept(self):
        """Accept all of them with the comment."""
        self.ensure_one()
        return self.investigation_ids.action_accept(self.comment)

    def action_return(self):
        """Give all of them back with the comment."""
        self.ensure_one()
        return self.investigation_ids.action_return(self.comment)
