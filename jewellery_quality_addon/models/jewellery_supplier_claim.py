from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_category import READERS
from odoo.addons.retail_complaint_addon.rules import effect

STATES = [
    ("draft", "Draft"),
    ("sent", "Sent"),
    ("accepted", "Accepted"),
    ("partly", "Partly Accepted"),
    ("refused", "Refused"),
    ("credited", "Credited"),
    ("cancelled", "Cancelled"),
]
SUPERVISOR = "retail_complaint_addon.group_complaint_supervisor"
INVESTIGATOR = "jewellery_quality_addon.group_jewellery_investigator"
# They show what we paid: not for every reader of the case.
CLAIMERS = f"{SUPERVISOR},retail_complaint_addon.group_complaint_auditor,{INVESTIGATOR}"
SCREEN_PREFIXES = ("message_", "activity_", "my_activity_")
ALWAYS = frozenset({"user_id", "note"})
# What is still written after it was sent, by state.
LATER = {
    "sent": ALWAYS | {"answer_due", "answer", "amount_accepted"},
    "accepted": ALWAYS | {"credit_ref", "amount_credited"},
    "partly": ALWAYS | {"credit_ref", "amount_credited"},
}


class JewellerySupplierClaim(models.Model):
    """What we ask a supplier to bear for defective pieces."""

    _name = "jewellery.supplier.claim"
    _description = "Claim on a Supplier"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "complaint.protected.mixin",
        "complaint.raw.mixin",
        "complaint.export.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _rec_names_search = ["name", "case_numbers", "partner_id.name"]
    _protected_fields = frozenset(
        {
            "name",
            "state",
            "amount",
            "sent_at",
            "sent_by_id",
            "answered_at",
            "credited_at",
            "letter_id",
            "remind_at",
            "case_numbers",
            "involved_user_ids",
        }
    )

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    state = fields.Selection(
        STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
        group_expand=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Supplier",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Is reminded when the supplier does not answer in time.",
    )
    ticket_ids = fields.Many2many(
        comodel_name="helpdesk.ticket",
        relation="jewellery_supplier_claim_ticket_rel",
        column1="claim_id",
        column2="ticket_id",
        string="Complaints",
        copy=False,
        domain="[('is_complaint', '=', True), ('company_id', '=', company_id)]",
        groups=READERS,
    )
    case_numbers = fields.Char(
        string="Cases", compute="_compute_from_cases", store=True, compute_sudo=True
    )
    involved_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="jewellery_supplier_claim_involved_rel",
        column1="claim_id",
        column2="user_id",
        compute="_compute_from_cases",
        store=True,
        compute_sudo=True,
        groups=READERS,
    )
    investigation_id = fields.Many2one(
        comodel_name="jewellery.investigation",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        domain="[('company_id', '=', company_id)]",
    )
    line_ids = fields.One2many(
        comodel_name="jewellery.supplier.claim.line",
        inverse_name="claim_id",
        string="What Is Claimed",
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    amount = fields.Monetary(
        string="Claimed", compute="_compute_amount", store=True, tracking=True
    )
    reason = fields.Text(
        string="What Is Wrong", help="Printed on the letter. No names of customers."
    )
    demand = fields.Text(string="What We Ask For", help="Printed on the letter.")
    note = fields.Text(string="Internal Note", help="Not printed.")
    enclosure_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="jewellery_supplier_claim_enclosure_rel",
        column1="claim_id",
        column2="attachment_id",
        string="Enclosed",
        copy=False,
        help="Named on the letter and sent with it: photos, test reports. Look whether "
        "they name the customer.",
    )
    by_mail = fields.Boolean(
        string="Send by E-mail", help="To the supplier, with the letter as PDF."
    )
    # what happened
    sent_at = fields.Datetime(readonly=True, copy=False)
    sent_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, ondelete="restrict"
    )
    letter_id = fields.Many2one(
        comodel_name="ir.attachment",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    answer_due = fields.Date(
        string="Answer Until",
        copy=False,
        tracking=True,
        help="Empty: within the days of the settings, counted from sending.",
    )
    answer = fields.Text(string="Supplier's Answer", copy=False)
    answered_at = fields.Datetime(readonly=True, copy=False)
    amount_accepted = fields.Monetary(string="Accepted", copy=False, tracking=True)
    amount_credited = fields.Monetary(string="Credited", copy=False, tracking=True)
    credit_ref = fields.Char(
        string="Credit Note", copy=False, help="The supplier's number."
    )
    credited_at = fields.Datetime(readonly=True, copy=False)
    is_late = fields.Boolean(
        string="Answer Is Late", compute="_compute_is_late", search="_search_is_late"
    )
    remind_at = fields.Datetime(
        compute="_compute_remind_at", store=True, copy=False, readonly=True
    )

    _remind_idx = models.Index("(remind_at, id) WHERE remind_at IS NOT NULL")

    # ------------------------------------------------------------------
    # computes
    # ------------------------------------------------------------------

    @api.depends("ticket_ids.number", "ticket_ids.involved_user_ids")
    def _compute_from_cases(self):
        for claim in self:
            cases = claim.ticket_ids
            numbers = ", ".join(filter(None, cases.mapped("number")))
            claim.case_numbers = numbers or False
            claim.involved_user_ids = cases.involved_user_ids

    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for claim in self:
            claim.amount = sum(claim.line_ids.mapped("amount"))

    @api.depends("state", "answer_due")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for claim in self:
            due = claim.answer_due
            claim.is_late = bool(claim.state == "sent" and due and due < today)

    @api.model
    def _search_is_late(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        late = Domain("state", "=", "sent") & Domain(
            "answer_due", "<", fields.Date.context_today(self)
        )
        return late if (operator == "in") == (True in value) else ~late

    @api.depends("state", "answer_due")
    def _compute_remind_at(self):
        for claim in self:
            due = claim.state == "sent" and claim.answer_due
            claim.remind_at = due and effect.midnight_after(due)

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for claim in self:
            supplier = claim.partner_id.sudo().name
            claim.display_name = (
                f"{claim.name} {supplier}" if supplier else claim.name or ""
            )

    # ------------------------------------------------------------------
    # checks
    # ------------------------------------------------------------------

    @api.constrains("ticket_ids", "company_id", "investigation_id", "line_ids")
    def _check_companies(self):
        for claim in self.sudo():
            about = (
                claim.ticket_ids.company_id
                | claim.investigation_id.company_id
                | claim.line_ids.buyer_lot_id.company_id
            )
            if about - claim.company_id:
                raise ValidationError(
                    self.env._("%(name)s: cases of one company only.", name=claim.name)
                )
            if not all(claim.ticket_ids.mapped("is_complaint")):
                raise ValidationError(
                    self.env._("%(name)s: only complaints.", name=claim.name)
                )

    @api.constrains("amount", "amount_accepted", "amount_credited", "state")
    def _check_amounts(self):
        for claim in self:
            format_ = claim.currency_id.format
            if claim._more(claim.amount_accepted, claim.amount):
                raise ValidationError(
                    self.env._(
                        "Accepted: 0 to %(most)s is possible, what was claimed.",
                        most=format_(claim.amount),
                    )
                )
            if claim._more(claim.amount_credited, claim.amount_accepted):
                raise ValidationError(
                    self.env._(
                        "Credited: 0 to %(most)s is possible, what was accepted.",
                        most=format_(claim.amount_accepted),
                    )
                )

    def _more(self, amount, most):
        return self.currency_id.compare_amounts(amount, most) > 0

    @api.constrains("user_id", "company_id", "ticket_ids")
    def _check_user(self):
        for claim in self.sudo().filtered("user_id"):
            user = claim.user_id
            able = user.has_group(SUPERVISOR) or user.has_group(INVESTIGATOR)
            if (
                not able
                or claim.company_id not in user.company_ids
                or user in claim.ticket_ids.involved_user_ids
            ):
                raise ValidationError(
                    self.env._(
                        "%(user)s would not see the claim: supervisors and quality "
                        "managers of %(company)s make them, nobody complained about.",
                        user=user.name,
                        company=claim.company_id.name,
                    )
                )

    # ------------------------------------------------------------------
    # who writes what
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_trusted():
            for vals in vals_list:
                self._check_protected(vals)
        for vals in vals_list:
            self._check_links_readable(vals)
        numbers = self.env["ir.sequence"].sudo()
        claims = super().create(
            [
                {**vals, "name": numbers.next_by_code(self._name) or "/"}
                for vals in vals_list
            ]
        )
        if any(vals.get("enclosure_ids") for vals in vals_list):
            claims._keep_enclosures()
        return claims

    def write(self, vals):
        names = {name for name in vals if not name.startswith(SCREEN_PREFIXES)}
        if names and not self._is_trusted():
            self._check_protected(names)
            self._check_may_write(names)
            self._check_links_readable(vals)
        result = super().write(vals)
        if vals.get("enclosure_ids"):
            self._keep_enclosures()
        return result

    def _keep_enclosures(self):
        """New files hang on the claim; nobody sends out what they cannot read."""
        for claim in self:
            claim.sudo().enclosure_ids._hang_on(claim)

    def _check_may_write(self, names):
        """:raises UserError: when something of a claim would change that was sent"""
        for claim in self:
            if claim.state == "draft" or names <= LATER.get(claim.state, ALWAYS):
                continue
            labels = [
                self._fields[name]._description_string(self.env)
                for name in sorted(names - LATER.get(claim.state, ALWAYS))
                if name in self._fields
            ]
            raise UserError(
                self.env._(
                    "%(name)s, %(state)s: %(fields)s stays as it is.",
                    name=claim.name,
                    state=claim._state_label(),
                    fields=", ".join(labels),
                )
            )

    def _check_draft(self):
        """:raises UserError: when lines of a claim would change that was sent"""
        for claim in self:
            if claim.state != "draft":
                raise UserError(
                    self.env._(
                        "%(name)s has been sent: its lines stay as they are.",
                        name=claim.name,
                    )
                )

    @api.model
    def _check_links_readable(self, vals):
        """:raises AccessError: when a claim would show what its writer cannot read"""
        if self.env.su:
            return
        tickets = self.env["helpdesk.ticket"]
        if "ticket_ids" in vals:
            tickets.browse(tickets._linked_ids(vals["ticket_ids"]))._check_linkable()
        if vals.get("investigation_id"):
            self._check_raw({"investigation_id": vals["investigation_id"]})
            found = self.env["jewellery.investigation"].browse(vals["investigation_id"])
            found.exists().check_access("read")

    def _state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if any(claim.sent_at for claim in self):
            raise UserError(self.env._("A claim that was sent stays."))

    def _check_claimer(self):
        user = self.env.user
        if not (user.has_group(SUPERVISOR) or user.has_group(INVESTIGATOR)):
            raise AccessError(
                self.env._("Supervisors and quality managers claim on suppliers.")
            )
        self.check_access("write")
