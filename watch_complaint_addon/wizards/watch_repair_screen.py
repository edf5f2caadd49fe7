from odoo import api, models


class WatchRepairScreen(models.AbstractModel):
    """A screen of one repair: whoever cannot read it is shown nothing of it."""

    _name = "watch.repair.screen"
    _inherit = ["complaint.raw.mixin"]
    _description = "Screen of a Repair"

    _about = "repair_id"

    @api.model
    def default_get(self, fields):
        """Refuse a record the user cannot read before its name is shown."""
        self._check_raw_defaults()
        values = super().default_get(fields)
        record = self.env[self._fields[self._about].comodel_name]
        record.browse(values.get(self._about)).check_access("read")
        return values

    @api.model_create_multi
    def create(self, vals_list):
        screens = super().create(vals_list)
        screens[self._about].check_access("read")
        return screens

    def write(self, vals):
        result = super().write(vals)
        self[self._about].check_access("read")
        return result

    def _done(self):
        return {"type": "ir.actions.act_window_close"}
