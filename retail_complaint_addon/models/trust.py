from odoo import models
from odoo.exceptions import AccessError

# An object() cannot travel over RPC: a client can send the key, never this value.
TRUSTED = object()
CONTEXT_KEY = "retail_complaint_trusted"


class ComplaintProtectedMixin(models.AbstractModel):
    """Fields that only checked methods may write.

    Subclasses name them in ``_protected_fields``; ``"*"`` protects the whole record
    (every field, creation and deletion). ``sudo()`` opens nothing.
    """

    _name = "complaint.protected.mixin"
    _description = "Protected Complaint Data"

    _protected_fields = frozenset()

    def _trusted(self):
        """Return the records with the right to write protected fields."""
        return self.with_context(**{CONTEXT_KEY: TRUSTED})

    def _untrusted(self):
        """Return the records without that right, for calls into other code."""
        return self.with_context(**{CONTEXT_KEY: False})

    def _is_trusted(self):
        return self.env.context.get(CONTEXT_KEY) is TRUSTED

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
