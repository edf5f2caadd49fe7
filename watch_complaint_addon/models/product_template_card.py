"""What a watch should do, for the clerk beside the customer."""

import math

from odoo import models

from ..rules import criteria
from ..rules.verdict import Tolerance


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def _card_facts(self, names):
        """Return label and value of each fact that is known."""
        self.ensure_one()
        facts = []
        for name in names:
            field, value = self._fields[name], self[name]
            if not value:
                continue
            if field.type == "many2one":
                value = value.display_name
            elif field.type == "selection":
                value = dict(field._description_selection(self.env)).get(value)
            elif field.type in ("float", "integer"):
                value = f"{value:,g}"
            facts.append({"label": field._description_string(self.env), "value": value})
        return facts

    def _card_source(self, criterion):
        """Return whose word it is; the papers behind it are on the rate class."""
        if criterion in criteria.CLASS_UNITS:
            return self.rate_class_id.name or ""
        return self.env["watch.diagnosis"]._source_of(criterion)

    def _card_rows(self):
        """Return what each criterion allows, with its explanation."""
        self.ensure_one()
        sheets = self.env["watch.diagnosis"]
        texts = self.env["watch.explanation"]._texts()
        tolerances = self.rate_class_id.tolerance_ids._as_tolerances()
        if self.power_reserve_h:
            tolerances.append(
                Tolerance(criteria.POWER_RESERVE, self.power_reserve_h, math.inf)
            )
        if self.water_resistance_bar:
            tolerances.append(
                Tolerance(criteria.WATER, self.water_resistance_bar, math.inf)
            )
        rows = []
        for one in tolerances:
            limits, unit = sheets._limits_of(one), criteria.UNITS[one.criterion]
            rows.append(
                {
                    "criterion": one.criterion,
                    "label": sheets._label_of(
                        "watch.diagnosis.verdict", "criterion", one.criterion
                    ),
                    "limits": limits,
                    "source": self._card_source(one.criterion),
                    "role": one.role,
                    "text": texts.say(
                        one.criterion,
                        "allowed",
                        {"limits": sheets._in_words(limits, unit)},
                    ),
                }
            )
        return rows
