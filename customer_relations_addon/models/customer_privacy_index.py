"""Finds addresses and numbers in the large tables by an index, not by reading on."""

import hashlib

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.sql import drop_index, index_exists

# What grows with each case. Other tables are read through: they are small, or short.
LARGE = frozenset(
    {
        "complaint.mail",
        "complaint.notice",
        "crm.lead",
        "customer.exchange",
        "helpdesk.ticket",
        "mail.message",
    }
)
# What people put between the digits of a number; left out of addresses as well.
GAPS = " \t\n-().+"
# Not inlined by the planner, and the same for the same row: so it can be indexed.
FUNCTION = """
    CREATE OR REPLACE FUNCTION customer_privacy_keys(parts text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT translate(lower(array_to_string(parts, ' ')), E' \\t\\n-().+', '') $$
"""
NAMES = """
    SELECT indexname FROM pg_indexes
     WHERE schemaname = current_schema AND tablename = %s AND indexname LIKE %s
"""


class CustomerPrivacyFinder(models.AbstractModel):
    _inherit = "customer.privacy.finder"

    def _register_hook(self):
        """Another addon may have brought other texts: after each update."""
        result = super()._register_hook()
        if self.env.registry.updated_modules:
            self._make_indexes()
        return result

    @api.model
    def _make_indexes(self):
        """Index all texts of the large tables; an index of other texts goes."""
        if not self.env.registry.has_trigram:
            return
        cr = self.env.cr
        cr.execute(FUNCTION)
        for name in sorted(LARGE & set(self.env.registry)):
            model = self.env[name].sudo()
            keys = self._keys_of(model)
            if not keys or not self._has_table(model):
                continue
            digest = hashlib.sha256(str(sorted(self._text_fields(model))).encode())
            prefix = f"{model._table}_privacy_keys_"[:50]
            index = f"{prefix}{digest.hexdigest()[:8]}"
            cr.execute(SQL(NAMES, model._table, self._literal(prefix) + "%"))
            for (old,) in cr.fetchall():
                if old != index:
                    drop_index(cr, old, model._table)
            if not index_exists(cr, index):
                cr.execute(
                    SQL(
                        "CREATE INDEX %s ON %s USING gin (%s gin_trgm_ops)",
                        SQL.identifier(index),
                        SQL.identifier(model._table),
                        keys,
                    )
                )

    @api.model
    def _keys_of(self, model):
        """Return all texts of a row without what stands between digits, or nothing."""
        names = sorted(self._text_fields(model))
        if not names:
            return None
        columns = SQL(", ").join(map(self._column, names))
        return SQL("customer_privacy_keys(ARRAY[%s])", columns)

    @api.model
    def _is_indexed(self, model):
        return model._name in LARGE and self.env.registry.has_trigram

    @api.model
    def _has_key(self, model, key):
        """Return a condition that each row with this address or number fulfils."""
        bare = key.lower().translate(str.maketrans("", "", GAPS))
        return SQL("%s LIKE %s", self._keys_of(model), f"%{self._literal(bare)}%")
