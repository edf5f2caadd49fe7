from odoo import fields, models


class CustomerTopic(models.Model):
    """What exchanges with customers are about."""

    _name = "customer.topic"
    _description = "Topic of Exchanges"
    _asks_at_the_entrance = True
    _inherit = ["complaint.export.mixin"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)
