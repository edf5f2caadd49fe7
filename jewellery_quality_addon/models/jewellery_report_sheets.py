"""The figures of a report as a workbook."""

from odoo import api, fields, models

from odoo.addons.retail_complaint_addon.rules.workbook import Figure, workbook


class JewelleryReport(models.Model):
    _inherit = "jewellery.report"

    def _workbook(self, page):
        if page["kind"] == "period":
            return workbook(self._period_sheets(page))
        return workbook(self._case_sheets(page))

    def _case_sheets(self, page):
        about = page["investigations"]
        head = page["head"]
        summary = [
            [self.env._("Quality case report"), head["number"]],
            [self.env._("Drawn up"), head["day"]],
            [self.env._("Drawn up by"), head["author"]],
            [self.env._("Investigation"), about.name],
            [self.env._("Cases"), about.case_numbers],
            [self.env._("Severity"), page["severity_label"]],
            [self.env._("State"), page["state_label"]],
            *([label, raw] for label, _text, raw in page["cards"]),
            [self.env._("What happened"), about.what],
            [self.env._("Root cause"), about.cause_id.display_name],
            [self.env._("Where it slipped"), about.escape_point],
            [self.env._("What protects customers"), about.containment],
            [self.env._("So that it stays away"), about.prevention],
            [self.env._("Did it help"), about.effect_note],
            [self.env._("What you ask for"), self.request],
        ]
        measured = [
            [
                self.env._("Question"),
                self.env._("Result"),
                self.env._("Unit"),
                self.env._("Allowed"),
                self.env._("Method"),
                self.env._("Verdict"),
            ]
        ] + [
            [
                line.name,
                line.qualitative_value.name
                if line.question_type == "qualitative"
                else line.quantitative_value,
                line.uom_id.name,
                line.range_text,
                line.method_id.name,
                self._label(line, "verdict"),
            ]
            for line in page["lines"]
        ]
        packages = [
            [
                self.env._("Alternative"),
                self.env._("Value to the customer"),
                self.env._("Cost"),
                self.env._("Points"),
                self.env._("Best"),
                self.env._("State"),
            ]
        ] + [
            [
                package.name,
                Figure(package.customer_value, "money"),
                Figure(package.company_cost, "money"),
                self._points(package),
                "★" if package.is_best else "",
                self._label(package, "state"),
            ]
            for package in self._packages(about.ticket_ids)
        ]
        actions = [
            [
                self.env._("Action"),
                self.env._("Who"),
                self.env._("Until"),
                self.env._("State"),
            ]
        ] + [
            [one["title"], one["owner"], one["date"], one["state"]]
            for one in self._tasks(about)
        ]
        asked = [
            [
                self.env._("Department"),
                self.env._("Question"),
                self.env._("Until"),
                self.env._("Answered"),
                self.env._("Answer"),
            ]
        ] + [
            [
                one.receiver_name,
                one.reason,
                self._local(one.due_at),
                self._local(one.closed_at),
                one.answer,
            ]
            for one in self._asked(about)
        ]
        return [
            (self.env._("Case"), summary),
            (self.env._("Departments"), asked),
            (self.env._("Measured"), measured),
            (self.env._("Alternatives"), packages),
            (self.env._("Actions"), actions),
        ]

    def _period_sheets(self, page):
        head = page["head"]
        summary = [
            [self.env._("Quality period report"), head["number"]],
            [self.env._("Drawn up"), head["day"]],
            [self.env._("Drawn up by"), head["author"]],
            [self.env._("Period"), page["heading"], page["compared"]],
            *self._card_rows(page),
            [self.env._("What you ask for"), self.request],
        ]
        sheets = [(self.env._("Summary"), summary)]
        for chart in page["charts"]:
            names = [series["name"] for series in chart["series"]]
            cells = zip(
                *(
                    [self._figure(cell) for cell in series["cells"]]
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
                [row["label"], *map(self._figure, row["cells"])]
                for row in table["rows"]
            ]
            sheets.append((table["title"], [["", *table["columns"]], *rows]))
        sheets.append(
            (
                self.env._("Departments"),
                [
                    self._department_heads(),
                    *(
                        [*row, Figure(days, "number")]
                        for *row, days in page["departments"]
                    ),
                ],
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
            [one["title"], one["owner"], one["date"], one["state"]]
            for one in self._period_actions(page["investigations"])
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
    def _card_rows(self, page):
        """Return label, figure and the one before; one figure to a row."""
        rows = []
        for card in page["cards"]:
            label, counts = card["label"], page["counts"]
            if card["key"] == "failed":
                label = self.env._("Inspections failed")
            before = Figure(card["raw_before"], card["kind"])
            rows.append([label, self._figure(card), before])
            if card["key"] == "failed":
                rows.append([self.env._("Inspections critical"), counts["critical"]])
        return rows

    @api.model
    def _figure(self, cell):
        return Figure(cell["raw"], cell["kind"])

    @api.model
    def _points(self, package):
        """Return the points as a number, nothing where none are given."""
        scored = "score_total" in package._fields and package.score_ids
        return Figure(package.score_total, "number") if scored else None

    @api.model
    def _local(self, moment):
        """Return a moment in the time of who draws it, as a workbook keeps it."""
        if not moment:
            return None
        return fields.Datetime.context_timestamp(self, moment).replace(tzinfo=None)

    @api.model
    def _department_heads(self):
        return [
            self.env._("Department"),
            self.env._("Asked"),
            self.env._("Answered"),
            self.env._("Late"),
            self.env._("Days on average"),
        ]
