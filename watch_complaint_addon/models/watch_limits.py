from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools import formatLang

from ..rules import limits


class WatchLimitsMixin(models.AbstractModel):
    """Figures of a watch that cannot be true are refused, with the allowed range."""

    _name = "watch.limits.mixin"
    _description = "Possible Figures of a Watch"

    def _watch_kind(self):
        """Return what decides the range beside the movement."""
        return None

    def _check_watch_limits(self):
        """:raises ValidationError: naming the first figure that cannot be true"""
        names = [name for name in limits.LIMITS if name in self._fields]
        for record in self:
            for name in names:
                about = record.movement, record._watch_kind()
                if not limits.is_possible(name, record[name], *about):
                    raise ValidationError(
                        record._watch_limit_message(name, limits.limit(name, *about))
                    )

    def _watch_limit_message(self, name, limit):
        label = self._fields[name].get_description(self.env, ["string"])["string"]
        message = self.env._(
            "%(field)s of %(record)s: %(value)s is not possible. Allowed are %(low)s "
            "to %(high)s %(unit)s, or 0 when it is not known.",
            field=label,
            record=self.display_name,
            value=self._plain_number(self[name]),
            low=self._plain_number(limit.low),
            high=self._plain_number(limit.high),
            unit=limit.unit,
        )
        hint = self._watch_unit_hints().get(name)
        return "\n".join(filter(None, (message, hint)))

    def _plain_number(self, value):
        digits = 0 if value == int(value) else 1
        return formatLang(self.env, value, digits=digits)

    def _watch_unit_hints(self):
        """Return what is mistaken for the unit, and how to convert it."""
        return {
            "beat_rate_ah": self.env._(
                "A/h are half-swings an hour: 4 Hz are 28,800 A/h (Hz × 7,200)."
            ),
            "magnetic_resistance_am": self.env._(
                "A/m are not gauss: 60 gauss are 4,800 A/m (gauss × 80)."
            ),
            "water_resistance_bar": self.env._("100 m are 10 bar (metres ÷ 10)."),
            "power_reserve_h": self.env._("3 days are 72 hours."),
            "service_interval_months": self.env._("5 years are 60 months."),
            "warranty_months": self.env._("2 years are 24 months."),
            "case_diameter_mm": self.env._("4 cm are 40 mm."),
        }
