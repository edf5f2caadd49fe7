"""Approving and rejecting a package, as far as the own authority goes."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class ComplaintSolution(models.Model):
    _inherit = "complaint.solution"

    def action_approve(self, comment=None):
        """Approve as far as the own authority of this moment goes.

        :param str comment: kept with the approval and, as a digest, in the log
        """
        comment = self._words(comment)
        for solution in self:
            solution._approve(comment)
        return True

    def _approve(self, comment):
        cluster = self._enter("read")
        if self.state != "submitted":
            return self._done_or_refuse("approved", "offered", "accepted", "done")
        self.sudo().line_ids._check_claim()
        counted = self._counted_with_me(cluster)
        given = self.env["complaint.approval"]
        pending = given.sudo().search_fetch(
            [("solution_id", "=", self.id), ("state", "=", "pending")]
        )
        for approval in pending:
            basis = approval.with_user(self.env.user)._my_basis(counted)
            if basis:
                self._give(approval, basis, comment, counted)
                given |= approval
        if not given:
            self._refuse_decision()
        if pending == given:
            self._move("approved", log=False, decided_at=fields.Datetime.now())
        given._close_activities()
        return True

    def _give(self, approval, basis, comment, counted):
        user = self.env.user
        if approval.kind == "limit":
            values = self._approved_by(user, basis)
            figures = self._grant_figures(basis, counted)
        else:
            _kind, absent = basis
            values = {
                "decided_by_id": user.id,
                "decided_at": fields.Datetime.now(),
                "deputy_for_id": absent,
            }
            figures = {
                "condition_id": approval.condition_id.id,
                "sum_amount": approval.amount,
                "deputy_for_id": absent,
            }
        approval._trusted().write({**values, "state": "approved", "comment": comment})
        self._log("approved", note=comment, **figures)

    def action_reject(self, comment=None):
        """Reject the package; whoever could approve it may.

        :param str comment: the reason, required
        """
        comment = self._words(comment)
        for solution in self:
            solution._reject(comment)
        return True

    def _reject(self, comment):
        cluster = self._enter("read")
        if self.state != "submitted":
            return self._done_or_refuse("rejected")
        if not comment:
            raise UserError(
                self.env._("Say why it is rejected: the requester reads the comment.")
            )
        pending = self.sudo().approval_ids.filtered(lambda a: a.state == "pending")
        counted = self._counted_with_me(cluster)
        mine = pending.filtered(
            lambda approval: approval.with_user(self.env.user)._my_basis(counted)
        )
        if not mine:
            self._refuse_decision()
        mine._trusted().write(
            {
                "state": "rejected",
                "comment": comment,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
        self._supersede_approvals()
        mine._close_activities()
        self._move("rejected", note=comment, decided_at=fields.Datetime.now())
        return True

    def _refuse_decision(self):
        if self.env.user == self.sudo().requester_id:
            raise AccessError(
                self.env._("Nobody decides their own request above their own limit.")
            )
        raise AccessError(
            self.env._(
                "Your authority does not cover “%(package)s”. "
                "“My authority” shows what you may decide.",
                package=self.sudo().name,
            )
        )
