from odoo import fields, models


class WatchRepairCancel(models.TransientModel):
    """Why a watch is not repaired; the customer gets it back without a charge."""

    _name = "watch.repair.cancel"
    _inherit = ["watch.repair.screen"]
    _description = "Do Not Repair"

    repair_id = fields.Many2one("repair.order", required=True, readonly=True)
    reason = fields.Char(required=True)

    def action_cancel_it(self):
        """Cancel the repair."""
        self.ensure_one()
        self.repair_id._cancel_by(self.reason)
        return self._done()
