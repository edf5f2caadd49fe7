from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_clock import Calendars
from odoo.addons.retail_complaint_addon.models.score_field import ScoreField
from odoo.addons.retail_complaint_addon.rules.working_time import Span

from ..rules import promises

STATES = [
    (promises.OPEN, "Open"),
    (promises.KEPT, "Kept"),
    (promises.BROKEN, "Not Kept"),
    (promises.WITHDRAWN, "Withdrawn"),
]
OUTCOMES = [
    (promises.OPEN, "Open"),
    (promises.KEPT, "Kept"),
    (promises.LATE, "Late"),
    (promises.BROKEN, "Not Kept"),
    (promises.WITHDRAWN, "Withdrawn"),
]
ORIGINS = [
    ("exchange", "Exchange"),
    ("complaint", "Complaint"),
    ("lead", "Enquiry"),
    ("order", "Order"),
    ("repair", "Repair"),
    ("other", "Elsewhere"),
]
UNITS = [("hours", "Working Hours"), ("days", "Working Days")]
ORIGIN_FIELDS = {
    "exchange_id": "exchange",
    "ticket_id": "complaint",
    "lead_id": "lead",
    "order_id": "order",
}
MOST_WITHIN = 1000


class CustomerPromise(models.Model):
    """What was promised to a customer, by whom, until when, and what became of it."""

    _name = "customer.promise"
    _description = "Promise to a Customer"
    _inherit = ["mail.thread", "mail.activity.mixin", "customer.record.mixin"]
    _order = "due_at, id"
    _check_company_auto = True
    _protected_fields = frozenset(
        {
            "state",
            "done_at",
            "result",
            "reason",
            "first_due_at",
            "reminded",
            "source_ref",
            "notice_id",
            "origin_model",
            "origin_id",
        }
    )
    # what was agreed; another day is agreed by a button, with its reason
    _fixed_fields = frozenset(
        {
            "name",
            "partner_id",
            "company_id",
            "made_at",
            "due_at",
            "within",
            "within_unit",
            "exchange_id",
            "ticket_id",
            "lead_id",
            "order_id",
        }
    )

    name = fields.Char(string="What", required=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="To",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="By",
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        tracking=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    store_id = fields.Many2one(
        comodel_name="retail.store",
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_store(),
        domain="[('company_id', '=', company_id)]",
    )
    made_at = fields.Datetime(
        string="Promised On", required=True, default=lambda self: fields.Datetime.now()
    )
    within = fields.Integer(
        help="Counted in the opening hours of the store; 0: the date says it."
    )
    within_unit = fields.Selection(selection=UNITS, required=True, default="days")
    due_at = fields.Datetime(
        string="Due",
        compute="_compute_due_at",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
    )
    first_due_at = fields.Datetime(
        string="First Due",
        readonly=True,
        copy=False,
        help="Before another day was agreed with the customer.",
    )
    # where it was made
    origin = fields.Selection(
        selection=ORIGINS, compute="_compute_origin", store=True, precompute=True
    )
    exchange_id = fields.Many2one(
        comodel_name="customer.exchange",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Complaint",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    lead_id = fields.Many2one(
        comodel_name="crm.lead",
        string="Enquiry",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    order_id = fields.Many2one(
        comodel_name="sale.order",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    notice_id = fields.Many2one(
        comodel_name="complaint.notice",
        string="Promised in the Notice",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
    )
    origin_model = fields.Char(string="Made In (Model)", readonly=True, copy=False)
    origin_id = fields.Many2oneReference(
        string="Made In", model_field="origin_model", readonly=True, copy=False
    )
    source_ref = fields.Char(
        readonly=True, copy=False, help="Promises that complaints and repairs make."
    )
    by_itself = fields.Boolean(
        string="Made by a Complaint or Repair",
        compute="_compute_by_itself",
        store=True,
        precompute=True,
        help="Kept when the next notice is given, the complaint answered or the watch "
        "ready; nobody ticks it off.",
    )
    # what became of it
    state = fields.Selection(
        selection=STATES,
        required=True,
        default=promises.OPEN,
        readonly=True,
        copy=False,
        tracking=True,
    )
    outcome = fields.Selection(
        selection=OUTCOMES,
        compute="_compute_outcome",
        store=True,
        precompute=True,
        index=True,
    )
    done_at = fields.Datetime(string="Done", readonly=True, copy=False)
    result = fields.Text(readonly=True, copy=False)
    reason = fields.Text(
        readonly=True, copy=False, help="Why it was withdrawn or not kept."
    )
    kept_percent = ScoreField(
        string="Kept (%)",
        compute="_compute_outcome",
        store=True,
        precompute=True,
        help="100 for a promise kept in time, 0 for one late or not kept: the average "
        "is the share kept. Open and withdrawn ones do not count.",
    )
    late_hours = fields.Float(
        string="Late (Working Hours)",
        compute="_compute_late_hours",
        store=True,
        aggregator="sum",
    )
    reminded = fields.Integer(
        default=0, readonly=True, copy=False, help="Steps of reminding that were taken."
    )
    remind_at = fields.Datetime(
        compute="_compute_remind_at",
        store=True,
        precompute=True,
        copy=False,
        help="When the clock looks at it again.",
    )

    _source_ref_uniq = models.UniqueIndex(
        "(source_ref) WHERE source_ref IS NOT NULL", "This promise is there already."
    )
    _remind_idx = models.Index("(remind_at, id) WHERE remind_at IS NOT NULL")
    _open_idx = models.Index("(user_id, due_at) WHERE state = 'open'")
    _store_idx = models.Index("(store_id, made_at)")
    _partner_due_idx = models.Index("(partner_id, made_at DESC, id DESC)")
    _by_itself_idx = models.Index("(ticket_id) WHERE state = 'open' AND by_itself")

    @api.model
    def _default_store(self):
        return self.env["helpdesk.ticket"]._own_store(self.env.company).sudo(False)

    # ------------------------------------------------------------------
    # computes
    # ------------------------------------------------------------------

    @api.depends("within", "within_unit", "made_at", "store_id")
    def _compute_due_at(self):
        calendars = Calendars()
        for promise in self:
            if promise.state != promises.OPEN or not promise.within:
                promise.due_at = promise.due_at
                continue
            time = promise._working_time(calendars)
            span = Span(promise.within, promise.within_unit)
            promise.due_at = time.due(promise.made_at or fields.Datetime.now(), span)

    def _working_time(self, calendars):
        """Return the opening hours of the store, or of the company."""
        store, company = self.sudo().store_id, self.sudo().company_id
        tickets = self.env["helpdesk.ticket"]
        return calendars[tickets._complaint_calendar(store, company)]

    @api.depends("exchange_id", "ticket_id", "lead_id", "order_id", "origin_model")
    def _compute_origin(self):
        for promise in self:
            named = (
                kind for name, kind in ORIGIN_FIELDS.items() if promise.sudo()[name]
            )
            by_model = "repair" if promise.origin_model == "repair.order" else "other"
            repair = promise.origin_model and by_model
            promise.origin = repair or next(named, "other")

    @api.depends("source_ref")
    def _compute_by_itself(self):
        for promise in self:
            promise.by_itself = bool(promise.source_ref)

    @api.depends("state", "due_at", "done_at", "reminded")
    def _compute_outcome(self):
        """Stored: the clock writes ``reminded`` at the moment it becomes late."""
        now = fields.Datetime.now()
        for promise in self:
            due = promise.due_at or now
            result = promises.outcome(promise.state, due, promise.done_at, now)
            promise.outcome = result
            promise.kept_percent = promises.score(result)

    @api.depends("state", "due_at", "done_at")
    def _compute_late_hours(self):
        calendars = Calendars()
        for promise in self:
            due, done = promise.due_at, promise.done_at
            late = promise.state == promises.KEPT and due and done and done > due
            hours = 0.0
            if late:
                time = promise._working_time(calendars).between(due, done)
                hours = time.total_seconds() / 3600
            promise.late_hours = hours

    @api.depends("state", "due_at", "made_at", "reminded", "source_ref")
    def _compute_remind_at(self):
        for promise in self:
            step = promise.reminded
            if promise.source_ref and step == 0:
                # a case has its own reminders: only what became of it is noted
                step = 1
            open_ = promise.state == promises.OPEN and promise.due_at
            promise.remind_at = open_ and (
                promises.reminder(step, promise.made_at, promise.due_at)
            )

    # ------------------------------------------------------------------
    # checks
    # ------------------------------------------------------------------

    @api.constrains("due_at", "made_at")
    def _check_due_at(self):
        for promise in self:
            if not promise.due_at:
                raise ValidationError(
                    self.env._("Until when? Give a date, or working days or hours.")
                )
            if promise.due_at < promise.made_at and not promise.by_itself:
                raise ValidationError(self.env._("A promise is due after it was made."))

    @api.constrains("within")
    def _check_within(self):
        if any(not 0 <= promise.within <= MOST_WITHIN for promise in self):
            raise ValidationError(
                self.env._("Within: from 0 to %(most)s.", most=MOST_WITHIN)
            )

    @api.constrains("user_id", "company_id")
    def _check_user(self):
        for promise in self.sudo():
            user = promise.user_id
            if user and (user.share or promise.company_id not in user.company_ids):
                raise ValidationError(
                    self.env._(
                        "%(user)s does not work at %(company)s.",
                        user=user.name,
                        company=promise.company_id.name,
                    )
                )

    def copy_data(self, default=None):
        """:raises UserError: always; each promise is made once"""
        raise UserError(self.env._("A promise is not copied: write the new one."))

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if not self._is_trusted():
            late = records.filtered(lambda one: one.made_at > fields.Datetime.now())
            if late:
                raise ValidationError(
                    self.env._("A promise is written down after it was made.")
                )
        return records

    @api.model
    def _open_domain(self):
        return Domain("state", "=", promises.OPEN)
