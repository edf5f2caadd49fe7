from odoo import api, fields, models


class StockLot(models.Model):
    _inherit = "stock.lot"

    diagnosis_ids = fields.One2many(
        comodel_name="watch.diagnosis",
        inverse_name="lot_id",
        string="Diagnoses",
    )
    diagnosis_count = fields.Integer(compute="_compute_diagnosis_count")

    @api.depends("diagnosis_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_diagnosis_count(self):
        sheets = self.env["watch.diagnosis"]
        counted = {}
        if sheets.has_access("read"):
            counted = dict(
                sheets._read_group(
                    [("lot_id", "in", self.ids)], ["lot_id"], ["__count"]
                )
            )
        for lot in self:
            lot.diagnosis_count = counted.get(lot._origin, 0)

    def action_view_diagnoses(self):
        """Open the sheets of this watch."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "watch_complaint_addon.watch_diagnosis_action"
        )
        return {
            **action,
            "domain": [("lot_id", "=", self.id)],
            "context": {"default_lot_id": self.id},
        }
