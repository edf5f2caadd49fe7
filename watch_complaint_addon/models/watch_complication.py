from odoo import fields, models


class WatchComplication(models.Model):
    _name = "watch.complication"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _description = "Watch Complication"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="For reports and interfaces; survives a renaming.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
