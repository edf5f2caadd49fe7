"""The requests for approval of a package: made by its submission, in one go."""

from odoo import api, fields, models

from .complaint_solution_read import TODO_OWNER
from .together import fetch_by_id


class ComplaintSolution(models.Model):
    _inherit = "complaint.solution"

    def _request_approvals(self, requester, own_decision, cluster, entries=()):
        """Create the approvals this package needs now; return True when none waits.

        :param own_decision: within the own limit the requester decides at once
        :param cluster: the cluster of the case, locked by this step
        :param entries: what the same step has to log before
        """
        self.ensure_one()
        counted = self._counted_with_me(cluster)
        asked = self._asked(counted)
        grant = self._own_grant(requester, asked) if own_decision else None
        values = [self._limit_request(requester, grant, counted, asked)]
        conditions = self._matching_conditions(counted, cluster)
        values += self._condition_requests(conditions, requester, counted)
        pending = self._make_approvals(values)
        entries = list(entries)
        if grant:
            figures = self._grant_figures(grant, counted)
            entries.append(self._log_entry("approved_own", **figures))
        entries += [
            self._log_entry(
                "approval_requested",
                condition_id=approval.condition_id.id,
                sum_amount=approval.amount,
                detail=approval.kind,
            )
            for approval in pending
        ]
        if entries:
            self.ticket_id._log_decisions(entries)
        return not pending

    def _make_approvals(self, values):
        """Create approvals with their to-dos and followers; return those that wait."""
        asked_ids = {id_ for vals in values for id_ in vals.get("decider_ids", ())}
        fetch_by_id(self.env["res.users"].sudo().browse(asked_ids), TODO_OWNER)
        model = self.env["complaint.approval"].sudo()._trusted()
        # what this step superseded waits no more: only one request of a kind may
        model.flush_model(["state"])
        # Whoever asks follows it with those who are asked, in one go; who asked, and
        # when, stands on the request.
        quiet = {"mail_create_nosubscribe": True, "mail_create_nolog": True}
        approvals = model.with_context(**quiet).create(values)
        pending = approvals.filtered(lambda approval: approval.state == "pending")
        if pending:
            pending._untrusted()._notify_deciders(new=True)
        (approvals - pending)._untrusted()._let_follow(new=True)
        return pending

    def _base_request(self, requester, counted):
        currency = self.company_id.currency_id
        today = self._today()
        return {
            "solution_id": self.id,
            "requester_id": requester.id,
            "currency_id": currency.id,
            "amount": float(counted._sum_in(currency, today)),
        }

    def _limit_request(self, requester, grant, counted, asked):
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
            "decider_ids": self._deciders(requester, asked).ids,
            "reason": self.env._("Above the requester's limit"),
        }

    def _condition_requests(self, conditions, requester, counted):
        insight = conditions and self._insight()
        return [
            {
                **self._base_request(requester, counted),
                "kind": "condition",
                "condition_id": condition.id,
                "decider_ids": self._condition_deciders(
                    condition, requester, insight
                ).ids,
                "reason": condition.name,
            }
            for condition in conditions
        ]

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
