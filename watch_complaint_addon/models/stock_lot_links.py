"""What hangs on a watch: complaints, repairs, sheets, loans, as far as one reads."""

from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS

# A watch is lent itself, or another is lent while it is repaired.
LOAN_LOTS = ("lot_id", "repaired_lot_id")
# field: (model, domain of what counts, action, groups without which there is nothing)
LINKS = {
    "complaint_count": (
        "helpdesk.ticket",
        [("is_complaint", "=", True)],
        "retail_complaint_addon.helpdesk_ticket_action_complaint",
        READERS,
    ),
    "complaint_repair_count": (
        "repair.order",
        [("of_complaint", "=", True)],
        "watch_complaint_addon.repair_order_action_watch",
        None,
    ),
    "diagnosis_count": (
        "watch.diagnosis",
        [],
        "watch_complaint_addon.watch_diagnosis_action",
        None,
    ),
    "loan_count": (
        "watch.loan",
        [],
        "watch_complaint_addon.watch_loan_action",
        None,
    ),
}


class StockLot(models.Model):
    _inherit = "stock.lot"

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
        """Count in one query a kind, by the rules of who looks."""
        for name in LINKS:
            counted = self._count_links(name)
            for lot in self:
                lot[name] = counted.get(lot._origin, 0)

    def _count_links(self, name):
        model, domain, _action, group = LINKS[name]
        records = self.env[model]
        if not (self._sees_links(group) and records.has_access("read")):
            return {}
        counted = Counter()
        for lot in self._link_fields(name):
            rows = records._read_group(
                [(lot, "in", self.ids), *domain], [lot], ["__count"]
            )
            counted.update(dict(rows))
        return counted

    @api.model
    def _link_fields(self, name):
        """Return the fields by which these records hang on a watch."""
        return LOAN_LOTS if name == "loan_count" else ("lot_id",)

    @api.model
    def _sees_links(self, group):
        return not group or self.env.su or self.env.user.has_group(group)

    def _view_links(self, name):
        self.ensure_one()
        model, domain, action, group = LINKS[name]
        self.check_access("read")
        self.env[model].check_access("read")
        if not self._sees_links(group):
            raise AccessError(self.env._("Complaints are for the complaint desk."))
        linked = [Domain(lot, "=", self.id) for lot in self._link_fields(name)]
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(action),
            "domain": list(Domain.OR(linked) & Domain(domain)),
            "context": {},
        }

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
