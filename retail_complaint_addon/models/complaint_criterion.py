from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules import scoring

# What moves the totals of drafts.
DECIDING = frozenset({"weight", "active", "company_id"})


class ComplaintCriterion(models.Model):
    """What the packages of a case are compared by, and how much it weighs."""

    _name = "complaint.criterion"
    _description = "Criterion for Packages"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    question = fields.Text(
        string="What Is Asked",
        translate=True,
        help="Say what 0 and what 10 points mean: 10 is always the best for us.",
    )
    weight = fields.Integer(
        required=True,
        default=10,
        help="From 1 to 100. What counts is its share of the sum of all weights.",
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        comodel_name="res.company", index=True, help="Empty: for every company."
    )
    active = fields.Boolean(default=True)

    @api.constrains("weight")
    def _check_weight(self):
        for criterion in self:
            if not scoring.is_weight(criterion.weight):
                raise ValidationError(
                    self.env._(
                        "Weight of “%(criterion)s” must be from 1 to 100. Archive it "
                        "if it does not count any more.",
                        criterion=criterion.name,
                    )
                )

    @api.model
    def _of_company(self, company):
        """Return what is asked of the packages of a company (sudo)."""
        return self.sudo().search([("company_id", "in", [False, company.id])])

    @api.model_create_multi
    def create(self, vals_list):
        criteria = super().create(vals_list)
        criteria._recount_drafts()
        return criteria

    def write(self, vals):
        changed = DECIDING & set(vals)
        if "company_id" in changed:
            self._check_company_stays(vals["company_id"])
        result = super().write(vals)
        if changed:
            self._log_change(vals, changed)
            self._recount_drafts()
        return result

    def _check_company_stays(self, company_id):
        moved = self.filtered(lambda one: one.company_id.id != (company_id or False))
        if moved and moved._scores():
            raise UserError(
                self.env._(
                    "Cases use “%(criterion)s”: its company stays. Make another one.",
                    criterion=moved[0].name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if scores := self._scores(limit=1):
            raise UserError(
                self.env._(
                    "Cases use “%(criterion)s”. Archive it instead.",
                    criterion=scores.criterion_id.name,
                )
            )

    def unlink(self):
        drafts = self._scored_drafts()
        result = super().unlink()
        drafts._recount_scores()
        return result

    def _scores(self, limit=None):
        return (
            self.env["complaint.solution.score"]
            .sudo()
            .search([("criterion_id", "in", self.ids)], limit=limit)
        )

    def _scored_drafts(self):
        drafts = [("state", "=", "draft"), ("score_ids", "!=", False)]
        return self.env["complaint.solution"].sudo().search(drafts)

    def _recount_drafts(self):
        """What was submitted keeps the weights it was compared with."""
        drafts = self._scored_drafts()
        drafts.score_ids._take_weights(self)
        drafts._recount_scores()

    def _log_change(self, vals, names):
        """Weights say which package needs a reason: a change of them is on record."""
        if self.env.su:
            return
        chain = self.env["complaint.chain"]._get("register")
        for criterion in self.sudo():
            facts = "; ".join(f"{name}={vals[name]}" for name in sorted(names))
            chain._append(
                {
                    "kind": "register_changed",
                    "detail": f"{self._name},{criterion.id}; {facts}",
                }
            )
