from odoo import api, fields, models


class JewelleryInstrument(models.Model):
    """What something was measured with, and until when it can be trusted."""

    _name = "jewellery.instrument"
    _description = "Measuring Instrument"
    _inherit = ["mail.thread", "complaint.export.mixin"]
    _order = "name"
    _rec_names_search = ["name", "serial"]

    name = fields.Char(required=True)
    serial = fields.Char(string="Serial Number")
    method_ids = fields.Many2many(
        comodel_name="jewellery.method",
        relation="jewellery_instrument_method_rel",
        column1="instrument_id",
        column2="method_id",
        string="Methods",
        help="Results by these methods offer the instrument. Empty: by every method.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Empty: shared by all companies.",
    )
    active = fields.Boolean(default=True)
    calibrated_on = fields.Date(tracking=True)
    calibration_due = fields.Date(
        tracking=True, help="Empty: needs no calibration, as a loupe."
    )
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")
    note = fields.Char()

    @api.depends("calibration_due")
    def _compute_overdue(self):
        today = fields.Date.context_today(self)
        for instrument in self:
            due = instrument.calibration_due
            instrument.overdue = bool(due and due < today)

    @api.model
    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = [("calibration_due", "<", fields.Date.context_today(self))]
        return late if True in value else ["!", *late]
