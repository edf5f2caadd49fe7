"""Alternatives of a case: what they score, which one is best, and why another one."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import scoring
from .complaint_solution import OPEN_STATES, SETTLED_STATES

# Ruled out by who decides or by the customer. What the staff took back is compared
# with, or the best one could be cancelled to spare the reason.
RULED_OUT = ("rejected", "declined")
LATE_REASON = ("submitted", "approved")


class ComplaintSolution(models.Model):
    _inherit = "complaint.solution"

    score_ids = fields.One2many(
        comodel_name="complaint.solution.score",
        inverse_name="solution_id",
        string="Scores",
        copy=True,
    )
    score_total = fields.Float(
        string="Score",
        digits=(4, 1),
        compute="_compute_score",
        store=True,
        precompute=True,
        aggregator="avg",
        help="From 0 to 100, over the weighted criteria.",
    )
    is_scored = fields.Boolean(
        string="Completely Scored",
        compute="_compute_score",
        store=True,
        precompute=True,
        help="Every criterion has points: it is compared with the other packages.",
    )
    is_best = fields.Boolean(string="Best Score", compute="_compute_choice")
    needs_choice_reason = fields.Boolean(compute="_compute_choice")
    choice_reason = fields.Text(
        string="Why Not the Best One",
        copy=False,
        help="Why this package is taken although another one scores more.",
    )

    _scored_idx = models.Index("(ticket_id) WHERE is_scored IS TRUE")

    @api.depends("score_ids.points", "score_ids.weight", "score_ids.criterion_id")
    def _compute_score(self):
        asked = {}
        for solution in self:
            # What was submitted stays as it was compared.
            if solution.state != "draft" and solution._origin.id:
                solution.score_total = solution.score_total
                solution.is_scored = solution.is_scored
                continue
            scores = solution.score_ids.filtered("criterion_id.active")
            solution.score_total = scoring.total(
                (score.points, score.weight) for score in scores
            )
            if not scores:
                solution.is_scored = False
                continue
            company = solution.company_id
            if company not in asked:
                asked[company] = self.env["complaint.criterion"]._of_company(company)
            solution.is_scored = scoring.is_complete(
                asked[company].ids, scores.criterion_id.ids
            )

    def _recount_scores(self):
        for name in ("score_total", "is_scored"):
            self.env.add_to_compute(self._fields[name], self)

    @api.depends("score_total", "is_scored", "state", "round", "choice_reason")
    def _compute_choice(self):
        pool = self._scored_packages()
        for solution in self:
            stored = solution._origin
            rivals = stored._rivals(pool)
            solution.is_best = stored.id in rivals._on_the_table()._best_ids()
            solution.needs_choice_reason = (
                solution.state in ("draft", *LATE_REASON)
                and bool(rivals)
                and stored.id not in rivals._best_ids()
            )

    # ------------------------------------------------------------------
    # the comparison
    # ------------------------------------------------------------------

    def _scored_packages(self):
        """Return the completely scored packages of the cases of these (sudo)."""
        cases = self.sudo().ticket_id.ids
        domain = [("ticket_id", "in", cases), ("is_scored", "=", True)]
        return self.sudo().search(domain) if cases else self.sudo().browse()

    def _rivals(self, pool):
        """Return the scored packages of the round, this one too when it is scored."""
        solution = self.sudo()
        return pool.filtered(
            lambda other: (
                other.ticket_id == solution.ticket_id
                and other._round_now() == solution._round_now()
                and other.state not in RULED_OUT
            )
        )

    def _round_now(self):
        """A draft that outlived its round counts in the one that decides it."""
        return self.ticket_id.round if self.state == "draft" else self.round

    def _on_the_table(self):
        """Return those that can still be taken; all of them once one was accepted.

        The others are cancelled then, and the best one stays the best.
        """
        if any(one.state in SETTLED_STATES for one in self):
            return self
        return self.filtered(lambda one: one.state in OPEN_STATES)

    def _best_ids(self):
        return scoring.best({one.id: one.score_total for one in self})

    def _check_choice(self):
        """Ask for the reason when another one scores more, and log it with figures.

        :raises UserError: when the reason is missing
        """
        self.ensure_one()
        rivals = self._rivals(self.sudo().ticket_id.solution_ids.filtered("is_scored"))
        best_ids = rivals._best_ids()
        if not best_ids or self.id in best_ids:
            return
        best = rivals.browse(min(best_ids))
        solution = self.sudo()
        if not (solution.choice_reason or "").strip():
            raise UserError(self._choice_missing(best))
        mine = f"{solution.score_total:.1f}" if solution.is_scored else "-"
        detail = f"score={mine}; best={best.score_total:.1f}; best_package={best.id}"
        if not self._is_choice_logged(detail):
            self._log("chosen", note=solution.choice_reason, detail=detail)

    def _choice_missing(self, best):
        solution = self.sudo()
        values = {
            "best": best.name,
            "most": f"{best.score_total:.1f}",
            "package": solution.name,
            "score": f"{solution.score_total:.1f}",
        }
        if not solution.is_scored:
            return self.env._(
                "“%(best)s” scores %(most)s, and “%(package)s” is not completely "
                "scored. Score it, or say why it is taken under “Why Not the Best "
                "One”.",
                **values,
            )
        return self.env._(
            "“%(best)s” scores %(most)s, “%(package)s” %(score)s. Say under “Why Not "
            "the Best One” why it is taken.",
            **values,
        )

    def _is_choice_logged(self, detail):
        domain = [
            ("solution_id", "=", self.id),
            ("kind", "=", "chosen"),
            ("detail", "=", detail),
        ]
        return bool(self.env["complaint.decision"].sudo().search_count(domain, limit=1))

    # ------------------------------------------------------------------
    # what stays
    # ------------------------------------------------------------------

    def _check_still_draft(self, names):
        """The reason may be given once more before it is offered, as long as it is
        missing: another package may have been scored higher in the meantime."""
        fixed = self.sudo().filtered(lambda solution: solution.state != "draft")
        if "choice_reason" in names and all(
            one.state in LATE_REASON and not one.choice_reason for one in fixed
        ):
            names = names - {"choice_reason"}
        return super()._check_still_draft(names)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_scored(self):
        if any(solution.is_scored for solution in self.sudo()):
            raise UserError(
                self.env._(
                    "A package that was scored stays for the comparison. Cancel it "
                    "instead."
                )
            )
