"""What a package asks of the register, and who is asked to decide it."""

import dataclasses

from odoo import api, models
from odoo.exceptions import UserError

from ..rules import authority, money
from .complaint_condition import SEVERITY_RANK
from .complaint_solution import SETTLED_STATES

# Counted in the other cases of the cluster: promised there, so it may still be paid.
PROMISED_STATES = ("approved", "offered")


class ComplaintSolution(models.Model):
    _inherit = "complaint.solution"

    # ---------------------------------------------------
    # The sum
    # ---------------------------------------------------

    def _today(self):
        return self.env["complaint.authority"]._today(self.sudo().company_id)

    def _counted_with_me(self, cluster=None):
        """Return the packages that count together with this one against a limit.

        This package, everything accepted or done in the cluster, and what is approved
        or offered in the cluster's other cases. One step of a settlement asks once,
        under its lock, and hands it on as ``counted``.

        :param cluster: the cluster of the case, looked up by the same step
        """
        self.ensure_one()
        cluster = cluster or self.ticket_id._cluster()
        here = self.ticket_id.id
        counted = cluster.solution_ids.filtered(
            lambda other: (
                other.state in SETTLED_STATES
                or (other.state in PROMISED_STATES and other.ticket_id.id != here)
            )
        )
        return self.sudo() | counted

    def _sum_in(self, currency, date, type_ids=None):
        """Return the sum of these packages as Decimal in a currency.

        :param date: the rates of this day count
        :param type_ids: count only the measures of these types
        """
        convert = self.env["complaint.authority"]._convert
        total = money.decimal(0)
        for solution in self.sudo():
            lines = solution.line_ids
            if type_ids:
                lines = lines.filtered(lambda line: line.type_id.id in type_ids)
            amount = sum(lines.mapped("amount"))
            total += convert(
                amount, solution.currency_id, currency, solution.company_id, date
            )
        return total

    def _need(self, counted=None):
        """Return what this package asks, its sum in the currency of the company."""
        self.ensure_one()
        solution = self.sudo()
        currency = solution.company_id.currency_id
        counted = counted or self._counted_with_me()
        return authority.Need(
            type_ids=frozenset(solution.line_ids.type_id.ids),
            category_path=solution.ticket_id._category_path(),
            sums={currency.id: counted._sum_in(currency, self._today())},
        )

    def _need_in_currencies_of(self, candidates, need, counted):
        """Return the need with its sum in every currency of the candidates' grants."""
        currency_ids = {g.currency_id for one in candidates for g in one.grants}
        more = self.env["res.currency"].browse(sorted(currency_ids - need.sums.keys()))
        if not more:
            return need
        today = self._today()
        sums = {currency.id: counted._sum_in(currency, today) for currency in more}
        return dataclasses.replace(need, sums={**need.sums, **sums})

    # ---------------------------------------------------
    # Who may decide
    # ---------------------------------------------------

    def _asked(self, counted=None, users=None):
        """Return (candidates, need): who could decide, and what is to be decided.

        :param users: look at these users only
        """
        counted = counted or self._counted_with_me()
        need = self._need(counted)
        register = self.env["complaint.authority"].sudo()
        candidates = register._candidates(self.ticket_id, users=users, need=need)
        return candidates, self._need_in_currencies_of(candidates, need, counted)

    def _own_grant(self, user, asked=None):
        """Return the grant that lets the user decide their own package, or None.

        :param asked: what ``_asked`` returned in the same step
        """
        candidates, need = asked or self._asked(users=user)
        return authority.own_grant(self._grants_of(user, candidates), need)

    def _grant_of(self, user, counted=None):
        """Return the grant that lets the user decide this request, or None."""
        candidates, need = self._asked(counted, users=user)
        return authority.grant_over_other(
            self._grants_of(user, candidates), need, self.sudo().requester_id.id
        )

    @api.model
    def _grants_of(self, user, candidates):
        return [g for one in candidates if one.user_id == user.id for g in one.grants]

    def _deciders(self, requester, asked=None):
        """Return the users to ask; raise what is missing when nobody can decide.

        :param asked: what ``_asked`` returned in the same step
        """
        candidates, need = asked or self._asked()
        user_ids = authority.choose_deciders(candidates, need, requester.id)
        if not user_ids:
            self._raise_nobody(candidates, need, requester)
        return self.env["res.users"].browse(user_ids)

    def _raise_nobody(self, candidates, need, requester):
        currency = self.company_id.currency_id
        reaching = [
            candidate
            for candidate in candidates
            if authority.grant_over_other(candidate.grants, need, requester.id)
        ]
        values = {
            "sum": currency.format(float(need.sums[currency.id])),
            "package": self.sudo().name,
            "category": self.sudo().ticket_id.category_id.display_name or "–",
            "store": self.sudo().store_id.display_name or "–",
        }
        if reaching:
            raise UserError(
                self.env._(
                    "%(sum)s for “%(package)s” needs somebody else's approval, and "
                    "everybody with enough authority is absent or is the requester. "
                    "Ask the keeper of the authority register to name a deputy.",
                    **values,
                )
            )
        raise UserError(
            self.env._(
                "Nobody can approve %(sum)s for “%(package)s” in category "
                "“%(category)s” at %(store)s: no valid authority record of a person "
                "who can see this case covers it. Ask the keeper of the authority "
                "register to add one.",
                **values,
            )
        )

    # ---------------------------------------------------
    # Conditions
    # ---------------------------------------------------

    def _matching_conditions(self, counted=None, cluster=None):
        """Return the conditions that hold for the package at this moment."""
        self.ensure_one()
        solution = self.sudo()
        conditions = self.env["complaint.condition"].sudo()
        cluster = cluster or solution.ticket_id._cluster()
        counted = counted or self._counted_with_me(cluster)
        return conditions.browse(
            rule.record_id
            for rule in conditions._rules_of(solution.company_id)
            if authority.condition_applies(
                rule, solution._facts_for(rule, counted, cluster)
            )
        )

    def _facts_for(self, rule, counted, cluster):
        ticket = self.ticket_id
        currency = self.env["res.currency"].browse(rule.currency_id)
        today = self._today()
        # Only what this package contains can trigger a condition; its sum counts
        # everything of that type, so that splitting it in two does not help.
        type_ids = self.line_ids.type_id.ids
        named = rule.type_ids
        wanted = named or counted.line_ids.type_id.ids
        if named and named.isdisjoint(type_ids):
            wanted = []
        return authority.Facts(
            # A duplicate is the same case: it is not the way around a condition.
            severity=max(SEVERITY_RANK.get(case.severity, 0) for case in cluster),
            legal_hold=any(cluster.mapped("legal_hold")),
            category_path=ticket._category_path(),
            type_sums={
                type_id: counted._sum_in(currency, today, {type_id})
                if rule.amount_from
                else money.decimal(0)
                for type_id in wanted
            },
        )

    def _insight(self):
        return self.env["complaint.authority"].sudo()._insight(self.ticket_id.sudo())

    def _condition_deciders(self, condition, requester, insight=None):
        """Return the users to ask; raise when nobody can decide.

        :param insight: who sees the case, looked up by the same step
        """
        insight = insight or self._insight()
        # who is gone sees no case: not asked of every member
        group = condition.group_id.with_context(active_test=False)
        members = set(group.all_user_ids.ids)
        able = {
            user_id
            for user_id, seen in insight.items()
            if (user_id in members and seen.present)
            or (set(seen.standing_in) - {requester.id}) & members
        }
        able.discard(requester.id)
        if not able:
            raise UserError(
                self.env._(
                    "“%(condition)s” needs the approval of somebody of “%(group)s” "
                    "other than the requester who can see this case, and nobody is "
                    "there. Ask the administrator.",
                    condition=condition.name,
                    group=condition.group_id.display_name,
                )
            )
        return self.env["res.users"].browse(sorted(able))

    # ---------------------------------------------------
    # Is the decision on record still enough?
    # ---------------------------------------------------

    def _uncovered_reason(self, cluster=None):
        """Return why the decision on record does not cover this moment, or False.

        :param cluster: the cluster of the case, locked by this step
        """
        self.ensure_one()
        cluster = cluster or self.ticket_id._cluster()
        given = self.sudo().approval_ids.filtered(lambda a: a.state == "approved")
        named = given.decided_by_id & self._involved()
        if named:
            return self.env._(
                "%(user)s decided it and is now named in the complaint.",
                user=named[0].name,
            )
        limit = given.filtered(lambda a: a.kind == "limit")[:1]
        if not limit:
            return self.env._("No decision on record covers this package.")
        counted = self._counted_with_me(cluster)
        if not limit.unlimited:
            day = self.env["complaint.authority"]._day_of(
                self.company_id, limit.decided_at
            )
            currency = limit.limit_currency_id
            total = counted._sum_in(currency, day)
            if not authority.covered_later(money.decimal(limit.limit_amount), total):
                return self.env._(
                    "The case and its duplicates now come to %(sum)s, and the "
                    "decision on record covers %(limit)s.",
                    sum=currency.format(float(total)),
                    limit=currency.format(limit.limit_amount),
                )
        missing = self._matching_conditions(counted, cluster) - given.condition_id
        if missing:
            return self.env._(
                "“%(condition)s” now needs the approval of “%(group)s”.",
                condition=missing[0].name,
                group=missing[0].group_id.display_name,
            )
        return False

    def _check_covered(self, cluster):
        self.sudo().line_ids._check_claim()
        reason = self._uncovered_reason(cluster)
        if reason:
            raise UserError(
                self.env._(
                    "%(reason)s Submit the package again to have it approved.",
                    reason=reason,
                )
            )
