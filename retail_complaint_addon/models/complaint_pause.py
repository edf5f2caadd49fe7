from odoo import fields, models


class ComplaintPause(models.Model):
    """A time in which the clock of a case stood still, waiting for the customer."""

    _name = "complaint.pause"
    _inherit = ["complaint.by.method.mixin", "complaint.export.mixin"]
    _description = "Pause of the Complaint Clock"
    _order = "started_at desc, id desc"
    _rec_name = "reason"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    round = fields.Integer(default=1, readonly=True)
    started_at = fields.Datetime(string="From", required=True, readonly=True)
    ended_at = fields.Datetime(string="Until", readonly=True)
    started_by_id = fields.Many2one(
        comodel_name="res.users", string="Paused by", readonly=True
    )
    ended_by_id = fields.Many2one(
        comodel_name="res.users", string="Resumed by", readonly=True
    )
    reason = fields.Char(readonly=True)
    working_hours = fields.Float(
        readonly=True, help="Working time of the store between the two moments."
    )

    _one_open_pause = models.UniqueIndex(
        "(ticket_id) WHERE ended_at IS NULL", "The clock of this case stands already."
    )
