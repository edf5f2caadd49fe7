from odoo import models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..models.res_users import GROUP

# Unique over more than one plain column, one of them a link to a contact.
UNIQUE = """
    SELECT class.relname, attribute.attname,
           array_agg(other.attname::text ORDER BY other.attnum)
      FROM pg_index index
      JOIN pg_class class ON class.oid = index.indrelid
      JOIN pg_constraint link
        ON link.conrelid = class.oid AND link.contype = 'f'
       AND link.confrelid = 'res_partner'::regclass
       AND array_length(link.conkey, 1) = 1
       AND link.conkey[1] = ANY(index.indkey::int2[])
      JOIN pg_attribute attribute
        ON attribute.attrelid = class.oid AND attribute.attnum = link.conkey[1]
      JOIN pg_attribute other
        ON other.attrelid = class.oid AND other.attnum = ANY(index.indkey::int2[])
       AND other.attnum <> attribute.attnum
     WHERE index.indisunique AND index.indexprs IS NULL
       AND class.relnamespace = current_schema::regnamespace
       AND class.relname NOT LIKE 'base_partner_merge%%'
     GROUP BY class.relname, attribute.attname, index.indexrelid
"""


class BasePartnerMerge(models.TransientModel):
    """Customers are merged by store managers, and nothing of them is lost."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        user = self.env.user
        staff = user.has_group(GROUP % "user")
        if not self.env.su and staff and not user.has_group(GROUP % "supervisor"):
            raise AccessError(
                self.env._("Store managers merge customers: propose the pair.")
            )
        partners = self.env["res.partner"].browse(partner_ids).exists()
        partners.lock_for_update()
        partners._check_mergeable()
        self.env["customer.duplicate"]._drop_pairs(partners)
        result = super()._merge(
            partner_ids, dst_partner=dst_partner, extra_checks=extra_checks
        )
        partners.exists()._after_merge()
        return result

    def _update_foreign_keys(self, src_partners, dst_partner):
        self._keep_what_fits(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    def _keep_what_fits(self, src_partners, dst_partner):
        """Move each row that the contact kept does not have already.

        Odoo moves the rows of a table together: where one of them is there already,
        it deletes all of them, and a unique index stops it.
        """
        self.env.flush_all()
        by_link = {}
        for table, column, others in self.env.execute_query(SQL(UNIQUE)):
            by_link.setdefault((table, column), []).append(others)
        for (table, column), indexes in by_link.items():
            for source in src_partners:
                self._move_rows(table, column, indexes, source, dst_partner)
        self.env.invalidate_all(flush=False)

    def _move_rows(self, table, column, indexes, source, target):
        """Move the rows of one contact; delete those that say the same."""
        name, link = SQL.identifier(table), SQL.identifier(column)
        taken = SQL(" OR ").join(
            SQL(" AND ").join(
                SQL("there.%s = row.%s", SQL.identifier(one), SQL.identifier(one))
                for one in others
            )
            for others in indexes
        )
        there = SQL(
            "EXISTS (SELECT 1 FROM %s there WHERE there.%s = %s AND (%s))",
            name,
            link,
            target.id,
            taken,
        )
        self.env.cr.execute(
            SQL(
                "DELETE FROM %s row WHERE row.%s = %s AND %s",
                name,
                link,
                source.id,
                there,
            )
        )
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s = %s WHERE %s = %s",
                name,
                link,
                target.id,
                link,
                source.id,
            )
        )
