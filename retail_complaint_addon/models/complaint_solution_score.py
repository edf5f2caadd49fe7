from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules import scoring


class ComplaintSolutionScore(models.Model):
    """Points of one package on one criterion; fixed with the package."""

    _name = "complaint.solution.score"
    _description = "Score of a Package"
    _inherit = [
        "complaint.protected.mixin",
        "complaint.raw.mixin",
        "complaint.export.mixin",
    ]
    _order = "solution_id, criterion_id, id"
    _rec_name = "criterion_id"
    _protected_fields = frozenset({"weight"})

    solution_id = fields.Many2one(
        comodel_name="complaint.solution",
        string="Package",
        required=True,
        index=True,
        ondelete="cascade",
    )
    ticket_id = fields.Many2one(related="solution_id.ticket_id")
    company_id = fields.Many2one(related="solution_id.company_id")
    criterion_id = fields.Many2one(
        comodel_name="complaint.criterion",
        required=True,
        index=True,
        ondelete="restrict",
    )
    question = fields.Text(related="criterion_id.question")
    points = fields.Integer(required=True, aggregator="avg", help="From 0 to 10.")
    weight = fields.Integer(
        compute="_compute_weight",
        store=True,
        precompute=True,
        aggregator=None,
        help="As it was when the package was submitted.",
    )
    note = fields.Char()

    _once = models.UniqueIndex(
        "(solution_id, criterion_id)", "A package has one score for each criterion."
    )

    @api.depends("criterion_id")
    def _compute_weight(self):
        for score in self:
            score.weight = score.criterion_id.sudo().weight

    @api.constrains("points")
    def _check_points(self):
        for score in self:
            if not scoring.is_points(score.points):
                raise ValidationError(
                    self.env._(
                        "“%(criterion)s” takes 0 to 10 points.",
                        criterion=score.criterion_id.name,
                    )
                )

    @api.constrains("criterion_id", "solution_id")
    def _check_criterion(self):
        for score in self:
            company = score.criterion_id.sudo().company_id
            if company and company != score.solution_id.company_id:
                raise ValidationError(
                    self.env._(
                        "“%(criterion)s” is a criterion of another company.",
                        criterion=score.criterion_id.sudo().name,
                    )
                )

    # ------------------------------------------------------------------
    # only as long as the package is a draft
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_protected(vals)
        self._check_once(vals_list)
        scores = super().create(vals_list)
        # The package may come from the context: what counts is what has been stored.
        scores._check_open()
        return scores

    def write(self, vals):
        if not self._is_trusted():
            self._check_protected(vals)
            self._check_open()
            self._check_same_place(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_fixed(self):
        self._check_open()

    def _check_open(self):
        """Lock the cases, and refuse what would change a package that is fixed."""
        if self._is_trusted() or not self:
            return
        self.check_access("read")
        self.sudo().ticket_id._lock_cluster()
        self.solution_id._check_still_draft({"score_ids"})

    def _check_same_place(self, vals):
        for name in ("solution_id", "criterion_id"):
            if name in vals and self[name].ids != [vals[name]]:
                raise UserError(
                    self.env._(
                        "Points stay with their package and criterion. Enter others."
                    )
                )

    @api.model
    def _check_once(self, vals_list):
        """:raises ValidationError: before PostgreSQL would, with an error in the log"""
        asked = self.default_get(["solution_id", "criterion_id"])
        pairs = []
        for vals in vals_list:
            both = {**asked, **vals}
            pairs.append((both.get("solution_id"), both.get("criterion_id")))
        known = {
            (score.solution_id.id, score.criterion_id.id)
            for score in self.sudo().search(
                [
                    ("solution_id", "in", [pair[0] for pair in pairs if pair[0]]),
                    ("criterion_id", "in", [pair[1] for pair in pairs if pair[1]]),
                ]
            )
        }
        for pair in pairs:
            if all(pair) and pair in known:
                raise ValidationError(
                    self.env._("A package has one score for each criterion.")
                )
            known.add(pair)

    def _take_weights(self, criteria):
        """Weigh these scores as the criteria do now."""
        for criterion, scores in self.grouped("criterion_id").items():
            if criterion in criteria:
                scores._trusted().write({"weight": criterion.weight})
