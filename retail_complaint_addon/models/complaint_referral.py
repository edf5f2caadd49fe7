from odoo import api, fields, models
from odoo.exceptions import UserError

from ..rules import clock
from .helpdesk_ticket import TARGET_STATES
from .helpdesk_ticket_category import READERS
from .trust import SCREEN_PREFIXES

KINDS = [("question", "Question"), ("handover", "Hand Over the Case")]
RECEIVERS = [
    ("user", "Person"),
    ("people", "Several People"),
    ("team", "Team"),
    ("department", "Department"),
    ("partner", "Outside Body"),
]
STATES = [
    ("pending", "Waiting"),
    ("accepted", "Accepted"),
    ("answered", "Answered"),
    ("returned", "Returned"),
    ("withdrawn", "Withdrawn"),
]
OPEN_STATES = ("pending", "accepted")
# Waiting for an answer, or for somebody to take the case over.
AWAITED = [
    "|",
    ("state", "=", "pending"),
    "&",
    ("state", "=", "accepted"),
    ("kind", "=", "question"),
]
RECEIVER_FIELDS = {
    "user": "user_id",
    "people": "people_ids",
    "team": "team_id",
    "department": "department_id",
    "partner": "partner_id",
}


class ComplaintReferral(models.Model):
    """A case, or a question about it, handed to somebody: who, why, until when.

    Nobody writes here but the methods: no access right for it is given at all.
    """

    _name = "complaint.referral"
    _description = "Complaint Referral"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "complaint.by.method.mixin",
        "complaint.export.mixin",
    ]
    _order = "due_at, id"
    _rec_names_search = ["case_number", "receiver_name", "reason"]

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
        groups=READERS,
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    store_id = fields.Many2one(
        related="ticket_id.store_id", store=True, precompute=True, groups=READERS
    )
    customer_id = fields.Many2one(
        related="ticket_id.partner_id", string="Customer", groups=READERS
    )
    owner_id = fields.Many2one(
        related="ticket_id.user_id", string="Owner of the Case", groups=READERS
    )
    # What the receiver knows without any right to read the case.
    case_number = fields.Char(string="Case", readonly=True)
    article = fields.Char(readonly=True)
    kind = fields.Selection(
        selection=KINDS,
        string="What For",
        required=True,
        default="question",
        readonly=True,
    )
    receiver_kind = fields.Selection(
        selection=RECEIVERS,
        string="Handed To",
        required=True,
        default="user",
        readonly=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Person",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    people_ids = fields.Many2many(
        comodel_name="res.users",
        relation="complaint_referral_people_rel",
        column1="referral_id",
        column2="user_id",
        readonly=True,
    )
    team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Outside Body",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        groups=READERS,
    )
    outside_ref = fields.Char(string="Their Reference", readonly=True, groups=READERS)
    receiver_name = fields.Char(string="Receiver", readonly=True)
    receiver_ids = fields.Many2many(
        comodel_name="res.users",
        relation="complaint_referral_receiver_rel",
        column1="referral_id",
        column2="user_id",
        string="Who Is Asked",
        compute="_compute_receiver_ids",
        store=True,
    )
    reader_ids = fields.Many2many(
        comodel_name="res.users",
        relation="complaint_referral_reader_rel",
        column1="referral_id",
        column2="user_id",
        string="May Read Through It",
        compute="_compute_reader_ids",
        store=True,
        help="Ends with the referral.",
    )
    reason = fields.Char(required=True, readonly=True)
    question = fields.Text(string="What Is Asked", readonly=True)
    sender_id = fields.Many2one(
        comodel_name="res.users",
        string="Handed By",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    sent_at = fields.Datetime(required=True, readonly=True)
    due_at = fields.Datetime(string="Due", required=True, readonly=True)
    due_state = fields.Selection(selection=TARGET_STATES, compute="_compute_due_state")
    state = fields.Selection(
        selection=STATES,
        required=True,
        default="pending",
        readonly=True,
        index=True,
        group_expand=True,
    )
    accepted_by_id = fields.Many2one(
        comodel_name="res.users", ondelete="restrict", readonly=True
    )
    accepted_at = fields.Datetime(readonly=True)
    previous_owner_id = fields.Many2one(
        comodel_name="res.users", ondelete="restrict", readonly=True, groups=READERS
    )
    answer = fields.Text(readonly=True)
    answer_file_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="complaint_referral_attachment_rel",
        column1="referral_id",
        column2="attachment_id",
        string="Files of the Answer",
        readonly=True,
    )
    closing_comment = fields.Text(
        string="Comment", readonly=True, help="Why it was returned or withdrawn."
    )
    closed_by_id = fields.Many2one(
        comodel_name="res.users", string="Ended By", ondelete="restrict", readonly=True
    )
    closed_at = fields.Datetime(string="Ended At", readonly=True)
    reminded_at = fields.Datetime(readonly=True)
    escalate_at = fields.Datetime(readonly=True)
    escalated_at = fields.Datetime(readonly=True)
    can_act = fields.Boolean(compute="_compute_can", string="I Can Answer")
    can_withdraw = fields.Boolean(compute="_compute_can")

    _one_handover = models.UniqueIndex(
        "(ticket_id) WHERE kind = 'handover' AND state = 'pending'",
        "The case is being handed over already.",
    )
    _due_idx = models.Index(
        "(due_at) WHERE state IN ('pending', 'accepted') AND reminded_at IS NULL"
    )
    _escalate_idx = models.Index(
        "(escalate_at) WHERE state IN ('pending', 'accepted') AND escalated_at IS NULL"
    )

    @api.depends("case_number", "receiver_name")
    def _compute_display_name(self):
        for referral in self:
            referral.display_name = self.env._(
                "%(case)s to %(receiver)s",
                case=referral.case_number,
                receiver=referral.receiver_name,
            )

    # ------------------------------------------------------------------
    # screens
    # ------------------------------------------------------------------

    def _is_awaited(self):
        """Say whether somebody waits: a case that was taken over needs no answer."""
        self.ensure_one()
        return bool(self.filtered_domain(AWAITED))

    @api.depends("due_at", "state", "kind")
    def _compute_due_state(self):
        now = fields.Datetime.now()
        for referral in self:
            due = referral.due_at if referral._is_awaited() else None
            referral.due_state = clock.target_state(due or None, now)

    @api.depends("state", "reader_ids", "sender_id")
    @api.depends_context("uid")
    def _compute_can(self):
        for referral in self:
            is_open = referral.state in OPEN_STATES
            referral.can_act = is_open and referral._may_answer()
            referral.can_withdraw = is_open and referral._may_withdraw()

    # ------------------------------------------------------------------
    # nobody writes here but the methods
    # ------------------------------------------------------------------

    def write(self, vals):
        screen_only = all(name.startswith(SCREEN_PREFIXES) for name in vals)
        if self._is_trusted() and not screen_only:
            if any(one.state not in OPEN_STATES for one in self.sudo()):
                raise UserError(self.env._("A referral that has ended stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_by_method(self):
        raise UserError(self.env._("Referrals are part of the case and stay."))

    def copy_data(self, default=None):
        """:raises UserError: always; a referral is handed over, not copied"""
        raise UserError(self.env._("Hand the case over anew instead of copying."))
