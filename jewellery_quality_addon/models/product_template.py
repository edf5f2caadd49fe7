from odoo import api, fields, models


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "jewellery.piece.mixin"]

    jewellery_ok = fields.Boolean(
        string="Jewellery", help="Has a sheet of metal, stones and certificates."
    )
    jewellery_stone_ids = fields.One2many(
        comodel_name="jewellery.stone",
        inverse_name="product_tmpl_id",
        string="Stones",
        copy=True,
    )
    jewellery_certificate_ids = fields.One2many(
        comodel_name="jewellery.certificate",
        inverse_name="product_tmpl_id",
        string="Certificates",
    )

    @api.model
    def get_import_templates(self):
        """Add the sheet for jewellery to the templates of the import screen."""
        return [
            *super().get_import_templates(),
            {
                "label": self.env._("Import Template for Jewellery"),
                "template": "/jewellery_quality_addon/static/import/jewellery.csv",
            },
        ]
