from odoo import api, fields, models


class JewelleryReportAnswer(models.TransientModel):
    """What a receiver says to a report, and what they want done."""

    _name = "jewellery.report.answer"
    _description = "Comment on a Quality Report"
    _inherit = ["complaint.screen.mixin"]
    _about = "report_id"

    report_id = fields.Many2one(
        comodel_name="jewellery.report", required=True, ondelete="cascade"
    )
    comment = fields.Text()
    make_action = fields.Boolean(string="Ask for an Action")
    action_name = fields.Char(string="What Is to Be Done")
    action_kind = fields.Selection(
        [("corrective", "Corrective"), ("preventive", "Preventive")],
        string="Kind",
        default="corrective",
    )
    owner_choice_ids = fields.Many2many(
        comodel_name="res.users", compute="_compute_owner_choice_ids"
    )
    owner_id = fields.Many2one(
        comodel_name="res.users",
        string="Who",
        domain="[('id', 'in', owner_choice_ids)]",
    )
    due_date = fields.Date(string="Until")

    @api.depends("report_id")
    def _compute_owner_choice_ids(self):
        """Those who would see the action: nobody else can be asked."""
        actions = self.env["complaint.action"]
        for screen in self:
            report = screen.report_id
            report.check_access("read")
            cases = report.sudo().investigation_id.ticket_ids
            domain = actions._owner_choice(report.company_id, cases)
            screen.owner_choice_ids = self.env["res.users"].sudo().search(domain)

    def action_save(self):
        """Record it in the own name."""
        self.ensure_one()
        vals = None
        if self.make_action:
            vals = {
                "name": self.action_name,
                "kind": self.action_kind,
                "owner_id": self.owner_id.id,
                "due_date": self.due_date,
            }
        self.report_id._answer(self.comment, vals)
        return {"type": "ir.actions.act_window_close"}
