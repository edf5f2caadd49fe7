from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..rules import weight as weighing
from .helpdesk_ticket_category import READERS

KINDS = [
    ("intake", "Taken In"),
    ("internal", "Handed On Inside"),
    ("outside", "To an Outside Party"),
    ("back", "Back From an Outside Party"),
    ("check", "Looked At Again"),
    ("return", "Returned to the Customer"),
    ("dispose", "Disposed Of"),
]
STATES = [
    ("pending", "To Accept"),
    ("accepted", "Accepted"),
    ("refused", "Refused"),
    ("cancelled", "Cancelled"),
]


class ComplaintCustodyMove(models.Model):
    """One hand-over of an article, signed by both. It is never changed afterwards."""

    _name = "complaint.custody.move"
    _description = "Hand-over of an Article"
    _inherit = [
        "complaint.append.only.mixin",
        "complaint.words.mixin",
        "complaint.export.mixin",
    ]
    _order = "custody_id, id"
    _rec_names_search = ["custody_id.name"]
    _moving_fields = frozenset(
        {
            "state",
            "accepted_by_id",
            "accepted_at",
            "to_signature",
            "condition_received",
            "weight_received",
            "is_discrepant",
            "answer",
            "reminded_at",
        }
    )

    custody_id = fields.Many2one(
        comodel_name="complaint.custody",
        string="Article",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one(
        related="custody_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(selection=KINDS, required=True, readonly=True)
    state = fields.Selection(
        selection=STATES, required=True, default="accepted", readonly=True
    )
    handed_at = fields.Datetime(string="When", required=True, readonly=True)
    from_user_id = fields.Many2one(
        comodel_name="res.users", string="From", ondelete="restrict", readonly=True
    )
    from_store_id = fields.Many2one(
        comodel_name="retail.store",
        ondelete="restrict",
        readonly=True,
    )
    from_partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="From Outside",
        ondelete="restrict",
        readonly=True,
    )
    to_user_id = fields.Many2one(
        comodel_name="res.users",
        string="To",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    to_store_id = fields.Many2one(
        comodel_name="retail.store",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    to_partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="To Outside",
        ondelete="restrict",
        readonly=True,
    )
    other_name = fields.Char(
        string="Name of the Other Side",
        readonly=True,
        groups=READERS,
        help="The customer, or the person of the outside party.",
    )
    from_label = fields.Char(string="Handed By", compute="_compute_labels")
    to_label = fields.Char(string="Handed To", compute="_compute_labels")
    condition = fields.Text(string="Condition at Hand-over", readonly=True)
    weight = fields.Float(string="Weight (g)", digits=(12, 3), readonly=True)
    bag_number = fields.Char(string="Sealed Bag", readonly=True)
    from_signature = fields.Image(
        string="Signature Handing Over", max_width=600, max_height=300, readonly=True
    )
    to_signature = fields.Image(
        string="Signature Receiving", max_width=600, max_height=300, readonly=True
    )
    evidence = fields.Char(
        readonly=True, help="Instead of a signature, as the number of the parcel."
    )
    note = fields.Text(readonly=True)
    condition_received = fields.Text(string="Condition as Received", readonly=True)
    weight_received = fields.Float(
        string="Weight as Received (g)", digits=(12, 3), readonly=True
    )
    weight_before = fields.Float(
        string="Weight Before (g)", digits=(12, 3), readonly=True
    )
    weight_difference = fields.Float(
        string="Difference (g)", digits=(12, 3), compute="_compute_weight_difference"
    )
    is_discrepant = fields.Boolean(string="Weight Differs", readonly=True)
    accepted_by_id = fields.Many2one(
        comodel_name="res.users", ondelete="restrict", readonly=True
    )
    accepted_at = fields.Datetime(readonly=True)
    answer = fields.Text(string="Why Refused", readonly=True)
    reminded_at = fields.Datetime(readonly=True)

    _one_pending = models.UniqueIndex(
        "(custody_id) WHERE state = 'pending'",
        "The article is being handed on already.",
    )
    _pending_idx = models.Index("(handed_at) WHERE state = 'pending'")

    @api.depends("kind", "handed_at")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for move in self:
            move.display_name = f"{move.custody_id.name} · {labels.get(move.kind)}"

    @api.depends("from_user_id", "from_store_id", "from_partner_id", "kind")
    def _compute_labels(self):
        customer = self.env._("Customer")
        for move in self:
            known = move.sudo()
            sides = (
                (known.from_partner_id, known.from_user_id, known.from_store_id),
                (
                    known.to_partner_id,
                    known.accepted_by_id or known.to_user_id,
                    known.to_store_id,
                ),
            )
            texts = [
                " · ".join(side.display_name for side in sides_ if side)
                for sides_ in sides
            ]
            if known.kind == "intake":
                texts[0] = customer
            elif known.kind == "return":
                texts[1] = customer
            elif known.kind == "dispose":
                texts[1] = self.env._("Disposed of")
            move.from_label, move.to_label = texts

    @api.depends("weight_before", "weight", "weight_received")
    def _compute_weight_difference(self):
        for move in self:
            last = move.weight_received or move.weight
            known = move.weight_before and last
            move.weight_difference = (
                weighing.difference(move.weight_before, last) if known else 0
            )

    # ------------------------------------------------------------------
    # nothing of a signed hand-over changes
    # ------------------------------------------------------------------

    def _may_still_move(self):
        return all(move.state == "pending" for move in self.sudo())

    def _may_accept(self):
        """Say whether the user is who receives it, and not who gives it."""
        self.ensure_one()
        move, user = self.sudo(), self.env.user
        if move.state != "pending" or user == move.from_user_id:
            return False
        if not move.custody_id._is_eligible(user):
            return False
        if move.to_user_id:
            return user == move.to_user_id
        return user in move.to_store_id.member_ids | move.to_store_id.manager_id

    def _start(self):
        """Check the right to answer, lock, and return the hand-over (sudo)."""
        self.ensure_one()
        self.check_access("read")
        custody = self.sudo().custody_id
        custody._lock_rows()
        move = self.sudo()._trusted()
        move._lock_rows()
        if move.state != "pending":
            raise UserError(
                self.env._(
                    "%(article)s: this hand-over has been answered already.",
                    article=custody.display_name,
                )
            )
        return move

    # ------------------------------------------------------------------
    # accept, refuse, cancel
    # ------------------------------------------------------------------

    def action_accept(self):
        """Open the screen on which the receiver weighs and signs."""
        self.ensure_one()
        self.check_access("read")
        self._check_receiver()
        return self._screen("complaint_custody_receive_action")

    def _check_receiver(self):
        if not self._may_accept():
            raise AccessError(
                self.env._("Only who receives the article accepts or refuses it.")
            )

    def _accept(self, vals):
        """Accept: from now on the article is here.

        :param dict vals: to_signature, condition_received, weight_received
        """
        self.check_access("read")
        self._check_receiver()
        move = self._start()
        self._check_receiver()
        custody = move.custody_id
        custody._check_own_signature(vals.get("to_signature"))
        received = vals.get("weight_received") or 0
        values = {
            **vals,
            "state": "accepted",
            "accepted_by_id": self.env.uid,
            "accepted_at": fields.Datetime.now(),
            "is_discrepant": move.is_discrepant
            or custody._weight_differs(move.weight, received)
            or custody._weight_differs(move.weight_before, received),
        }
        move.write(values)
        custody._arrive(move)
        return True

    def action_refuse(self, reason=None):
        """Refuse to take it: it stays with who wanted to hand it over.

        :param str reason: why
        """
        self.ensure_one()
        self.check_access("read")
        self._check_receiver()
        reason = self._words(reason)
        if reason is None:
            return self._screen("complaint_custody_receive_action")
        move = self._start()
        self._check_receiver()
        move.write({"state": "refused", "answer": reason})
        move.custody_id._end_todos()
        move.custody_id._tell_case(
            self.env._("%(user)s refuses it", user=self.env.user.name), reason
        )
        move.custody_id._tell_users(
            move.from_user_id,
            self.env._(
                "%(article)s was refused: it is with you",
                article=move.custody_id.display_name,
            ),
            reason,
        )
        return True

    def action_cancel(self):
        """Take back a hand-over that nobody has accepted yet."""
        self.ensure_one()
        self.check_access("read")
        custody = self.sudo().custody_id.with_env(self.env)
        giver = self.sudo().from_user_id
        if self.env.user != giver and not custody._may_hand_over():
            raise AccessError(self.env._("Only who hands it over takes that back."))
        move = self._start()
        move.write({"state": "cancelled"})
        move.custody_id._end_todos()
        move.custody_id._tell_case(self.env._("the hand-over was taken back"))
        return True

    def _remind_batch(self):
        """Tell both sides of locked hand-overs that wait; called by the clock."""
        self._trusted().write({"reminded_at": fields.Datetime.now()})
        for move in self:
            move.custody_id._remind_move(move)

    def _screen(self, xmlid):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"retail_complaint_addon.{xmlid}"
        )
        return {**action, "context": {"default_move_id": self.id}}
