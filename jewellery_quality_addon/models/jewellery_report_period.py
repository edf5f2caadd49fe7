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
SIZE = (720, 190)
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
            "actions": self._period_actions(ACTIONS),
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
                "raw": counts[key],
                "text": formatLang(self.env, counts[key], digits=0),
                "before": before is not False
                and formatLang(self.env, before, digits=0),
            }
            for key, label, before in texts
        ]
        cards.append(
            {
                "key": "failed",
                "label": self.env._("Failed, of these critical"),
                "raw": counts["failed"],
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
            "cause": shorten(about.cause_id.name, 36),
            "state": self._label(about, "state"),
        }

    def _period_actions(self, limit=None):
        """Return the open and late actions of the company's investigations."""
        actions = self.env["complaint.action"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("todo", "doing", "done")),
                (
                    "ticket_ids.category_id",
                    "child_of",
                    self.env.ref(ROOT).ids,
                ),
            ],
            order="due_date, id",
        )
        actions = actions.filtered(
            lambda one: self.drawn_by_id not in one.ticket_ids.involved_user_ids
        )
        return [
            {
                "name": shorten(action.name, 70),
                "owner": shorten(action.owner_id.name, 24),
                "due": fields.Date.to_string(action.due_date),
                "state": self._label(action, "state"),
                "late": action.is_late,
            }
            for action in actions[:limit]
        ]

    @api.model
    def _period_images(self, page):
        charts = [
            {
                "title": chart["title"],
                "image": self._image(
                    column_chart(
                        chart["labels"],
                        [
                            (series["name"], [cell["raw"] for cell in series["cells"]])
                            for series in chart["series"]
                        ],
                        chart["top"],
                        SIZE,
                    )
                ),
            }
            for chart in page["charts"]
        ]
        defects = next(
            (table for table in page["tables"] if table["key"] == "category"), None
        )
        rows = [
            (row["label"], row["cells"][0]["raw"] or 0, row["cells"][0]["text"])
            for row in (defects["rows"] if defects else [])
            if row["domain"]
        ][:DEFECTS]
        if rows:
            charts.insert(
                1,
                {
                    "title": self.env._("Most frequent defects"),
                    "image": self._image(bar_chart(rows)),
                },
            )
        return charts

    # ------------------------------------------------------------------
    # XLSX
    # ------------------------------------------------------------------

    def _period_sheets(self, page):
        head = page["head"]
        summary = [
            [self.env._("Quality period report"), head["number"]],
            [self.env._("Drawn up"), f"{head['date']}, {head['author']}"],
            [self.env._("Period"), page["heading"], page["compared"]],
            *([card["label"], card["raw"], card["before"]] for card in page["cards"]),
            [self.env._("Critical inspections"), page["counts"]["critical"]],
            [self.env._("What you ask for"), self.request],
        ]
        sheets = [(self.env._("Summary"), summary)]
        for chart in page["charts"]:
            names = [series["name"] for series in chart["series"]]
            cells = zip(
                *(
                    [cell["raw"] for cell in series["cells"]]
                    for series in chart["series"]
                ),
                strict=True,
            )
            rows = [
                [label, *row] for label, row in zip(chart["labels"], cells, strict=True)
            ]
            sheets.append((chart["title"], [["", *names], *rows]))
        for table in self._period_figures()["tables"]:
            rows = [
                [row["label"], *(cell["raw"] for cell in row["cells"])]
                for row in table["rows"]
            ]
            sheets.append((table["title"], [["", *table["columns"]], *rows]))
        sheets.append(
            (
                self.env._("Departments"),
                [self._department_heads(), *page["departments"]],
            )
        )
        named = [
            [
                one["name"],
                one["severity_label"],
                one["what"],
                one["cause"],
                one["state"],
            ]
            for one in page["cases"]
        ]
        heads = [
            self.env._("Investigation"),
            self.env._("Severity"),
            self.env._("What happened"),
            self.env._("Root cause"),
            self.env._("State"),
        ]
        sheets.append((self.env._("Cases"), [heads, *named]))
        actions = [
            [one["name"], one["owner"], one["due"], one["state"]]
            for one in self._period_actions()
        ]
        heads = [
            self.env._("Action"),
            self.env._("Who"),
            self.env._("Until"),
            self.env._("State"),
        ]
        sheets.append((self.env._("Actions"), [heads, *actions]))
        return sheets

    @api.model
    def _department_heads(self):
        return [
            self.env._("Department"),
            self.env._("Asked"),
            self.env._("Answered"),
            self.env._("Late"),
            self.env._("Days on average"),
        ]
