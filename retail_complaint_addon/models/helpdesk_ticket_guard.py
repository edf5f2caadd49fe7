"""What of a case may change after the first submission, and by whom."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .complaint_condition import SEVERITY_RANK
from .complaint_solution_actions import SUPERVISOR

# Moving one of these moves the case under another authority, condition or sight.
GUARDED = (
    "is_complaint",
    "nature",
    "severity",
    "legal_hold",
    "duplicate_id",
    "category_id",
    "store_id",
    "company_id",
    "active",
    "staff_ids",
    # What a refusal counts.
    "claimed_amount",
    "currency_id",
)


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    def write(self, vals):
        touched = [name for name in GUARDED if name in vals]
        if not touched or self._is_trusted():
            return super().write(vals)
        self._check_own_company(vals)
        before = {ticket.id: ticket._guarded_values(touched) for ticket in self.sudo()}
        clusters = {ticket.id: ticket._cluster() for ticket in self}
        submitted = self._submitted_by_cluster(clusters)
        result = super().write(vals)
        for ticket in self:
            changes = ticket._guarded_changes(before[ticket.id], touched)
            if changes and submitted[ticket.id]:
                ticket._approve_change(changes, clusters[ticket.id])
        return result

    @api.constrains("duplicate_id", "is_complaint")
    def _check_duplicate(self):
        """A duplicate closes without a result of its own: another case must have it."""
        for ticket in self.sudo().filtered("is_complaint"):
            main = ticket.duplicate_id
            if main and (not main.is_complaint or ticket._has_cycle("duplicate_id")):
                raise ValidationError(
                    self.env._(
                        "%(field)s: %(case)s cannot be a duplicate of itself, nor of a "
                        "ticket that is no complaint.",
                        field=self._label("duplicate_id"),
                        case=ticket.number,
                    )
                )

    def _check_own_company(self, vals):
        """:raises AccessError: when a case would go where its writer has no say"""
        company = vals.get("company_id")
        if not company or self.env.su or not any(self.sudo().mapped("is_complaint")):
            return
        if company not in self.env.user.company_ids.ids:
            raise AccessError(
                self.env._(
                    "%(field)s: you do not work in that company.",
                    field=self._label("company_id"),
                )
            )

    def _submitted_by_cluster(self, clusters):
        """Return {ticket id: whether the cluster it is in has a submission}."""
        every = self.browse().sudo().union(*clusters.values())
        groups = (
            self.env["complaint.solution"]
            .sudo()
            ._read_group(
                [("ticket_id", "in", every.ids), ("requester_id", "!=", False)],
                ["ticket_id"],
            )
        )
        submitted = {ticket.id for (ticket,) in groups}
        return {
            ticket_id: bool(submitted & set(cluster.ids))
            for ticket_id, cluster in clusters.items()
        }

    def _guarded_values(self, names):
        return {
            name: self[name].ids if self._fields[name].relational else self[name]
            for name in names
        }

    def _guarded_changes(self, before, names):
        after = self.sudo()._guarded_values(names)
        return {
            name: (before[name], after[name])
            for name in names
            if before[name] != after[name]
        }

    @api.model
    def _needs_supervisor(self, changes):
        """Raising severity or claim or setting a hold makes it stricter: all may."""
        strict = dict(changes)
        if "severity" in strict:
            old, new = (SEVERITY_RANK.get(value, -1) for value in strict["severity"])
            if new >= old:
                strict.pop("severity")
        if strict.get("legal_hold") == (False, True):
            strict.pop("legal_hold")
        old, new = strict.get("claimed_amount", (0, -1))
        if new >= old:
            strict.pop("claimed_amount")
        return strict

    def _approve_change(self, changes, old_cluster):
        """Check who changes a submitted case, log it, and ask again for approval."""
        self.ensure_one()
        cluster = (self | old_cluster.with_env(self.env))._lock_cluster()
        if self._needs_supervisor(changes):
            cluster._check_may_change(changes, self)
        detail = "; ".join(
            f"{name}: {old} → {new}" for name, (old, new) in sorted(changes.items())
        )
        self._log_decision("case_changed", detail=detail)
        cluster._reassess()

    def _check_may_change(self, changes, ticket):
        """
        :param dict changes: {field: (old, new)}
        :param ticket: the case that changes; ``self`` is all that was or is linked
        :raises AccessError: unless a supervisor changes it who did not submit
        """
        user = self.env.user
        requesters = self._first_submission().requester_id
        if user.has_group(SUPERVISOR) and user not in requesters:
            return
        labels = [
            self._fields[name]._description_string(self.env) for name in sorted(changes)
        ]
        raise AccessError(
            self.env._(
                "A package of case %(case)s has been submitted. Only a supervisor who "
                "did not ask for it changes %(fields)s now.",
                case=ticket.sudo().number,
                fields=", ".join(labels),
            )
        )

    def _reassess(self):
        """Supersede what was asked before the change and ask again.

        What was approved or offered and is no longer covered waits for approval again.
        """
        open_solutions = self.sudo().solution_ids.filtered(
            lambda s: s.state in ("submitted", "approved", "offered")
        )
        for solution in open_solutions:
            waiting = solution.state == "submitted"
            # not all that was locked: a case that leaves counts for itself again
            cluster = solution.ticket_id._cluster()
            if not waiting and not solution._uncovered_reason(cluster):
                continue
            solution._supersede_approvals(include_given=True)
            if not waiting:
                solution._move("submitted")
            solution._request_approvals(
                solution.requester_id, own_decision=False, cluster=cluster
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        # In the duplicates too: a case between two others holds their sums together.
        linked = self._cluster() if self else self
        if (
            self.env["complaint.decision"]
            .sudo()
            .search_count([("ticket_id", "in", linked.ids)], limit=1)
        ):
            raise UserError(
                self.env._(
                    "Decisions were taken in this case or its duplicates, so it stays. "
                    "Archive it instead."
                )
            )
