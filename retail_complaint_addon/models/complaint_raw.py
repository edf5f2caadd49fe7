import math
import re

from odoo import api, models
from odoo.exceptions import MissingError, ValidationError

from ..rules import money

MAX_INTEGER = 2**31 - 1
# NUL and lone surrogates: PostgreSQL stores neither.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

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

# Required, and never empty in the table: nothing is 0 or no there.
ZERO_IS_A_VALUE = {"boolean", "float", "integer", "monetary"}

# Their names, and what a screen fills in from them, are read as superuser.
LINKED = (
    "helpdesk.ticket",
    "complaint.solution",
    "complaint.approval",
    "complaint.referral",
    "complaint.custody",
    "complaint.custody.move",
    "complaint.notice",
)


class ComplaintRawMixin(models.AbstractModel):
    """Values no field can hold become an error that names the field.

    The ORM answers text for a date, or NaN for an amount, with a ValueError, which a
    client sees as a crash of the server. Links to what the user cannot read are
    refused before anything of it is shown (D1).
    """

    _name = "complaint.raw.mixin"
    _description = "Checked Raw Values"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_raw_defaults()
        # Who may not do it at all is told that, and not what is missing.
        self.browse().check_access("create")
        for vals in vals_list:
            self._check_raw(vals)
            self._check_links(vals)
            self._check_raw_required(vals)
        self._check_raw_known(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self.browse().check_access("write")
        self._check_raw(vals)
        self._check_links(vals)
        self._check_raw_required(vals, new=False)
        self._check_raw_known([vals])
        return super().write(vals)

    def copy_data(self, default=None):
        if default:
            self._check_raw(default)
        return super().copy_data(default)

    def onchange(self, values, field_names, fields_spec):
        """A screen fills its related fields as superuser."""
        self._check_raw_defaults()
        self._check_links(values)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _check_links(self, vals):
        """:raises AccessError: when a value links to what the user cannot read"""
        if self.env.su:
            return
        linked = self._linked_models()
        for name, value in vals.items():
            field = self._fields.get(name)
            if field and field.type == "many2one" and field.comodel_name in linked:
                id_ = value.get("id") if isinstance(value, dict) else value
                if self._is_record_id(id_):
                    self.env[field.comodel_name].browse(id_).check_access("read")

    @api.model
    def _linked_models(self):
        """Return the models that nobody links who cannot read the record."""
        return LINKED

    @api.model
    def _check_raw_defaults(self):
        """Check the values a client put into the context."""
        for key, value in self.env.context.items():
            name = key.removeprefix("default_")
            if name != key and name in self._fields:
                self._check_raw({name: value})
                self._check_links({name: value})

    @api.model
    def _check_raw_required(self, vals, new=True):
        """:raises ValidationError: naming what is required and empty

        PostgreSQL would say so, too, as an error in the log of the server.
        """
        needed = [
            name
            for name, field in self._fields.items()
            if field.required
            and field.store
            and field.column_type
            and field.type not in ZERO_IS_A_VALUE
            and not (field.compute or field.related)
            and not vals.get(name)
            and (name in vals or (new and not field.default))
        ]
        absent = [name for name in needed if name not in vals]
        defaults = self.default_get(absent) if absent else {}
        missing = [name for name in needed if not defaults.get(name)]
        if not missing:
            return
        if new:
            # A screen refuses who may not see what it is about before it names a field.
            self.default_get(list(self._fields))
        raise ValidationError(
            self.env._(
                "%(field)s is missing.",
                field=self._fields[missing[0]]._description_string(self.env),
            )
        )

    @api.model
    def _check_raw_known(self, vals_list):
        """:raises MissingError: when a value links to a record that does not exist

        A program that makes up ids would be told so by PostgreSQL, with an error in
        the log of the server.
        """
        if self.env.su:
            return
        linked = {}
        for vals in vals_list:
            for name, value in vals.items():
                field = self._fields[name]
                if value and field.type == "many2one" and isinstance(value, int):
                    linked.setdefault(field.comodel_name, set()).add(value)
        for model, ids in linked.items():
            records = self.env[model].sudo().browse(ids)
            if unknown := records - records.exists():
                raise MissingError(
                    self.env._(
                        "%(model)s %(id)s does not exist. Load the page again.",
                        model=self.env[model]._description,
                        id=unknown[0].id,
                    )
                )

    @api.model
    def _check_raw(self, vals):
        """:raises ValidationError: naming the first field with an impossible value"""
        if not isinstance(vals, dict):
            raise ValidationError(self.env._("Values are given by field."))
        for name, value in vals.items():
            field = self._fields.get(name)
            if field is None:
                raise ValidationError(
                    self.env._(
                        "%(model)s has no field “%(field)s”.",
                        model=self._description,
                        field=name,
                    )
                )
            if field.type == "monetary":
                self._check_raw_amount(field, value)
            elif field.type in ("one2many", "many2many"):
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
        empty = not value and not isinstance(value, dict)
        if isinstance(value, models.BaseModel) or empty:
            return
        if not isinstance(value, list | tuple):
            self._raise_impossible(field)
        comodel = self.env[field.comodel_name]
        for command in value:
            if self._is_record_id(command):
                continue
            if not isinstance(command, list | tuple) or not self._is_command(command):
                self._raise_impossible(field)
            nested = command[2] if len(command) > 2 else None
            if isinstance(nested, dict) and hasattr(comodel, "_check_raw"):
                comodel._check_raw(nested)

    @api.model
    def _is_command(self, command):
        """Say whether a list looks like one of the commands of x2many fields."""
        code, *rest = command or (None,)
        if not self._is_record_id(code) or code > 6 or len(rest) > 2:
            return False
        if code in (1, 2, 3, 4) and not (rest and self._is_record_id(rest[0])):
            return False
        if code in (0, 1):
            return len(rest) == 2 and isinstance(rest[1], dict)
        ids = rest[1] if code == 6 and len(rest) == 2 else None
        return not ids or (
            isinstance(ids, list | tuple) and all(map(self._is_record_id, ids))
        )

    @api.model
    def _is_record_id(self, value):
        return (
            isinstance(value, int)
            and not isinstance(value, bool)
            and 0 <= value <= MAX_INTEGER
        )

    @api.model
    def _check_raw_scalar(self, field, value):
        try:
            field.convert_to_cache(value, self.browse())
        except (TypeError, ValueError, OverflowError):
            self._raise_impossible(field)
        if field.type == "many2one":
            empty = value is None or value is False
            valid = empty or isinstance(value, models.BaseModel)
            valid = valid or self._is_record_id(value)
        elif isinstance(value, dict):
            valid = False
        elif isinstance(value, str):
            valid = not UNSTORABLE.search(value)
        elif isinstance(value, int):
            valid = abs(value) <= MAX_INTEGER
        else:
            valid = not isinstance(value, float) or math.isfinite(value)
        if not valid:
            self._raise_impossible(field)

    @api.model
    def _raise_impossible(self, field):
        raise ValidationError(
            self.env._(
                "%(field)s: this value is not possible.",
                field=field._description_string(self.env),
            )
        )
