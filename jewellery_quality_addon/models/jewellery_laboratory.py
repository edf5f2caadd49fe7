from odoo import fields, models


class JewelleryLaboratory(models.Model):
    """Who examines stones and metal and writes certificates about them."""

    _name = "jewellery.laboratory"
    _description = "Gemmological Laboratory"
    _inherit = ["complaint.export.mixin"]
    _order = "name"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    verify_url = fields.Char(
        string="Check a Number At", help="The page where the laboratory shows a report."
    )
    note = fields.Char(help="What it examines: diamonds, fei cui, precious metal …")
