"""The tables of the dashboard: one line a store, category, cause, supplier …"""

from odoo import api, models

from ..rules.tally import Tally
from .complaint_dashboard_page import FOR_SUPERVISORS, TABLES


class ComplaintDashboard(models.AbstractModel):
    _inherit = "complaint.dashboard"

    @api.model
    def _table_titles(self):
        return {
            "store": self.env._("By store"),
            "category": self.env._("By category"),
            "cause": self.env._("Causes of what was resolved"),
            "product_category": self.env._("By product category"),
            "supplier": self.env._("By supplier"),
            "channel": self.env._("By channel"),
            "staff": self.env._("By member of staff named in a complaint"),
        }

    @api.model
    def _table_columns(self):
        """Return {table: figures}; a trade addon adds its own, with ``_lines_<key>``
        and a title."""
        return dict(TABLES)

    @api.model
    def _tells_something(self, key, lines):
        """Tell whether a table is worth its place."""
        return key != "supplier" or len(lines) >= 2

    @api.model
    def _tables(self, figures, scope, limit, with_staff):
        titles, labels = self._table_titles(), self._labels()
        tables = []
        for key, columns in self._table_columns().items():
            if key in FOR_SUPERVISORS and not self._may_see_staff():
                continue
            lines = getattr(self, f"_lines_{key}")(figures)
            if not self._tells_something(key, lines):
                continue
            tables.append(
                {
                    "key": key,
                    "title": titles[key],
                    "columns": [labels[name] for name in columns],
                    "rows": self._rows(lines, columns, limit),
                }
            )
        if with_staff and self._may_see_staff():
            tables.append(self._staff_table(scope, titles, limit))
        return tables

    @api.model
    def _rows(self, lines, columns, limit):
        """Sort lines of (label, domain, Tally); add up what exceeds the limit."""
        first = columns[0]
        lines = sorted(lines, key=lambda line: (-getattr(line[2], first), line[0]))
        shown = lines[:limit] if limit else lines
        rows = [
            {
                "label": label,
                "domain": domain,
                "cells": [self._cell(name, tally) for name in columns],
            }
            for label, domain, tally in shown
        ]
        rest = lines[len(shown) :]
        if rest:
            tally = sum((line[2] for line in rest), Tally())
            rows.append(
                {
                    "label": self.env._("%(count)s more", count=len(rest)),
                    "domain": False,
                    "cells": [self._cell(name, tally) for name in columns],
                }
            )
        return rows

    @api.model
    def _plain_lines(self, tallies, model, field):
        records = self.env[model].sudo().browse([key for key in tallies if key])
        names = dict(zip(records.ids, records.mapped("display_name"), strict=True))
        return [
            (names.get(key) or self.env._("None"), [[field, "=", key or False]], tally)
            for key, tally in tallies.items()
        ]

    @api.model
    def _lines_store(self, figures):
        return self._plain_lines(figures["store"], "retail.store", "store_id")

    @api.model
    def _lines_cause(self, figures):
        """Causes of what was resolved: a case under way has none yet."""
        resolved = {key: one for key, one in figures["cause"].items() if one.resolved}
        return self._plain_lines(resolved, "complaint.cause", "cause_id")

    @api.model
    def _lines_channel(self, figures):
        return self._plain_lines(
            figures["channel"], "helpdesk.ticket.channel", "channel_id"
        )

    @api.model
    def _lines_category(self, figures):
        """The uppermost categories, with everything below them."""
        tallies = figures["category"]
        model = self.env["helpdesk.ticket.category"].sudo()
        tops = {
            category.id: int((category.parent_path or f"{category.id}/").split("/")[0])
            for category in model.browse([key for key in tallies if key])
        }
        merged = {}
        for key, tally in tallies.items():
            top = tops.get(key)
            merged[top] = merged.get(top, Tally()) + tally
        names = {
            category.id: category.display_name
            for category in model.browse([key for key in merged if key])
        }
        return [
            (
                names.get(top) or self.env._("None"),
                [["category_id", "child_of" if top else "=", top or False]],
                tally,
            )
            for top, tally in merged.items()
        ]

    @api.model
    def _products(self, figures):
        return (
            self.env["product.product"]
            .sudo()
            .browse([key for key in figures["product"] if key])
        )

    @api.model
    def _lines_by_product(self, figures, group_of):
        """Add up what products have in common.

        :param group_of: {product id: record}
        """
        merged, ids, names = {}, {}, {}
        for key, tally in figures["product"].items():
            group = group_of.get(key)
            group_id = group.id if group else 0
            names[group_id] = group.display_name if group else self.env._("None")
            merged[group_id] = merged.get(group_id, Tally()) + tally
            ids.setdefault(group_id, []).append(key or False)
        return [
            (names[group], [["product_id", "in", ids[group]]], tally)
            for group, tally in merged.items()
        ]

    @api.model
    def _lines_product_category(self, figures):
        groups = {product.id: product.categ_id for product in self._products(figures)}
        return self._lines_by_product(figures, groups)

    @api.model
    def _lines_supplier(self, figures):
        """The first supplier of the product; a trade addon may know better."""
        groups = {
            product.id: product.product_tmpl_id.seller_ids[:1].partner_id
            for product in self._products(figures)
        }
        return self._lines_by_product(figures, groups)

    @api.model
    def _staff_table(self, scope, titles, limit):
        counts = self._staff_counts(scope["period"], scope["store"], scope["category"])
        lines = [
            (label, domain, Tally(received=count))
            for (label, domain, _tally), count in zip(
                self._plain_lines(dict.fromkeys(counts), "hr.employee", "staff_ids"),
                counts.values(),
                strict=True,
            )
        ]
        return {
            "key": "staff",
            "title": titles["staff"],
            "columns": [self._labels()["received"]],
            "rows": self._rows(lines, ("received",), limit),
        }
