from odoo import fields, models

from .qc_test import CRITERIA


class JewelleryMethod(models.Model):
    """How something is found out, and whether that decides the question."""

    _name = "jewellery.method"
    _description = "Method of Inspection"
    _inherit = ["complaint.export.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    criterion = fields.Selection(
        CRITERIA, index="btree_not_null", help="Empty: for every question."
    )
    conclusive = fields.Boolean(
        default=True,
        help="Decides the question. Others only show that a better method is needed.",
    )
    destructive = fields.Boolean(
        help="Takes something off the piece: only with the customer's consent."
    )
    source = fields.Char(help="Standard or publication.")
