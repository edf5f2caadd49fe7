"""The sheet as it is shown: figures in words, explanations, the chart."""

import math

from odoo import api, models

from ..rules import criteria, figures, timing_chart
from ..rules import verdict as rule


class WatchDiagnosis(models.Model):
    _inherit = "watch.diagnosis"

    @api.depends(
        "verdict",
        "state",
        "reading_ids",
        "reading_ids.position",
        "reading_ids.wind",
        "reading_ids.chronograph",
        "reading_ids.rate_sd",
        "reading_ids.amplitude_deg",
        "rate_class_id.tolerance_ids",
        "verdict_ids",
    )
    @api.depends_context("lang")
    def _compute_sheet_data(self):
        for sheet in self:
            sheet.sheet_data = {
                "verdict": sheet.verdict,
                "verdict_label": sheet._overall_label(sheet.verdict),
                "rows": sheet._sheet_rows(),
                "chart": sheet._sheet_chart(),
            }

    @api.model
    def _label_of(self, model, name, value):
        field = self.env[model]._fields[name]
        return dict(field._description_selection(self.env)).get(value, "")

    def _overall_label(self, verdict):
        return self._label_of(self._name, "verdict", verdict)

    @api.model
    def _unit_of(self, criterion):
        return criteria.UNITS[criterion]

    @api.model
    def _source_of(self, criterion):
        """Return what a criterion is judged by that no class has."""
        return {
            criteria.POWER_RESERVE: self.env._("The maker's figure for this model"),
            criteria.WATER: self.env._(
                "The maker's rating for this model (ISO 22810; diver's watches by "
                "ISO 6425 at 125 %)"
            ),
        }.get(criterion, self.env._("Finding of the workshop"))

    def _source_name(self, criterion):
        """Return what a criterion is judged by, in the language of the reader.

        The papers and pages a class is from are named on the class, for the workshop.
        """
        if criterion in criteria.CLASS_UNITS:
            return self.rate_class_id.name or ""
        return self._source_of(criterion)

    def _verdict_rows(self):
        """Return the lines: of a finished sheet as they were, else as they are now."""
        self.ensure_one()
        if self.state == "done":
            return [row._as_verdict() for row in self.sudo().verdict_ids]
        return self._judge()[0]

    def _sheet_rows(self):
        """Return each criterion with everything a screen or a page shows of it."""
        texts = self.env["watch.explanation"]._texts()
        return [self._sheet_row(row, texts) for row in self._verdict_rows()]

    def _sheet_row(self, row, texts):
        verdicts = "watch.diagnosis.verdict"
        unit = self._unit_of(row.criterion)
        measured = self._figure_of(row.criterion, row.measured)
        limits = self._limits_of(row.tolerance)
        situation = {rule.PASS: "pass", rule.NOT_JUDGED: "na"}.get(
            row.verdict, row.band or "fail"
        )
        return {
            "criterion": row.criterion,
            "label": self._label_of(verdicts, "criterion", row.criterion),
            "measured": measured,
            "limits": limits or self._no_limits_of(row.criterion),
            "unit": unit,
            "verdict": row.verdict,
            "verdict_label": self._label_of(verdicts, "verdict", row.verdict),
            "band_label": self._label_of(verdicts, "band", row.band),
            "reason_label": self._reason_label(row),
            "role": row.tolerance.role,
            "role_label": self._label_of(
                "watch.rate.tolerance", "role", row.tolerance.role
            ),
            "source": row.tolerance.source or self._source_of(row.criterion),
            "source_name": self._source_name(row.criterion),
            "text": texts.say(
                row.criterion,
                situation,
                {
                    "measured": self._in_words(measured, unit),
                    "limits": self._in_words(limits, unit),
                },
            ),
        }

    @api.model
    def _no_limits_of(self, criterion):
        """Return what is said in place of limits."""
        if criterion == criteria.WATER:
            return self.env._("not water resistant")
        return ""

    def _reason_label(self, row):
        if row.reason != rule.POSITIONS_MISSING:
            return self._label_of("watch.diagnosis.verdict", "reason", row.reason)
        from_class = criteria.POSITION_SETS.get(self.rate_class_id.position_set, ())
        seen = set(self.reading_ids.mapped("position"))
        missing = [
            self._label_of("watch.diagnosis.reading", "position", one)
            for one in from_class
            if one not in seen
        ]
        return self.env._(
            "Still to be measured at full wind: %(positions)s",
            positions=", ".join(missing) or self.env._("another position"),
        )

    @api.model
    def _figure_of(self, criterion, value):
        if value is None:
            return ""
        write = figures.distance if criterion in criteria.DISTANCES else figures.figure
        return write(value, criteria.UNITS[criterion])

    @api.model
    def _in_words(self, text, unit):
        """Return a figure with its unit as customers say it."""
        word = {
            "s/d": self.env._("seconds a day"),
            "s/month": self.env._("seconds a month"),
            "h": self.env._("hours"),
            "ms": self.env._("milliseconds"),
        }.get(unit)
        return text.replace(f" {unit}", f" {word}") if word else text

    @api.model
    def _limits_of(self, tolerance):
        low, high = tolerance.low, tolerance.high
        criterion = tolerance.criterion
        if math.isinf(low) and math.isinf(high):
            return ""
        if math.isinf(low):
            most = figures.distance(high, criteria.UNITS[criterion])
            return self.env._("at most %(limit)s", limit=most)
        if math.isinf(high):
            return self.env._(
                "at least %(limit)s", limit=self._figure_of(criterion, low)
            )
        return figures.span(low, high, criteria.UNITS[criterion])

    # ------------------------------------------------------------------
    # the chart
    # ------------------------------------------------------------------

    def _sheet_chart(self):
        """Return the shapes of the chart."""
        self.ensure_one()
        bands = {
            one.criterion: (one.low, one.high)
            for one in (row.tolerance for row in self._verdict_rows())
            if math.isfinite(one.low) and math.isfinite(one.high)
        }
        return timing_chart.chart(
            self.reading_ids._as_readings(),
            self._chart_words(),
            bands.get(criteria.MEAN_RATE),
            bands.get(criteria.AMPLITUDE),
        )

    @api.model
    def _chart_words(self):
        return {
            "dial_up": self.env._("Dial up"),
            "dial_down": self.env._("Dial down"),
            "crown_left": self.env._("Crown left"),
            "crown_down": self.env._("Crown down"),
            "crown_up": self.env._("Crown up"),
            "crown_right": self.env._("Crown right"),
            "none": self.env._("Rate"),
            "rate": self.env._("Rate, seconds a day"),
            "amplitude": self.env._("Amplitude, degrees"),
        }
