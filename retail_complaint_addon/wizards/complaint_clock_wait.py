from odoo import fields, models


class ComplaintClockWait(models.TransientModel):
    """Asks what we wait for before the clock of a case stops."""

    _name = "complaint.clock.wait"
    _inherit = ["complaint.screen.mixin"]
    _description = "Wait for the Customer"
    _about = "ticket_id"
    _about_access = "write"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket", string="Complaint", required=True
    )
    reason = fields.Char(required=True)

    def action_wait(self):
        """Stop the clock of the case."""
        self.ensure_one()
        self.ticket_id._require_complaints()
        self.ticket_id._pause_clock(self.reason)
        return {"type": "ir.actions.act_window_close"}
