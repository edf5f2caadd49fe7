"""The matrix in which the packages of a case are scored."""

from odoo import api, models
from odoo.exceptions import UserError

from ..rules import scoring
from .complaint_solution import OPEN_STATES

ACTION = "retail_complaint_addon.complaint_score_action"
CELL = {"solution_id", "criterion_id", "points", "note"}


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def action_score_packages(self):
        """Open the matrix: packages as columns, criteria as rows."""
        return self._choice_page(ACTION)

    def _choice_page(self, xmlid):
        self.ensure_one()
        self._check_reads_packages()
        action = self.env["ir.actions.client"]._for_xml_id(xmlid)
        return {**action, "context": {"active_id": self.id}}

    def _check_reads_packages(self):
        """:raises AccessError: for who may not read the packages of this case"""
        self.check_access("read")
        self._check_reads_complaints()
        if not self.sudo().is_complaint:
            raise UserError(self.env._("This ticket is no complaint."))

    @api.readonly
    def get_score_matrix(self):
        """Return the packages of the round, the criteria, and the points given.

        :return: dict with ``case``, ``criteria`` (rows), ``packages`` (columns with
            ``scores`` by criterion) and whether anything is ``open`` to be scored
        """
        self.ensure_one()
        self._check_reads_packages()
        packages = self._packages_to_compare()
        used = packages.score_ids.criterion_id
        criteria = self.env["complaint.criterion"]._of_company(self.sudo().company_id)
        writes = self._is_clerk() and self.has_access("write") and not self.closed
        columns = [package._matrix_column(writes) for package in packages]
        return {
            "case": {"id": self.id, "number": self.number, "name": self.name},
            "criteria": [
                {
                    "id": one.id,
                    "name": one.name,
                    "question": one.question or "",
                    "weight": one.weight,
                    "active": one in criteria,
                }
                for one in (criteria | used.sudo()).sorted(
                    lambda one: (one.sequence, one.id)
                )
            ],
            "packages": columns,
            "open": any(column["open"] for column in columns),
        }

    def _packages_to_compare(self):
        """Return the packages of this round, without those that were taken back."""
        return self.solution_ids.filtered(
            lambda one: (
                one._round_now() == self.round
                and (one.state in OPEN_STATES or one.is_scored)
            )
        ).sorted("id")

    def save_scores(self, scores):
        """Keep the points of the matrix; no points take a score away.

        Rights and states are those of the packages: only drafts are scored.

        :param list scores: dicts with ``solution_id``, ``criterion_id``, ``points``
            and ``note``
        :return: the matrix as it is now
        """
        self.ensure_one()
        self._require_complaints()
        cells = self._checked_cells(scores)
        # two who score at once: the second sees what the first has given
        self._lock_cluster()
        model = self.env["complaint.solution.score"]
        known = {
            (score.solution_id.id, score.criterion_id.id): score
            for score in model.search(
                [("solution_id", "in", [cell["solution_id"] for cell in cells])]
            )
        }
        new, gone = [], model
        for cell in cells:
            key = cell["solution_id"], cell["criterion_id"]
            score = known.get(key)
            values = {"points": cell["points"], "note": cell.get("note") or False}
            if cell["points"] is None:
                gone |= score or model
            elif not score:
                new.append({**cell, **values})
            elif any(score[name] != value for name, value in values.items()):
                score.write(values)
        gone.unlink()
        model.create(new)
        return self.get_score_matrix()

    def _checked_cells(self, scores):
        """Return the cells as a client should send them.

        :raises UserError: for anything else
        """
        if not isinstance(scores, list):
            raise UserError(self.env._("Scores are a list."))
        cells, own, seen = [], set(self.solution_ids.ids), set()
        for score in scores:
            if not isinstance(score, dict) or not set(score) <= CELL:
                raise UserError(self.env._("A score has a package and a criterion."))
            # JavaScript sends nothing as false, and a program may leave it out.
            points = score.get("points")
            points = None if points is False else points
            key = score.get("solution_id"), score.get("criterion_id")
            if key[0] not in own or not isinstance(key[1], int) or key in seen:
                raise UserError(self.env._("Score each package of this case once."))
            if points is not None and not scoring.is_points(points):
                raise UserError(self.env._("Points are whole numbers from 0 to 10."))
            if not isinstance(score.get("note") or "", str):
                raise UserError(self.env._("A note is a text."))
            seen.add(key)
            cells.append({**score, "points": points})
        return cells


class ComplaintSolution(models.Model):
    _inherit = "complaint.solution"

    def _matrix_column(self, writes):
        """Return the package as a column of the matrix.

        :param bool writes: whether the user may score drafts of this case
        """
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "name": self.name or self.env._("New package"),
            "state": self.state,
            "state_label": states[self.state],
            "contents": self.measure_summary,
            "customer_value": self.currency_id.format(self.customer_value),
            "company_cost": self.currency_id.format(self.company_cost),
            "open": writes and self.state == "draft",
            "total": self.score_total,
            "is_scored": self.is_scored,
            "is_best": self.is_best,
            "choice_reason": self.choice_reason or "",
            "scores": {
                score.criterion_id.id: {
                    "points": score.points,
                    "note": score.note or "",
                    "weight": score.weight,
                }
                for score in self.score_ids
            },
        }
