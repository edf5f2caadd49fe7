from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

GROUP = "retail_complaint_addon.group_complaint_%s"


class ResUsers(models.Model):
    _inherit = "res.users"

    def _complaint_domain(self, path=""):
        """Return the record-rule domain: which complaints this user sees.

        Rule domains are cached per user, so nothing here may depend on a field of
        the user that changes without clearing that cache; groups do clear it.

        :param str path: field path from the ruled model to the ticket, "" for the
            ticket itself
        """
        self.ensure_one()
        visible = Domain("is_complaint", "=", False) | self._complaint_only_domain()
        if not path:
            return list(visible)
        return list(Domain(path, "any", visible))

    def _complaint_only_domain(self):
        if self.share:
            return Domain(
                "partner_id", "child_of", self.commercial_partner_id.ids or [0]
            )
        not_involved = Domain("involved_user_ids", "not in", self.ids)
        if self.has_group(GROUP % "manager") or self.has_group(GROUP % "auditor"):
            return not_involved
        mine = Domain("user_id", "=", self.id)
        if self.has_group(GROUP % "supervisor"):
            mine |= self._store_domain("upper_member_ids")
        elif self.has_group(GROUP % "clerk"):
            mine |= self._store_domain("member_ids")
        else:
            return Domain.FALSE
        return not_involved & mine

    def _complaint_change_domain(self):
        """Return the rule domain of what hangs on a case: who audits changes none.

        Whatever other role the same person has; a manager answers for both.
        """
        self.ensure_one()
        audits = self.has_group(GROUP % "auditor")
        only_reads = audits and not self.has_group(GROUP % "manager")
        return list(Domain.FALSE if only_reads else Domain.TRUE)

    def _store_domain(self, members):
        """Return the domain: cases of the stores that the user is a member of.

        The stores are looked up once per query, as an array that the index on
        ``store_id`` can use; a path through the store is tested row by row, which
        takes seconds on a million cases. Nothing is cached: membership counts at once.

        :param str members: ``member_ids`` or ``upper_member_ids``
        """
        uid = self.id
        field = self.env["retail.store"]._fields[members]

        def to_sql(model, alias, query):
            return SQL(
                "%s = ANY(ARRAY(SELECT %s FROM %s WHERE %s = %s))",
                model._field_to_sql(alias, "store_id", query),
                SQL.identifier(field.column1, to_flush=field),
                SQL.identifier(field.relation),
                SQL.identifier(field.column2),
                uid,
            )

        def predicate(record):
            return uid in record.sudo().store_id[members].ids

        return Domain.custom(to_sql=to_sql, predicate=predicate)

    def _complaint_log_domain(self, company_ids, company_path="company_id"):
        """Return the domain of log rows: those of visible cases, and the register's.

        The register's chain belongs to no case; auditors, managers and its keepers
        read it.
        """
        self.ensure_one()
        of_cases = Domain("ticket_id", "!=", False)
        of_cases &= Domain(company_path, "in", company_ids)
        of_cases &= Domain(self._complaint_domain("ticket_id"))
        readers = ("auditor", "manager", "authority_admin")
        if any(self.has_group(GROUP % name) for name in readers):
            return list(of_cases | Domain("ticket_id", "=", False))
        return list(of_cases)
