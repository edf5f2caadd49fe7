"""Steps of a sheet: finish, cancel, correct, print."""

import math

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import LockError, UserError

from ..rules import verdict as rule

REPORT = "watch_complaint_addon.watch_diagnosis_report"
# what a correction starts from
COPIED = (
    "company_id",
    "ticket_id",
    "repair_id",
    "lot_id",
    "product_id",
    "symptom",
    "rate_class_id",
    "rated_power_reserve_h",
    "rated_water_bar",
    "measured_at",
    "device",
    "lift_angle_deg",
    "running",
    "power_reserve_h",
    "water_test_bar",
    "water_method",
    "water_result",
    "magnetised",
    "moisture",
    "battery_v",
    "current_ua",
    "appearance",
    "findings",
    "work_done",
    "note",
)
FIGURES = ("verdict", "mean_rate", "position_delta", "amplitude_low")
READING = (
    "sequence",
    "position",
    "wind",
    "day",
    "temperature_c",
    "chronograph",
    "rate_sd",
    "amplitude_deg",
    "beat_error_ms",
)


class WatchDiagnosis(models.Model):
    _inherit = "watch.diagnosis"

    def action_finish(self):
        """Finish the sheet: from now on it stays as it is."""
        self.check_access("write")
        self._lock()
        for sheet in self.filtered(lambda one: one.state == "draft"):
            sheet._finish()
        return True

    def _lock(self):
        """:raises UserError: when somebody else is at it this moment"""
        try:
            self.sudo().lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._("Somebody else is changing this sheet. Try again.")
            ) from error

    def _finish(self):
        self.ensure_one()
        self._check_complete()
        # the class may have changed since the last reading
        for name in FIGURES:
            self.env.add_to_compute(self._fields[name], self)
        self.flush_recordset(FIGURES)
        rows, verdict = self._judge()
        self._store_verdicts(rows)
        self.sudo()._trusted().write(
            {
                "state": "done",
                "verdict": verdict,
                "done_at": fields.Datetime.now(),
                "done_by_id": self.env.uid,
                "watchmaker_id": self.watchmaker_id.id or self.env.uid,
                "measured_at": self.measured_at or fields.Datetime.now(),
            }
        )
        self._tell_case()

    def _check_complete(self):
        """:raises UserError: naming what a finished sheet needs"""
        if not self.product_id:
            raise UserError(
                self.env._("%(sheet)s: say which watch it is.", sheet=self.name)
            )
        found = (
            self.reading_ids,
            self.running,
            self.power_reserve_h,
            self.water_result,
            self.magnetised,
            self.moisture,
            self.battery_v,
            (self.findings or "").strip(),
        )
        if not any(found):
            raise UserError(
                self.env._(
                    "%(sheet)s: nothing is recorded yet. Enter the readings, or what "
                    "you found on the page Findings, then finish.",
                    sheet=self.name,
                )
            )

    def _store_verdicts(self, rows):
        self.env["watch.diagnosis.verdict"].sudo()._trusted().create(
            [
                {
                    "diagnosis_id": self.id,
                    "sequence": number,
                    **self._verdict_vals(row),
                }
                for number, row in enumerate(rows, 1)
            ]
        )

    def _verdict_vals(self, row):
        low, high = row.tolerance.low, row.tolerance.high
        return {
            "criterion": row.criterion,
            "measured": row.measured or 0,
            "has_measured": row.measured is not None,
            "low": low if math.isfinite(low) else 0,
            "has_low": math.isfinite(low),
            "high": high if math.isfinite(high) else 0,
            "has_high": math.isfinite(high),
            "unit": self._unit_of(row.criterion),
            "verdict": row.verdict,
            "band": row.band or False,
            "reason": row.reason or False,
            "role": row.tolerance.role,
            # what is no tolerance of a class is named in the reader's language
            "source": row.tolerance.source or False,
        }

    def _tell_case(self):
        """Write the result into the case, for its owner."""
        case = self.sudo().ticket_id
        if not case:
            return
        lines = [
            self.env._(
                "Diagnosis %(sheet)s: %(verdict)s",
                sheet=self.name,
                verdict=self._overall_label(self.verdict),
            )
        ]
        lines += [
            self.env._(
                "%(criterion)s: %(measured)s (allowed: %(limits)s)",
                criterion=row["label"],
                measured=row["measured"] or row["verdict_label"],
                limits=row["limits"] or "–",
            )
            for row in self._sheet_rows()
            if row["verdict"] == rule.FAIL
        ]
        case._untrusted()._message_log(
            body=Markup("<br/>").join(lines), author_id=self.env.user.partner_id.id
        )

    def action_cancel(self):
        """Give the sheet up; what was measured stays readable."""
        self.check_access("write")
        self._lock()
        open_sheets = self.filtered(lambda one: one.state == "draft")
        open_sheets.sudo()._trusted().write({"state": "cancelled"})
        return True

    def action_correct(self):
        """Open a new sheet that takes the place of this one."""
        self.ensure_one()
        self.check_access("write")
        self._lock()
        if self.state != "done":
            raise UserError(self.env._("Only a finished sheet is corrected."))
        known = self.corrected_by_id
        if known.state == "done":
            raise UserError(
                self.env._(
                    "%(sheet)s is corrected by %(other)s already.",
                    sheet=self.name,
                    other=known.name,
                )
            )
        return self._open(known or self._make_correction())

    def _make_correction(self):
        old = self.sudo()
        vals = {name: old[name] for name in COPIED}
        vals = {
            name: self._fields[name].convert_to_write(value, old)
            for name, value in vals.items()
        }
        readings = [
            (0, 0, {name: reading[name] for name in READING})
            for reading in old.reading_ids
        ]
        sheet = old._trusted().create(
            {
                **vals,
                "corrects_id": self.id,
                "watchmaker_id": self.env.uid,
                "reading_ids": readings,
            }
        )
        return self.browse(sheet.id)

    def _open(self, sheet):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": sheet.id,
            "views": [(False, "form")],
            "name": self.env._("Diagnosis"),
        }

    def action_print(self):
        """Print the report for the customer."""
        self.check_access("read")
        if any(sheet.state != "done" for sheet in self):
            raise UserError(
                self.env._("Finish the sheet first: the customer gets what is final.")
            )
        return self.env.ref(REPORT).report_action(self)

    def action_paste(self):
        """Open the screen that reads the lines of a timing device."""
        self.ensure_one()
        self.check_access("write")
        self._check_still_open()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "watch_complaint_addon.watch_readings_import_action"
        )
        return {**action, "context": {"default_diagnosis_id": self.id}}

    def _current(self):
        """Return the finished sheets that no other corrects, the newest first."""
        return self.filtered(
            lambda one: (
                one.state == "done"
                and not one.correction_ids.filtered(lambda other: other.state == "done")
            )
        ).sorted("id", reverse=True)
