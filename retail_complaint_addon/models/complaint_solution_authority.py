"""What a package asks of the register, and who is asked to decide it."""

from odoo import api, fields, models
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
        counted = self.sudo().search(
            [
                ("ticket_id", "in", cluster.ids),
                ("state", "in", (*SETTLED_STATES, *PROMISED_STATES)),
                ("id", "!=", self.id),
            ]
        )
        return self.sudo() | counted.filtered(
            lambda other: (
                other.state in SETTLED_STATES or other.ticket_id != self.ticket_id
            )
        )

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

    def _need(self, grants=(), counted=None):
        """Return what this package asks, its sum in every currency of the grants."""
        self.ensure_one()
        solution = self.sudo()
        today = self._today()
        counted = counted or self._counted_with_me()
        currency_ids = {grant.currency_id for grant in grants}
        currency_ids.add(solution.company_id.currency_id.id)
        return authority.Need(
            type_ids=frozenset(solution.line_ids.type_id.ids),
            category_path=solution.ticket_id._category_path(),
            sums={
                currency.id: counted._sum_in(currency, today)
                for currency in self.env["res.currency"].browse(sorted(currency_ids))
            },
        )

    # ---------------------------------------------------
    # Who may decide
    # ---------------------------------------------------

    def _candidates(self, users=None):
        return (
            self.env["complaint.authority"]
            .sudo()
            ._candidates(self.ticket_id, users=users)
        )

    def _need_for(self, candidates, counted=None):
        grants = [g for candidate in candidates for g in candidate.grants]
        return self._need(grants, counted)

    def _own_grant(self, user, counted=None):
        """Return the grant that lets the user decide their own package, or None."""
        candidates = self._candidates(user)
        need = self._need_for(candidates, counted)
        return authority.own_grant(
            [g for candidate in candidates for g in candidate.grants], need
        )

    def _grant_of(self, user, counted=None):
        """Return the grant that lets the user decide this request, or None."""
        candidates = self._candidates(user)
        need = self._need_for(candidates, counted)
        return authority.grant_over_other(
            [g for candidate in candidates for g in candidate.grants],
            need,
            self.sudo().requester_id.id,
        )

    def _deciders(self, requester, counted=None):
        """Return the users to ask; raise what is missing when nobody can decide."""
        candidates = self._candidates()
        need = self._need_for(candidates, counted)
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
        conditions = (
            self.env["complaint.condition"]
            .sudo()
            .search([("company_id", "in", (False, solution.company_id.id))])
        )
        cluster = cluster or solution.ticket_id._cluster()
        counted = counted or self._counted_with_me(cluster)
        return conditions.filtered(
            lambda condition: authority.condition_applies(
                condition._as_rule(), solution._facts_for(condition, counted, cluster)
            )
        )

    def _facts_for(self, condition, counted, cluster):
        ticket = self.ticket_id
        today = self._today()
        # Only what this package contains can trigger a condition; its sum counts
        # everything of that type, so that splitting it in two does not help.
        type_ids = self.line_ids.type_id.ids
        named = condition.with_context(active_test=False).type_ids.ids
        wanted = named or counted.line_ids.type_id.ids
        if named and not set(type_ids) & set(named):
            wanted = []
        return authority.Facts(
            # A duplicate is the same case: it is not the way around a condition.
            severity=max(SEVERITY_RANK.get(case.severity, 0) for case in cluster),
            legal_hold=any(cluster.mapped("legal_hold")),
            category_path=ticket._category_path(),
            type_sums={
                type_id: counted._sum_in(condition.currency_id, today, {type_id})
                if condition.amount_from
                else money.decimal(0)
                for type_id in wanted
            },
        )

    def _condition_deciders(self, condition, requester):
        grants = self.env["complaint.authority"].sudo()
        insight = grants._users_with_insight(self.ticket_id.sudo())
        absent, standing_in = grants._absences(self._today(), set(self._involved().ids))
        members = set(condition.group_id.all_user_ids.ids)
        able = {uid for uid in insight if uid in members and uid not in absent}
        able |= {
            deputy
            for deputy in insight
            if (set(standing_in[deputy]) - {requester.id}) & members
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
    # Requests
    # ---------------------------------------------------

    def _request_approvals(self, requester, own_decision):
        """Create the approvals this package needs now; return True when none waits.

        :param own_decision: within the own limit the requester decides at once
        """
        self.ensure_one()
        cluster = self.ticket_id._cluster()
        counted = self._counted_with_me(cluster)
        grant = self._own_grant(requester, counted) if own_decision else None
        values = [self._limit_request(requester, grant, counted)]
        values += [
            self._condition_request(condition, requester, counted)
            for condition in self._matching_conditions(counted, cluster)
        ]
        approvals = self.env["complaint.approval"].sudo()._trusted().create(values)
        pending = approvals.filtered(lambda approval: approval.state == "pending")
        pending._untrusted()._notify_deciders()
        if grant:
            self._log("approved_own", **self._grant_figures(grant, counted))
        for approval in pending:
            self._log(
                "approval_requested",
                condition_id=approval.condition_id.id,
                sum_amount=approval.amount,
                detail=approval.kind,
            )
        return not pending

    def _base_request(self, requester, counted):
        currency = self.company_id.currency_id
        today = self._today()
        return {
            "solution_id": self.id,
            "requester_id": requester.id,
            "currency_id": currency.id,
            "amount": float(counted._sum_in(currency, today)),
        }

    def _limit_request(self, requester, grant, counted):
        values = {**self._base_request(requester, counted), "kind": "limit"}
        if grant:
            return {
                **values,
                **self._approved_by(requester, grant),
                "state": "approved",
                "reason": self.env._("Within the requester's own limit"),
            }
        return {
            **values,
            "decider_ids": self._deciders(requester, counted).ids,
            "reason": self.env._("Above the requester's limit"),
        }

    def _condition_request(self, condition, requester, counted):
        return {
            **self._base_request(requester, counted),
            "kind": "condition",
            "condition_id": condition.id,
            "decider_ids": self._condition_deciders(condition, requester).ids,
            "reason": condition.name,
        }

    @api.model
    def _approved_by(self, user, grant):
        return {
            "decided_by_id": user.id,
            "decided_at": fields.Datetime.now(),
            "authority_id": grant.record_id,
            "limit_amount": float(grant.limit or 0),
            "limit_currency_id": grant.currency_id,
            "unlimited": grant.limit is None,
            "deputy_for_id": grant.deputy_for,
        }

    def _grant_figures(self, grant, counted):
        """Return the columns of the log that say under what was decided."""
        currency = self.env["res.currency"].browse(grant.currency_id)
        today = self._today()
        return {
            "authority_id": grant.record_id,
            "limit_amount": float(grant.limit or 0),
            "limit_currency": currency.name,
            "unlimited": grant.limit is None,
            "deputy_for_id": grant.deputy_for,
            "sum_amount": float(counted._sum_in(currency, today)),
        }

    # ---------------------------------------------------
    # Is the decision on record still enough?
    # ---------------------------------------------------

    def _uncovered_reason(self):
        """Return why the decision on record does not cover this moment, or False."""
        self.ensure_one()
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
        if not limit.unlimited:
            day = self.env["complaint.authority"]._day_of(
                self.company_id, limit.decided_at
            )
            currency = limit.limit_currency_id
            total = self._counted_with_me()._sum_in(currency, day)
            if not authority.covered_later(money.decimal(limit.limit_amount), total):
                return self.env._(
                    "The case and its duplicates now come to %(sum)s, and the "
                    "decision on record covers %(limit)s.",
                    sum=currency.format(float(total)),
                    limit=currency.format(limit.limit_amount),
                )
        missing = self._matching_conditions() - given.condition_id
        if missing:
            return self.env._(
                "“%(condition)s” now needs the approval of “%(group)s”.",
                condition=missing[0].name,
                group=missing[0].group_id.display_name,
            )
        return False

    def _check_covered(self):
        self.sudo().line_ids._check_claim()
        reason = self._uncovered_reason()
        if reason:
            raise UserError(
                self.env._(
                    "%(reason)s Submit the package again to have it approved.",
                    reason=reason,
                )
            )
