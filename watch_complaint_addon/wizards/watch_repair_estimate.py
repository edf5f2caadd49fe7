from odoo import api, fields, models

from ..rules import repair_cover


class WatchRepairEstimate(models.TransientModel):
    """What has to be done, what it is worth, what the customer pays, until when."""

    _name = "watch.repair.estimate"
    _inherit = ["watch.repair.screen"]
    _description = "Estimate a Repair"

    repair_id = fields.Many2one("repair.order", required=True, readonly=True)
    company_id = fields.Many2one(related="repair_id.company_id", related_sudo=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    warranty_result = fields.Selection(
        related="repair_id.warranty_result", related_sudo=False
    )
    parts_value = fields.Monetary(related="repair_id.parts_value", related_sudo=False)
    findings = fields.Text()
    work_ids = fields.Many2many(
        comodel_name="watch.repair.work",
        relation="watch_repair_estimate_work_rel",
        column1="screen_id",
        column2="work_id",
        domain="[('company_id', '=', company_id)]",
    )
    other_value = fields.Monetary(
        string="Other Costs",
        help="What a service centre asks, or parts that are not in stock.",
    )
    full_value = fields.Monetary(string="Worth", compute="_compute_full_value")
    charge_amount = fields.Monetary(string="Customer Pays", help="Before tax.")
    relief_amount = fields.Monetary(
        string="Free of Charge", compute="_compute_full_value"
    )
    asks_reason = fields.Boolean(compute="_compute_charge_refusal")
    charge_refusal = fields.Text(compute="_compute_charge_refusal")
    charge_reason = fields.Text(string="Why the Customer Pays")
    promised_at = fields.Datetime(string="Promised For")
    floor_value = fields.Monetary(related="repair_id.floor_value", related_sudo=False)
    is_less = fields.Boolean(compute="_compute_full_value")
    reason = fields.Char(
        string="Why It Is Less", help="It is less than the workshop estimated before."
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        repair = self.env["repair.order"].browse(values.get("repair_id"))
        names = ("findings", "other_value", "charge_amount", "promised_at")
        for name in names:
            values.setdefault(name, repair[name])
        values.setdefault("work_ids", [(6, 0, repair.work_ids.ids)])
        return values

    @api.depends(
        "work_ids", "other_value", "parts_value", "charge_amount", "floor_value"
    )
    def _compute_full_value(self):
        for screen in self:
            work = sum(screen.work_ids.mapped("price"))
            value = work + screen.other_value + screen.parts_value
            screen.full_value = value
            screen.relief_amount = repair_cover.relief(value, screen.charge_amount)
            asked = work + screen.other_value
            screen.is_less = bool(repair_cover.relief(screen.floor_value, asked))

    @api.depends("repair_id", "charge_amount")
    def _compute_charge_refusal(self):
        for screen in self:
            repair = screen.repair_id
            asked = repair._charges_more(screen.charge_amount)
            refused = asked and not repair._may_charge()
            screen.asks_reason = asked and not refused
            screen.charge_refusal = refused and repair._charge_refusal(
                repair.charge_amount
            )

    def action_save(self):
        """Write the estimate down."""
        self.ensure_one()
        self.repair_id._estimate(
            {
                "findings": self.findings,
                "work_ids": self.work_ids.ids,
                "other_value": self.other_value,
                "charge_amount": self.charge_amount,
                "promised_at": self.promised_at,
                "reason": self.reason,
                "charge_reason": self.charge_reason,
            }
        )
        return self._done()
