from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules.periods import period_of


class ComplaintPeriodMixin(models.AbstractModel):
    """A report over some days and stores, on paper and as a workbook.

    The model says ``_period_report`` (XML id of the paper), ``_period_route`` (address
    of its workbook) and has ``_check_printable()`` and ``_xlsx()``.
    """

    _name = "complaint.period.mixin"
    _inherit = ["complaint.entrance.mixin"]
    _description = "Report of a Period"

    _period_report = None
    _period_route = None

    date_from = fields.Date(
        string="From", required=True, default=lambda self: self._last_month().start
    )
    date_to = fields.Date(
        string="To", required=True, default=lambda self: self._last_month().last
    )
    store_ids = fields.Many2many(
        comodel_name="retail.store",
        string="Stores",
        help="With those below them. Empty: all you see.",
    )

    @api.model
    def _last_month(self):
        return period_of("last_month", fields.Date.context_today(self))

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for report in self:
            report._period()

    def _period(self):
        """:raises ValidationError: when the days are no period"""
        try:
            return period_of("custom", self.date_to, self.date_from, self.date_to)
        except ValueError as error:
            raise ValidationError(
                self.env._("Choose a period of at most ten years, first day first.")
            ) from error

    def _check_printable(self):
        """:raises AccessError: when the user may not have the figures"""
        raise NotImplementedError

    def _xlsx(self):
        """Return the workbook (bytes); no cell of it is evaluated."""
        raise NotImplementedError

    def action_print_pdf(self):
        """Print the report."""
        self._check_printable()
        return self.env.ref(self._period_report).report_action(self, config=False)

    def action_export_xlsx(self):
        """Download the report as a workbook."""
        self._check_printable()
        return {
            "type": "ir.actions.act_url",
            "url": f"{self._period_route}/{self.id}.xlsx",
            "target": "download",
        }
