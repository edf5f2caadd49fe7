"""Who a package waits for, and whether the user may decide it: for the screens."""

from odoo import api, models
from odoo.exceptions import UserError


class ComplaintSolution(models.Model):
    _inherit = "complaint.solution"

    @api.depends("amount", "state", "line_ids.type_id")
    @api.depends_context("uid")
    def _compute_authority_hint(self):
        for solution in self:
            hint, within = "", False
            if solution._origin.id and solution.line_ids and solution.state == "draft":
                hint, within = solution._origin._hint_for_draft()
            elif solution.state == "submitted":
                hint = solution._origin._hint_waiting()
            solution.authority_hint = hint
            solution.within_my_limit = within

    def _hint_for_draft(self):
        try:
            if self._own_grant(self.env.user):
                conditions = self._matching_conditions()
                if not conditions:
                    return self.env._("Within my limit"), True
                return self._needs(conditions[0].group_id.sudo().name), False
            return self._needs(self._level_needed()), False
        except UserError as error:
            return str(error), False

    def _level_needed(self):
        asked = self._deciders(self.env.user)
        return ", ".join(asked.sudo().mapped("name"))

    def _needs(self, who):
        currency = self.company_id.currency_id
        today = self._today()
        total = self._counted_with_me()._sum_in(currency, today)
        return self.env._(
            "Needs %(sum)s: %(who)s", sum=currency.format(float(total)), who=who
        )

    def _hint_waiting(self):
        pending = self.sudo().approval_ids.filtered(lambda a: a.state == "pending")
        return self.env._(
            "Waiting for %(who)s", who=", ".join(pending.decider_ids.mapped("name"))
        )

    @api.depends("state", "approval_ids.state")
    @api.depends_context("uid")
    def _compute_can_decide(self):
        for solution in self:
            solution.can_decide = solution.state == "submitted" and any(
                solution.approval_ids.mapped("can_decide")
            )
