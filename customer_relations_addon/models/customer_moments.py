from odoo import api, models
from odoo.exceptions import AccessError


class CustomerMomentsMixin(models.AbstractModel):
    """Moments and hours that figures are made of: nobody types them."""

    _name = "customer.moments.mixin"
    _inherit = ["complaint.protected.mixin"]
    _description = "Moments Taken from What Happened"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_protected(name for name, value in vals.items() if value)
        return super().create(vals_list)

    def write(self, vals):
        self._check_protected(vals)
        return super().write(vals)

    def _check_protected(self, field_names):
        hit = set(field_names) & self._protected_fields
        if hit and not self._is_trusted():
            labels = [self._fields[name]._description_string(self.env) for name in hit]
            raise AccessError(
                self.env._(
                    "%(fields)s: taken from quotations and their confirmation, and "
                    "not typed.",
                    fields=", ".join(sorted(labels)),
                )
            )
