import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ..models.complaint_dashboard_page import ROWS
from ..rules.charts import column_chart
from ..rules.workbook import Figure, workbook


class ComplaintPeriodReport(models.TransientModel):
    """The figures of a period for those who do not work in the desk."""

    _name = "complaint.period.report"
    _description = "Complaint Period Report"
    _inherit = ["complaint.period.mixin"]
    _period_report = "retail_complaint_addon.complaint_period_report_pdf"
    _period_route = "/complaint/period-report"

    with_staff = fields.Boolean(
        string="Name Staff Complained About",
        help="For supervisors: adds how many complaints name each member of staff.",
    )
    store_choice_ids = fields.Many2many(
        comodel_name="retail.store", compute="_compute_choices"
    )
    may_name_staff = fields.Boolean(compute="_compute_choices")

    @api.depends_context("uid")
    def _compute_choices(self):
        dashboard = self.env["complaint.dashboard"]
        self.may_name_staff = dashboard._may_see_staff()
        self.store_choice_ids = dashboard._store_choices()

    def _page(self, limit=None):
        """Return the figures as the user of the report sees them."""
        self.ensure_one()
        self.check_access("read")
        dashboard = self.env["complaint.dashboard"].sudo(False)
        dashboard._check_reader()
        period = self._period()
        stores = self.sudo().store_ids
        if stores - dashboard._store_choices():
            raise AccessError(self.env._("You do not see that store."))
        scope = {
            "period": period,
            "store": stores,
            "category": self.env["helpdesk.ticket.category"],
            "nothing": False,
        }
        with_staff = self.with_staff and dashboard._may_see_staff()
        page = dashboard._page(scope, limit=limit, with_staff=with_staff)
        return {
            **page,
            "stores": ", ".join(stores.mapped("display_name")),
            "printed": format_date(self.env, fields.Date.context_today(self)),
        }

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
                    (chart["title"], self._chart_rows(chart))
                    for chart in page["charts"]
                ),
                *(
                    (table["title"], self._table_rows(table))
                    for table in page["tables"]
                ),
            ]
        )

    def _summary_rows(self, page):
        head = [
            [self.env.company.name],
            [self.env._("Complaints"), page["heading"]],
            [self.env._("Stores"), page["stores"] or self.env._("All")],
            [],
            ["", page["heading"], page["compared"]],
        ]
        return head + [
            [
                card["label"],
                self._figure(card),
                Figure(card["raw_before"], card["kind"]),
            ]
            for card in page["cards"]
        ]

    def _chart_rows(self, chart):
        yield ["", *(series["name"] for series in chart["series"])]
        for index, label in enumerate(chart["labels"]):
            cells = [self._figure(one["cells"][index]) for one in chart["series"]]
            yield [label, *cells]

    def _table_rows(self, table):
        yield [table["title"], *table["columns"]]
        for row in table["rows"]:
            yield [row["label"], *map(self._figure, row["cells"])]

    @api.model
    def _figure(self, cell):
        return Figure(cell["raw"], cell["kind"])


class ReportComplaintPeriod(models.AbstractModel):
    _name = "report.retail_complaint_addon.period_report"
    _description = "Complaint Period Report as PDF"

    @api.model
    def _get_report_values(self, docids, data=None):
        reports = self.env["complaint.period.report"].browse(docids).sudo(False)
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
        }

    @api.model
    def _image(self, chart):
        """Return the chart as the address of an image: paper has no script."""
        svg = column_chart(
            chart["labels"],
            [
                (series["name"], [cell["raw"] for cell in series["cells"]])
                for series in chart["series"]
            ],
            chart["top"],
        )
        return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
