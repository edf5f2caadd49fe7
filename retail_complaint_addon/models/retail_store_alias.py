from odoo import api, fields, models
from odoo.exceptions import AccessError


class RetailStore(models.Model):
    """A store has an address of its own: what is sent there is a complaint."""

    _name = "retail.store"
    _inherit = ["retail.store", "mail.alias.mixin.optional"]

    alias_id = fields.Many2one(
        help="What is sent to this address becomes a complaint of the store."
    )

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("alias_id") for vals in vals_list):
            raise self._foreign_alias_error()
        return super().create(vals_list)

    def write(self, vals):
        """Nobody takes over the address of something else."""
        alias = self.env["mail.alias"].sudo().browse(vals.get("alias_id") or [])
        for store in self if alias else self.browse():
            owner = alias.alias_parent_model_id.model, alias.alias_parent_thread_id
            if owner != (self._name, store.id):
                raise self._foreign_alias_error()
        return super().write(vals)

    def _foreign_alias_error(self):
        return AccessError(
            self.env._("The address of a store is set by its name, not by a link.")
        )

    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("helpdesk.ticket")
        values["alias_defaults"] = repr({"is_complaint": True, "store_id": self.id})
        domain = self.company_id.alias_domain_id
        if domain and not self.alias_id:
            # that of the store's company, whichever is chosen on the screen
            values["alias_domain_id"] = domain.id
        return values
