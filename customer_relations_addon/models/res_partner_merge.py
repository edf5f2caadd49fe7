"""What has to be true before two contacts become one, and what moves."""

from collections import Counter

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .customer_privacy_request import OPEN

# What both may say differently; what does not stay is written into the log.
COMPARED = (
    "name",
    "email",
    "phone",
    "street",
    "street2",
    "city",
    "zip",
    "country_id",
    "vat",
    "ref",
    "function",
    "lang",
    "website",
    "comment",
    "customer_class_id",
    "customer_store_id",
)
LINKS = """
    SELECT class.relname, attribute.attname,
           EXISTS (SELECT 1 FROM pg_attribute company
                    WHERE company.attrelid = class.oid
                      AND company.attname = 'company_id' AND company.attnum > 0
                      AND NOT company.attisdropped)
      FROM pg_constraint link
      JOIN pg_class class ON class.oid = link.conrelid
      JOIN pg_attribute attribute
        ON attribute.attrelid = class.oid AND attribute.attnum = link.conkey[1]
     WHERE link.contype = 'f' AND array_length(link.conkey, 1) = 1
       AND link.confrelid = 'res_partner'::regclass
       AND class.relnamespace = current_schema::regnamespace
       AND class.relname <> 'res_partner'
"""


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _check_mergeable(self):
        """:raises UserError: for the first reason not to merge these contacts"""
        for obstacle in self._merge_obstacles():
            raise UserError(obstacle)

    def _merge_obstacles(self):
        """Return why these contacts do not become one, in words.

        Asked for every merge, also one from the list of contacts.
        """
        people = self.sudo().with_context(active_test=False)
        result = []
        for case in people._held_cases()[:1]:
            known = case.with_user(self.env.user).has_access("read")
            result.append(
                self.env._("Case %(case)s is under a legal hold.", case=case.number)
                if known
                else self.env._("Something you may not open stands against it.")
            )
        requests = self.env["customer.privacy.request"].sudo()
        asked = [("state", "in", OPEN)]
        asked += ["|", ("partner_id", "in", self.ids)]
        asked += [("same_partner_ids", "in", self.ids)]
        for request in requests.search(asked, limit=1):
            known = request.with_user(self.env.user).has_access("read")
            result.append(
                self.env._("Privacy request %(number)s is open.", number=request.name)
                if known
                else self.env._("Something you may not open stands against it.")
            )
        if people.user_ids.filtered(lambda user: not user.share):
            result.append(self.env._("One of them is the login of a colleague."))
        companies = self.env["res.company"].sudo().search([])
        if companies.partner_id & people:
            result.append(self.env._("One of them is a company of ours."))
        if len(set(people.mapped("company_id.id"))) > 1 or (
            False in [bool(one.company_id) for one in people]
            and any(one.company_id for one in people)
        ):
            result.append(self.env._("They belong to different companies."))
        elif self._foreign_companies():
            result.append(
                self.env._("Records of a company you do not work for belong to them.")
            )
        return result

    def _foreign_companies(self):
        """Return the companies of records of these contacts that the user is not in."""
        user = self.env.user
        if user._is_superuser():
            return set()
        found = {one for row in self._link_rows() for one in row[3] if one}
        found |= set(self.sudo().company_id.ids)
        return found - set(user.sudo().company_ids.ids)

    def _link_rows(self):
        """Return [(table, column, rows, company ids)] of what links to these."""
        self.env.flush_all()
        links = self.env.execute_query(SQL(LINKS))
        parts = [
            SQL(
                "SELECT %s, %s, count(*), %s FROM %s WHERE %s IN %s",
                table,
                column,
                SQL("array_agg(DISTINCT company_id)")
                if has_company
                else SQL("NULL::int[]"),
                SQL.identifier(table),
                SQL.identifier(column),
                tuple(self.ids) or (0,),
            )
            for table, column, has_company in links
            if self._is_kept_table(table)
        ]
        rows = self.env.execute_query(SQL(" UNION ALL ").join(parts))
        return [(*row[:3], row[3] or []) for row in rows if row[2]]

    def _is_kept_table(self, table):
        """Screens are no records."""
        model = self._models_by_table().get(table)
        return model is None or not self.env[model]._transient

    def _models_by_table(self):
        return {
            model._table: name
            for name, model in self.env.registry.items()
            if not model._abstract and model._auto
        }

    def _merge_counts(self, whole=False):
        """Return {name of the record type: how many belong to these contacts}.

        :param whole: also what the reader may not read, for the log
        """
        by_table = self._models_by_table()
        models_ = self.env["ir.model"].sudo()
        most = {}
        for table, column, count, _companies in self._link_rows():
            name = by_table.get(table)
            if name and name != "customer.duplicate":
                count = count if whole else self._count_seen(name, column)
                most[name] = max(most.get(name, 0), count)
        counts = Counter({models_._get(name).name: most[name] for name in most})
        own = [("model", "=", "res.partner"), ("res_id", "in", self.ids)]
        counts[self.env._("Messages of the contact")] = (
            self.env["mail.message"].sudo().search_count(own)
        )
        own = [("res_model", "=", "res.partner"), ("res_id", "in", self.ids)]
        counts[self.env._("Files of the contact")] = (
            self.env["ir.attachment"].sudo().search_count(own)
        )
        return {name: count for name, count in sorted(counts.items()) if count}

    def _count_seen(self, name, column):
        """Return how many records with this link the reader can read."""
        records = self.env[name].with_context(active_test=False)
        field = records._fields.get(column)
        if not field or not records.has_access("read"):
            return 0
        if not records._has_field_access(field, "read"):
            return 0
        return records.search_count([(column, "in", self.ids)])

    def _merge_differences(self, other):
        """Return [(field label, own value, value of the other)] where they differ."""
        rows = []
        for name in COMPARED:
            field = self._fields[name]
            mine, theirs = (self._shown(field), other._shown(field))
            if mine != theirs:
                rows.append((field._description_string(self.env), mine, theirs))
        return rows

    def _after_merge(self):
        """Count anew what follows from the customer of a complaint."""
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        cases = tickets.search(
            [("partner_id", "in", self.ids), ("is_complaint", "=", True)]
        )
        cases._refresh_later(cases._repeat_keys())

    def _shown(self, field):
        value = self[field.name]
        if field.type == "many2one":
            return value.display_name or ""
        if field.type == "html":
            return value.striptags().strip() if value else ""
        return str(value or "")
