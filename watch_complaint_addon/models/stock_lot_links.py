"""What hangs on a watch: complaints, repairs, sheets, loans, as far as one reads."""

from odoo import api, fields, models

# A watch is lent itself, or another is lent while it is repaired.
LOAN_LOTS = ("lot_id", "repaired_lot_id")
COUNTS = ("complaint_count", "complaint_repair_count", "diagnosis_count", "loan_count")


class StockLot(models.Model):
    _name = "stock.lot"
    _inherit = ["stock.lot", "watch.links.mixin"]

    diagnosis_ids = fields.One2many(
        comodel_name="watch.diagnosis", inverse_name="lot_id", string="Diagnoses"
    )
    complaint_count = fields.Integer(
        string="Complaints", compute="_compute_watch_links"
    )
    complaint_repair_count = fields.Integer(
        string="Complaint Repairs", compute="_compute_watch_links"
    )
    diagnosis_count = fields.Integer(string="Sheets", compute="_compute_watch_links")
    loan_count = fields.Integer(string="Loans", compute="_compute_watch_links")

    @api.depends("diagnosis_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_watch_links(self):
        self._set_link_counts(*COUNTS)

    @api.model
    def _link_paths(self, name):
        return LOAN_LOTS if name == "loan_count" else ("lot_id",)

    def action_view_complaints(self):
        """Open the complaints about this watch."""
        return self._view_links("complaint_count")

    def action_view_complaint_repairs(self):
        """Open its repairs that belong to a complaint."""
        return self._view_links("complaint_repair_count")

    def action_view_diagnoses(self):
        """Open the sheets of this watch."""
        action = self._view_links("diagnosis_count")
        return {**action, "context": {"default_lot_id": self.id}}

    def action_view_loans(self):
        """Open its loans, and those of ours that were lent while it was repaired."""
        return self._view_links("loan_count")
