"""Watches in the dashboard: complaints for a thousand sold."""

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.retail_complaint_addon.rules.tally import Tally

COLUMNS = ("received", "sold", "per_thousand", "resolved", "cost", "csat_percent")
TABLES = ("watch_brand", "watch_model", "watch_calibre")


class ComplaintDashboard(models.AbstractModel):
    _inherit = "complaint.dashboard"

    @api.model
    def _table_columns(self):
        return {**super()._table_columns(), **dict.fromkeys(TABLES, COLUMNS)}

    @api.model
    def _table_titles(self):
        return {
            **super()._table_titles(),
            "watch_brand": self.env._("Watches by brand"),
            "watch_model": self.env._("Watches by model"),
            "watch_calibre": self.env._("Watches by calibre"),
        }

    @api.model
    def _tells_something(self, key, lines):
        if key in TABLES and not lines:
            return False
        return super()._tells_something(key, lines)

    @api.model
    def _figures(self, period, store, category):
        figures = super()._figures(period, store, category)
        figures["watch_sold"] = self._watches_sold(figures, period, store)
        return figures

    @api.model
    def _watches_sold(self, figures, period, store):
        """Return {watch: sold in the period} of the watches that are complained about.

        Only sales of the stores whose complaints are counted; of an unknown seller,
        where all are.
        """
        watches = self._products(figures).filtered("watch_ok")
        if not watches:
            return {}
        stores = self._store_choices()
        if store:
            stores &= stores.search([("id", "child_of", store.ids)])
        sold_by = Domain("sold_store_id", "in", stores.ids)
        if not store and self._sees_every_store():
            sold_by |= Domain("sold_store_id", "=", False)
        companies = [*self.env.companies.ids, False]
        counts = (
            self.env["stock.lot"]
            .sudo()
            ._read_group(
                sold_by
                & Domain("product_id", "in", watches.ids)
                & Domain("company_id", "in", companies)
                & Domain("sold_on", ">=", period.start)
                & Domain("sold_on", "<", period.stop),
                ["product_id"],
                ["__count"],
            )
        )
        return {watch.id: 0 for watch in watches} | {
            product.id: count for product, count in counts
        }

    @api.model
    def _sees_every_store(self):
        user = self.env.user
        groups = "retail_complaint_addon.group_complaint_%s"
        return user.has_group(groups % "manager") or user.has_group(groups % "auditor")

    @api.model
    def _lines_watch(self, figures, field):
        """Return the lines of the watches, by a field of the product."""
        sold = figures["watch_sold"]
        watches = {key: figures["product"][key] + Tally(sold=sold[key]) for key in sold}
        groups = {
            product.id: product[field]
            for product in self._products(figures)
            if product.id in watches
        }
        return self._lines_by_product({"product": watches}, groups)

    @api.model
    def _lines_watch_brand(self, figures):
        return self._lines_watch(figures, "product_brand_id")

    @api.model
    def _lines_watch_model(self, figures):
        return self._lines_watch(figures, "product_tmpl_id")

    @api.model
    def _lines_watch_calibre(self, figures):
        return self._lines_watch(figures, "calibre_id")
