from odoo import api, fields, models


class ComplaintSettleOnSite(models.TransientModel):
    """One screen at the counter: propose, decide, offer, accept, carry out, close.

    It calls the same methods as the long way and so runs the same checks.
    """

    _name = "complaint.settle.on.site"
    _inherit = ["complaint.screen.mixin"]
    _description = "Settle on the Spot"
    _about = "ticket_id"
    _about_access = "write"

    ticket_id = fields.Many2one("helpdesk.ticket", string="Complaint", required=True)
    company_id = fields.Many2one(related="ticket_id.company_id")
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", store=True, readonly=False
    )
    line_ids = fields.One2many(
        "complaint.settle.on.site.line", "wizard_id", string="Measures"
    )
    type_id = fields.Many2one("complaint.solution.type", string="Measure")
    amount_basis = fields.Selection(related="type_id.amount_basis")
    amount = fields.Monetary()
    description = fields.Char()
    reason = fields.Text(string="Why This Is Right")
    is_compared = fields.Boolean(compute="_compute_is_compared")
    choice_reason = fields.Text(string="Why Not the Best One")
    evidence = fields.Text(help="Reference of the refund, voucher or signed receipt.")
    verdict = fields.Selection(
        selection=lambda self: self._selection_of("verdict"), default="justified"
    )
    cause_id = fields.Many2one("complaint.cause")
    customer_outcome = fields.Selection(
        selection=lambda self: self._selection_of("customer_outcome"),
        string="Customer's Outcome",
        default="satisfied",
    )
    recourse_named = fields.Text()
    close_case = fields.Boolean(
        string="Close the Case", default=True, help="Needs verdict, cause and outcome."
    )

    @api.model
    def _selection_of(self, name):
        return (
            self.env["helpdesk.ticket"]._fields[name]._description_selection(self.env)
        )

    @api.depends("ticket_id")
    def _compute_currency_id(self):
        for wizard in self:
            ticket = wizard.ticket_id
            wizard.currency_id = ticket.currency_id or ticket.company_id.currency_id

    @api.depends("ticket_id")
    def _compute_is_compared(self):
        """Another package of the case is scored: this one needs a reason."""
        for wizard in self:
            rounds = wizard.ticket_id.round
            wizard.is_compared = any(
                one.is_scored and one._round_now() == rounds
                for one in wizard.ticket_id.sudo().solution_ids
            )

    @api.model
    def default_get(self, fields):
        """Take over what the case already says."""
        values = super().default_get(fields)
        ticket = self._about_in(values)
        for name in ("verdict", "cause_id", "customer_outcome", "recourse_named"):
            if name in fields and ticket[name]:
                value = ticket[name]
                values[name] = value.id if name == "cause_id" else value
        return values

    def action_settle(self):
        """Go as far as the own authority reaches; nothing is half done.

        :return: action: the case closed, or waiting for approval
        """
        self.ensure_one()
        self.ticket_id.check_access("write")
        solution = self._propose()
        solution.action_submit()
        if solution.state != "approved":
            return self._back_to_case(
                self.env._(
                    "This is above your limit. %(waiting)s",
                    waiting=solution.authority_hint,
                ),
                "warning",
            )
        solution.action_offer()
        solution.action_accept()
        solution.action_complete(self.evidence)
        if self.close_case:
            self._close()
            message = self.env._("Settled and closed.")
        else:
            message = self.env._("Settled.")
        return self._back_to_case(message, "success")

    def _propose(self):
        lines = [line._measure_vals() for line in self.line_ids]
        if self.type_id:
            lines.insert(
                0,
                {
                    "type_id": self.type_id.id,
                    "amount": self.amount,
                    "customer_value": self.amount,
                    "name": self.description,
                },
            )
        return self.env["complaint.solution"].create(
            {
                "ticket_id": self.ticket_id.id,
                "currency_id": self.currency_id.id,
                "reason": self.reason,
                "choice_reason": self.choice_reason,
                "evidence": self.evidence,
                "line_ids": [(0, 0, vals) for vals in lines],
            }
        )

    def _close(self):
        values = {
            "verdict": self.verdict,
            "cause_id": self.cause_id.id,
            "customer_outcome": self.customer_outcome,
            "recourse_named": self.recourse_named,
        }
        self.ticket_id.write({name: value for name, value in values.items() if value})
        self.ticket_id.action_close_complaint()

    def _back_to_case(self, message, kind):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": kind,
                "next": self.ticket_id._complaint_form_action(),
            },
        }


class ComplaintSettleOnSiteLine(models.TransientModel):
    _name = "complaint.settle.on.site.line"
    _inherit = ["complaint.raw.mixin"]
    _description = "Settle on the Spot: Further Measure"

    wizard_id = fields.Many2one(
        "complaint.settle.on.site", required=True, index=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    type_id = fields.Many2one(
        "complaint.solution.type", string="Measure", required=True
    )
    amount_basis = fields.Selection(related="type_id.amount_basis")
    name = fields.Char(string="Description")
    amount = fields.Monetary()

    def _measure_vals(self):
        self.ensure_one()
        return {
            "type_id": self.type_id.id,
            "name": self.name,
            "amount": self.amount,
            "customer_value": self.amount,
        }
