"""What Works as a workbook: the same figures, as numbers."""

import io

import xlsxwriter

from odoo import models

from odoo.addons.retail_complaint_addon.rules.exports import guard_cell
from odoo.addons.retail_complaint_addon.rules.workbook import FORMATS, OPTIONS

from ..rules.review import rank

# How the columns are written, from the third one on.
KINDS = (
    *("count", "count", "number", "number", "percent", "count", "percent"),
    *("number", "money", "number"),
)


class JewelleryReview(models.Model):
    _inherit = "jewellery.review"

    def _review_xlsx(self, options):
        """Return the workbook of a page.

        :param dict options: as those of ``get_what_works``
        """
        self.check_access("read")
        scope = self._review_scope(options)
        methods, totals = self._review_figures(scope)
        names = self._review_names(methods)
        least = self.env.company.sudo().jewellery_review_least
        output = io.BytesIO()
        with xlsxwriter.Workbook(output, OPTIONS) as book:
            sheet = book.add_worksheet(self.env._("What Works")[:31])
            bold = book.add_format({"bold": True, "text_wrap": True})
            styles = {
                kind: book.add_format({"num_format": FORMATS[kind]}) for kind in KINDS
            }
            sheet.set_column(0, 1, 34)
            sheet.set_column(2, 20, 14)
            for column, title in enumerate(self._review_titles()):
                sheet.write_string(0, column, title, bold)
            rows = (
                row
                for key in sorted(totals, key=lambda k: (bool(k), -totals[k].count))
                for row in self._review_rows(
                    key, methods.get(key, {}), totals[key], least, names
                )
            )
            for line, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(line, column, guard_cell(value))
                    elif value is not None:
                        kind = KINDS[column - 2]
                        number = value / 100 if kind == "percent" else value
                        sheet.write_number(line, column, number, styles[kind])
            sheet.freeze_panes(1, 2)
        return output.getvalue()

    def _review_titles(self):
        currency = self.env.company.currency_id.name
        return [
            self.env._("Defect"),
            self.env._("Handling Method"),
            self.env._("Cases"),
            self.env._("Answered Surveys"),
            self.env._("Satisfaction (1–5)"),
            self.env._("Satisfaction Without It"),
            self.env._("Reopened"),
            self.env._("Watched Long Enough"),
            self.env._("Came Back"),
            self.env._("Days to Resolve"),
            self.env._("Cost per Case (%(currency)s)", currency=currency),
            self.env._("Score"),
            self.env._("Remark"),
        ]

    def _review_rows(self, key, methods, total, least, names):
        ranking = rank(methods, least)
        for method, one in sorted(methods.items(), key=lambda line: -line[1].count):
            remark = ""
            if method == ranking.best:
                remark = self.env._("Works best")
            elif method not in ranking.scores:
                remark = self.env._("Too few to compare")
            yield [
                names["helpdesk.ticket.category"].get(key) or self.env._("All defects"),
                names["complaint.solution.type"][method],
                one.count,
                one.answers,
                one.csat,
                (total - one).csat,
                one.reopened_percent,
                one.watched,
                one.repeat_percent,
                one.mean_days,
                one.mean_cost,
                ranking.scores.get(method),
                remark,
            ]
