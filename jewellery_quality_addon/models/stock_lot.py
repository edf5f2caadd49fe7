from odoo import api, fields, models

from .jewellery_piece import PIECE_FIELDS


class StockLot(models.Model):
    """One piece: what it is in fact, with the product's figures to begin with."""

    _name = "stock.lot"
    _inherit = ["stock.lot", "jewellery.piece.mixin"]

    jewellery_ok = fields.Boolean(
        related="product_id.product_tmpl_id.jewellery_ok", store=True, index=True
    )
    metal = fields.Selection(
        compute="_compute_piece", store=True, readonly=False, precompute=True
    )
    metal_colour = fields.Selection(
        compute="_compute_piece", store=True, readonly=False, precompute=True
    )
    fineness = fields.Float(
        compute="_compute_piece", store=True, readonly=False, precompute=True
    )
    jewellery_weight_g = fields.Float(
        compute="_compute_piece", store=True, readonly=False, precompute=True
    )
    ring_size = fields.Float(
        compute="_compute_piece", store=True, readonly=False, precompute=True
    )
    plating_metal = fields.Selection(
        compute="_compute_piece", store=True, readonly=False, precompute=True
    )
    plating_kind = fields.Selection(
        compute="_compute_piece", store=True, readonly=False, precompute=True
    )
    plating_um = fields.Float(
        compute="_compute_piece", store=True, readonly=False, precompute=True
    )
    worn_as = fields.Selection(
        compute="_compute_piece", store=True, readonly=False, precompute=True
    )
    jewellery_stone_ids = fields.One2many(
        comodel_name="jewellery.stone", inverse_name="lot_id", string="Stones"
    )
    jewellery_certificate_ids = fields.One2many(
        comodel_name="jewellery.certificate",
        inverse_name="lot_id",
        string="Certificates",
    )
    # where it came from: what else may have the same fault
    production_batch = fields.Char(
        index="btree_not_null",
        string="Batch",
        help="Casting, melt or plating batch of the maker: pieces with the same one "
        "were made together.",
    )
    supplier_id = fields.Many2one(
        comodel_name="res.partner",
        compute="_compute_supplier_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        help="Who made or delivered this piece. Taken from the product at first.",
    )

    @api.depends(*(f"product_id.product_tmpl_id.{name}" for name in PIECE_FIELDS))
    def _compute_piece(self):
        """Fill what is empty; what was found on the piece itself stays."""
        for lot in self:
            template = lot.product_id.product_tmpl_id
            for name in PIECE_FIELDS:
                lot[name] = lot[name] or template[name]

    @api.depends("product_id")
    def _compute_supplier_id(self):
        for lot in self:
            sellers = lot.product_id.sudo().seller_ids
            lot.supplier_id = lot.supplier_id or sellers[:1].partner_id

    @api.model
    def get_import_templates(self):
        """Offer a sheet with the columns of a piece."""
        return [
            {
                "label": self.env._("Import Template for Pieces of Jewellery"),
                "template": "/jewellery_quality_addon/static/import/pieces.csv",
            }
        ]
