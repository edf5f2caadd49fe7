from datetime import timedelta

from odoo import api, fields, models


class WatchCentreSend(models.TransientModel):
    """Send the watch of a repair to a service centre; the hand-over is signed."""

    _name = "watch.centre.send"
    _inherit = ["complaint.signed.screen.mixin", "watch.repair.screen"]
    _description = "Send to a Service Centre"

    repair_id = fields.Many2one("repair.order", required=True, readonly=True)
    company_id = fields.Many2one(related="repair_id.company_id", related_sudo=False)
    has_article = fields.Boolean(compute="_compute_has_article")
    is_unsigned = fields.Boolean(compute="_compute_has_article")
    centre_id = fields.Many2one(
        comodel_name="watch.service.centre",
        required=True,
        domain="[('company_id', 'in', (company_id, False))]",
    )
    job_number = fields.Char(string="Their Number")
    expected_on = fields.Date(
        compute="_compute_expected_on", store=True, readonly=False
    )
    is_late = fields.Boolean(compute="_compute_is_late")
    promised_at = fields.Datetime(related="repair_id.promised_at", related_sudo=False)
    evidence = fields.Char(string="Parcel or Receipt")

    @api.depends("repair_id")
    def _compute_has_article(self):
        for screen in self:
            custody = screen.repair_id.sudo().custody_id
            screen.has_article = custody.state == "in_custody"
            screen.is_unsigned = not custody

    @api.depends("centre_id")
    def _compute_expected_on(self):
        today = fields.Date.context_today(self)
        for screen in self:
            days = screen.centre_id.days
            screen.expected_on = today + timedelta(days=days) if days else False

    @api.depends("expected_on", "promised_at")
    def _compute_is_late(self):
        for screen in self:
            promised, expected = screen.promised_at, screen.expected_on
            if promised and expected:
                promised = fields.Datetime.context_timestamp(screen, promised).date()
            screen.is_late = bool(promised and expected) and expected > promised

    def action_send(self):
        """Send it."""
        self.ensure_one()
        self.env["watch.centre.job"]._send(
            self.repair_id,
            {
                "centre_id": self.centre_id.id,
                "job_number": self.job_number,
                "expected_on": self.expected_on,
            },
            {"own": self.own_signature, "evidence": self.evidence},
        )
        return self._done()
