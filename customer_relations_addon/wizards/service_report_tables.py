"""The tables of the service report; each is read with the rights of the reader."""

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.retail_complaint_addon.rules.workbook import Figure


class ServiceReport(models.TransientModel):
    _inherit = "service.report"

    def _indicator_table(self, values):
        """The indicators of all stores together, or of each chosen store."""
        rows = []
        places = sorted(values, key=lambda key: (key[0].sequence, key[0].id))
        for indicator, store in places:
            if bool(store) == bool(self.store_ids):
                rows.append(self._value_row(values[indicator, store]))
        return {
            "title": self.env._("Indicators"),
            "columns": self._value_columns(),
            "rows": rows,
            "empty": self.env._("No period of an indicator ends in these days."),
        }

    def _low_table(self, values):
        low = [
            value
            for (_indicator, store), value in values.items()
            if store and value.light in ("red", "yellow")
        ]
        low.sort(key=lambda value: (value.rank, value.indicator_id.sequence, value.id))
        return {
            "title": self.env._("Below the Target, by Store"),
            "columns": self._value_columns(),
            "rows": [self._value_row(value) for value in low],
            "empty": self.env._("No store is below a target."),
        }

    def _value_columns(self):
        return [
            self.env._("Where"),
            self.env._("When"),
            self.env._("Value"),
            self.env._("Target"),
            self.env._("Light"),
            self.env._("Trend"),
        ]

    def _value_row(self, value):
        lights = dict(value._fields["light"]._description_selection(self.env))
        trends = dict(value._fields["trend"]._description_selection(self.env))
        unit = value.unit
        return {
            "label": value.indicator_id.name,
            "light": value.light,
            "cells": [
                value.place,
                value.period_name,
                (Figure(value.value, "number"), unit),
                (Figure(value.target, "number"), unit),
                lights[value.light],
                trends[value.trend],
            ],
        }

    def _promise_table(self):
        groups = self.env["customer.promise"]._read_group(
            self._scope() & self._moments("due_at"),
            ["store_id", "outcome"],
            ["__count"],
        )
        stores = {}
        for store, outcome, count in groups:
            stores.setdefault(store, {})[outcome] = count
        rows = []
        for store in sorted(stores, key=lambda store: (store.sequence, store.id)):
            counts = [
                stores[store].get(name, 0)
                for name in ("kept", "late", "broken", "open", "withdrawn")
            ]
            due = sum(counts[:3])
            share = Figure(100 * counts[0] / due if due else None, "percent")
            label = store.display_name or self.env._("Of No Store")
            cells = [*(Figure(count, "count") for count in counts), share]
            rows.append({"label": label, "cells": [(cell, "") for cell in cells]})
        return {
            "title": self.env._("Promises Due"),
            "columns": [
                self.env._("Kept"),
                self.env._("Late"),
                self.env._("Not Kept"),
                self.env._("Open"),
                self.env._("Withdrawn"),
                self.env._("Kept (%)"),
            ],
            "rows": rows,
            "empty": self.env._("No promise was due."),
        }

    def _assessment_table(self):
        records = self.env["store.assessment"].search(
            self._scope() & self._days("date") & Domain("state", "=", "done"),
            order="date, id",
        )
        kinds = dict(records._fields["kind"]._description_selection(self.env))
        verdicts = dict(records._fields["verdict"]._description_selection(self.env))
        return {
            "title": self.env._("Assessments"),
            "columns": [
                self.env._("Date"),
                self.env._("Kind"),
                self.env._("Score"),
                self.env._("Target"),
                self.env._("Result"),
            ],
            "rows": [
                {
                    "label": record.store_id.display_name,
                    "cells": [
                        record.date,
                        kinds[record.kind],
                        (self._number(record.score, record.is_scored), ""),
                        (self._number(record.target, record.is_scored), ""),
                        verdicts.get(record.verdict, ""),
                    ],
                }
                for record in records
            ],
            "empty": self.env._("No assessment was done."),
        }

    def _improvement_table(self):
        """What is under way now, or was finished in the period."""
        open_ = Domain("state", "in", ("draft", "doing"))
        records = self.env["service.improvement"].search(
            self._scope()
            & (open_ | self._moments("done_at") | self._moments("checked_at")),
            order="due_date, id",
        )
        states = dict(records._fields["state"]._description_selection(self.env))
        effects = dict(records._fields["effect"]._description_selection(self.env))
        return {
            "title": self.env._("Improvements"),
            "columns": [
                self.env._("Where"),
                self.env._("Owner"),
                self.env._("Due"),
                self.env._("State"),
                self.env._("Before"),
                self.env._("After"),
                self.env._("Effect"),
            ],
            "rows": [
                {
                    "label": record.name,
                    "cells": [
                        record.store_id.display_name or self.env._("All Stores"),
                        record.owner_id.name,
                        record.due_date,
                        states[record.state],
                        (self._number(record.figure_before, record.has_before), ""),
                        (self._number(record.figure_after, record.has_after), ""),
                        effects.get(record.effect, ""),
                    ],
                }
                for record in records
            ],
            "empty": self.env._("No improvement was under way."),
        }

    def _day_table(self):
        groups = self.env["store.day"]._read_group(
            self._scope() & self._days("date") & Domain("state", "!=", "shut"),
            ["store_id", "state"],
            ["__count"],
        )
        stores = {}
        for store, state, count in groups:
            stores.setdefault(store, {})[state] = count
        rows = []
        for store in sorted(stores, key=lambda store: (store.sequence, store.id)):
            missing = stores[store].get("missing", 0)
            total = sum(stores[store].values())
            cells = [Figure(total, "count"), Figure(missing, "count")]
            rows.append(
                {
                    "label": store.display_name,
                    "light": "red" if missing else "green",
                    "cells": [(cell, "") for cell in cells],
                }
            )
        return {
            "title": self.env._("Daily Logs"),
            "columns": [self.env._("Opening Days"), self.env._("Missing Days")],
            "rows": rows,
            "empty": self.env._("No daily log is kept."),
        }

    @api.model
    def _number(self, value, known):
        return Figure(value if known else None, "number")
