"""Reading the register for one decision: few set-based queries, then plain Python."""

import dataclasses
from collections import defaultdict
from decimal import Decimal

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..rules import authority, money

READ_ALL = "retail_complaint_addon.group_complaint_manager"
READ_BELOW = "retail_complaint_addon.group_complaint_supervisor"
READ_OWN = "retail_complaint_addon.group_complaint_clerk"
# What the queries below read, beside tables of relations.
READ_COLUMNS = {
    "complaint.absence": None,
    "complaint.authority": None,
    "helpdesk.ticket": ("company_id", "store_id", "user_id", "involved_user_ids"),
    "res.users": ("active", "share", "company_ids", "group_ids"),
    "retail.store": ("member_ids", "upper_member_ids"),
}
# The database compares limits as they are stored, the rule without binary noise.
NOISE = Decimal("0.0001")


@dataclasses.dataclass(frozen=True)
class Insight:
    """A user who can see a case: of its store, present, in whose place."""

    local: bool
    present: bool
    standing_in: tuple[int, ...]


class ComplaintAuthority(models.Model):
    _inherit = "complaint.authority"

    @api.model
    def _candidates(self, ticket, users=None, need=None):
        """Return who could decide in this case, with what the register gives them.

        Only active users who can see the case and are not complained about in it.

        :param ticket: one complaint
        :param users: look at these users only
        :param need: leave out what cannot matter for this ``authority.Need``, with its
            sum in the currency of the company; the decision is the same without it
        :rtype: list[authority.Candidate]
        """
        ticket = ticket.sudo()
        company = ticket.company_id
        insight = self._insight(ticket, users)
        if not insight:
            return []
        represented = {
            absent for seen in insight.values() for absent in seen.standing_in
        }
        grants = self._register_grants(company, {*insight, *represented}, need)
        return [
            authority.Candidate(
                user_id=user_id,
                grants=tuple(self._grants_in_hand(user_id, grants, seen.standing_in)),
                local=seen.local,
                present=seen.present,
            )
            for user_id, seen in insight.items()
        ]

    @api.model
    def _today(self, company):
        """Return the day on which authority counts: that of the company.

        The time zone of user and context is the client's choice.
        """
        return self._day_of(company, fields.Datetime.now())

    @api.model
    def _day_of(self, company, moment):
        calendar = company.sudo().resource_calendar_id
        calendar.fetch(["tz"])
        zone = pytz.timezone(calendar.tz or "UTC")
        return pytz.utc.localize(moment).astimezone(zone).date()

    @api.model
    def _grants_in_hand(self, user_id, grants, standing_in):
        yield from grants[user_id]
        for absent in standing_in:
            for grant in grants[absent]:
                yield dataclasses.replace(grant, deputy_for=absent)

    @api.model
    def _absent_for(self, deputy, company):
        """Return the users who are away today and for whom the deputy stands in."""
        today = self._today(company)
        absences = self.env["complaint.absence"].sudo()
        return absences.search(
            [
                ("deputy_id", "=", deputy.id),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ]
        ).user_id.filtered("active")

    @api.model
    def _group_ids_implying(self, xmlid):
        """Return ids of the group and of every group whose members have it too."""
        definitions = self.env["res.groups"]._get_group_definitions()
        group_id = definitions.get_id(xmlid)
        return (group_id, *definitions.get_subset_ids([group_id]))

    @api.model
    def _flush_for_decision(self):
        """Store what the queries read; the rest of the step is stored once, later."""
        for model, names in READ_COLUMNS.items():
            self.env[model].flush_model(names)

    @api.model
    def _insight(self, ticket, users=None):
        """Return {user id: Insight} of those who can see the case.

        :param users: look at these users only
        """
        self._flush_for_decision()
        staff = set(self._group_ids_implying(READ_OWN))
        managers = staff.intersection(self._group_ids_implying(READ_ALL))
        supervisors = staff.intersection(self._group_ids_implying(READ_BELOW))
        rows = self.env.execute_query(
            SQL(
                """
                WITH ticket AS MATERIALIZED (
                    SELECT id, company_id, store_id, user_id
                      FROM helpdesk_ticket WHERE id = %(ticket)s
                ), involved AS MATERIALIZED (
                    SELECT user_id FROM helpdesk_ticket_involved_user_rel
                     WHERE ticket_id = %(ticket)s
                ), away AS MATERIALIZED (
                    SELECT a.user_id, a.deputy_id
                      FROM complaint_absence a
                      JOIN res_users u ON u.id = a.user_id AND u.active
                     WHERE a.date_to >= %(today)s AND a.date_from <= %(today)s
                ), seen AS (
                    SELECT uid, FALSE AS local FROM res_groups_users_rel
                     WHERE gid IN %(managers)s
                     UNION ALL
                    SELECT uid, TRUE FROM res_groups_users_rel
                     WHERE gid IN %(staff)s AND uid = ANY(ARRAY(
                           SELECT user_id FROM retail_store_member_rel
                            WHERE store_id = (SELECT store_id FROM ticket)))
                     UNION ALL
                    SELECT uid, TRUE FROM res_groups_users_rel
                     WHERE gid IN %(supervisors)s AND uid = ANY(ARRAY(
                           SELECT user_id FROM retail_store_upper_member_rel
                            WHERE store_id = (SELECT store_id FROM ticket)))
                     UNION ALL
                    SELECT uid, FALSE FROM res_groups_users_rel
                     WHERE gid IN %(staff)s AND uid = (SELECT user_id FROM ticket)
                ), who AS (
                    SELECT uid, bool_or(local) AS local FROM seen GROUP BY uid
                )
                SELECT who.uid, who.local,
                       who.uid NOT IN (SELECT user_id FROM away),
                       ARRAY(SELECT DISTINCT user_id FROM away
                              WHERE deputy_id = who.uid
                                AND user_id NOT IN (SELECT user_id FROM involved))
                  FROM who
                  JOIN res_users u ON u.id = who.uid AND u.active AND NOT u.share
                  JOIN res_company_users_rel c ON c.user_id = who.uid
                   AND c.cid = (SELECT company_id FROM ticket)
                 WHERE who.uid NOT IN (SELECT user_id FROM involved)
                   AND who.uid <> 1 %(only)s
                """,
                managers=tuple(managers) or (0,),
                supervisors=tuple(supervisors) or (0,),
                staff=tuple(staff),
                ticket=ticket.id,
                today=self._today(ticket.company_id),
                only=SQL("AND who.uid IN %s", tuple(users.ids)) if users else SQL(""),
            )
        )
        return {
            user_id: Insight(local, present, tuple(standing_in))
            for user_id, local, present, standing_in in rows
        }

    @api.model
    def _register_grants(self, company, user_ids, need=None):
        """Return {user id: [Grant]} by the records valid today in the company.

        Of records of one user in one currency, for the same types and categories, only
        the highest limit decides, and of equal ones the first: that one is returned.
        With a need, nothing that does not reach it, or covers none of its types or not
        its category, and of types and categories only those of the need.
        """
        today = self._today(company)
        rows = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE implying(held, gid) AS (
                    -- who has a group that implies the one that holds authority
                    SELECT group_id, group_id FROM complaint_authority_group_rel
                     UNION
                    SELECT i.held, r.gid
                      FROM implying i
                      JOIN res_groups_implied_rel r ON r.hid = i.gid
                ), holder AS MATERIALIZED (
                    SELECT authority_id, user_id FROM complaint_authority_user_rel
                     WHERE user_id IN %(users)s
                     UNION ALL
                    SELECT g.authority_id, r.uid
                      FROM complaint_authority_group_rel g
                      JOIN implying i ON i.held = g.group_id
                      JOIN res_groups_users_rel r ON r.gid = i.gid
                     WHERE r.uid IN %(users)s
                )
                SELECT DISTINCT ON (h.user_id, a.currency_id, type.ids, category.ids)
                       h.user_id, a.id, a.currency_id,
                       CASE WHEN a.unlimited THEN NULL
                            ELSE COALESCE(a.amount_limit, 0) END AS amount,
                       type.ids, category.ids
                  FROM holder h
                  JOIN complaint_authority a ON a.id = h.authority_id
             LEFT JOIN (%(types)s) type ON type.authority_id = a.id
             LEFT JOIN (%(categories)s) category ON category.authority_id = a.id
                 WHERE a.active AND a.company_id = %(company)s
                   AND (a.date_from IS NULL OR a.date_from <= %(today)s)
                   AND (a.date_to IS NULL OR a.date_to >= %(today)s)
                   AND (type.authority_id IS NULL OR type.ids IS NOT NULL)
                   AND (category.authority_id IS NULL OR category.ids IS NOT NULL)
                   %(reaching)s
              ORDER BY h.user_id, a.currency_id, type.ids, category.ids,
                       amount DESC NULLS FIRST, a.id
                """,
                users=tuple(user_ids),
                company=company.id,
                today=today,
                types=self._scope("type", need and need.type_ids),
                categories=self._scope("category", need and need.category_path),
                reaching=self._reaching(company, need),
            )
        )
        grants = defaultdict(list)
        home = company.currency_id.id
        for user_id, record_id, currency_id, amount, types, categories in rows:
            limit = rank = None if amount is None else money.decimal(amount)
            if limit is None or currency_id != home:
                rank = self._rank(limit, currency_id, company, today)
            grants[user_id].append(
                authority.Grant(
                    record_id=record_id,
                    currency_id=currency_id,
                    limit=limit,
                    rank=rank,
                    type_ids=frozenset(types or ()),
                    category_ids=frozenset(categories or ()),
                )
            )
        return grants

    @api.model
    def _scope(self, kind, wanted=None):
        """Return the query for what records with types (categories) are limited to.

        :param kind: type or category
        :param wanted: only these count; NULL where a record has none of them
        """
        column = SQL.identifier(f"{kind}_id")
        among = SQL("")
        if wanted is not None:
            among = SQL("FILTER (WHERE %s IN %s)", column, tuple(wanted) or (0,))
        return SQL(
            "SELECT authority_id, array_agg(%(column)s ORDER BY %(column)s) %(among)s"
            " AS ids FROM %(table)s"
            " WHERE authority_id IN (SELECT authority_id FROM holder)"
            " GROUP BY authority_id",
            column=column,
            among=among,
            table=SQL.identifier(f"complaint_authority_{kind}_rel"),
        )

    @api.model
    def _reaching(self, company, need):
        """Leave out what is below the need; other currencies are compared later."""
        if need is None:
            return SQL("")
        currency_id = company.currency_id.id
        return SQL(
            "AND (a.unlimited OR a.currency_id <> %s"
            " OR COALESCE(a.amount_limit, 0) >= %s)",
            currency_id,
            need.sums[currency_id] - NOISE,
        )

    @api.model
    def _rank(self, limit, currency_id, company, today):
        """Return a limit in the company's currency, to order people by it."""
        if limit is None:
            return authority.INFINITE
        currency = self.env["res.currency"].browse(currency_id)
        if currency == company.currency_id:
            return limit
        return self._convert(limit, currency, company.currency_id, company, today)

    @api.model
    def _convert(self, amount, source, target, company, date):
        """Convert at the rate of a date; the ORM alone would take 1.0 for no rate.

        :raises UserError: when a currency has no rate
        """
        if source == target or not amount:
            return money.decimal(amount)
        for currency in source | target:
            self._check_rate(currency, company)
        return money.decimal(
            source._convert(float(amount), target, company, date, round=False)
        )

    @api.model
    def _check_rate(self, currency, company):
        if currency == company.currency_id:
            return
        rates = self.env["res.currency.rate"].sudo()
        company_ids = [False, company.root_id.id]
        if not rates.search_count(
            [("currency_id", "=", currency.id), ("company_id", "in", company_ids)],
            limit=1,
        ):
            raise UserError(
                self.env._(
                    "Currency %(currency)s has no rate. Enter a rate, or use "
                    "another currency for the amount.",
                    currency=currency.name,
                )
            )
