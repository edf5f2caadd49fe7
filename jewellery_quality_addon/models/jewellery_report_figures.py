"""The figures of a period: those of the dashboard, of jewellery, for the company."""

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

METHOD = "jewellery_method"
TABLES = {
    "category": (
        "received",
        "resolved",
        "justified_percent",
        "reopened_percent",
        "resolve_days",
        "cost",
        "csat_percent",
    ),
    "cause": ("resolved", "justified_percent", "cost", "csat_percent"),
    "supplier": ("received", "resolved", "cost", "csat_percent"),
}
CARDS = ("received", "resolve_days", "in_time_percent", "cost", "csat_percent")


class JewelleryReportFigures(models.AbstractModel):
    """Sums over the jewellery complaints of one company, called as superuser.

    Who draws a period report answers for the company; cases about themselves are not
    in their figures.
    """

    _name = "jewellery.report.figures"
    _inherit = "complaint.dashboard"
    _description = "Figures of the Quality Report"

    @api.model
    def _check_reader(self):
        if not self.env.su:
            raise AccessError(self.env._("These figures are read in a report."))

    @api.model
    def _base_domain(self, store, category):
        domain = super()._base_domain(store, category)
        domain &= Domain("company_id", "=", self.env.company.id)
        return domain & Domain("involved_user_ids", "not in", self.env.user.ids)

    @api.model
    def _may_see_staff(self):
        """Suppliers are shown; staff are in no table of this report."""
        return True

    @api.model
    def _table_columns(self):
        columns = super()._table_columns()
        return {**TABLES, METHOD: columns[METHOD]}

    @api.model
    def _lines_category(self, figures):
        """The defects themselves; what they all have in common is not repeated."""
        lines = self._plain_lines(
            figures["category"], "helpdesk.ticket.category", "category_id"
        )
        return [
            (name.partition(" / ")[2] or name, domain, tally)
            for name, domain, tally in lines
        ]

    @api.model
    def _case_domains(self, scope):
        return {}

    @api.model
    def _cards(self, total, before):
        return [card for card in super()._cards(total, before) if card["key"] in CARDS]
