import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_date

from odoo.addons.retail_complaint_addon.rules.charts import column_chart
from odoo.addons.retail_complaint_addon.rules.workbook import Figure, workbook

from ..models.res_users import GROUP

READERS = ("supervisor", "manager", "auditor")
# Charts of a page that is read, and columns of a chart.
CHARTS, COLUMNS = 8, 12
# Lines of a table on paper; the workbook has all.
ROWS = 60


class ServiceReport(models.TransientModel):
    """The service of a period, for those who answer for it."""

    _name = "service.report"
    _description = "Service Report"
    _inherit = ["complaint.period.mixin"]
    _period_report = "customer_relations_addon.service_report_pdf"
    _period_route = "/service/report"

    # its table goes with this addon
    store_ids = fields.Many2many(comodel_name="retail.store")

    # ------------------------------------------------------------------
    # figures, as the user of the report sees them
    # ------------------------------------------------------------------

    def _page(self, limit=None):
        """Return the words and figures of the report.

        :param int limit: lines of each table
        """
        self.ensure_one()
        self.check_access("read")
        report = self.sudo(False)
        user = self.env.user
        if not any(user.has_group(GROUP % name) for name in READERS):
            raise AccessError(self.env._("Store managers print the service report."))
        # of stores the user does not see, the record rules show nothing
        stores = report.store_ids
        values = report._latest_values()
        tables = [
            report._indicator_table(values),
            report._low_table(values),
            report._promise_table(),
            report._assessment_table(),
            report._improvement_table(),
            report._day_table(),
        ]
        for table in tables:
            table["left_out"] = max(len(table["rows"]) - limit, 0) if limit else 0
            table["more"] = self.env._(
                "%(count)s more in the workbook.", count=table["left_out"]
            )
            table["rows"] = table["rows"][:limit]
        return {
            "heading": self.env._(
                "%(first)s – %(last)s",
                first=format_date(self.env, self.date_from),
                last=format_date(self.env, self.date_to),
            ),
            "stores": ", ".join(stores.mapped("display_name")),
            "printed": format_date(self.env, fields.Date.context_today(self)),
            "cards": report._cards(values),
            "tables": tables,
            "charts": report._charts(values),
        }

    def _scope(self, path="store_id"):
        """Return the stores of the report as a domain, of the chosen companies."""
        domain = Domain("company_id", "in", self.env.companies.ids)
        if self.store_ids:
            domain &= Domain(path, "child_of", self.store_ids.ids)
        return domain

    def _days(self, field):
        """Return the days of the period as a domain."""
        return Domain(field, ">=", self.date_from) & Domain(field, "<=", self.date_to)

    def _moments(self, field):
        """Return the period as a domain of moments, by the days of the company."""
        catalogue = self.env["service.measure"]
        company = self.env.company
        begin, end = self.date_from, self._period().stop
        return Domain(field, ">=", catalogue._midnight(begin, company)) & Domain(
            field, "<", catalogue._midnight(end, company)
        )

    def _latest_values(self):
        """Return {(indicator, store): the last value that ends in the period}."""
        values = self.env["service.indicator.value"].search(
            self._scope()
            & self._days("date_stop")
            & Domain("has_value", "=", True)
            & Domain("is_over", "=", True)
            & Domain("indicator_id.active", "=", True),
            order="date_start desc, id",
        )
        latest = {}
        for value in values:
            latest.setdefault((value.indicator_id, value.store_id), value)
        return latest

    def _cards(self, values):
        """Return the figures on top: lights, promises, assessments, days."""
        count = dict.fromkeys(("green", "yellow", "red"), 0)
        for value in values.values():
            if value.light in count:
                count[value.light] += 1
        lights = dict(
            self.env["service.indicator.value"]
            ._fields["light"]
            ._description_selection(self.env)
        )
        return [
            {"label": lights[light], "text": str(number), "light": light}
            for light, number in count.items()
        ]

    def _charts(self, values):
        """How the indicators went, of the place the report is about."""
        place = self.store_ids[:1] if len(self.store_ids) == 1 else False
        worst = sorted(
            {key[0] for key in values},
            key=lambda one: (one.sequence, one.id),
        )[:CHARTS]
        store = place.id if place else False
        found = self.env["service.indicator.value"].search_fetch(
            [
                ("indicator_id", "in", [one.id for one in worst]),
                ("company_id", "=", self.env.company.id),
                ("store_id", "=", store),
                ("has_value", "=", True),
                ("date_stop", "<=", self.date_to),
            ],
            ["indicator_id", "date_start", "value", "target"],
            order="date_start, id",
        )
        rows = found.grouped("indicator_id")
        return [
            {
                "title": one.name,
                "unit": one.unit,
                "labels": [self._label(row) for row in rows[one][-COLUMNS:]],
                "values": [row.value for row in rows[one][-COLUMNS:]],
                "targets": [row.target for row in rows[one][-COLUMNS:]],
            }
            for one in worst
            if one in rows
        ]

    @api.model
    def _label(self, value):
        pattern = "LLL yy" if value.period != "week" else "d MMM"
        return format_date(self.env, value.date_start, date_format=pattern)

    def _check_printable(self):
        self._page(limit=1)

    # ------------------------------------------------------------------
    # XLSX
    # ------------------------------------------------------------------

    def _xlsx(self):
        page = self._page()
        return workbook(
            [
                (self.env._("Summary"), self._summary_rows(page)),
                *(
                    (table["title"], self._table_rows(table))
                    for table in page["tables"]
                ),
                *(
                    (chart["title"], self._chart_rows(chart))
                    for chart in page["charts"]
                ),
            ]
        )

    def _summary_rows(self, page):
        return [
            [self.env.company.name],
            [self.env._("Service"), page["heading"]],
            [self.env._("Stores"), page["stores"] or self.env._("All")],
            [],
            *([card["label"], int(card["text"])] for card in page["cards"]),
        ]

    def _table_rows(self, table):
        yield [table["title"], *table["columns"]]
        for row in table["rows"]:
            cells = [
                cell[0] if isinstance(cell, tuple) else cell for cell in row["cells"]
            ]
            yield [row["label"], *cells]

    def _chart_rows(self, chart):
        yield [chart["unit"], self.env._("Value"), self.env._("Target")]
        for label, value, target in zip(
            chart["labels"], chart["values"], chart["targets"], strict=True
        ):
            yield [label, Figure(value, "number"), Figure(target, "number")]


class ReportServiceReport(models.AbstractModel):
    _name = "report.customer_relations_addon.service_report_page"
    _description = "Service Report as PDF"

    @api.model
    def _get_report_values(self, docids, data=None):
        reports = self.env["service.report"].browse(docids).sudo(False)
        pages = [report._page(limit=ROWS) for report in reports]
        for page in pages:
            for chart in page["charts"]:
                chart["image"] = self._image(chart)
        return {
            "doc_ids": docids,
            "doc_model": reports._name,
            "docs": reports,
            "pages": pages,
            "company": self.env.company.sudo(),
            "words": self._words,
        }

    @api.model
    def _words(self, cell):
        """Return a cell as it is read on paper."""
        if isinstance(cell, tuple):
            figure, unit = cell
            if figure.value is None:
                return "–"
            if figure.kind == "count":
                return str(figure.value)
            unit = "%" if figure.kind == "percent" else unit
            return " ".join(filter(None, [f"{figure.value:,.1f}", unit]))
        if hasattr(cell, "year"):
            return format_date(self.env, cell)
        return cell or "–"

    @api.model
    def _image(self, chart):
        """Return the chart as the address of an image: paper has no script."""
        series = [
            (self.env._("Value"), chart["values"]),
            (self.env._("Target"), chart["targets"]),
        ]
        svg = column_chart(chart["labels"], series, None, (360, 150))
        return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
