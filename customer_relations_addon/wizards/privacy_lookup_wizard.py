from odoo import models
from odoo.tools import SQL

from ..models.customer_privacy_finder import CONTACT_NAMES


class PrivacyLookupWizard(models.TransientModel):
    _inherit = "privacy.lookup.wizard"

    def _get_query(self):
        """Find people who are known only by the address on a case, too (V7)."""
        query = super()._get_query()
        address = f"%{self.email.strip()}%"
        known = {"email_normalized", "email", "email_from", "company_email"}
        finder = self.env["customer.privacy.finder"]
        for model in finder._tables():
            names = [
                name
                for name in finder._text_fields(model)
                if name in CONTACT_NAMES and name not in known
            ]
            if not names or model._name in self._get_query_models_blacklist():
                continue
            conditions = [
                SQL("%s ILIKE %s", SQL.identifier(name), address) for name in names
            ]
            found = SQL(" OR ").join(conditions)
            if finder._is_indexed(model):
                indexed = finder._has_key(model, self.email.strip())
                found = SQL("%s AND (%s)", indexed, found)
            query = SQL(
                "%s UNION SELECT %s AS res_model_id, id AS res_id, %s AS is_active "
                "FROM %s WHERE %s",
                query,
                self.env["ir.model"]._get_id(model._name),
                SQL.identifier("active") if "active" in model._fields else True,
                SQL.identifier(model._table),
                found,
            )
        return query
