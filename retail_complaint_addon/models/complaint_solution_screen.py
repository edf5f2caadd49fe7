"""What the screens show of a package, and the buttons that open them."""

from odoo import api, fields, models
from odoo.tools import format_date


class ComplaintSolution(models.Model):
    _name = "complaint.solution"
    _inherit = ["complaint.solution", "complaint.discreet.mixin"]

    measure_summary = fields.Text(compute="_compute_measure_summary", string="Contents")
    approval_summary = fields.Text(
        compute="_compute_approval_summary", string="Approval"
    )
    execution_summary = fields.Char(
        compute="_compute_execution_summary", string="Carrying Out"
    )

    @api.depends("name", "ticket_id.number")
    @api.depends_context("uid")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        for solution in self._names_to_hide():
            solution.display_name = solution.ticket_id.number
        return result

    @api.depends("line_ids.type_id", "line_ids.name", "line_ids.amount", "currency_id")
    def _compute_measure_summary(self):
        for solution in self:
            solution.measure_summary = "\n".join(
                line._summary() for line in solution.line_ids
            )

    @api.depends("approval_ids.state", "approval_ids.comment", "state")
    def _compute_approval_summary(self):
        for solution in self:
            solution.approval_summary = "\n".join(
                filter(None, (one._summary() for one in solution.approval_ids.sorted()))
            )

    @api.depends("executor_id", "due_date", "state")
    @api.depends_context("lang")
    def _compute_execution_summary(self):
        for solution in self:
            solution.execution_summary = solution._execution_text()

    def _execution_text(self):
        self.ensure_one()
        who = self.executor_id.name
        until = format_date(self.env, self.due_date) if self.due_date else ""
        if who and until:
            return self.env._("%(user)s, until %(date)s", user=who, date=until)
        if until:
            return self.env._("Until %(date)s", date=until)
        return who or ""

    def action_open_package(self):
        """Open the package in its own form."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Package"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_open_case(self):
        """Open the complaint."""
        self.ensure_one()
        return self.ticket_id._complaint_form_action()

    def action_open_decide(self):
        """Open the screen to approve or reject what waits here for the user."""
        self.check_access("read")
        waiting = self.approval_ids.filtered("can_decide")
        return waiting.action_open_decide()

    def action_open_step(self):
        """Open the screen that asks for the words that belong to a step.

        The step comes from the button (context key ``complaint_step``); which steps
        are possible is checked when it is taken.
        """
        self.ensure_one()
        self.check_access("read")
        step = self.env.context.get("complaint_step")
        step = step if isinstance(step, str) else False
        titles = dict(
            self.env["complaint.solution.step"]
            ._fields["step"]
            ._description_selection(self.env)
        )
        return {
            "type": "ir.actions.act_window",
            "name": titles.get(step) or self.env._("Next Step"),
            "res_model": "complaint.solution.step",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_solution_id": self.id, "default_step": step},
        }


class ComplaintSolutionLine(models.Model):
    _inherit = "complaint.solution.line"

    @api.onchange("amount")
    def _onchange_amount_figures(self):
        """One figure is enough at the counter; the comparison shows it where it fits.

        What is paid is what the customer gets and what it costs; so is what the
        customer is told the value of, as a voucher. Figures entered by hand stay,
        unless they are above the amount.
        """
        for line in self:
            basis, amount = line.amount_basis, line.amount
            value, cost = line.customer_value, line.cost
            told = basis == "cost" and line.type_id.tell_amount and value in (0, cost)
            paid = basis == "paid" or told
            if paid or (basis == "cost" and (not value or cost > amount)):
                line.cost = amount
            if paid or (basis == "retail" and (not cost or value > amount)):
                line.customer_value = amount

    def _summary(self):
        self.ensure_one()
        text = ": ".join(filter(None, [self.type_id.name, self.name]))
        if not self.amount:
            return text
        return self.env._(
            "%(measure)s (%(amount)s)",
            measure=text,
            amount=self.currency_id.format(self.amount),
        )
