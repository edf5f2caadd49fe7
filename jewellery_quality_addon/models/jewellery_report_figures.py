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
        """The defects themselves, not only the branches of the tree."""
        return self._plain_lines(
            figures["category"], "helpdesk.ticket.category", "category_id"
        )

    @api.model
    def _plain_lines(self, tallies, model, field):
        """Name what is in a tree in the language of the paper, below its root."""
        lines = super()._plain_lines(tallies, model, field)
        if "parent_id" not in self.env[model]._fields:
            return lines
        records = self.env[model].sudo()
        return [
            (self._path(records.browse(domain[0][2] or ())) or name, domain, tally)
            for name, domain, tally in lines
        ]

    @api.model
    def _path(self, record):
        """Return the names down to a record; the root only where it stands alone."""
        names = []
        while record:
            names.insert(0, record.name)
            record = record.parent_id
        return " / ".join(names[1:] or names)

    @api.model
    def _case_domains(self, scope):
        return {}

    @api.model
    def _cards(self, total, before):
        return [card for card in super()._cards(total, before) if card["key"] in CARDS]
