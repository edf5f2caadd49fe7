from odoo import api, fields, models
from odoo.exceptions import AccessError

STATES = [
    ("pending", "To Approve"),
    ("approved", "Approved"),
    ("rejected", "Rejected"),
    ("superseded", "Superseded"),
]


class ComplaintApproval(models.Model):
    """One requested approval, and under which authority it was given."""

    _name = "complaint.approval"
    _description = "Complaint Approval"
    _inherit = [
        "complaint.by.method.mixin",
        "complaint.export.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_names_search = ["ticket_id.number", "ticket_id.name"]
    _check_company_auto = True

    solution_id = fields.Many2one(
        "complaint.solution",
        string="Package",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    ticket_id = fields.Many2one(
        related="solution_id.ticket_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="solution_id.company_id", store=True, index=True, precompute=True
    )
    store_id = fields.Many2one(
        related="solution_id.store_id", store=True, precompute=True
    )
    partner_id = fields.Many2one(related="ticket_id.partner_id")
    category_id = fields.Many2one(related="ticket_id.category_id")
    severity = fields.Selection(related="ticket_id.severity")
    kind = fields.Selection(
        [("limit", "Authority limit"), ("condition", "Condition")],
        required=True,
        readonly=True,
        default="limit",
    )
    condition_id = fields.Many2one(
        "complaint.condition", readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        STATES, required=True, default="pending", readonly=True, index=True
    )
    amount = fields.Monetary(
        string="Amount to Cover",
        readonly=True,
        help="This package with everything else that counts on the case and its "
        "duplicates, in the company's currency.",
    )
    currency_id = fields.Many2one("res.currency", readonly=True)
    reason = fields.Char(string="Why Asked", readonly=True)
    requester_id = fields.Many2one("res.users", readonly=True, index=True)
    decider_ids = fields.Many2many(
        "res.users",
        "complaint_approval_decider_rel",
        "approval_id",
        "user_id",
        string="Asked",
        readonly=True,
    )
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(readonly=True)
    authority_id = fields.Many2one(
        "complaint.authority",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    limit_amount = fields.Monetary(
        string="Limit Used", currency_field="limit_currency_id", readonly=True
    )
    limit_currency_id = fields.Many2one("res.currency", readonly=True)
    unlimited = fields.Boolean(readonly=True)
    deputy_for_id = fields.Many2one("res.users", string="As Deputy of", readonly=True)
    comment = fields.Text(readonly=True)
    reminded_at = fields.Datetime(readonly=True)
    follow_up_note = fields.Char(
        readonly=True, help="Why nobody can be asked at the moment."
    )
    package_amount = fields.Monetary(
        related="solution_id.amount",
        currency_field="package_currency_id",
        string="Package Amount",
    )
    package_currency_id = fields.Many2one(
        related="solution_id.currency_id", string="Package Currency"
    )
    package_state = fields.Selection(
        related="solution_id.state", string="Package State"
    )
    can_decide = fields.Boolean(
        compute="_compute_can_decide", search="_search_can_decide"
    )
    history_ids = fields.Many2many(
        "helpdesk.ticket", compute="_compute_background", string="Customer's Cases"
    )
    alternative_ids = fields.Many2many(
        "complaint.solution", compute="_compute_background", string="Alternatives"
    )

    _pending_idx = models.Index("(requester_id) WHERE state = 'pending'")
    _one_pending = models.UniqueIndex(
        "(solution_id, kind, COALESCE(condition_id, 0)) WHERE state = 'pending'"
    )

    @api.depends("solution_id", "kind", "condition_id")
    def _compute_display_name(self):
        for approval in self:
            approval.display_name = approval.solution_id.display_name

    @api.depends_context("uid")
    @api.depends("state", "decider_ids")
    def _compute_can_decide(self):
        for approval in self:
            approval.can_decide = approval.state == "pending" and bool(
                approval._my_basis()
            )

    @api.model
    def _search_can_decide(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = [("state", "=", "pending"), ("decider_ids", "in", self.env.uid)]
        if True in value and False in value:
            return []
        return mine if True in value else ["!", "&", *mine]

    def _compute_background(self):
        tickets = self.env["helpdesk.ticket"]
        for approval in self:
            case = approval.ticket_id
            approval.history_ids = (
                tickets.search(
                    [
                        ("is_complaint", "=", True),
                        ("partner_id", "=", case.partner_id.id),
                        ("id", "!=", case.id),
                    ],
                    limit=10,
                    order="received_at desc",
                )
                if case.partner_id
                else tickets
            )
            approval.alternative_ids = case.solution_ids - approval.solution_id

    # ---------------------------------------------------
    # CRUD: only the package's methods write approvals
    # ---------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_method(self):
        raise AccessError(
            self.env._("Approvals change only by approving or rejecting the package.")
        )

    # ---------------------------------------------------
    # Deciding
    # ---------------------------------------------------

    def action_approve(self, comment=None):
        """Approve the packages of these requests; see ``complaint.solution``."""
        return self.solution_id.action_approve(comment)

    def action_reject(self, comment=None):
        """Reject the packages of these requests; see ``complaint.solution``."""
        return self.solution_id.action_reject(comment)

    def action_open_decide(self):
        """Open the screen to approve or reject these requests with a comment."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "retail_complaint_addon.complaint_approval_decide_action"
        )
        return {**action, "context": {"default_approval_ids": self.ids}}

    def action_open_case(self):
        """Open the complaint."""
        self.ensure_one()
        return self.ticket_id._complaint_form_action()

    def _my_basis(self, counted=None):
        """Return what lets the current user decide, or None.

        A ``Grant`` for the limit; ``("condition", absent user or None)`` for a
        condition.

        :param counted: what counts with the package, looked up by the same step
        """
        self.ensure_one()
        user = self.env.user
        solution = self.solution_id.sudo()
        if user == solution.requester_id or user in solution._involved():
            return None
        if self.kind == "limit":
            return solution._grant_of(user, counted)
        return self.sudo()._condition_basis(user)

    def _condition_basis(self, user):
        members = self.condition_id.group_id.all_user_ids
        if user in members:
            return "condition", None
        register = self.env["complaint.authority"]
        absent = register._absent_for(user, self.company_id) & members
        absent -= self.solution_id._involved() | self.requester_id
        return ("condition", absent[0].id) if absent else None
