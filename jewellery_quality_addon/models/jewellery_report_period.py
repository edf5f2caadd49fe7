"""What stands on the pages about a period."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import formatLang

from odoo.addons.retail_complaint_addon.models.complaint_referral import (
    STATES as REFERRAL_STATES,
)
from odoo.addons.retail_complaint_addon.rules.charts import column_chart

from ..rules.report_words import bar_chart, shorten

# What fits on three pages.
ROWS, DEFECTS, CASES, ACTIONS = 8, 8, 8, 6
ROOT = "jewellery_quality_addon.category_jewellery"
WIDE, HALF = (720, 190), (360, 150)
WITHDRAWN = REFERRAL_STATES[-1][0]


class JewelleryReport(models.Model):
    _inherit = "jewellery.report"

    def _period_page(self):
        page = self._period_figures(ROWS)
        about = page["investigations"]
        return {
            **page,
            "kind": "period",
            "head": self._head(),
            "cards": self._quality_cards(page) + page["cards"],
            "images": self._period_images(page),
            "cases": [self._case_row(one) for one in about],
            "actions": self._period_actions(about, ACTIONS),
            "request": shorten(self.request, 420),
        }

    def _period_figures(self, limit=None):
        """Return the figures of the dashboard with those of Quality beside them."""
        figures = self.env["jewellery.report.figures"].with_company(self.company_id)
        period = self._period()
        scope = {
            "period": period,
            "store": self.env["retail.store"],
            "category": self.env.ref(ROOT),
            "nothing": False,
        }
        page = figures._page(scope, limit=limit, with_staff=False)
        within = {
            name: self._days(figures, name, period)
            for name in ("create_date", "closed_at", "confirmed_at", "sent_at")
        }
        before = self._days(figures, "create_date", period.before())
        return {
            **page,
            "counts": self._quality_counts(within, before),
            "departments": self._department_rows(within["sent_at"]),
            "investigations": self._named(within["create_date"]),
        }

    @api.model
    def _days(self, figures, name, period):
        return figures._within(name, period)

    def _mine(self):
        """Return the domain: investigations of the company, none about the author."""
        return Domain("company_id", "=", self.company_id.id) & Domain(
            "involved_user_ids", "not in", self.drawn_by_id.ids
        )

    def _mine_of(self, path):
        return Domain(path, "any", self._mine())

    def _quality_counts(self, within, before):
        mine = self._mine()
        found = self.env["jewellery.investigation"]
        tested = self.env["qc.inspection"]
        ours = Domain("company_id", "=", self.company_id.id)
        ours &= Domain("is_jewellery", "=", True) & within["confirmed_at"]
        return {
            "opened": found.search_count(mine & within["create_date"]),
            "opened_before": found.search_count(mine & before),
            "closed": found.search_count(mine & within["closed_at"]),
            "open": found.search_count(
                mine & Domain("state", "not in", ("closed", "cancelled"))
            ),
            "inspected": tested.search_count(ours),
            "failed": tested.search_count(ours & Domain("success", "=", False)),
            "critical": tested.search_count(ours & Domain("critical", "=", True)),
        }

    def _quality_cards(self, page):
        counts = page["counts"]
        texts = (
            ("opened", self.env._("Investigations opened"), counts["opened_before"]),
            ("closed", self.env._("Investigations closed"), False),
            ("open", self.env._("Investigations open today"), False),
            ("inspected", self.env._("Inspections"), False),
        )
        cards = [
            {
                "key": key,
                "label": label,
                "kind": "count",
                "raw": counts[key],
                "raw_before": None if before is False else before,
                "text": formatLang(self.env, counts[key], digits=0),
                "before": before is not False
                and formatLang(self.env, before, digits=0),
            }
            for key, label, before in texts
        ]
        cards.append(
            {
                "key": "failed",
                "label": self.env._("Inspections failed / critical"),
                "kind": "count",
                "raw": counts["failed"],
                "raw_before": None,
                "text": f"{counts['failed']} / {counts['critical']}",
                "before": False,
            }
        )
        return cards

    def _department_rows(self, within):
        """Return what the departments were asked, and whether they answered in time."""
        domain = Domain("company_id", "=", self.company_id.id) & within
        domain &= Domain("department_id", "!=", False)
        domain &= Domain("state", "!=", WITHDRAWN)
        domain &= Domain("ticket_id.category_id", "child_of", self.env.ref(ROOT).ids)
        domain &= Domain("ticket_id.involved_user_ids", "not in", self.drawn_by_id.ids)
        now = fields.Datetime.now()
        rows = {}
        for one in self.env["complaint.referral"].search(domain):
            row = rows.setdefault(one.department_id, [0, 0, 0, 0.0])
            end = one.closed_at or now
            row[0] += 1
            row[1] += bool(one.closed_at)
            row[2] += end > one.due_at
            row[3] += (end - one.sent_at).total_seconds() / 86400
        return [
            [
                department.name,
                asked,
                answered,
                late,
                round(days / asked, 1),
            ]
            for department, (asked, answered, late, days) in sorted(
                rows.items(), key=lambda item: (-item[1][0], item[0].name)
            )
        ]

    def _named(self, opened):
        """Return the investigations that are named: critical or major, the newest."""
        still = Domain("state", "not in", ("closed", "cancelled"))
        return self.env["jewellery.investigation"].search(
            self._mine()
            & Domain("severity", "in", ("major", "critical"))
            & (opened | still),
            order="severity, id desc",
            limit=CASES,
        )

    @api.model
    def _case_row(self, about):
        return {
            "name": about.name,
            "severity": about.severity,
            "severity_label": self._label(about, "severity"),
            "what": shorten(about.what, 80),
            "cause": shorten(about.cause_id.name, 36) or "–",
            "state": self._label(about, "state"),
        }

    def _period_actions(self, named, limit=None):
        """Return the actions and corrections that are not finished, open ones first.

        The paper is kept from who is complained about in the investigations it names:
        what follows from cases about anybody else is not on it.

        :param named: the investigations on the paper
        """
        kept = named.involved_user_ids
        actions = self.env["complaint.action"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("todo", "doing", "done")),
                ("ticket_ids.category_id", "child_of", self.env.ref(ROOT).ids),
            ]
        )
        actions = actions.filtered(lambda one: one.ticket_ids.involved_user_ids <= kept)
        corrections = self.env["jewellery.correction"].search(
            self._mine_of("investigation_id") & Domain("state", "=", "proposed")
        )
        systems = self.env["mgmtsystem.action"].search(
            self._mine_of("investigation_id") & Domain("stage_id.is_ending", "=", False)
        )
        corrections, systems = (
            found.filtered(lambda one: one.investigation_id.involved_user_ids <= kept)
            for found in (corrections, systems)
        )
        return self._task_rows(actions, corrections, systems)[:limit]

    @api.model
    def _period_images(self, page):
        told = [chart for chart in page["charts"] if self._tells_something(chart)]
        charts = [
            {
                "title": chart["title"],
                "wide": not place,
                "image": self._image(
                    column_chart(
                        chart["labels"],
                        [
                            (series["name"], [cell["raw"] for cell in series["cells"]])
                            for series in chart["series"]
                        ],
                        chart["top"],
                        WIDE if not place else HALF,
                    )
                ),
            }
            for place, chart in enumerate(told)
        ]
        defects = next(
            (table for table in page["tables"] if table["key"] == "category"), None
        )
        rows = [
            (row["label"], row["cells"][0]["raw"] or 0, row["cells"][0]["text"])
            for row in (defects["rows"] if defects else [])
            if row["domain"] and row["cells"][0]["raw"]
        ][:DEFECTS]
        if rows:
            charts.insert(
                1 if charts else 0,
                {
                    "title": self.env._("Most frequent defects"),
                    "wide": True,
                    "image": self._image(bar_chart(rows)),
                },
            )
        return charts

    @api.model
    def _tells_something(self, chart):
        """Tell whether there is anything in a chart to look at."""
        return any(cell["raw"] for one in chart["series"] for cell in one["cells"])
