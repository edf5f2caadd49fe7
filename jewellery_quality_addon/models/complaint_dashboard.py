"""Handling methods of jewellery in the dashboard."""

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.retail_complaint_addon.models.complaint_solution import SETTLED_STATES
from odoo.addons.retail_complaint_addon.rules.tally import DAY, Tally

KEY = "jewellery_method"
COLUMNS = ("resolved", "resolve_days", "cost", "csat")


class ComplaintDashboard(models.AbstractModel):
    _inherit = "complaint.dashboard"

    @api.model
    def _table_columns(self):
        return {**super()._table_columns(), KEY: COLUMNS}

    @api.model
    def _table_titles(self):
        title = self.env._("Jewellery by handling method")
        return {**super()._table_titles(), KEY: title}

    @api.model
    def _tells_something(self, key, lines):
        if key == KEY and not lines:
            return False
        return super()._tells_something(key, lines)

    @api.model
    def _figures(self, period, store, category):
        figures = super()._figures(period, store, category)
        figures[KEY] = self._method_tallies(period, store, category)
        return figures

    @api.model
    def _method_tallies(self, period, store, category):
        """Return {method: Tally} of what was closed and rated in the period.

        Of the cases the user may see; the cost is that of the measure.
        """
        base = self._base_domain(store, category) & self._jewellery_domain()
        rates = self._rates()
        tickets = self.env["helpdesk.ticket"]
        review = self.env["jewellery.review"].sudo()
        last = Domain("resolved_at", "!=", False)
        closed, rated = (
            tickets._search(base & self._within(name, period))
            for name in ("resolved_at", "survey_answered_at")
        )
        tallies = {}
        for kind, company, count, days, cost in review._of_cases(closed)._read_group(
            last,
            ["type_id", "company_id"],
            ["__count", "resolve_days:sum", "cost:sum"],
        ):
            tallies.setdefault(kind.id, Tally()).add(
                resolved=count,
                resolve_seconds=(days or 0) * DAY,
                cost=(cost or 0) * rates.get(company.id, 1),
            )
        for kind, answers, stars in review._of_cases(rated)._read_group(
            last, ["type_id"], ["answers:sum", "csat:sum"]
        ):
            tallies.setdefault(kind.id, Tally()).add(rated=answers, score=stars)
        return tallies

    @api.model
    def _jewellery_domain(self):
        """Return the domain of complaints about jewellery."""
        domain = Domain("product_id.jewellery_ok", "=", True)
        domain |= Domain("investigation_ids", "!=", False)
        root = self.env["jewellery.review"]._jewellery_root()
        return domain | Domain("category_id", "child_of", root.ids)

    @api.model
    def _lines_jewellery_method(self, figures):
        kinds = self.env["complaint.solution.type"].sudo().browse(list(figures[KEY]))
        return [
            (
                kind.display_name,
                self._plain(self._jewellery_domain() & self._settled_by(kind)),
                figures[KEY][kind.id],
            )
            for kind in kinds
        ]

    @api.model
    def _settled_by(self, kind):
        return Domain(
            "solution_ids",
            "any",
            [["state", "in", SETTLED_STATES], ["line_ids.type_id", "=", kind.id]],
        )
