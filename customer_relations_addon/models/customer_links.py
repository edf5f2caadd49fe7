"""Nobody links what they may not read: whoever reads a link is shown its name."""

from odoo import api, models

# Their names are shown as superuser, and screens fill themselves in from them.
LINKED = (
    "crm.lead",
    "customer.class",
    "customer.exchange",
    "customer.goods.class",
    "customer.policy",
    "customer.promise",
    "customer.purpose",
    "customer.segment",
    "customer.service",
    "product.product",
    "res.partner",
    "retail.store",
    "sale.order",
    "service.indicator",
    "stock.lot",
    "store.day",
    "store.incident",
)


class CustomerLinksMixin(models.AbstractModel):
    """Links are asked about wherever they come from.

    The values, the context, the screen, or somebody's own default.
    """

    _name = "customer.links.mixin"
    _inherit = ["complaint.raw.mixin"]
    _description = "Checked Links"

    @api.model
    def default_get(self, fields):
        """Everybody may have default values of their own: they link, too."""
        values = super().default_get(fields)
        own = self.env["ir.default"]._get_model_defaults(self._name)
        self._check_links({name: values[name] for name in own if name in values})
        return values

    @api.model
    def _linked_models(self):
        return (*super()._linked_models(), *LINKED)

    def _check_links(self, vals):
        """What is linked already shows nothing new: the rest may be changed."""
        new = {name: vals[name] for name in vals if not self._is_linked(name, vals)}
        return super()._check_links(new)

    def _is_linked(self, name, vals):
        field = self._fields.get(name)
        if not self.ids or not field or field.type != "many2one" or not field.store:
            return False
        value = vals[name]
        id_ = value.get("id") if isinstance(value, dict) else value
        return all(one[name].id == id_ for one in self.sudo())
