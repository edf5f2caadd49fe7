from odoo import api, fields, models
from odoo.exceptions import AccessError


class ComplaintPause(models.Model):
    """A time in which the clock of a case stood still, waiting for the customer."""

    _name = "complaint.pause"
    _inherit = ["complaint.protected.mixin", "complaint.export.mixin"]
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

    @api.model_create_multi
    def create(self, vals_list):
        self._check_own_writer()
        return super().create(vals_list)

    def write(self, vals):
        self._check_own_writer()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_its_case(self):
        self._check_own_writer()

    def _check_own_writer(self):
        """:raises AccessError: unless the clock itself writes"""
        if not self._is_trusted():
            raise AccessError(
                self.env._("The pauses of a case are written by its clock.")
            )
