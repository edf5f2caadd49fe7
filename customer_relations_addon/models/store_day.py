from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.retail_complaint_addon.models.trust import SCREEN_PREFIXES
from odoo.addons.retail_complaint_addon.models.turns import take_turns

STATES = [
    ("open", "Under Way"),
    ("closed", "Closed"),
    ("missing", "Missing"),
    ("shut", "Store Was Closed"),
]
# What is counted from the records of the day, and what staff count themselves.
COUNTS = ("complaint_count", "compliment_count", "enquiry_count", "exchange_count")
TALLIES = ("visitors", "sales_count", "other_enquiries", "other_compliments")


class StoreDay(models.Model):
    """The service log of one store and day.

    Figures come from the records of the day as long as it is open; closing keeps what
    they were. A day on which the store was open and nobody wrote is ``missing``.
    """

    _name = "store.day"
    _description = "Daily Log of a Store"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "customer.record.mixin",
    ]
    _order = "date desc, store_id, id desc"
    _check_company_auto = True
    _protected_fields = frozenset(
        {
            "state",
            "opened_by_id",
            "opened_at",
            "closed_by_id",
            "closed_at",
            "taken_over_by_id",
            "taken_over_at",
            "reminded_at",
            *COUNTS,
        }
    )

    store_id = fields.Many2one(
        comodel_name="retail.store",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env["retail.store"]._only_store(),
    )
    company_id = fields.Many2one(related="store_id.company_id", store=True, index=True)
    date = fields.Date(required=True, index=True, default=fields.Date.context_today)
    state = fields.Selection(
        selection=STATES,
        required=True,
        default="open",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    opened_by_id = fields.Many2one(comodel_name="res.users", readonly=True, copy=False)
    opened_at = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one(comodel_name="res.users", readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)
    reminded_at = fields.Datetime(readonly=True, copy=False)
    shut_reason = fields.Char(
        string="Why the Store Was Closed", help="e.g. Typhoon signal no. 8"
    )
    # the check
    check_ids = fields.One2many(comodel_name="store.day.check", inverse_name="day_id")
    checks_done = fields.Integer(compute="_compute_checks", store=True)
    checks_total = fields.Integer(
        compute="_compute_checks", store=True, string="Checks to Do"
    )
    checks_not_ok = fields.Integer(
        compute="_compute_checks", store=True, string="Not in Order"
    )
    # who was there
    user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="store_day_user_rel",
        column1="day_id",
        column2="user_id",
        string="Staff on Duty",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        default=lambda self: self.env.user,
    )
    other_staff = fields.Char(
        string="Also on Duty", help="Colleagues without a login, helpers of the day."
    )
    # what happened
    visitors = fields.Integer(aggregator="sum")
    sales_count = fields.Integer(string="Sales", aggregator="sum")
    other_enquiries = fields.Integer(
        string="Enquiries Not Recorded", help="Asked in passing, without a record."
    )
    other_compliments = fields.Integer(
        string="Compliments Not Recorded", help="Said in passing, without a record."
    )
    complaint_count = fields.Integer(string="Complaints", readonly=True, copy=False)
    compliment_count = fields.Integer(string="Compliments", readonly=True, copy=False)
    enquiry_count = fields.Integer(string="Enquiries", readonly=True, copy=False)
    exchange_count = fields.Integer(string="Exchanges", readonly=True, copy=False)
    live_complaints = fields.Integer(
        compute="_compute_live", string="Complaints Until Now"
    )
    live_compliments = fields.Integer(
        compute="_compute_live", string="Compliments Until Now"
    )
    live_enquiries = fields.Integer(
        compute="_compute_live", string="Enquiries Until Now"
    )
    live_exchanges = fields.Integer(
        compute="_compute_live", string="Exchanges Until Now"
    )
    incident_ids = fields.One2many(
        comodel_name="store.incident", inverse_name="day_id", string="Incidents"
    )
    incident_count = fields.Integer(
        compute="_compute_incident_count", store=True, string="Incidents Recorded"
    )
    note = fields.Text(string="Remarks")
    # what the next day has to know
    hand_over = fields.Text(string="Hand-over to the Next Day")
    taken_over_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        string="Hand-over Read By",
    )
    taken_over_at = fields.Datetime(
        readonly=True, copy=False, string="Hand-over Read At"
    )
    previous_day_id = fields.Many2one(
        comodel_name="store.day", compute="_compute_previous"
    )
    previous_hand_over = fields.Text(
        compute="_compute_previous", string="From the Day Before"
    )
    previous_taken_over = fields.Datetime(compute="_compute_previous", string="Read")

    _store_date_uniq = models.Constraint(
        "UNIQUE(store_id, date)", "This store has a log of this day already."
    )

    # ------------------------------------------------------------------
    # computes
    # ------------------------------------------------------------------

    @api.depends("store_id", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for day in self:
            store = day.sudo().store_id
            when = format_date(self.env, day.date)
            day.display_name = " · ".join(filter(None, [store.code, when]))

    @api.depends("check_ids.result")
    def _compute_checks(self):
        for day in self:
            results = day.check_ids.mapped("result")
            day.checks_total = len(results)
            day.checks_done = len(list(filter(None, results)))
            day.checks_not_ok = results.count("not_ok")

    @api.depends("incident_ids")
    def _compute_incident_count(self):
        for day in self:
            day.incident_count = len(day.incident_ids)

    @api.depends("store_id", "date")
    def _compute_previous(self):
        for day in self:
            previous = day.search(
                [
                    ("store_id", "=", day.store_id.id),
                    ("date", "<", day.date),
                    ("state", "in", ("open", "closed")),
                ],
                order="date desc",
                limit=1,
            )
            day.previous_day_id = previous
            day.previous_hand_over = previous.hand_over
            day.previous_taken_over = previous.taken_over_at

    # ------------------------------------------------------------------
    # checks
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")
        self._check_no_double(vals_list)
        days = super().create(vals_list)
        days.filtered(lambda day: day.state == "open")._begin()
        return days

    @api.model
    def _check_no_double(self, vals_list):
        """:raises UserError: when there is a log of that day, also a missing one"""
        wanted = []
        self._check_raw_defaults()
        for vals in vals_list:
            self._check_raw(vals)
            self._check_links(vals)
            absent = [name for name in ("store_id", "date") if not vals.get(name)]
            known = {**self.default_get(absent), **vals} if absent else vals
            store = self.env["retail.store"].browse(known.get("store_id") or [])
            wanted.append((store, fields.Date.to_date(known.get("date"))))
        stores = self.env["retail.store"].union(*(store for store, _date in wanted))
        take_turns(stores.sudo())
        for store, date in wanted:
            same = [("store_id", "=", store.id), ("date", "=", date)]
            if wanted.count((store, date)) > 1 or self.sudo().search_count(same):
                raise UserError(
                    self.env._(
                        "%(store)s has a log of %(date)s already. Open it in the list.",
                        store=store.sudo().display_name,
                        date=format_date(self.env, date),
                    )
                )

    def write(self, vals):
        kept = {name for name in vals if not name.startswith(SCREEN_PREFIXES)}
        if kept and not self._is_trusted():
            self.check_access("write")
            if kept & {"store_id", "date"}:
                raise UserError(
                    self.env._("Store and date of a log stay: make another log.")
                )
            if kept != {"shut_reason"}:
                self._check_open()
        return super().write(vals)

    def _check_open(self):
        """:raises UserError: when a day would change that is not under way"""
        for day in self:
            if day.state == "open":
                continue
            raise UserError(
                self.env._(
                    "%(day)s is missing: fill it in first.", day=day.display_name
                )
                if day.state == "missing"
                else self.env._(
                    "%(day)s is closed. A store manager can open it again.",
                    day=day.display_name,
                )
            )

    @api.constrains("date", "store_id")
    def _check_date(self):
        for day in self:
            if day.date > day.store_id._local_today():
                raise ValidationError(
                    self.env._("A log is written on its day or afterwards.")
                )

    @api.constrains(*TALLIES)
    def _check_tallies(self):
        if any(day[name] < 0 for day in self for name in TALLIES):
            raise ValidationError(self.env._("Counts are 0 or more."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_written(self):
        if any(day.state != "missing" for day in self):
            raise UserError(self.env._("The log of a day stays."))
