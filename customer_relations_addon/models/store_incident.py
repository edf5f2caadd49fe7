from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.retail_complaint_addon.rules import effect

from ..rules.improvements import Figures

KINDS = [
    ("accident", "Accident or Injury"),
    ("loss", "Loss or Theft"),
    ("damage", "Damage to Goods"),
    ("premises", "Premises or Safety"),
    ("system", "Till, Card Terminal or Network"),
    ("customer", "Upset Customer"),
    ("privacy", "Personal Data"),
    ("other", "Something Else"),
]
TODO = "mail.mail_activity_data_todo"


class StoreIncident(models.Model):
    """Something that happened in a store and is no complaint of a customer."""

    _name = "store.incident"
    _description = "Incident in a Store"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "customer.record.mixin",
    ]
    _order = "happened_at desc, id desc"
    _check_company_auto = True
    _protected_fields = frozenset({"state", "closed_by_id", "closed_at"})

    name = fields.Char(string="What Happened", required=True, tracking=True)
    store_id = fields.Many2one(
        comodel_name="retail.store",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        compute="_compute_store_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    company_id = fields.Many2one(
        related="store_id.company_id", store=True, index=True, string="Company"
    )
    day_id = fields.Many2one(
        comodel_name="store.day",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        string="Daily Log",
    )
    happened_at = fields.Datetime(
        required=True, default=lambda self: fields.Datetime.now()
    )
    kind = fields.Selection(selection=KINDS, required=True, default="other")
    severity = fields.Selection(
        selection=[("minor", "Minor"), ("serious", "Serious")],
        required=True,
        default="minor",
        tracking=True,
        help="Serious: the store manager gets a to-do at once.",
    )
    description = fields.Text()
    measure = fields.Text(string="What Was Done About It")
    state = fields.Selection(
        selection=[("open", "Open"), ("closed", "Settled")],
        required=True,
        default="open",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    closed_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, copy=False, string="Settled By"
    )
    closed_at = fields.Datetime(readonly=True, copy=False, string="Settled At")

    @api.depends("day_id")
    def _compute_store_id(self):
        only = self.env["retail.store"]._only_store()
        for incident in self:
            incident.store_id = incident.day_id.store_id or incident.store_id or only

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")
        self._check_store_known(vals_list)
        incidents = super().create(vals_list)
        incidents._find_day()
        incidents.filtered(lambda one: one.severity == "serious")._tell_manager()
        return incidents

    def write(self, vals):
        grave = self.filtered(lambda one: one.severity != "serious")
        result = super().write(vals)
        if {"store_id", "happened_at"} & vals.keys() and "day_id" not in vals:
            self._find_day()
        if vals.get("severity") == "serious":
            grave._tell_manager()
        return result

    @api.model
    def _check_store_known(self, vals_list):
        """:raises ValidationError: when nothing says in which store it happened"""
        only = self.env["retail.store"]._only_store()
        for vals in vals_list:
            known = self.default_get(["store_id", "day_id"]) | vals
            if not (known.get("store_id") or known.get("day_id") or only):
                raise ValidationError(self.env._("Store is missing."))

    def _find_day(self):
        """Put each incident into the log of its day, if there is one."""
        days = self.env["store.day"].sudo()
        for incident in self.sudo():
            store = incident.store_id
            date = incident._local_date()
            if incident.day_id.date == date and incident.day_id.store_id == store:
                continue
            incident.day_id = days.search(
                [("store_id", "=", store.id), ("date", "=", date)], limit=1
            )

    def _local_date(self):
        zone = self.store_id._day_zone()
        return fields.Datetime.context_timestamp(
            self.with_context(tz=zone.zone), self.happened_at
        ).date()

    @api.model
    def _join_day(self, day):
        """Add what was recorded before the log of the day was opened."""
        begin, end = day.store_id._day_span(day.date)
        earlier = self.sudo().search(
            [
                ("store_id", "=", day.store_id.id),
                ("day_id", "=", False),
                ("happened_at", ">=", begin),
                ("happened_at", "<", end),
            ]
        )
        earlier.day_id = day

    def _tell_manager(self):
        for incident in self.sudo():
            for user in incident.store_id._service_managers()[:1]:
                told = incident.with_context(lang=user.lang)
                summary = told.env._("Serious incident: %(name)s", name=incident.name)
                told._untrusted().activity_schedule(
                    TODO, user_id=user.id, summary=summary
                )

    def action_settle(self):
        """Everything about it is done."""
        self.check_access("write")
        for incident in self.filtered(lambda one: one.state == "open"):
            if not (incident.measure or "").strip():
                raise UserError(
                    self.env._(
                        "%(name)s: write down what was done about it.",
                        name=incident.name,
                    )
                )
            incident._trusted().write(
                {
                    "state": "closed",
                    "closed_by_id": self.env.uid,
                    "closed_at": fields.Datetime.now(),
                }
            )
            incident._untrusted().activity_unlink([TODO])
        return True

    def action_reopen(self):
        """It was not settled after all."""
        self.check_access("write")
        values = {"state": "open", "closed_by_id": False, "closed_at": False}
        self.filtered(lambda one: one.state == "closed")._trusted().write(values)
        return True

    # ------------------------------------------------------------------
    # improvements
    # ------------------------------------------------------------------

    def action_improve(self):
        """Plan what keeps it from happening again."""
        self.ensure_one()
        self.check_access("write")
        improvement = self.env["service.improvement"]._open_for(
            self,
            {
                "name": self.env._(
                    "So that it does not happen again: %(what)s", what=self.name
                ),
                "store_id": self.store_id.id,
                "company_id": self.company_id.id,
                "why": self.description,
                "owner_id": self.env.uid,
                "due_date": fields.Date.today() + timedelta(days=30),
            },
        )
        return improvement._open_form()

    def _improvement_figures(self):
        """Return incidents of the same kind and store before and after, by id."""
        result = {}
        now = fields.Datetime.now()
        label = self.env._("Incidents of this kind in the store")
        improvements = self.env["service.improvement"]._improvements_of(self)
        for incident in self:
            record = improvements.get(incident.id)
            done_at = record and record.sudo().done_at
            before = after = None
            if done_at:
                spans = effect.windows(done_at, record.sudo().check_days, now)
                if spans:
                    before = incident._count_alike(*spans.before)
                    after = incident._count_alike(*spans.after)
            result[incident.id] = Figures(
                before, after, more_is_better=False, label=label
            )
        return result

    def _count_alike(self, begin, end):
        return float(
            self.sudo().search_count(
                [
                    ("store_id", "=", self.store_id.id),
                    ("kind", "=", self.kind),
                    ("happened_at", ">=", begin),
                    ("happened_at", "<", end),
                ]
            )
        )
