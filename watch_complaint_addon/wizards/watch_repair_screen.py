from odoo import models


class WatchRepairScreen(models.AbstractModel):
    """A screen of one repair: whoever cannot read it is shown nothing of it."""

    _name = "watch.repair.screen"
    _inherit = ["complaint.screen.mixin"]
    _description = "Screen of a Repair"

    _about = "repair_id"

    def _done(self):
        return {"type": "ir.actions.act_window_close"}
