import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import verdict
from ..rules.criteria import CLASS_UNITS

CRITERIA = [
    ("mean_rate", "Mean daily rate"),
    ("month_rate", "Rate in a month"),
    ("position_delta", "Greatest difference between positions"),
    ("horizontal_vertical", "Horizontal minus vertical"),
    ("largest_deviation", "Largest deviation from the mean rate"),
    ("mean_variation", "Mean variation from day to day"),
    ("greatest_variation", "Greatest variation from day to day"),
    ("thermal_variation", "Variation with temperature"),
    ("rate_resumption", "Rate resumption"),
    ("isochronism", "After 24 hours minus full wind"),
    ("amplitude", "Amplitude, dial up and down"),
    ("beat_error", "Beat error"),
    ("chrono_rate", "Mean rate, chronograph running"),
    ("chrono_amplitude", "Amplitude, chronograph running"),
]
BOUNDS = [("range", "From … to"), ("max", "At most"), ("min", "At least")]
ROLES = [
    ("required", "Decides, must be measured"),
    ("if_measured", "Decides when measured"),
    ("advice", "Advice only"),
]


class WatchRateTolerance(models.Model):
    """One criterion of a rate class. The limits themselves are allowed."""

    _name = "watch.rate.tolerance"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _description = "Tolerance of a Rate Class"
    _order = "class_id, sequence, id"
    _rec_name = "criterion"

    class_id = fields.Many2one(
        comodel_name="watch.rate.class",
        string="Rate Class",
        required=True,
        index=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(default=10)
    criterion = fields.Selection(selection=CRITERIA, required=True)
    unit = fields.Char(compute="_compute_unit")
    bounds = fields.Selection(selection=BOUNDS, required=True, default="range")
    low = fields.Float(string="From", digits=(16, 2))
    high = fields.Float(string="To", digits=(16, 2))
    has_good = fields.Boolean(
        string="Has a Narrower Band", help="A band inside that is called excellent."
    )
    good_low = fields.Float(string="Excellent From", digits=(16, 2))
    good_high = fields.Float(string="Excellent To", digits=(16, 2))
    role = fields.Selection(selection=ROLES, required=True, default="required")
    source = fields.Text(required=True)
    company_id = fields.Many2one(related="class_id.company_id")

    @api.depends("criterion")
    def _compute_unit(self):
        for tolerance in self:
            tolerance.unit = CLASS_UNITS.get(tolerance.criterion, "")

    @api.constrains("bounds", "low", "high", "has_good", "good_low", "good_high")
    def _check_limits(self):
        for tolerance in self:
            low, high = tolerance._limits()
            if low > high:
                tolerance._raise_limits()
            if tolerance.has_good and not (
                low <= tolerance.good_low <= tolerance.good_high <= high
            ):
                tolerance._raise_limits()

    def _limits(self):
        """Return the lowest and the highest value allowed, infinite where open."""
        self.ensure_one()
        return (
            -math.inf if self.bounds == "max" else self.low,
            math.inf if self.bounds == "min" else self.high,
        )

    def _as_tolerances(self):
        """Return the tolerances for the plain arithmetic."""
        found = []
        for one in self:
            low, high = one._limits()
            good = (one.good_low, one.good_high) if one.has_good else None
            found.append(
                verdict.Tolerance(
                    one.criterion, low, high, good, one.role, one.source or ""
                )
            )
        return found

    def _raise_limits(self):
        raise ValidationError(
            self.env._(
                "%(criterion)s: the limits go from low to high, and the excellent "
                "band lies between them.",
                criterion=dict(CRITERIA).get(self.criterion),
            )
        )
