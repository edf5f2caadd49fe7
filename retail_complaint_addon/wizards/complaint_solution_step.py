from odoo import api, fields, models
from odoo.exceptions import UserError


class ComplaintSolutionStep(models.TransientModel):
    """Asks for the words that belong to a step of a package: the customer's answer,
    the evidence, the reason. The step itself checks everything."""

    _name = "complaint.solution.step"
    _inherit = ["complaint.screen.mixin"]
    _description = "Package: Next Step"
    _about = "solution_id"

    solution_id = fields.Many2one(
        "complaint.solution", string="Package", required=True, readonly=True
    )
    step = fields.Selection(
        selection=[
            ("accept", "Customer Accepts"),
            ("decline", "Customer Declines"),
            ("complete", "Carried Out"),
            ("cancel", "Cancel Package"),
        ],
        required=True,
        readonly=True,
    )
    # as the user: a link to a foreign package must show nothing of it
    measure_summary = fields.Text(
        related="solution_id.measure_summary", related_sudo=False
    )
    currency_id = fields.Many2one(related="solution_id.currency_id", related_sudo=False)
    amount = fields.Monetary(related="solution_id.amount", related_sudo=False)
    note = fields.Text()
    executor_id = fields.Many2one(
        "res.users",
        string="Carried Out by",
        domain=[("share", "=", False)],
        default=lambda self: self._default_executor_id(),
    )
    due_date = fields.Date(string="Until")
    evidence = fields.Text()
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "complaint_solution_step_attachment_rel",
        "step_id",
        "attachment_id",
        string="Evidence Files",
    )

    @api.model
    def _default_executor_id(self):
        return self.env.user

    def action_confirm(self):
        """Take the step.

        :raises UserError: when the step is not possible, with the reason
        """
        self.ensure_one()
        steps = {
            "accept": self._accept,
            "decline": lambda: self.solution_id.action_decline(self.note),
            "complete": self._complete,
            "cancel": lambda: self.solution_id.action_cancel(self.note),
        }
        if self.step not in steps:
            raise UserError(self.env._("Choose a step."))
        steps[self.step]()
        return {"type": "ir.actions.act_window_close"}

    def _accept(self):
        self.solution_id.action_accept(self.note)
        values = {"executor_id": self.executor_id.id, "due_date": self.due_date}
        self.solution_id.write({key: value for key, value in values.items() if value})

    def _complete(self):
        if self.evidence_ids:
            self.evidence_ids.write(
                {"res_model": "complaint.solution", "res_id": self.solution_id.id}
            )
            self.solution_id.write(
                {"evidence_ids": [(4, file.id) for file in self.evidence_ids]}
            )
        self.solution_id.action_complete(self.evidence)
