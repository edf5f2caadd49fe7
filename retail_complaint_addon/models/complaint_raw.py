from odoo import api, models
from odoo.exceptions import MissingError, ValidationError

from ..rules import money

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
    _inherit = ["complaint.entrance.mixin"]
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
    def _check_raw_amount(self, field, value):
        if not money.is_valid_amount(value):
            raise ValidationError(
                self.env._(
                    "%(field)s must be an amount of 0 or more.",
                    field=field._description_string(self.env),
                )
            )
