from odoo import api, fields, models
from odoo.fields import Domain

from .helpdesk_ticket_category import READERS

STATES = [
    ("in_custody", "In Our Hands"),
    ("outside", "With an Outside Party"),
    ("returned", "Returned"),
    ("unclaimed", "Unclaimed"),
    ("disposed", "Disposed Of"),
]
# The customer does not have it back.
HELD_STATES = ("in_custody", "outside", "unclaimed")


class ComplaintCustody(models.Model):
    """The customer's article in our hands, from the receipt to the return."""

    _name = "complaint.custody"
    _description = "Article in Custody"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "complaint.append.only.mixin",
        "complaint.words.mixin",
        "complaint.export.mixin",
        "complaint.discreet.mixin",
    ]
    _order = "received_at desc, id desc"
    _rec_names_search = [
        "name",
        "bag_number",
        "lot_id.name",
        "case_number",
        "description",
    ]
    _moving_fields = frozenset(
        {
            "state",
            "holder_id",
            "place_store_id",
            "place_partner_id",
            "bag_number",
            "weight_now",
            "condition_now",
            "has_discrepancy",
            "ready_at",
            "remind_at",
            "unclaimed_told_at",
            "ended_at",
        }
    )

    name = fields.Char(string="Receipt", required=True, readonly=True, copy=False)
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
        groups=READERS,
    )
    case_number = fields.Char(string="Case", readonly=True)
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    customer_id = fields.Many2one(
        related="ticket_id.partner_id", string="Customer", groups=READERS
    )
    owner_id = fields.Many2one(
        related="ticket_id.user_id", string="Owner of the Case", groups=READERS
    )
    # the article as it came in
    product_id = fields.Many2one(
        comodel_name="product.product",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    lot_id = fields.Many2one(
        comodel_name="stock.lot",
        string="Serial Number",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    description = fields.Char(string="Article", required=True, readonly=True)
    condition = fields.Text(
        string="Condition When Taken In", required=True, readonly=True
    )
    accessories = fields.Text(readonly=True, help="Box, papers, strap, links …")
    stones = fields.Text(readonly=True, help="Number, kind and setting, as seen.")
    weight = fields.Float(
        string="Weight When Taken In (g)", digits=(12, 3), readonly=True
    )
    first_bag_number = fields.Char(string="Bag When Taken In", readonly=True)
    declared_value = fields.Monetary(readonly=True, groups=READERS)
    currency_id = fields.Many2one(
        comodel_name="res.currency", readonly=True, groups=READERS
    )
    consent_open = fields.Boolean(string="May Be Opened", readonly=True)
    consent_destructive = fields.Boolean(
        string="May Be Tested With Traces",
        readonly=True,
        help="The customer agrees to tests that leave traces, as a scratch test.",
    )
    photo_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="complaint_custody_photo_rel",
        column1="custody_id",
        column2="attachment_id",
        string="Photos",
        readonly=True,
    )
    signed_by = fields.Char(string="Handed In By", readonly=True, groups=READERS)
    received_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Taken In By",
        required=True,
        ondelete="restrict",
        readonly=True,
    )
    received_at = fields.Datetime(string="Taken In", required=True, readonly=True)
    # where and how it is now
    state = fields.Selection(
        selection=STATES,
        required=True,
        default="in_custody",
        readonly=True,
        index=True,
    )
    holder_id = fields.Many2one(
        comodel_name="res.users",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    place_store_id = fields.Many2one(
        comodel_name="retail.store",
        string="Store",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    place_partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Outside Party",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    place = fields.Char(compute="_compute_place", store=True)
    bag_number = fields.Char(string="Sealed Bag", index="trigram", readonly=True)
    weight_now = fields.Float(string="Weight (g)", digits=(12, 3), readonly=True)
    condition_now = fields.Text(string="Condition", readonly=True)
    has_discrepancy = fields.Boolean(string="Weight Differs", readonly=True)
    ready_at = fields.Datetime(string="Ready for Collection", readonly=True)
    remind_at = fields.Datetime(readonly=True)
    unclaimed_told_at = fields.Datetime(readonly=True)
    ended_at = fields.Datetime(string="Out of Our Hands", readonly=True)
    move_ids = fields.One2many(
        comodel_name="complaint.custody.move",
        inverse_name="custody_id",
        string="Hand-overs",
        readonly=True,
    )
    pending_move_id = fields.Many2one(
        comodel_name="complaint.custody.move",
        string="On the Way To",
        compute="_compute_pending_move_id",
    )
    can_hand_over = fields.Boolean(compute="_compute_can")
    can_accept = fields.Boolean(compute="_compute_can", search="_search_can_accept")
    can_steer = fields.Boolean(compute="_compute_can")

    _name_company_uniq = models.Constraint(
        "UNIQUE(company_id, name)",
        "Two articles of a company cannot have the same receipt number.",
    )
    _remind_idx = models.Index("(remind_at) WHERE state = 'in_custody'")

    # ------------------------------------------------------------------
    # screens
    # ------------------------------------------------------------------

    @api.depends("name", "description")
    @api.depends_context("uid")
    def _compute_display_name(self):
        for custody in self:
            custody.display_name = f"{custody.name} · {custody.description}"
        for custody in self._names_to_hide():
            custody.display_name = custody.name

    @api.depends("state", "place_store_id", "place_partner_id")
    def _compute_place(self):
        """A text, so that outside parties and stores stand side by side on the board.

        In one language for all: it is grouped by.
        """
        plain = self.with_context(lang=None)
        for custody, source in zip(self, plain, strict=True):
            if custody.state in ("returned", "disposed"):
                custody.place = False
            else:
                where = source.place_partner_id or source.place_store_id
                custody.place = where.display_name

    def _compute_pending_move_id(self):
        moves = (
            self.env["complaint.custody.move"]
            .sudo()
            .search([("custody_id", "in", self.ids), ("state", "=", "pending")])
        )
        by_custody = moves.grouped("custody_id")
        for custody in self:
            move = by_custody.get(custody.sudo(), moves.browse())
            custody.pending_move_id = move[:1].with_env(self.env)

    @api.depends("state", "holder_id", "place_store_id", "move_ids.state")
    @api.depends_context("uid")
    def _compute_can(self):
        for custody in self:
            move = custody.sudo().pending_move_id
            held = custody.state in HELD_STATES
            custody.can_accept = bool(move) and move._may_accept()
            custody.can_hand_over = held and not move and custody._may_hand_over()
            custody.can_steer = held and custody._may_steer()

    @api.model
    def _search_can_accept(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        uid = self.env.uid
        here = Domain("to_user_id", "=", False)
        here &= Domain("to_store_id.member_ids", "in", [uid])
        waiting = Domain("state", "=", "pending")
        waiting &= Domain("to_user_id", "=", uid) | here
        waiting &= Domain("from_user_id", "!=", uid)
        return Domain("move_ids", "any", waiting)

    # ------------------------------------------------------------------
    # who may
    # ------------------------------------------------------------------

    def _is_eligible(self, users):
        """Return those who may have the article in their hands (sudo)."""
        ticket = self.sudo().ticket_id
        return self.env["complaint.referral"]._eligible(users, ticket, "question")

    def _may_hand_over(self):
        """Say whether the user has it, or works where it is.

        From an outside party, whoever handles the case takes it back.
        """
        self.ensure_one()
        custody, user = self.sudo(), self.env.user
        if not custody._is_eligible(user):
            return False
        place = custody.place_store_id
        at_place = user in place.upper_member_ids | place.manager_id
        if custody.state == "outside":
            return at_place or self._may_steer()
        return at_place or user == custody.holder_id

    def _may_steer(self):
        """Say whether the user handles the case."""
        ticket = self.sudo().ticket_id.with_env(self.env(su=False))
        return ticket._is_clerk() and ticket.has_access("write")
