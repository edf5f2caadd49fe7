from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import figures
from .watch_diagnosis_verdict import CRITERIA

SITUATIONS = [
    ("allowed", "What is normal"),
    ("pass", "As it should be"),
    ("low", "Too low"),
    ("high", "Too high"),
    ("fail", "Not as it should be"),
    ("na", "Not judged"),
]


class _Texts:
    """Explanations in the language of the moment, read once for a sheet."""

    def __init__(self, texts):
        self._texts = texts

    def say(self, criterion, situation, words):
        """Return the text with its figures, "" when nobody wrote one."""
        return figures.fill(self._texts.get((criterion, situation), ""), words)


class WatchExplanation(models.Model):
    """What a figure means, in words a customer understands."""

    _name = "watch.explanation"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _description = "Explanation for the Customer"
    _order = "sequence, id"
    _rec_name = "text"

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    criterion = fields.Selection(selection=CRITERIA, required=True)
    situation = fields.Selection(selection=SITUATIONS, required=True)
    text = fields.Text(
        required=True,
        translate=True,
        help="{measured} and {limits} are replaced by the figures with their units.",
    )

    @api.constrains("criterion", "situation", "active")
    def _check_only_one(self):
        """Two entered at the same moment do no harm: the first one counts."""
        for one in self.filtered("active"):
            same = [
                ("criterion", "=", one.criterion),
                ("situation", "=", one.situation),
                ("id", "!=", one.id),
            ]
            if self.sudo().search_count(same, limit=1):
                raise ValidationError(
                    self.env._(
                        "There is a text for this criterion and situation already."
                    )
                )

    @api.model
    def _texts(self):
        """Return all texts in the language of the context."""
        found = {}
        for one in self.sudo().search([]):
            found.setdefault((one.criterion, one.situation), one.text)
        return _Texts(found)
