from odoo import api, fields, models


class DeskBenchSettlement(models.Model):
    """What a company would write itself: lines, their sum, and a state."""

    _name = "desk.bench.settlement"
    _description = "Settlement"
    _inherit = ["tier.validation", "mail.thread"]
    _tier_validation_manual_config = True
    _state_to = ["approved"]

    name = fields.Char(required=True)
    ticket_id = fields.Many2one("helpdesk.ticket", required=True, index=True)
    company_id = fields.Many2one("res.company", related="ticket_id.company_id")
    line_ids = fields.One2many("desk.bench.settlement.line", "settlement_id")
    amount = fields.Float(compute="_compute_amount", store=True)
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved"), ("cancel", "Cancelled")],
        default="draft",
        tracking=True,
    )

    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for settlement in self:
            settlement.amount = sum(settlement.line_ids.mapped("amount"))

    def action_confirm(self):
        self.write({"state": "approved"})


class DeskBenchSettlementLine(models.Model):
    _name = "desk.bench.settlement.line"
    _description = "Settlement Line"

    settlement_id = fields.Many2one(
        "desk.bench.settlement", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True)
    amount = fields.Float()


class TierDefinition(models.Model):
    _inherit = "tier.definition"

    @api.model
    def _get_tier_validation_model_names(self):
        return [*super()._get_tier_validation_model_names(), "desk.bench.settlement"]
