from odoo import api, models
from odoo.exceptions import AccessError


class CustomerRecordMixin(models.AbstractModel):
    """What we write down about work with a customer: checked values, checked links.

    Fields in ``_protected_fields`` are written by methods only; ``sudo()`` opens
    nothing.
    Fields in ``_fixed_fields`` are given when the record is made and stay.
    """

    _name = "customer.record.mixin"
    _inherit = [
        "complaint.protected.mixin",
        "customer.links.mixin",
        "complaint.export.mixin",
    ]
    _description = "Record of Work with a Customer"

    _fixed_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_trusted():
            for vals in vals_list:
                self._check_protected(
                    name
                    for name in self._protected_fields & vals.keys()
                    if not self._is_start(name, vals[name])
                )
        return super().create(vals_list)

    def write(self, vals):
        self._check_protected(vals)
        self._check_fixed(vals)
        return super().write(vals)

    @api.model
    def _is_start(self, name, value):
        """Say whether a protected field gets the value every new record has."""
        if not value:
            return True
        default = self._fields[name].default
        start = default(self) if default else None
        if isinstance(start, models.BaseModel):
            # a record and a number are never equal, and comparing them warns
            start = start.id
        return bool(default) and start == value

    def _check_fixed(self, vals):
        """:raises AccessError: when what was agreed with the customer would change"""
        names = self._fixed_names() & vals.keys()
        if names and not self._is_trusted():
            self._refuse_change(names)

    def _fixed_names(self):
        return self._fixed_fields

    def _check_protected(self, field_names):
        hit = set(field_names) & self._protected_fields
        if hit and not self._is_trusted():
            self._refuse_change(hit)

    def _refuse_change(self, names):
        labels = [self._fields[name]._description_string(self.env) for name in names]
        raise AccessError(
            self.env._(
                "%(model)s: %(fields)s change only through the buttons.",
                model=self._description,
                fields=", ".join(sorted(labels)),
            )
        )
