from odoo import api, models
from odoo.fields import Domain


class ProductProduct(models.Model):
    _inherit = "product.product"

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Find a watch by its reference, when nothing has that name."""
        found = super().name_search(name, domain, operator, limit)
        if found or not name or operator in Domain.NEGATIVE_OPERATORS:
            return found
        products = self.search_fetch(
            Domain(domain or Domain.TRUE) & Domain("watch_reference", operator, name),
            ["display_name"],
            limit=limit,
        )
        return [(product.id, product.display_name) for product in products.sudo()]
