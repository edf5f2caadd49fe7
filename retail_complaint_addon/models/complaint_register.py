from odoo import api, models
from odoo.exceptions import AccessError

from .complaint_decision import REGISTER_CHAIN


class ComplaintRegisterMixin(models.AbstractModel):
    """Records that say who may decide: written by the register's keeper, logged, and
    never for oneself."""

    _name = "complaint.register.mixin"
    _description = "Complaint Authority Register"
    _inherit = ["complaint.raw.mixin", "complaint.export.mixin"]

    def _register_beneficiaries(self):
        """Return the users who gain something from these records."""
        raise NotImplementedError

    def _check_not_for_oneself(self):
        if self.env.user in self.sudo()._register_beneficiaries():
            raise AccessError(
                self.env._(
                    "Nobody keeps the authority register for themselves. "
                    "Ask another keeper of the register."
                )
            )

    def _log_register(self, action, field_names=()):
        chain = self.env["complaint.chain"]._get(REGISTER_CHAIN)
        for record in self:
            chain._append(
                {
                    "kind": action,
                    "detail": record._register_detail(action, field_names),
                }
            )

    def _register_detail(self, action, field_names):
        """Facts of the record after the change, as plain text without names."""
        self.ensure_one()
        names = sorted(set(field_names) & set(self._fields))
        values = self.sudo().read(names, load=None)[0] if names else {}
        values.pop("id", None)
        parts = [f"{self._name},{self.id}"]
        parts += [f"{name}={values[name]}" for name in sorted(values)]
        return "; ".join(parts)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._check_not_for_oneself()
        for record, vals in zip(records, vals_list, strict=True):
            record._log_register("register_created", vals)
        return records

    def write(self, vals):
        self._check_not_for_oneself()
        result = super().write(vals)
        self._check_not_for_oneself()
        self._log_register("register_changed", vals)
        return result

    def unlink(self):
        self._check_not_for_oneself()
        self._log_register("register_deleted")
        return super().unlink()
