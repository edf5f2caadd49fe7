from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools.misc import clean_context

# An object() cannot travel over RPC: a client can send the key, never this value.
TRUSTED = object()
CONTEXT_KEY = "retail_complaint_trusted"
# What other code may write on such records: to-dos and messages.
SCREEN_PREFIXES = ("message_", "activity_", "my_activity_")


class ComplaintProtectedMixin(models.AbstractModel):
    """Fields that only checked methods may write.

    Subclasses name them in ``_protected_fields``. ``sudo()`` opens nothing.
    """

    _name = "complaint.protected.mixin"
    _description = "Protected Complaint Data"

    _protected_fields = frozenset()

    def _trusted(self):
        """Return the records with the right to write protected fields.

        The default values a client put into the context stay outside.
        """
        return self._in_context(TRUSTED)

    def _untrusted(self):
        """Return the records without that right, for calls into other code."""
        return self._in_context(False)

    def _in_context(self, trust):
        context = {**clean_context(self.env.context), CONTEXT_KEY: trust}
        # or nobody would be told what to decide
        context.pop("mail_activity_automation_skip", None)
        # Replaced on purpose: keyword arguments cannot take a key away.
        return self.with_context(context)  # pylint: disable=context-overridden

    def _is_trusted(self):
        return self.env.context.get(CONTEXT_KEY) is TRUSTED

    @api.model
    def default_get(self, fields):
        """Protected fields start as the model says.

        Everybody may have default values of their own (``ir.default``), and a client
        sends what it likes in the context.
        """
        values = super().default_get(fields)
        fixed = self._fields if self._is_trusted() else self._names_without_defaults()
        for name in values.keys() & set(fixed):
            field = self._fields[name]
            if field.default:
                value = field.convert_to_cache(
                    field.default(self), self, validate=False
                )
                values[name] = field.convert_to_write(value, self)
            else:
                del values[name]
        return values

    @api.model
    def _names_without_defaults(self):
        """Return the fields whose default values only the model chooses."""
        return self._protected_fields

    def _check_protected(self, field_names):
        """:raises AccessError: when a protected field is touched from outside"""
        if self._is_trusted():
            return
        hit = sorted(set(field_names) & self._protected_fields)
        if hit:
            labels = [self._fields[name].string for name in hit]
            raise AccessError(
                self.env._(
                    "%(fields)s of %(model)s change only through the buttons "
                    "of the complaint.",
                    fields=", ".join(labels),
                    model=self._description,
                )
            )


class ComplaintByMethodMixin(models.AbstractModel):
    """Records that only methods of the desk make, change and delete.

    No access right gives more, and ``sudo()`` opens nothing.
    """

    _name = "complaint.by.method.mixin"
    _inherit = ["complaint.protected.mixin"]
    _description = "Records Written by Methods"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_by_method()
        return super().create(vals_list)

    def write(self, vals):
        if not all(name.startswith(SCREEN_PREFIXES) for name in vals):
            self._check_by_method()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_method(self):
        self._check_by_method()

    def _check_by_method(self):
        """:raises AccessError: when somebody else than the desk itself writes"""
        if not self._is_trusted():
            raise AccessError(
                self.env._(
                    "%(model)s: changes only through its buttons.",
                    model=self._description,
                )
            )
