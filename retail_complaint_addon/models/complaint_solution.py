from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATES = [
    ("draft", "Draft"),
    ("submitted", "Waiting for Approval"),
    ("approved", "Approved"),
    ("offered", "Offered"),
    ("accepted", "Accepted"),
    ("declined", "Declined"),
    ("done", "Done"),
    ("rejected", "Rejected"),
    ("withdrawn", "Withdrawn"),
    ("cancelled", "Cancelled"),
]
OPEN_STATES = ("draft", "submitted", "approved", "offered", "accepted")
SETTLED_STATES = ("accepted", "done")
# May be filled in after submission: how the accepted package is carried out.
EXECUTION_FIELDS = frozenset({"executor_id", "due_date", "evidence", "evidence_ids"})


class ComplaintSolution(models.Model):
    """One proposal: a package of measures that belong together.

    The packages of a case are alternatives; in one round at most one is accepted.
    """

    _name = "complaint.solution"
    _description = "Complaint Package"
    _inherit = [
        "complaint.protected.mixin",
        "complaint.raw.mixin",
        "complaint.export.mixin",
    ]
    _order = "ticket_id desc, id"
    _check_company_auto = True
    _protected_fields = frozenset(
        {
            "state",
            "round",
            "amount",
            "customer_value",
            "company_cost",
            "company_amount",
            "approval_ids",
            "requester_id",
            "submitted_at",
            "decided_at",
            "offered_at",
            "answered_at",
            "completed_at",
            "completed_by_id",
            "company_id",
            "store_id",
            "signed_by",
            "signed_at",
            "signature",
            "score_total",
            "is_scored",
            "expected_date",
            "remind_at",
            "reminded",
            "reminder_ids",
        }
    )

    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, precompute=True
    )
    ticket_id = fields.Many2one(
        "helpdesk.ticket",
        string="Complaint",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_complaint", "=", True)],
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    store_id = fields.Many2one(
        related="ticket_id.store_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(related="ticket_id.partner_id")
    category_id = fields.Many2one(related="ticket_id.category_id")
    severity = fields.Selection(related="ticket_id.severity")
    round = fields.Integer(
        compute="_compute_round", store=True, precompute=True, copy=False
    )
    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    line_ids = fields.One2many(
        "complaint.solution.line", "solution_id", string="Measures", copy=True
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    amount = fields.Monetary(
        compute="_compute_amounts", store=True, help="Counts against the limit."
    )
    customer_value = fields.Monetary(
        string="Value to the Customer", compute="_compute_amounts", store=True
    )
    company_cost = fields.Monetary(
        string="Cost to the Company", compute="_compute_amounts", store=True
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    company_amount = fields.Monetary(
        string="Amount in Company Currency",
        currency_field="company_currency_id",
        readonly=True,
        copy=False,
        help="At the rate of the day the customer accepted.",
    )
    reason = fields.Text(
        string="Why This Package", help="Read by those who approve it."
    )
    requester_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    submitted_at = fields.Datetime(readonly=True, copy=False)
    decided_at = fields.Datetime(readonly=True, copy=False)
    approval_ids = fields.One2many(
        "complaint.approval", "solution_id", string="Approvals", readonly=True
    )
    offered_at = fields.Datetime(readonly=True, copy=False)
    answered_at = fields.Datetime(readonly=True, copy=False)
    answer_note = fields.Text(
        string="Customer's Words", copy=False, help="For example why it was declined."
    )
    executor_id = fields.Many2one(
        "res.users",
        string="Carried out by",
        copy=False,
        index="btree_not_null",
        domain=[("share", "=", False)],
    )
    due_date = fields.Date(string="Carried out until", copy=False)
    evidence = fields.Text(
        copy=False,
        help="Reference of the credit note, payment, delivery or signed receipt.",
    )
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "complaint_solution_evidence_rel",
        "solution_id",
        "attachment_id",
        string="Evidence Files",
        copy=False,
    )
    completed_at = fields.Datetime(readonly=True, copy=False)
    completed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    authority_hint = fields.Char(compute="_compute_authority_hint")
    within_my_limit = fields.Boolean(compute="_compute_authority_hint")
    can_decide = fields.Boolean(compute="_compute_can_decide")

    _one_settled_per_round = models.UniqueIndex(
        "(ticket_id, round) WHERE state IN ('accepted', 'done')",
        "Another package of this case has already been accepted.",
    )
    _amount_valid = models.Constraint(
        "CHECK(amount IS NULL OR (amount >= 0 AND amount < 'Infinity'))",
        "The amount of a package must be 0 or more.",
    )
    _settled_idx = models.Index(
        "(ticket_id) WHERE state IN ('approved', 'offered', 'accepted', 'done')"
    )

    @api.depends("line_ids.type_id")
    def _compute_name(self):
        for solution in self:
            kinds = solution.line_ids.type_id.mapped("name")
            solution.name = " + ".join(kinds) or solution.name

    @api.depends("ticket_id")
    def _compute_round(self):
        for solution in self:
            solution.round = solution.ticket_id.round or 1

    @api.depends("ticket_id")
    def _compute_currency_id(self):
        for solution in self:
            ticket = solution.ticket_id
            solution.currency_id = (
                solution.currency_id
                or ticket.currency_id
                or ticket.company_id.currency_id
                or self.env.company.currency_id
            )

    @api.depends("line_ids.amount", "line_ids.customer_value", "line_ids.cost")
    def _compute_amounts(self):
        for solution in self:
            lines = solution.line_ids
            solution.amount = sum(lines.mapped("amount"))
            solution.customer_value = sum(lines.mapped("customer_value"))
            solution.company_cost = sum(lines.mapped("cost"))

    @api.depends("expected_date", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for solution in self:
            solution.is_late = (
                solution.state == "accepted"
                and bool(solution.expected_date)
                and solution.expected_date < today
            )

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = [
            ("state", "=", "accepted"),
            ("expected_date", "<", fields.Date.context_today(self)),
        ]
        if True in value and False in value:
            return []
        return late if True in value else ["!", "&", *late]

    @api.depends("name", "ticket_id.number")
    def _compute_display_name(self):
        for solution in self:
            solution.display_name = self.env._(
                "%(case)s: %(package)s",
                case=solution.ticket_id.number,
                package=solution.name or self.env._("New package"),
            )

    # ---------------------------------------------------
    # CRUD: what is submitted is fixed
    # ---------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_protected(vals)
        solutions = super().create(vals_list)
        # The case may come from the context: what counts is what has been stored.
        solutions.ticket_id._lock_cluster()
        solutions.ticket_id._check_may_settle()
        return solutions

    def write(self, vals):
        if not self._is_trusted():
            self._check_protected(vals)
            self._check_same_case(vals)
            self._check_still_draft(set(vals))
        return super().write(vals)

    def _check_same_case(self, vals):
        """:raises UserError: when a package would move to another case"""
        if "ticket_id" in vals and self.sudo().ticket_id.ids != [vals["ticket_id"]]:
            raise UserError(
                self.env._(
                    "A package stays with its case. Make a new one in the other case."
                )
            )

    def _check_still_draft(self, names):
        """:raises UserError: when more than the execution of a fixed package changes"""
        fixed = self.sudo().filtered(lambda solution: solution.state != "draft")
        if not fixed or not names:
            return
        if names - EXECUTION_FIELDS:
            raise UserError(
                self.env._(
                    "“%(package)s” has been submitted and is fixed. Withdraw it and "
                    "make a new package.",
                    package=fixed[0].display_name,
                )
            )
        over = fixed.filtered(lambda solution: solution.state not in OPEN_STATES)
        if over:
            raise UserError(
                self.env._(
                    "“%(package)s” is finished; nothing on it changes any more.",
                    package=over[0].display_name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        if any(solution.state != "draft" for solution in self):
            raise UserError(
                self.env._("Only a draft package can be deleted. Cancel it instead.")
            )

    def _involved(self):
        return self.ticket_id.sudo().involved_user_ids

    def _check_not_involved(self):
        if self.env.user in self._involved():
            raise AccessError(
                self.env._("You are named in this complaint and cannot decide it.")
            )
