from odoo import api, fields, models


class JewelleryReportSend(models.TransientModel):
    """Who gets a report; proposed is who got the last one of its kind."""

    _name = "jewellery.report.send"
    _description = "Send a Quality Report"
    _inherit = ["complaint.screen.mixin"]
    _about = "report_id"

    report_id = fields.Many2one(
        comodel_name="jewellery.report", required=True, ondelete="cascade"
    )
    choice_ids = fields.Many2many(
        comodel_name="res.users",
        relation="jewellery_report_send_choice_rel",
        compute="_compute_choice_ids",
    )
    user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="jewellery_report_send_user_rel",
        string="Receivers",
        compute="_compute_user_ids",
        store=True,
        readonly=False,
    )

    @api.depends("report_id")
    def _compute_choice_ids(self):
        """Those who can get it and do not have it: the others are refused."""
        for screen in self:
            report = screen.report_id
            report.check_access("read")
            choice = self.env["res.users"]
            if report._may_send():
                choice = choice.sudo().search(report._receiver_domain())
            screen.choice_ids = choice

    @api.depends("report_id")
    def _compute_user_ids(self):
        for screen in self:
            report = screen.report_id
            report.check_access("read")
            if not report._may_send():
                # who got the last one is told to nobody else
                screen.user_ids = False
                continue
            last = report.sudo().search(
                [
                    ("kind", "=", report.kind),
                    ("company_id", "=", report.company_id.id),
                    ("state", "=", "sent"),
                    ("id", "!=", report.id),
                ],
                limit=1,
            )
            users = last.recipient_ids.user_id - report.sudo().involved_user_ids
            users -= report.sudo().recipient_ids.user_id
            screen.user_ids = users.filtered("active")

    def action_send(self):
        """Send it."""
        self.ensure_one()
        self.report_id._send_to(self.user_ids)
        return {"type": "ir.actions.act_window_close"}
