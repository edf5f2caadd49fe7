"""Records that investigations correct show what was corrected, and why."""

from odoo import api, fields, models
from odoo.fields import Domain


class JewelleryCorrectedMixin(models.AbstractModel):
    """A button on the record leads to its corrections, and from there to the case."""

    _name = "jewellery.corrected.mixin"
    _description = "Corrected by Investigations"

    # the field of a correction that names this record
    _corrected_by = None

    jewellery_correction_count = fields.Integer(
        string="Corrections",
        compute="_compute_jewellery_correction_count",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_jewellery_correction_count(self):
        name = self._corrected_by
        model = self.env["jewellery.correction"]
        # customers see none, on records that they read, too
        found = Domain(name, "in", self.ids if model.has_access("read") else [])
        counts = dict(model._read_group(found, [name], ["__count"]))
        for record in self:
            record.jewellery_correction_count = counts.get(record._origin, 0)

    def action_view_jewellery_corrections(self):
        """Open the corrections of this record that one may see."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jewellery_quality_addon.jewellery_correction_action"
        )
        domain = [(self._corrected_by, "in", self.ids)]
        return {**action, "domain": domain, "context": {}}


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "jewellery.corrected.mixin"]
    _corrected_by = "product_tmpl_id"


class StockLot(models.Model):
    _name = "stock.lot"
    _inherit = ["stock.lot", "jewellery.corrected.mixin"]
    _corrected_by = "lot_id"


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "jewellery.corrected.mixin"]
    _corrected_by = "partner_id"


class DocumentPage(models.Model):
    _name = "document.page"
    _inherit = ["document.page", "jewellery.corrected.mixin"]
    _corrected_by = "page_id"
