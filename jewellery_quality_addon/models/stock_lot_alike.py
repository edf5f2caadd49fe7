"""What may have the same fault, and who has it."""

from odoo import api, fields, models
from odoo.fields import Domain

from .qc_inspection_actions import INSPECTOR

MOST_OTHERS = 500


class StockLot(models.Model):
    _inherit = "stock.lot"

    jewellery_holder_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer Who Has It",
        compute="_compute_jewellery_holder_id",
        groups="jewellery_quality_addon.group_jewellery_inspector,"
        "retail_complaint_addon.group_complaint_reader",
        help="By the last delivery, otherwise by the last complaint.",
    )
    inspection_ids = fields.One2many(
        comodel_name="qc.inspection",
        inverse_name="lot_id",
        string="Inspections",
        readonly=True,
    )

    @api.depends("product_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_jewellery_holder_id(self):
        """Who complained about it is told to Quality, and to readers of that case."""
        told = self._told_by_complaints()
        for lot in self.sudo():
            owner = "owner_id" in lot._fields and lot["owner_id"]
            known = owner or lot.partner_ids[-1:] or told.get(lot.id, owner)
            lot.with_env(self.env).jewellery_holder_id = known

    def _told_by_complaints(self):
        """Return {id of a lot: the customer who complained last (sudo)}."""
        tickets = self.env["helpdesk.ticket"]
        if self.env.user.has_group(INSPECTOR):
            tickets = tickets.sudo()
        groups = tickets._read_group(
            [
                ("lot_id", "in", self.ids),
                ("is_complaint", "=", True),
                ("partner_id", "!=", False),
                ("involved_user_ids", "not in", self.env.user.ids),
            ],
            ["lot_id"],
            ["partner_id:recordset"],
        )
        return {lot.id: people.sudo()[-1:] for lot, people in groups}

    def _pieces_alike(self):
        """Return what was made together with these, or delivered by the same hand."""
        found = self.browse()
        for lot in self:
            alike = Domain.FALSE
            if lot.production_batch:
                alike |= Domain("production_batch", "=", lot.production_batch)
            if lot.supplier_id:
                same = Domain("supplier_id", "=", lot.supplier_id.id)
                alike |= same & Domain("product_id", "=", lot.product_id.id)
            companies = [lot.company_id.id, False]
            found |= self.search(
                alike
                & Domain("id", "!=", lot.id)
                & Domain("company_id", "in", companies),
                limit=MOST_OTHERS,
                order="production_batch, name",
            )
        return found
