import math

from odoo import fields, models

from ..rules import verdict as rule
from .watch_rate_tolerance import CRITERIA as CLASS_CRITERIA
from .watch_rate_tolerance import ROLES

CRITERIA = [
    *CLASS_CRITERIA,
    ("running", "Runs"),
    ("power_reserve", "Power reserve"),
    ("water", "Water resistance"),
    ("magnetism", "Not magnetised"),
    ("moisture", "No moisture inside"),
]
VERDICTS = [("pass", "Pass"), ("fail", "Fail"), ("na", "Not judged")]
BANDS = [
    ("good", "Excellent"),
    ("acceptable", "Acceptable"),
    ("low", "Too low"),
    ("high", "Too high"),
]
REASONS = [
    ("not_measured", "Not measured"),
    ("positions_missing", "Positions missing"),
    ("no_rating", "No figure of the maker"),
    ("below_rating", "Tested below the rating"),
]


class WatchDiagnosisVerdict(models.Model):
    """What a finished sheet said, with the limits of that day."""

    _name = "watch.diagnosis.verdict"
    _inherit = ["complaint.append.only.mixin", "complaint.export.mixin"]
    _description = "Verdict on One Criterion"
    _order = "diagnosis_id, sequence, id"
    _rec_name = "criterion"

    diagnosis_id = fields.Many2one(
        comodel_name="watch.diagnosis",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="diagnosis_id.company_id")
    sequence = fields.Integer()
    criterion = fields.Selection(selection=CRITERIA, required=True)
    measured = fields.Float(digits=(16, 2), aggregator="avg")
    has_measured = fields.Boolean(string="Has a Figure")
    low = fields.Float(string="From", digits=(16, 2), aggregator=None)
    has_low = fields.Boolean(string="Has a Lower Limit")
    high = fields.Float(string="To", digits=(16, 2), aggregator=None)
    has_high = fields.Boolean(string="Has an Upper Limit")
    unit = fields.Char()
    verdict = fields.Selection(selection=VERDICTS, required=True)
    band = fields.Selection(selection=BANDS)
    reason = fields.Selection(selection=REASONS)
    role = fields.Selection(selection=ROLES, required=True)
    source = fields.Text()

    def _as_verdict(self):
        """Return the line for the plain arithmetic."""
        self.ensure_one()
        tolerance = rule.Tolerance(
            self.criterion,
            self.low if self.has_low else -math.inf,
            self.high if self.has_high else math.inf,
            role=self.role,
            source=self.source or "",
        )
        return rule.Verdict(
            tolerance,
            self.measured if self.has_measured else None,
            self.verdict,
            self.band or "",
            self.reason or "",
        )
