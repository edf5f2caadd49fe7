"""The first thing that happens to values from outside, before any code of ours."""

import functools
import math
import re

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.modules import Manifest

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

ADDON = "retail_complaint_addon"
TICKET = "helpdesk.ticket"
NAMES = ("create", "write")


class ComplaintEntranceMixin(models.AbstractModel):
    """Values that no field can hold are refused in words, whatever a model does next.

    Every ``create`` and ``write`` of ours looks into its values before it hands them
    on. A program that sends a text instead of values would meet a crash there, each
    time another one. So the check is put around the outermost of them, as Odoo's own
    automation rules are: not a line of any model comes before it.
    """

    _name = "complaint.entrance.mixin"
    _description = "Checked at the Entrance"

    # Catalogues whose values are all typed by somebody: what is required is asked for
    # here, too. The others fill something in, or refuse, before they ask.
    _asks_at_the_entrance = False

    def _register_hook(self):
        result = super()._register_hook()
        if not self._abstract and self._is_of_ours():
            _guard(type(self))
        return result

    def _unregister_hook(self):
        super()._unregister_hook()
        for name in NAMES:
            if hasattr(vars(type(self)).get(name), "complaint_entrance"):
                delattr(type(self), name)

    @api.model
    def _is_of_ours(self):
        """Say whether the model was made by this addon or one that builds on it."""
        if self._name == TICKET or self._original_module == ADDON:
            return True
        manifest = Manifest.for_addon(self._original_module)
        return bool(manifest) and ADDON in manifest["depends"]

    @api.model
    def _check_entrance(self, values, new):
        """:raises ValidationError: when these are no values of this model"""
        if self.env.su:
            return
        for vals in values if isinstance(values, list | tuple) else [values]:
            self._check_raw(vals)
            if self._asks_at_the_entrance:
                self._check_raw_required(vals, new=new)

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
            and not (field.compute or field.related)
            and self._is_nothing(field, vals.get(name))
            and (name in vals or (new and self._is_asked_for(field)))
        ]
        absent = [name for name in needed if name not in vals]
        defaults = self.default_get(absent) if absent else {}
        missing = [
            name
            for name in needed
            if self._is_nothing(self._fields[name], defaults.get(name))
        ]
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
    def _is_asked_for(self, field):
        """Say whether a value must be given: a default may find no record."""
        return not field.default or field.type == "many2one"

    @api.model
    def _is_nothing(self, field, value):
        """Say whether the table would hold no value at all."""
        return value is None or (field.type not in ZERO_IS_A_VALUE and not value)

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
                        # an answer holds no such letters either
                        field=UNSTORABLE.sub("?", str(name))[:60],
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
        self._check_raw_scalar(field, value)

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
            if isinstance(nested, dict):
                self._check_raw_nested(comodel, field, nested)

    @api.model
    def _check_raw_nested(self, comodel, field, values):
        if hasattr(comodel, "_check_raw"):
            comodel._check_raw(values)
        elif not values.keys() <= comodel._fields.keys():
            self._raise_impossible(field)

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
        # HTML is cleaned once, when it is stored: any text can be, and nothing else
        if field.type == "html":
            if value and not isinstance(value, str):
                self._raise_impossible(field)
        else:
            self._check_convertible(field, value)
        if field.type == "many2one":
            empty = value is None or value is False
            valid = empty or isinstance(value, models.BaseModel)
            valid = valid or self._is_record_id(value)
        elif isinstance(value, dict | list | tuple | set):
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
    def _check_convertible(self, field, value):
        try:
            field.convert_to_cache(value, self.browse())
        except (AttributeError, TypeError, ValueError, OverflowError):
            self._raise_impossible(field)

    @api.model
    def _raise_impossible(self, field):
        raise ValidationError(
            self.env._(
                "%(field)s: this value is not possible.",
                field=field._description_string(self.env),
            )
        )


def _guard(cls):
    """Put the check around ``create`` and ``write`` of a class of the registry."""
    for name in NAMES:
        origin = getattr(cls, name)
        if not hasattr(origin, "complaint_entrance"):
            setattr(cls, name, _checked(origin, name))


def _checked(origin, name):
    @functools.wraps(origin)
    def checked(self, *args, **kwargs):
        # the new interface for programs gives arguments by name
        given = args or [kwargs[key] for key in ("vals_list", "vals") if key in kwargs]
        if given:
            self._check_entrance(given[0], new=name == "create")
        return origin(self, *args, **kwargs)

    checked.complaint_entrance = True
    return checked
