"""Reading the register for one decision: few set-based queries, then plain Python."""

import dataclasses
from collections import defaultdict

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..rules import authority, money

READ_ALL = "retail_complaint_addon.group_complaint_manager"
READ_BELOW = "retail_complaint_addon.group_complaint_supervisor"
READ_OWN = "retail_complaint_addon.group_complaint_clerk"


class ComplaintAuthority(models.Model):
    _inherit = "complaint.authority"

    @api.model
    def _candidates(self, ticket, users=None):
        """Return who could decide in this case, with what the register gives them.

        Only active users who can see the case and are not complained about in it.

        :param ticket: one complaint
        :param users: look at these users only
        :rtype: list[authority.Candidate]
        """
        ticket = ticket.sudo()
        today = self._today(ticket.company_id)
        self.env.flush_all()
        insight = self._users_with_insight(ticket, users)
        if not insight:
            return []
        involved = set(ticket.involved_user_ids.ids)
        absent, standing_in = self._absences(today, involved)
        represented = {user for deputy in insight for user in standing_in[deputy]}
        grants = self._register_grants(
            ticket.company_id, today, set(insight) | represented
        )
        return [
            authority.Candidate(
                user_id=user_id,
                grants=tuple(self._grants_in_hand(user_id, grants, standing_in)),
                local=local,
                present=user_id not in absent,
            )
            for user_id, local in insight.items()
        ]

    @api.model
    def _today(self, company):
        """Return the day on which authority counts: that of the company.

        The time zone of user and context is the client's choice.
        """
        return self._day_of(company, fields.Datetime.now())

    @api.model
    def _day_of(self, company, moment):
        zone = pytz.timezone(company.sudo().resource_calendar_id.tz or "UTC")
        return pytz.utc.localize(moment).astimezone(zone).date()

    @api.model
    def _grants_in_hand(self, user_id, grants, standing_in):
        yield from grants[user_id]
        for absent in standing_in[user_id]:
            for grant in grants[absent]:
                yield dataclasses.replace(grant, deputy_for=absent)

    @api.model
    def _deputies_of(self, users, company, involved):
        """Return {deputy id: [ids of absent users they stand in for today]}."""
        _absent, standing_in = self._absences(self._today(company), set(involved.ids))
        return {
            deputy: [user for user in absent if user in users.ids]
            for deputy, absent in standing_in.items()
        }

    @api.model
    def _group_ids_implying(self, xmlid):
        """Return ids of the group and of every group whose members have it too."""
        definitions = self.env["res.groups"]._get_group_definitions()
        group_id = definitions.get_id(xmlid)
        return (group_id, *definitions.get_subset_ids([group_id]))

    @api.model
    def _users_with_insight(self, ticket, users=None):
        """Return {user id: belongs to the store} of those who can see the case."""
        only = SQL("AND u.id IN %s", tuple(users.ids)) if users else SQL("")
        involved = tuple(ticket.involved_user_ids.ids) or (0,)
        rows = self.env.execute_query(
            SQL(
                """
                WITH role AS (
                    SELECT uid,
                           bool_or(gid IN %(managers)s) AS manager,
                           bool_or(gid IN %(supervisors)s) AS supervisor
                      FROM res_groups_users_rel
                     WHERE gid IN %(all)s
                  GROUP BY uid
                )
                SELECT u.id, m.user_id IS NOT NULL OR b.user_id IS NOT NULL
                  FROM role
                  JOIN res_users u ON u.id = role.uid AND u.active AND NOT u.share
                  JOIN res_company_users_rel c
                    ON c.user_id = u.id AND c.cid = %(company)s
             LEFT JOIN retail_store_member_rel m
                    ON m.user_id = u.id AND m.store_id = %(store)s
             LEFT JOIN retail_store_upper_member_rel b
                    ON b.user_id = u.id AND b.store_id = %(store)s
                   AND role.supervisor
                 WHERE (role.manager OR m.user_id IS NOT NULL
                        OR b.user_id IS NOT NULL OR u.id = %(owner)s)
                   AND u.id NOT IN %(involved)s AND u.id <> 1 %(only)s
                """,
                managers=self._group_ids_implying(READ_ALL),
                supervisors=self._group_ids_implying(READ_BELOW),
                all=self._group_ids_implying(READ_OWN),
                company=ticket.company_id.id,
                store=ticket.store_id.id or 0,
                owner=ticket.user_id.id or 0,
                involved=involved,
                only=only,
            )
        )
        return dict(rows)

    @api.model
    def _absences(self, today, involved):
        """Return (ids of absent users, {deputy: [absent users they stand in for]})."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT a.user_id, a.deputy_id
                  FROM complaint_absence a
                  JOIN res_users u ON u.id = a.user_id AND u.active
                 WHERE a.date_from <= %(today)s AND a.date_to >= %(today)s
                """,
                today=today,
            )
        )
        standing_in = defaultdict(list)
        for absent, deputy in rows:
            if deputy and absent not in involved:
                standing_in[deputy].append(absent)
        return {absent for absent, _deputy in rows}, standing_in

    @api.model
    def _register_grants(self, company, today, user_ids):
        """Return {user id: [Grant]} by the records valid today in the company."""
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
                ), users AS (
                    SELECT authority_id, array_agg(user_id) AS ids
                      FROM complaint_authority_user_rel
                     WHERE user_id IN %(users)s GROUP BY authority_id
                ), groups AS (
                    SELECT g.authority_id, array_agg(DISTINCT r.uid) AS ids
                      FROM complaint_authority_group_rel g
                      JOIN implying i ON i.held = g.group_id
                      JOIN res_groups_users_rel r ON r.gid = i.gid
                     WHERE r.uid IN %(users)s GROUP BY g.authority_id
                )
                SELECT a.id, a.currency_id,
                       CASE WHEN a.unlimited THEN NULL
                            ELSE COALESCE(a.amount_limit, 0) END,
                       users.ids, groups.ids,
                       ARRAY(SELECT type_id FROM complaint_authority_type_rel t
                              WHERE t.authority_id = a.id),
                       ARRAY(SELECT category_id FROM complaint_authority_category_rel c
                              WHERE c.authority_id = a.id)
                  FROM complaint_authority a
             LEFT JOIN users ON users.authority_id = a.id
             LEFT JOIN groups ON groups.authority_id = a.id
                 WHERE (users.ids IS NOT NULL OR groups.ids IS NOT NULL)
                   AND a.active AND a.company_id = %(company)s
                   AND COALESCE(a.date_from, %(today)s) <= %(today)s
                   AND COALESCE(a.date_to, %(today)s) >= %(today)s
                """,
                users=tuple(user_ids),
                company=company.id,
                today=today,
            )
        )
        grants = defaultdict(list)
        for record_id, currency_id, limit, users, members, types, categories in rows:
            grant = authority.Grant(
                record_id=record_id,
                currency_id=currency_id,
                limit=limit,
                rank=self._rank(limit, currency_id, company, today),
                type_ids=frozenset(types),
                category_ids=frozenset(categories),
            )
            for user_id in {*(users or ()), *(members or ())}:
                grants[user_id].append(grant)
        return grants

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
