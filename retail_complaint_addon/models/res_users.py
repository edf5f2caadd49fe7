from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from .ir_rule import RULE_MODE

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
        if self.env.context.get(RULE_MODE, "read") == "read":
            mine |= self._referred_domain()
        return not_involved & mine

    def _complaint_change_domain(self):
        """Return the rule domain of what hangs on a case: who audits changes none.

        Whatever other role the same person has; a manager answers for both.
        """
        return list(Domain.FALSE if self._only_audits() else Domain.TRUE)

    def _only_audits(self):
        """Say whether complaints are this user's to read, and nothing else."""
        self.ensure_one()
        audits = self.has_group(GROUP % "auditor")
        return audits and not self.has_group(GROUP % "manager")

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

    def _referred_domain(self):
        """Return the domain: cases handed to the user, as long as the referral is open.

        Looked up once per query, as the stores are; reading only, because the rules
        for changes are made without it.
        """
        uid = self.id
        referrals = self.env["complaint.referral"]
        readers = referrals._fields["reader_ids"]
        ticket = referrals._fields["ticket_id"]

        def to_sql(model, alias, query):
            return SQL(
                "%s = ANY(ARRAY(SELECT referral.%s FROM %s AS referral "
                "JOIN %s AS reader ON reader.%s = referral.id WHERE reader.%s = %s))",
                model._field_to_sql(alias, "id", query),
                SQL.identifier("ticket_id", to_flush=ticket),
                SQL.identifier(referrals._table),
                SQL.identifier(readers.relation, to_flush=readers),
                SQL.identifier(readers.column1),
                SQL.identifier(readers.column2),
                uid,
            )

        def predicate(record):
            return uid in record.sudo().referral_ids.reader_ids.ids

        return Domain.custom(to_sql=to_sql, predicate=predicate)

    def _complaint_referral_domain(self, company_ids):
        """Return the rule domain of referrals: of visible cases, and those held.

        Staff without rights for complaints are asked too: they see what they are
        asked, while it is open, and nothing else of the case.
        """
        self.ensure_one()
        domain = Domain("company_id", "in", company_ids)
        domain &= Domain("ticket_id.involved_user_ids", "not in", self.ids)
        seen = Domain("ticket_id", "any", self._complaint_only_domain())
        return list(domain & (seen | Domain("reader_ids", "in", self.ids)))

    def _complaint_custody_domain(self, company_ids, path=""):
        """Return the rule domain of articles: of visible cases, and those at hand.

        Whoever has the article, works where it is or receives it sees the article,
        with or without rights for complaints.

        :param str path: field path from the ruled model to the article
        """
        self.ensure_one()
        mine = Domain("to_user_id", "=", self.id)
        mine |= Domain("to_store_id.member_ids", "in", self.ids)
        coming = Domain("move_ids", "any", Domain("state", "=", "pending") & mine)
        here = Domain("holder_id", "=", self.id)
        here |= Domain("place_store_id.member_ids", "in", self.ids)
        seen = Domain("ticket_id", "any", self._complaint_only_domain())
        domain = Domain("company_id", "in", company_ids)
        domain &= Domain("ticket_id.involved_user_ids", "not in", self.ids)
        domain &= seen | here | coming
        return list(Domain(path, "any", domain) if path else domain)

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

    def _guideline_domain(self, path=""):
        """Return the rule domain of knowledge pages: others are as before.

        Who handles complaints without a knowledge group reads the guidelines only.
        """
        self.ensure_one()
        knows = self.has_group("document_knowledge.group_document_user")
        if knows or not self.has_group(GROUP % "reader"):
            return list(Domain.TRUE)
        name = f"{path}.is_guideline" if path else "is_guideline"
        return list(Domain(name, "=", True))

    def _guideline_people_domain(self, company_ids):
        """Return the rule domain of confirmations: one's own; managers see all."""
        self.ensure_one()
        if self.has_group(GROUP % "manager") or self.has_group(GROUP % "auditor"):
            return [("user_id.company_ids", "in", company_ids)]
        return [("user_id", "=", self.id)]

    def _complaint_action_domain(self):
        """Return the rule domain of actions: none that comes from a case about one.

        In SQL: read as superuser, the links to hidden cases would stay in the cache.
        """
        self.ensure_one()
        uid = self.id

        def to_sql(model, alias, query):
            return SQL(
                """NOT EXISTS (
                    SELECT 1 FROM complaint_action_ticket_rel link
                      JOIN helpdesk_ticket_involved_user_rel about
                        ON about.ticket_id = link.ticket_id
                     WHERE link.action_id = %s AND about.user_id = %s)""",
                SQL.identifier(alias, "id"),
                uid,
            )

        def predicate(record):
            actions = record.sudo().with_context(active_test=False)
            return bool(actions.search_count([("id", "=", record.id), *domain]))

        domain = [*Domain.custom(to_sql=to_sql, predicate=predicate)]
        return domain

    def _complaint_action_change_domain(self):
        """Return the rule domain of actions: owner, author and supervisors change."""
        self.ensure_one()
        if self.has_group(GROUP % "manager"):
            return list(Domain.TRUE)
        if self.has_group(GROUP % "auditor"):
            return list(Domain.FALSE)
        if self.has_group(GROUP % "supervisor"):
            return list(Domain.TRUE)
        return list(
            Domain("owner_id", "=", self.id) | Domain("create_uid", "=", self.id)
        )
