from odoo import api, models
from odoo.exceptions import ValidationError

from ..rules import money

SCALARS = {
    "boolean",
    "char",
    "date",
    "datetime",
    "float",
    "html",
    "integer",
    "many2one",
    "selection",
    "text",
}


class ComplaintRawMixin(models.AbstractModel):
    """Values no field can hold become an error that names the field.

    The ORM answers text for a date, or NaN for an amount, with a ValueError, which a
    client sees as a crash of the server.
    """

    _name = "complaint.raw.mixin"
    _description = "Checked Raw Values"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_raw(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_raw(vals)
        return super().write(vals)

    @api.model
    def _check_raw(self, vals):
        """:raises ValidationError: naming the first field with an impossible value"""
        for name, value in vals.items():
            field = self._fields.get(name)
            if field is None:
                continue
            if field.type == "monetary":
                self._check_raw_amount(field, value)
            elif field.type == "one2many":
                self._check_raw_commands(field, value)
            elif field.type in SCALARS:
                self._check_raw_scalar(field, value)

    @api.model
    def _check_raw_amount(self, field, value):
        if not money.is_valid_amount(value):
            raise ValidationError(
                self.env._(
                    "%(field)s must be an amount of 0 or more.",
                    field=field._description_string(self.env),
                )
            )

    @api.model
    def _check_raw_commands(self, field, value):
        comodel = self.env[field.comodel_name]
        for command in value or ():
            nested = command[2] if len(command) > 2 else None
            if isinstance(nested, dict) and hasattr(comodel, "_check_raw"):
                comodel._check_raw(nested)

    @api.model
    def _check_raw_scalar(self, field, value):
        try:
            field.convert_to_cache(value, self.browse())
            if field.type == "many2one" and isinstance(value, str | list | dict):
                raise ValueError
        except (TypeError, ValueError, OverflowError) as error:
            raise ValidationError(
                self.env._(
                    "%(field)s: this value is not possible.",
                    field=field._description_string(self.env),
                )
            ) from error
