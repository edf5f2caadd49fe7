from odoo import api, fields, models
from odoo.exceptions import ValidationError

POSITION_SETS = [
    ("0", "Not by position"),
    ("2", "Any 2 positions"),
    ("3", "3: dial up, crown down, crown left"),
    ("5", "5: dial up and down, crown left, down and up"),
    ("6", "6: all positions"),
]


class WatchRateClass(models.Model):
    """What a standard or a maker allows a movement: one tolerance a criterion."""

    _name = "watch.rate.class"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _description = "Rate Class"
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(help="For reports and interfaces; survives a renaming.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company", help="Empty: for every company.", index=True
    )
    kind = fields.Selection(
        selection=[("mechanical", "Mechanical"), ("quartz", "Quartz")],
        required=True,
        default="mechanical",
    )
    position_set = fields.Selection(
        selection=POSITION_SETS,
        string="Positions",
        required=True,
        default="3",
        help="Measured at full wind before the class gives a verdict.",
    )
    description = fields.Text(
        translate=True, string="Where It Applies", help="For shop staff."
    )
    source = fields.Text(
        required=True, help="Standard, maker's paper or page that the class is from."
    )
    tolerance_ids = fields.One2many(
        comodel_name="watch.rate.tolerance",
        inverse_name="class_id",
        string="Tolerances",
        copy=True,
    )

    @api.constrains("tolerance_ids")
    def _check_tolerances(self):
        for rate_class in self:
            criteria = rate_class.tolerance_ids.mapped("criterion")
            if len(criteria) != len(set(criteria)):
                raise ValidationError(
                    self.env._(
                        "%(name)s: each criterion has one tolerance.",
                        name=rate_class.name,
                    )
                )
