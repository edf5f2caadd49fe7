from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

STATES = [("out", "With the Customer"), ("back", "Back")]


class WatchLoan(models.Model):
    """A watch of ours for the time of the repair: signed out, signed back in."""

    _name = "watch.loan"
    _description = "Loan Watch"
    _inherit = [
        "complaint.append.only.mixin",
        "complaint.words.mixin",
        "complaint.export.mixin",
    ]
    _order = "out_at desc, id desc"
    _moving_fields = frozenset(
        {
            "state",
            "back_at",
            "back_condition",
            "back_signature",
            "back_user_id",
            "back_evidence",
            "is_damaged",
        }
    )

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    repair_id = fields.Many2one(
        comodel_name="repair.order",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        related="ticket_id.partner_id", string="Customer", store=True, precompute=True
    )
    lot_id = fields.Many2one(
        comodel_name="stock.lot",
        string="Loan Watch",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    product_id = fields.Many2one(related="lot_id.product_id")
    repaired_lot_id = fields.Many2one(
        related="repair_id.lot_id",
        string="Watch in Repair",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    state = fields.Selection(STATES, required=True, default="out", readonly=True)
    due_on = fields.Date(string="Back Until", readonly=True)
    out_at = fields.Datetime(string="Lent", required=True, readonly=True)
    out_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Lent By",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    out_name = fields.Char(string="Taken By", required=True, readonly=True)
    out_condition = fields.Text(
        string="Condition When Lent", required=True, readonly=True
    )
    out_signature = fields.Image(
        string="Signature of the Customer",
        max_width=600,
        max_height=300,
        required=True,
        readonly=True,
    )
    back_at = fields.Datetime(string="Returned", readonly=True)
    back_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Taken Back By",
        readonly=True,
        ondelete="restrict",
    )
    back_condition = fields.Text(string="Condition When Returned", readonly=True)
    back_signature = fields.Image(
        string="Signature at the Return", max_width=600, max_height=300, readonly=True
    )
    back_evidence = fields.Char(string="Instead of a Signature", readonly=True)
    is_damaged = fields.Boolean(string="Damaged", readonly=True)
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    _one_out = models.UniqueIndex(
        "(lot_id) WHERE state = 'out'", "This watch is lent already."
    )

    @api.depends("lot_id", "partner_id")
    def _compute_display_name(self):
        for loan in self:
            product = loan.lot_id.product_id.display_name
            loan.display_name = f"{product} · {loan.lot_id.name}"

    @api.depends("due_on", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for loan in self:
            due = loan.due_on
            loan.is_late = bool(loan.state == "out" and due and due < today)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        today = fields.Date.context_today(self)
        return [("state", "=", "out"), ("due_on", "<", today)]

    # ------------------------------------------------------------------
    # out
    # ------------------------------------------------------------------

    @api.model
    def _lend(self, repair, vals):
        """Lend a watch for the time of a repair; return the loan.

        :param dict vals: lot_id, name, condition, signature, due_on
        """
        case = repair._enter()
        lot = self.env["stock.lot"].browse(vals["lot_id"])
        lot.check_access("read")
        lot = lot.sudo()
        self._check_loan_watch(lot, case.company_id)
        name, condition = self._words(vals["name"]), self._words(vals["condition"])
        if not name or not condition:
            raise ValidationError(
                self.env._("Write down who takes it, and how it looks now.")
            )
        self.env["complaint.custody"]._check_signature(vals["signature"])
        due = vals.get("due_on")
        if due and due < fields.Date.context_today(self):
            raise ValidationError(self.env._("It cannot be due in the past."))
        if due:
            case.company_id._check_watch_day(due)
        loan = (
            self.sudo()
            ._trusted()
            .create(
                {
                    "ticket_id": case.ticket_id.id,
                    "repair_id": case.id,
                    "lot_id": lot.id,
                    "due_on": due,
                    "out_at": fields.Datetime.now(),
                    "out_user_id": self.env.uid,
                    "out_name": name,
                    "out_condition": condition,
                    "out_signature": vals["signature"],
                }
            )
        )
        case._log_case(self.env._("Loan watch %(watch)s lent", watch=lot.name))
        return loan

    @api.model
    def _check_loan_watch(self, lot, company):
        if not lot.is_loan_watch:
            raise ValidationError(
                self.env._("%(watch)s is no loan watch.", watch=lot.name or "–")
            )
        if lot.company_id and lot.company_id != company:
            raise ValidationError(
                self.env._("%(watch)s is another company's.", watch=lot.name)
            )
        lot.lock_for_update()
        if self.sudo().search_count(
            [("lot_id", "=", lot.id), ("state", "=", "out")], limit=1
        ):
            raise UserError(self.env._("%(watch)s is lent already.", watch=lot.name))

    # ------------------------------------------------------------------
    # back
    # ------------------------------------------------------------------

    def action_take_back(self):
        """Open the screen that takes the loan watch back."""
        self.ensure_one()
        self._mine()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "watch_complaint_addon.watch_loan_back_action"
        )
        return {**action, "context": {"default_loan_id": self.id}}

    def _mine(self):
        """Check the caller, and return the loan to write on."""
        self.check_access("read")
        if not self.sudo().repair_id.with_env(self.env)._may_work():
            raise AccessError(
                self.env._("Only its workshop and who handles the case do this.")
            )
        return self.sudo()._trusted()

    def _give_back(self, condition, signature=None, evidence=None, is_damaged=False):
        """The loan watch is here again; who brings it signs."""
        loan = self._mine()
        loan._lock_rows()
        if loan.state == "back":
            return loan
        condition, evidence = self._words(condition), self._words(evidence)
        if not condition:
            raise ValidationError(self.env._("Write down how it looks now."))
        if signature:
            self.env["complaint.custody"]._check_signature(signature)
        elif not evidence:
            raise ValidationError(
                self.env._("Who brings it signs, or write down how it came back.")
            )
        loan.write(
            {
                "state": "back",
                "back_at": fields.Datetime.now(),
                "back_user_id": self.env.uid,
                "back_condition": condition,
                "back_signature": signature or False,
                "back_evidence": evidence,
                "is_damaged": bool(is_damaged),
            }
        )
        loan.repair_id._trusted()._log_case(
            self.env._("Loan watch %(watch)s is back", watch=loan.lot_id.name)
        )
        return loan
