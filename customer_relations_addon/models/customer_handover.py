"""What the shop hands to sales or the workshop, and what came of it."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_clock import Calendars
from odoo.addons.retail_complaint_addon.rules.working_time import Span

from .res_users import GROUP, colleagues

TARGETS = [("sales", "Sales"), ("workshop", "Workshop")]
STATES = [
    ("open", "Handed Over"),
    ("taken", "Taken"),
    ("done", "Done"),
    ("returned", "Handed Back"),
]
RUNNING = ("open", "taken")
OUTCOMES = [
    ("order", "Order"),
    ("quotation", "Quotation"),
    ("enquiry", "Enquiry"),
    ("repair", "Repair"),
    ("service", "Done Without a Record"),
    ("nothing", "Nothing Came of It"),
]
WITHIN = 2


class CustomerHandover(models.Model):
    """A customer's matter goes to a colleague, who says what came of it."""

    _name = "customer.handover"
    _description = "Hand-over to Sales or Workshop"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "customer.record.mixin",
        "customer.case.link.mixin",
    ]
    _order = "due_at, id"
    _check_company_auto = True
    _protected_fields = frozenset(
        {
            "state",
            "handed_by_id",
            "handed_at",
            "taken_at",
            "done_at",
            "outcome",
            "result",
            "repair_ref",
            "remind_at",
        }
    )
    _fixed_fields = frozenset({"partner_id", "company_id", "target", "ticket_id"})

    name = fields.Char(string="What", required=True, tracking=True)
    note = fields.Text(string="What They Should Know")
    target = fields.Selection(selection=TARGETS, string="To", required=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    store_id = fields.Many2one(
        comodel_name="retail.store",
        string="From Store",
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env["customer.exchange"]._default_store(),
        domain="[('company_id', '=', company_id)]",
    )
    to_store_id = fields.Many2one(
        comodel_name="retail.store",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('company_id', '=', company_id)]",
        help="The shop or workshop that looks after it; everybody there sees it.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="To Colleague",
        domain=lambda self: f"{colleagues(self)} + [('company_ids', 'in', company_id)]",
        tracking=True,
        help="Who works with customers. Empty: the manager of the store it goes to is "
        "told.",
    )
    handed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Handed Over By",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.user,
    )
    handed_at = fields.Datetime(
        string="Handed Over On",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: fields.Datetime.now(),
    )
    due_at = fields.Datetime(
        string="Due",
        required=True,
        copy=False,
        tracking=True,
        default=lambda self: self._default_due_at(),
        help="Two working days from now, if nobody says otherwise.",
    )
    product_id = fields.Many2one(
        comodel_name="product.product",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    lot_id = fields.Many2one(
        comodel_name="stock.lot",
        string="Serial Number",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="product_id and [('product_id', '=', product_id)] or []",
    )
    exchange_id = fields.Many2one(
        comodel_name="customer.exchange",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    lead_id = fields.Many2one(
        comodel_name="crm.lead",
        string="Enquiry",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="Where it came from, or what sales made of it.",
    )
    # what came of it
    state = fields.Selection(
        selection=STATES,
        required=True,
        default="open",
        readonly=True,
        copy=False,
        tracking=True,
    )
    taken_at = fields.Datetime(string="Taken On", readonly=True, copy=False)
    done_at = fields.Datetime(string="Done On", readonly=True, copy=False)
    outcome = fields.Selection(
        selection=OUTCOMES, string="Result", readonly=True, copy=False, tracking=True
    )
    result = fields.Text(string="What Came of It", readonly=True, copy=False)
    repair_ref = fields.Char(
        string="Repair", readonly=True, copy=False, help="Model and number."
    )
    came_of_it = fields.Char(
        string="Now",
        compute="_compute_came_of_it",
        help="How enquiry, order or repair stand today.",
    )
    is_late = fields.Boolean(
        string="Late", compute="_compute_is_late", search="_search_is_late"
    )
    remind_at = fields.Datetime(readonly=True, copy=False)

    _remind_idx = models.Index("(remind_at, id) WHERE remind_at IS NOT NULL")
    _partner_idx = models.Index("(partner_id, handed_at DESC, id DESC)")
    _user_idx = models.Index("(user_id, due_at) WHERE state IN ('open', 'taken')")
    _store_idx = models.Index("(store_id, handed_at)")

    @api.model
    def _default_due_at(self):
        tickets = self.env["helpdesk.ticket"]
        store = tickets._own_store(self.env.company)
        calendar = tickets._complaint_calendar(store, self.env.company)
        return Calendars()[calendar].due(fields.Datetime.now(), Span(WITHIN, "days"))

    # ------------------------------------------------------------------
    # computes
    # ------------------------------------------------------------------

    @api.depends("state", "due_at", "done_at")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for one in self:
            end = now if one.state in RUNNING else one.done_at
            one.is_late = bool(one.due_at and end and end > one.due_at)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        running = Domain("state", "in", RUNNING)
        late = Domain("due_at", "<", fields.Datetime.now())
        return running & late

    @api.depends("lead_id.enquiry_state", "lead_id.order_ids.state", "repair_ref")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_came_of_it(self):
        """Say how it stands; whoever handed it over is told, and opens nothing."""
        for one in self:
            one.came_of_it = " · ".join(one.sudo()._standings()) or False

    def _standings(self):
        """Return how the records stand that came of it (sudo), in words."""
        lead, repair = self.lead_id, self._repair()
        orders = lead.order_ids
        records = [(order, "state") for order in orders]
        if lead and not orders:
            records.append((lead, "enquiry_state"))
        if repair:
            records.append((repair, "state"))
        result = []
        for record, name in records:
            words = dict(record._fields[name]._description_selection(self.env))
            result.append(
                self.env._(
                    "%(record)s: %(state)s",
                    record=record.display_name,
                    state=words.get(record[name], ""),
                )
            )
        return result

    def _repair(self):
        """Return the repair that came of it, where repairs are installed."""
        model, _sep, id_ = (self.repair_ref or "").partition(",")
        if model != "repair.order" or model not in self.env:
            return self.browse()
        return self.env[model].browse(int(id_)).exists()

    # ------------------------------------------------------------------
    # checks
    # ------------------------------------------------------------------

    @api.constrains("user_id", "company_id")
    def _check_user(self):
        for one in self.sudo():
            user = one.user_id
            known = not user or (
                not user.share
                and one.company_id in user.company_ids
                and user.has_group(GROUP % "user")
            )
            if not known:
                raise ValidationError(
                    self.env._(
                        "%(user)s does not work with customers at %(company)s.",
                        user=user.name,
                        company=one.company_id.name,
                    )
                )

    @api.constrains("user_id", "to_store_id")
    def _check_receiver(self):
        if any(not (one.user_id or one.to_store_id) for one in self):
            raise ValidationError(self.env._("To whom? Name a colleague or a store."))

    def copy_data(self, default=None):
        """:raises UserError: always; each hand-over has one result"""
        raise UserError(self.env._("A hand-over is not copied: write the new one."))

    # ------------------------------------------------------------------
    # writing
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for one in records:
            one._trusted().remind_at = one.due_at
            one._tell_receiver()
        return records

    def write(self, vals):
        if {"user_id", "due_at", "to_store_id"} & vals.keys():
            closed = self.filtered(lambda one: one.state not in RUNNING)
            if closed and not self._is_trusted():
                raise UserError(self.env._("This hand-over is not open any more."))
        if "due_at" in vals and not self._is_trusted():
            self._check_giver()
        result = super().write(vals)
        if "due_at" in vals:
            self._trusted().write({"remind_at": vals["due_at"]})
        if {"user_id", "to_store_id"} & vals.keys():
            self._end_todos()
            for one in self:
                one._tell_receiver()
        return result

    def _check_giver(self):
        """:raises AccessError: when who is late would move the day"""
        user = self.env.user
        if self.env.su or user.has_group(GROUP % "supervisor"):
            return
        if any(one.handed_by_id != user for one in self):
            raise AccessError(
                self.env._("Who handed it over, or a store manager, moves the day.")
            )

    def _check_mine(self):
        """:raises AccessError: for who does not receive it"""
        self.check_access("write")
        user = self.env.user
        if self.env.su or user.has_group(GROUP % "supervisor"):
            return
        for one in self:
            there = user in one.sudo().to_store_id.member_ids
            if one.user_id != user and not there:
                raise AccessError(
                    self.env._("Who receives “%(what)s” does this.", what=one.name)
                )
