from odoo import api, fields, models
from odoo.exceptions import ValidationError


class JewelleryAttached(models.AbstractModel):
    """Stones and certificates belong to a product or to one serial, never to both."""

    _name = "jewellery.attached.mixin"
    _description = "Part of a Piece of Jewellery"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    product_tmpl_id = fields.Many2one(
        comodel_name="product.template",
        string="Product",
        index="btree_not_null",
        ondelete="cascade",
    )
    lot_id = fields.Many2one(
        comodel_name="stock.lot",
        string="Serial Number",
        index="btree_not_null",
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        compute="_compute_company_id",
        store=True,
        index=True,
        precompute=True,
    )

    @api.depends("product_tmpl_id.company_id", "lot_id.company_id")
    def _compute_company_id(self):
        for part in self:
            piece = part._piece()
            part.company_id = piece.company_id if piece else False

    # sequence: it has a default, so that a record with neither is looked at too
    @api.constrains("product_tmpl_id", "lot_id", "sequence")
    def _check_one_piece(self):
        for part in self:
            if bool(part.product_tmpl_id) == bool(part.lot_id):
                raise ValidationError(
                    self.env._(
                        "%(part)s belongs to a product or to a serial number: name one "
                        "of them.",
                        part=part.display_name,
                    )
                )

    def _piece(self):
        """Return the product or the serial number it belongs to."""
        return self.lot_id or self.product_tmpl_id
