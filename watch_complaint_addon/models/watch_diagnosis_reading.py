from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..rules import criteria, timing

POSITIONS = [
    ("dial_up", "Dial up (CH)"),
    ("dial_down", "Dial down (CB)"),
    ("crown_left", "Crown left (6H)"),
    ("crown_down", "Crown down (9H)"),
    ("crown_up", "Crown up (3H)"),
    ("crown_right", "Crown right (12H)"),
    ("none", "Without position (quartz)"),
]
WINDS = [("full", "Full wind"), ("h24", "After 24 hours")]
# what is 0 when nobody measured it
MAY_BE_EMPTY = ("amplitude_deg", "beat_error_ms")


class WatchDiagnosisReading(models.Model):
    """One reading of the timing device. An amplitude of 0 is one not measured."""

    _name = "watch.diagnosis.reading"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]
    _description = "Reading of a Timing Device"
    _order = "diagnosis_id, wind, chronograph, day, sequence, id"
    _rec_name = "position"

    diagnosis_id = fields.Many2one(
        comodel_name="watch.diagnosis",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="diagnosis_id.company_id")
    sequence = fields.Integer(default=10)
    position = fields.Selection(selection=POSITIONS, required=True)
    wind = fields.Selection(selection=WINDS, required=True, default="full")
    day = fields.Integer(
        default=1, required=True, help="Day of a test over several days."
    )
    temperature_c = fields.Float(
        string="Temperature (°C)", digits=(4, 1), default=23.0, required=True
    )
    chronograph = fields.Boolean(string="Chronograph Running")
    rate_sd = fields.Float(string="Rate (s/d)", digits=(6, 2), aggregator="avg")
    amplitude_deg = fields.Float(
        string="Amplitude (°)",
        digits=(5, 1),
        aggregator="avg",
        help="0: not measured.",
    )
    beat_error_ms = fields.Float(
        string="Beat Error (ms)", digits=(4, 2), aggregator="avg"
    )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_open_sheets(vals_list)
        readings = super().create(vals_list)
        readings.diagnosis_id._check_still_open()
        return readings

    def write(self, vals):
        self.diagnosis_id._check_still_open()
        self._check_open_sheets([vals])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_finished(self):
        self.diagnosis_id._check_still_open()

    @api.model
    def _check_open_sheets(self, vals_list):
        ids = {
            vals["diagnosis_id"]
            for vals in vals_list
            if isinstance(vals.get("diagnosis_id"), int)
        }
        self.env["watch.diagnosis"].browse(ids).exists()._check_still_open()

    @api.constrains("rate_sd", "amplitude_deg", "beat_error_ms", "temperature_c", "day")
    def _check_figures(self):
        for reading in self:
            for name in ("rate_sd", *MAY_BE_EMPTY, "temperature_c", "day"):
                value = reading[name]
                if name in MAY_BE_EMPTY and not value:
                    continue
                if not timing.in_limits(name, value):
                    reading._raise_figure(name)

    def _raise_figure(self, name):
        low, high, unit = timing.LIMITS[name]
        raise ValidationError(
            self.env._(
                "%(position)s: %(field)s is from %(low)s to %(high)s %(unit)s, not "
                "%(value)s.",
                position=self._position_label(),
                field=self._fields[name]._description_string(self.env),
                low=f"{low:g}",
                high=f"{high:g}",
                unit=unit,
                value=f"{self[name]:g}",
            )
        )

    @api.constrains("position", "wind", "day", "temperature_c", "chronograph")
    def _check_position(self):
        for sheet in self.diagnosis_id:
            seen = set()
            for reading in sheet.reading_ids:
                key = reading._key()
                if key in seen:
                    raise ValidationError(
                        self.env._(
                            "%(position)s is there twice. A second measurement has "
                            "another day, wind or temperature.",
                            position=reading._position_label(),
                        )
                    )
                seen.add(key)
                if (
                    reading.position == criteria.NO_POSITION
                    and sheet._needs_positions()
                ):
                    raise ValidationError(
                        self.env._(
                            "Each reading of a mechanical watch has its position."
                        )
                    )

    def _position_label(self):
        selection = self._fields["position"]._description_selection(self.env)
        return dict(selection).get(self.position, "")

    def _key(self):
        return (
            self.position,
            self.wind,
            self.day,
            self.temperature_c,
            self.chronograph,
        )

    def _as_readings(self):
        """Return the readings for the plain arithmetic."""
        return [
            timing.Reading(
                one.position,
                one.rate_sd,
                one.amplitude_deg or None,
                # a device shows both or neither
                one.beat_error_ms if one.amplitude_deg or one.beat_error_ms else None,
                one.wind,
                one.day,
                one.temperature_c,
                one.chronograph,
            )
            for one in self
            if one.position
        ]
