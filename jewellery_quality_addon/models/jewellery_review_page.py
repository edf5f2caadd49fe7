"""The page "What Works": which method did best for which defect, with its numbers."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import formatLang

from ..rules.review import Handled, is_small, rank

MONTHS = (6, 12, 24, 0)
LEVELS = {"branch": "branch_id", "defect": "category_id"}
SUMS = (
    "__count",
    "answers:sum",
    "csat:sum",
    "reopened_percent:sum",
    "repeat_percent:count",
    "repeat_percent:sum",
    "resolve_days:count",
    "resolve_days:sum",
    "cost:sum",
)
MOST_DEFECTS = 200


class JewelleryReview(models.Model):
    _inherit = "jewellery.review"

    @api.model
    @api.readonly
    def get_what_works(self, options=None):
        """Return what works best for which defect, ready to be laid out.

        :param dict options: months (0: all), level (branch or defect), department_id,
            supplier_id
        :raises AccessError: for users without complaints and quality
        """
        self.check_access("read")
        scope = self._review_scope(options or {})
        return {**self._review_page(scope), "filters": self._review_filters(scope)}

    @api.model
    def _review_scope(self, options):
        """Return what a client asked for.

        :raises ValidationError: when it makes no sense
        """
        try:
            scope = {
                "months": int(options.get("months", MONTHS[1])),
                "level": options.get("level") or "branch",
                "department_id": int(options.get("department_id") or 0),
                "supplier_id": int(options.get("supplier_id") or 0),
            }
            known = scope["months"] in MONTHS and scope["level"] in LEVELS
            if not known or not all(
                0 <= scope[name] < 2**31 for name in ("department_id", "supplier_id")
            ):
                raise ValueError(options)
        except (AttributeError, OverflowError, TypeError, ValueError) as error:
            raise ValidationError(
                self.env._("Choose period, level, department and supplier again.")
            ) from error
        if not self._sees_suppliers():
            scope["supplier_id"] = 0
        return scope

    @api.model
    def _sees_suppliers(self):
        return self._has_field_access(self._fields["supplier_id"], "read")

    @api.model
    def _review_received(self, scope):
        domain = Domain("company_id", "=", self.env.company.id)
        if scope["months"]:
            start = fields.Datetime.now() - relativedelta(months=scope["months"])
            domain &= Domain("received_at", ">=", start)
        return domain

    @api.model
    def _review_domain(self, scope):
        domain = self._review_received(scope)
        for name in ("department_id", "supplier_id"):
            if scope[name]:
                domain &= Domain(name, "=", scope[name])
        return domain

    @api.model
    def _review_filters(self, scope):
        suppliers = self.env["res.partner"]
        if self._sees_suppliers():
            suppliers = self._review_suppliers()
        return {
            **scope,
            "departments": self._review_choices(self._review_departments()),
            "suppliers": self._review_choices(suppliers),
            "periods": [
                [
                    count,
                    self.env._("Last %(count)s months", count=count)
                    if count
                    else self.env._("All the time"),
                ]
                for count in MONTHS
            ],
        }

    # ------------------------------------------------------------------
    # figures
    # ------------------------------------------------------------------

    @api.model
    def _review_choices(self, records):
        choices = ([record.id, record.display_name] for record in records.sudo())
        return sorted(choices, key=lambda choice: choice[1])

    @api.model
    def _review_departments(self):
        """Return who can be asked about jewellery, from where it is kept.

        Looking through all lines for it would take as long as the figures.
        """
        root = self._jewellery_root()
        kinds = root.search([("id", "child_of", root.ids)])
        asked = self.env["complaint.referral"].sudo()
        groups = asked._read_group(
            [("company_id", "=", self.env.company.id), ("department_id", "!=", False)],
            ["department_id"],
        )
        found = kinds.quality_department_id.union(*(one for (one,) in groups))
        return found.filtered(
            lambda one: one.company_id.id in (False, self.env.company.id)
        )

    @api.model
    def _review_suppliers(self):
        """Return the suppliers of pieces and of products of jewellery."""
        company = Domain("company_id", "in", (False, self.env.company.id))
        pieces, sellers = (
            self.env[model].sudo()._read_group(company & domain, [name])
            for model, name, domain in (
                (
                    "stock.lot",
                    "supplier_id",
                    Domain("supplier_id", "!=", False)
                    & Domain("product_id.jewellery_ok", "=", True),
                ),
                (
                    "product.supplierinfo",
                    "partner_id",
                    Domain("product_tmpl_id.jewellery_ok", "=", True),
                ),
            )
        )
        partners = self.env["res.partner"].sudo()
        return partners.union(*(one for (one,) in [*pieces, *sellers]))

    @api.model
    def _review_figures(self, scope):
        """Return ({defect: {method: Handled}}, {defect: Handled of all its closings}).

        Defect 0 stands for all of them together. One query for everything.
        """
        self.env["complaint.dashboard"]._without_jit()
        lines = self
        if scope["months"]:
            cases = self.env["helpdesk.ticket"].sudo()
            lines = self._of_cases(cases._search(self._review_received(scope)))
        groups = lines._read_group(
            self._review_domain(scope),
            [LEVELS[scope["level"]], "type_id", "is_first"],
            SUMS,
        )
        methods, totals = {0: {}}, {0: Handled()}
        for defect, method, is_first, *sums in groups:
            handled = self._as_handled(*(value or 0 for value in sums))
            # without a category it still counts among all
            for key in {0, defect.id or 0}:
                found = methods.setdefault(key, {})
                found[method.id] = found.get(method.id, Handled()) + handled
                if is_first:
                    totals[key] = totals.get(key, Handled()) + handled
        return methods, totals

    @api.model
    def _as_handled(
        self, count, answers, stars, reopened, watched, repeated, resolved, days, cost
    ):
        """Return the sums of a query; those of per cents are a hundred times cases."""
        return Handled(
            count=count,
            answers=answers,
            stars=stars,
            reopened=round(reopened / 100),
            watched=watched,
            repeated=round(repeated / 100),
            resolved=resolved,
            days=days,
            cost=cost,
        )

    @api.model
    def _review_page(self, scope):
        methods, totals = self._review_figures(scope)
        least = self.env.company.sudo().jewellery_review_least
        names = self._review_names(methods)
        # the empty key comes first; then what happens most
        order = sorted(totals, key=lambda key: (bool(key), -totals[key].count))
        return {
            "least": least,
            "currency": self.env.company.currency_id.name,
            "handled": totals[0].count,
            "more": max(0, len(order) - 1 - MOST_DEFECTS),
            "defects": [
                self._review_defect(
                    key, methods.get(key, {}), totals[key], least, names, scope
                )
                for key in order[: MOST_DEFECTS + 1]
                if totals[key].count
            ],
        }

    @api.model
    def _review_names(self, methods):
        """Return the names of defects and methods; all that quality staff see."""
        kinds = {key for found in methods.values() for key in found if key}
        defects = [key for key in methods if key]
        short = self.with_context(complaint_category_leaf=True).sudo()
        return {
            model: {
                record.id: record.display_name
                for record in short.env[model].browse(sorted(keys))
            }
            for model, keys in (
                ("complaint.solution.type", kinds),
                ("helpdesk.ticket.category", defects),
            )
        }

    @api.model
    def _review_defect(self, key, methods, total, least, names, scope):
        ranking = rank(methods, least)
        lines = [
            {
                "id": method,
                "name": names["complaint.solution.type"][method],
                "count": one.count,
                "small": is_small(one, least),
                "best": method == ranking.best,
                "score": ranking.scores.get(method),
                "without_answers": (total - one).answers,
                "answers": one.answers,
                "watched": one.watched,
                "cells": self._review_cells(one, total - one),
            }
            for method, one in methods.items()
        ]
        lines.sort(key=lambda line: (-(line["score"] or -1), -line["count"]))
        best = names["complaint.solution.type"].get(ranking.best)
        domain = self._review_domain(scope)
        if key:
            domain &= Domain(LEVELS[scope["level"]], "=", key)
        return {
            "id": key,
            "name": names["helpdesk.ticket.category"].get(key)
            or self.env._("All defects"),
            "count": total.count,
            "answers": total.answers,
            "best": best or False,
            "verdict": self._review_verdict(best, ranking, methods, least),
            "parts": list(ranking.parts),
            "methods": lines,
            "domain": self.env["complaint.dashboard"]._plain(domain),
        }

    @api.model
    def _review_cells(self, one, others):
        """Return the figures of a method as they are written."""

        def text(value, digits=0, unit=""):
            if value is None:
                return "–"
            return formatLang(self.env, value, digits=digits) + unit

        return {
            "csat": text(one.csat, 1),
            "csat_without": text(others.csat, 1),
            "reopened": text(one.reopened_percent, 0, "%"),
            "repeat": text(one.repeat_percent, 0, "%"),
            "days": text(one.mean_days, 1),
            "cost": text(one.mean_cost),
        }

    @api.model
    def _review_verdict(self, best, ranking, methods, least):
        """Say in one sentence what the figures tell, or why they tell nothing."""
        if best:
            one = methods[ranking.best]
            return self.env._(
                "Works best: %(method)s (score %(score)s; cases: %(count)s, answered "
                "surveys: %(answers)s; methods compared: %(compared)s)",
                method=best,
                score=formatLang(self.env, ranking.scores[ranking.best], digits=0),
                count=one.count,
                answers=one.answers,
                compared=len(ranking.scores),
            )
        if ranking.scores:
            return self.env._("Only one method has enough cases: nothing to compare.")
        return self.env._(
            "Too few to compare: a method needs %(least)s cases and as many answers.",
            least=least,
        )
