"""What a sheet may be about, and that a finished one stays as it is."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..rules import timing

SEQUENCE = "watch.diagnosis"
FIGURES = ("power_reserve_h", "water_test_bar", "battery_v", "current_ua")


class WatchDiagnosis(models.Model):
    _inherit = "watch.diagnosis"

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        cases = []
        for vals in vals_list:
            self._check_protected(
                name for name, value in vals.items() if value not in (False, "draft")
            )
            cases.append(self._fill_from_repair(vals))
            vals["name"] = vals.get("name") or self._next_number(vals)
        sheets = super().create(vals_list)
        for sheet, case in zip(sheets, cases, strict=True):
            if case:
                # the watchmaker need not read the case to write a sheet for it
                sheet.sudo()._trusted().write({"ticket_id": case})
        sheets._own_photos()
        return sheets

    def write(self, vals):
        self._check_protected(vals)
        if vals:
            self._check_still_open()
        result = super().write(vals)
        if "photo_ids" in vals:
            self._own_photos()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_finished(self):
        self._check_still_open()

    def copy_data(self, default=None):
        """:raises UserError: always; a correction is asked for by its button"""
        raise UserError(self.env._("A sheet is not copied. Use “Correct” instead."))

    def _check_still_open(self):
        """:raises UserError: when one of the sheets is finished, whoever asks"""
        closed = self.sudo().filtered(lambda sheet: sheet.state != "draft")
        if closed:
            raise UserError(
                self.env._(
                    "%(sheet)s is finished and stays as it is. A correction is a new "
                    "sheet.",
                    sheet=closed[0].display_name,
                )
            )

    @api.model
    def _next_number(self, vals):
        company = self.env["res.company"].browse(vals.get("company_id") or [])
        numbers = self.env["ir.sequence"].sudo()
        numbers = numbers.with_company(company or self.env.company)
        number = numbers.next_by_code(SEQUENCE)
        if not number:
            raise ValidationError(
                self.env._(
                    "There is no sequence with the code %(code)s to number sheets.",
                    code=SEQUENCE,
                )
            )
        return number

    @api.model
    def _fill_from_repair(self, vals):
        """A sheet of a repair is about its watch; return the case of the repair."""
        repair = self.env["repair.order"].browse(vals.get("repair_id") or [])
        if not repair:
            return None
        if not self.env.su:
            repair.check_access("read")
        repair = repair.sudo()
        for name in ("lot_id", "product_id", "company_id"):
            if not vals.get(name):
                vals[name] = repair[name].id
        return None if vals.get("ticket_id") else repair.ticket_id.id

    # ------------------------------------------------------------------
    # photos
    # ------------------------------------------------------------------

    def _own_photos(self):
        """Hang new photos on their sheet; nobody hangs on what they cannot read."""
        for sheet in self:
            photos = sheet.sudo().photo_ids
            loose = photos.filtered(
                lambda photo, sheet=sheet: (
                    photo.res_model != sheet._name or photo.res_id != sheet.id
                )
            )
            foreign = loose.filtered(
                lambda photo: photo.res_id or photo.create_uid != self.env.user
            )
            if foreign and not self._is_trusted():
                raise AccessError(self.env._("Only files of your own can be added."))
            for photo in photos:
                if not (photo.mimetype or "").startswith("image/"):
                    raise ValidationError(
                        self.env._("%(file)s is no picture.", file=photo.name)
                    )
            if loose:
                loose.write({"res_model": sheet._name, "res_id": sheet.id})

    # ------------------------------------------------------------------
    # checks
    # ------------------------------------------------------------------

    @api.constrains("lot_id", "product_id", "repair_id", "ticket_id", "company_id")
    def _check_watch(self):
        for sheet in self.sudo():
            sheet._check_company_of_links()
            lot, product = sheet.lot_id, sheet.product_id
            if lot and product and lot.product_id != product:
                sheet._raise_other_watch(lot, lot.product_id, product)
            for record in (sheet.repair_id, sheet.ticket_id):
                if not record:
                    continue
                other = record.lot_id
                if lot and other and other != lot:
                    raise ValidationError(
                        self.env._(
                            "%(record)s is about serial number %(other)s, not %(lot)s.",
                            record=record.display_name,
                            other=other.name,
                            lot=lot.name,
                        )
                    )
                if product and record.product_id and record.product_id != product:
                    raise ValidationError(
                        self.env._(
                            "%(record)s is about %(other)s, not %(product)s.",
                            record=record.display_name,
                            other=record.product_id.display_name,
                            product=product.display_name,
                        )
                    )
            if sheet.ticket_id and not sheet.ticket_id.is_complaint:
                raise ValidationError(
                    self.env._("A sheet belongs to a complaint, not to a question.")
                )

    def _raise_other_watch(self, lot, real, product):
        raise ValidationError(
            self.env._(
                "%(lot)s is a serial number of %(real)s, not of %(product)s.",
                lot=lot.name,
                real=real.display_name,
                product=product.display_name,
            )
        )

    def _check_company_of_links(self):
        for record in (
            self.lot_id,
            self.product_id,
            self.repair_id,
            self.ticket_id,
            self.rate_class_id,
        ):
            if record.company_id and record.company_id != self.company_id:
                raise ValidationError(
                    self.env._(
                        "%(record)s belongs to another company.",
                        record=record.display_name,
                    )
                )

    @api.constrains("rate_class_id")
    def _check_rate_class(self):
        for sheet in self.sudo():
            sheet._check_company_of_links()
            sheet.reading_ids._check_position()

    @api.constrains(*FIGURES)
    def _check_figures(self):
        for sheet in self:
            for name in FIGURES:
                low, high, unit = timing.LIMITS[name]
                if not timing.in_limits(name, sheet[name]):
                    raise ValidationError(
                        self.env._(
                            "%(field)s is from %(low)s to %(high)s %(unit)s, not "
                            "%(value)s.",
                            field=sheet._fields[name]._description_string(self.env),
                            low=f"{low:g}",
                            high=f"{high:g}",
                            unit=unit,
                            value=f"{sheet[name]:g}",
                        )
                    )

    @api.constrains("water_result", "water_test_bar")
    def _check_water_test(self):
        for sheet in self:
            if sheet.water_result == "tight" and not sheet.water_test_bar:
                raise ValidationError(
                    self.env._("Water Test: say at which pressure it was tight.")
                )
            if sheet.water_test_bar and not sheet.water_result:
                raise ValidationError(
                    self.env._("Water Test: say whether it was tight or leaks.")
                )

    @api.constrains("measured_at")
    def _check_measured_at(self):
        now = fields.Datetime.now()
        for sheet in self:
            if sheet.measured_at and sheet.measured_at > now:
                raise ValidationError(
                    self.env._("Measured: this moment is still to come.")
                )
