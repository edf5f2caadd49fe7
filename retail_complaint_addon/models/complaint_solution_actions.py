"""The way of a package from draft to done: check, lock, read, decide, log."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

# how each new state is written into the log
LOG_KINDS = {
    "submitted": "submitted",
    "approved": "approved",
    "offered": "offered",
    "accepted": "accepted",
    "declined": "declined",
    "done": "completed",
    "rejected": "rejected",
    "withdrawn": "withdrawn",
    "cancelled": "cancelled",
}
SUPERVISOR = "retail_complaint_addon.group_complaint_supervisor"


class ComplaintSolution(models.Model):
    _name = "complaint.solution"
    _inherit = ["complaint.solution", "complaint.words.mixin"]

    # ---------------------------------------------------
    # Steps for everybody who works on the case
    # ---------------------------------------------------

    def action_submit(self):
        """Ask for a decision; within the own limit it is given at once.

        An approved or offered package whose decision no longer covers the case is
        submitted again and goes to somebody else.
        """
        for solution in self:
            solution._submit()
        return True

    def _submit(self):
        cluster = self._enter()
        again = self.state in ("approved", "offered") and self._uncovered_reason(
            cluster
        )
        if self.state != "draft" and not again:
            return self._done_or_refuse(
                "submitted", "approved", "offered", "accepted", "done"
            )
        self._check_ready()
        self._check_choice()
        if again:
            self._supersede_approvals(include_given=True)
        requester = self.env.user
        before = self.state
        self._move(
            "submitted",
            log=False,
            requester_id=requester.id,
            submitted_at=fields.Datetime.now(),
            # A draft that outlived its round counts in the one that decides it.
            round=self.sudo().ticket_id.round,
        )
        submitted = self._log_entry("submitted", state_from=before)
        if self._request_approvals(
            requester, own_decision=True, cluster=cluster, entries=[submitted]
        ):
            self._move("approved", log=False, decided_at=fields.Datetime.now())
        return True

    def action_withdraw(self):
        """Take the request back: the requester, or a supervisor."""
        for solution in self:
            solution._enter()
            if solution.state not in ("submitted", "approved"):
                solution._done_or_refuse("withdrawn")
                continue
            solution._check_mine_or_supervisor()
            solution._supersede_approvals()
            solution._move("withdrawn")
        return True

    def action_offer(self):
        """Record that the package has been offered to the customer."""
        for solution in self:
            cluster = solution._enter()
            if solution.state != "approved":
                solution._done_or_refuse("offered", "accepted", "done")
                continue
            solution._check_covered(cluster)
            solution._check_choice()
            solution._move("offered", offered_at=fields.Datetime.now())
        return True

    def action_accept(self, note=None):
        """Record that the customer takes this package; the others are cancelled.

        :param str note: the customer's words
        """
        note = self._words(note)
        for solution in self:
            solution._accept(note)
        return True

    def _accept(self, note):
        cluster = self._enter()
        if self.state != "offered":
            return self._done_or_refuse("accepted", "done")
        self._check_round_free()
        self._check_covered(cluster)
        company = self.sudo().company_id
        amount = self.sudo()._sum_in(company.currency_id, self._today())
        self._move(
            "accepted",
            note=note,
            answered_at=fields.Datetime.now(),
            answer_note=note or self.answer_note,
            company_amount=float(amount),
            executor_id=self.executor_id.id or self.env.uid,
        )
        others = self.sudo().search(
            [
                ("ticket_id", "=", self.ticket_id.id),
                ("id", "!=", self.id),
                ("state", "in", ("draft", "submitted", "approved", "offered")),
            ]
        )
        for other in others:
            other._supersede_approvals()
            other._move("cancelled")
        return True

    def _check_round_free(self):
        if self.sudo().search_count(
            [
                ("ticket_id", "=", self.ticket_id.id),
                ("round", "=", self.round),
                ("state", "in", ("accepted", "done")),
            ],
            limit=1,
        ):
            raise UserError(
                self.env._("Another package of this case has already been accepted.")
            )

    def action_decline(self, note=None):
        """Record that the customer does not want this package.

        :param str note: the customer's reason
        :raises UserError: without a reason
        """
        note = self._words(note)
        for solution in self:
            solution._enter()
            if solution.state != "offered":
                solution._done_or_refuse("declined")
                continue
            if not note:
                raise UserError(
                    self.env._(
                        "Write why the customer declines “%(package)s”, in their "
                        "words.",
                        package=solution.name,
                    )
                )
            solution._move(
                "declined",
                note=note,
                answered_at=fields.Datetime.now(),
                answer_note=note,
            )
        return True

    def action_complete(self, evidence=None):
        """Record that the accepted package has been carried out.

        :param str evidence: reference of what proves it
        """
        evidence = self._words(evidence)
        for solution in self:
            solution._complete(evidence)
        return True

    def _complete(self, evidence):
        cluster = self._enter()
        if self.state != "accepted":
            return self._done_or_refuse("done")
        evidence = evidence or self._words(self.evidence)
        if not (evidence or self.evidence_ids):
            raise UserError(
                self.env._(
                    "“Evidence” is missing: enter the reference of what proves that "
                    "“%(package)s” was carried out, or attach a file.",
                    package=self.name,
                )
            )
        self._check_covered(cluster)
        return self._move(
            "done",
            note=evidence,
            evidence=evidence,
            completed_at=fields.Datetime.now(),
            completed_by_id=self.env.uid,
        )

    def action_cancel(self, note=None):
        """Drop the package. An accepted one: only a supervisor who did not ask for it.

        :param str note: the reason
        """
        note = self._words(note)
        for solution in self:
            solution._cancel(note)
        return True

    def _cancel(self, note):
        self._enter()
        if self.state not in ("draft", "submitted", "approved", "offered", "accepted"):
            return self._done_or_refuse("cancelled")
        if self.state == "accepted":
            self._check_other_supervisor()
            if not note:
                raise UserError(self.env._("Say why an accepted package is cancelled."))
        else:
            self._check_mine_or_supervisor()
        self._supersede_approvals()
        return self._move("cancelled", note=note, company_amount=0.0)

    # ---------------------------------------------------
    # What every step does
    # ---------------------------------------------------

    def _enter(self, operation="write"):
        """Lock the cluster, read the package and check the caller.

        :return: the cluster of the case: what this step counts with
        """
        self.ensure_one()
        self.browse().check_access(operation)
        self._check_role()
        try:
            cluster = self.env["helpdesk.ticket"]._lock_cluster(packages=self)
        except UserError:
            # who may not see the case does not hear either that somebody works on it
            self.check_access(operation)
            raise
        # what is checked is what was read under the lock
        self._read_for_step(cluster)
        self.check_access(operation)
        self.ticket_id.check_access(operation)
        self._check_not_involved()
        if self.sudo().ticket_id.closed:
            raise UserError(
                self.env._(
                    "Case %(case)s is closed. Reopen it first.",
                    case=self.sudo().ticket_id.number,
                )
            )
        return cluster

    def _check_role(self):
        if not self.env.user.has_group("retail_complaint_addon.group_complaint_clerk"):
            raise AccessError(
                self.env._("Packages are decided by the staff of the complaint desk.")
            )

    def _done_or_refuse(self, *reached):
        """Called twice does nothing; the loser of a race is told what happened."""
        if self.state in reached:
            return True
        labels = dict(self._fields["state"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "“%(package)s” is in state “%(state)s”: this step is not possible. "
                "Look at the case again.",
                package=self.sudo().display_name,
                state=labels[self.state],
            )
        )

    def _check_ready(self):
        solution = self.sudo()
        if not solution.line_ids:
            raise UserError(
                self.env._("The package is empty: add at least one measure.")
            )
        solution.ticket_id._check_may_settle()
        self.env["complaint.authority"]._check_rate(
            solution.currency_id, solution.company_id
        )
        solution.line_ids._check_ready()

    def _check_mine_or_supervisor(self):
        user = self.env.user
        mine = self.sudo().requester_id or self.sudo().create_uid
        if user != mine and not user.has_group(SUPERVISOR):
            raise AccessError(
                self.env._("Only the requester or a supervisor can do this.")
            )

    def _check_other_supervisor(self):
        user = self.env.user
        if user == self.sudo().requester_id or not user.has_group(SUPERVISOR):
            raise AccessError(
                self.env._(
                    "Only a supervisor who did not ask for it can cancel an accepted "
                    "package."
                )
            )

    def _move(self, state, note=None, log=True, **values):
        before = self.state
        self.sudo()._trusted().write({**values, "state": state})
        if log:
            self._log(LOG_KINDS[state], note=note, state_from=before)
        self._tell_chatter(before)
        return True

    def _log(self, kind, note=None, **figures):
        return self.ticket_id._log_decisions([self._log_entry(kind, note, **figures)])

    def _log_entry(self, kind, note=None, **figures):
        """Return an entry for the log of the case, as this package is now."""
        solution = self.sudo()
        return (
            kind,
            note,
            {
                "solution_id": solution.id,
                "state_to": solution.state,
                "amount": solution.amount,
                "currency": solution.currency_id.name,
                "round": solution.round,
                **figures,
            },
        )

    def _tell_chatter(self, before):
        """A note for the colleagues; evidence is the decision log."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        author = self.env.user.sudo().partner_id
        self.ticket_id.sudo()._untrusted()._message_log(
            body=self.env._(
                "Package “%(package)s” (%(amount)s): %(before)s → %(after)s",
                package=self.sudo().name,
                amount=self.sudo().currency_id.format(self.sudo().amount),
                before=labels[before],
                after=labels[self.state],
            ),
            author_id=author.id,
            email_from=author.email_formatted,
        )

    def _supersede_approvals(self, include_given=False):
        """Close the requests that nobody needs to decide any more."""
        states = ("pending", "approved") if include_given else ("pending",)
        approvals = self.sudo().approval_ids.filtered(lambda a: a.state in states)
        if approvals:
            approvals._trusted().write({"state": "superseded"})
            approvals._close_activities()
            self.ticket_id._log_decisions(
                [
                    self._log_entry(
                        "superseded",
                        condition_id=approval.condition_id.id,
                        detail=approval.kind,
                    )
                    for approval in approvals
                ]
            )
