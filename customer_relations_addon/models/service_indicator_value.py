from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, float_round, format_date

from ..rules import measures
from ..rules.improvements import Figures
from .res_users import GROUP
from .service_indicator import PERIODS

# What is only comparable within one indicator and place.
FIGURES = frozenset(
    {"value", "numerator", "denominator", "sample", "target", "warning"}
)
# So long a proposed improvement has time.
DAYS = 30
LIGHTS = [
    (measures.GREEN, "Green"),
    (measures.YELLOW, "Yellow"),
    (measures.RED, "Red"),
    (measures.NONE, "Too Few"),
]
TRENDS = [
    ("better", "Better"),
    ("same", "No Difference"),
    ("worse", "Worse"),
    (measures.NONE, "Nothing Before"),
]


class ServiceIndicatorValue(models.Model):
    """What an indicator was in one period, in one store or in all of them.

    Written by the scheduled action with SQL, and by nobody else.
    """

    _name = "service.indicator.value"
    _description = "Value of an Indicator"
    _inherit = ["complaint.by.method.mixin", "complaint.export.mixin"]
    _order = "date_start desc, rank, indicator_id, store_id, id"

    indicator_id = fields.Many2one(
        comodel_name="service.indicator",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    measure = fields.Selection(related="indicator_id.measure")
    unit = fields.Char(related="indicator_id.unit")
    more_is_better = fields.Boolean(related="indicator_id.more_is_better")
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    store_id = fields.Many2one(
        comodel_name="retail.store",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        falsy_value_label="All Stores",
        help="Empty: all stores together.",
    )
    place = fields.Char(compute="_compute_place", string="Where")
    period = fields.Selection(selection=PERIODS, required=True, readonly=True)
    date_start = fields.Date(
        string="First Day", required=True, readonly=True, index=True
    )
    date_stop = fields.Date(string="Last Day", required=True, readonly=True)
    period_name = fields.Char(compute="_compute_period_name", string="When")
    value = fields.Float(digits=(16, 1), readonly=True, aggregator="avg")
    has_value = fields.Boolean(string="Counted", readonly=True)
    numerator = fields.Float(readonly=True, aggregator="sum")
    denominator = fields.Float(readonly=True, aggregator="sum")
    sample = fields.Integer(
        readonly=True, aggregator="sum", help="So many cases are behind the figure."
    )
    target = fields.Float(digits=(16, 1), readonly=True, aggregator="avg")
    warning = fields.Float(
        string="Warning Threshold", digits=(16, 1), readonly=True, aggregator="avg"
    )
    light = fields.Selection(selection=LIGHTS, required=True, readonly=True)
    rank = fields.Integer(readonly=True, aggregator=None)
    change = fields.Float(digits=(16, 1), readonly=True, aggregator=None)
    trend = fields.Selection(selection=TRENDS, required=True, readonly=True)
    is_over = fields.Boolean(string="Period Is Over", readonly=True)
    is_latest = fields.Boolean(string="Last Finished Period", readonly=True)
    computed_at = fields.Datetime(string="As Of", readonly=True)
    improvement_id = fields.Many2one(
        comodel_name="service.improvement",
        compute="_compute_improvement_id",
    )

    _period_uniq = models.UniqueIndex(
        "(indicator_id, company_id, COALESCE(store_id, 0), date_start)",
        "An indicator has one value for each store and period.",
    )
    _latest_idx = models.Index("(indicator_id) WHERE is_latest IS TRUE")

    # ------------------------------------------------------------------
    # computes
    # ------------------------------------------------------------------

    @api.depends("store_id")
    @api.depends_context("lang")
    def _compute_place(self):
        for value in self:
            store = value.sudo().store_id
            value.place = store.display_name if store else self.env._("All Stores")

    @api.depends("date_start", "period")
    @api.depends_context("lang")
    def _compute_period_name(self):
        for value in self:
            start = value.date_start
            if value.period == "week":
                words = self.env._(
                    "Week from %(day)s", day=format_date(self.env, start)
                )
            elif value.period == "quarter":
                number = (start.month + 2) // 3
                words = self.env._(
                    "Quarter %(number)s of %(year)s", number=number, year=start.year
                )
            else:
                words = format_date(self.env, start, date_format="LLLL yyyy")
            value.period_name = words

    @api.depends("indicator_id.name", "place", "period_name")
    def _compute_display_name(self):
        for value in self:
            name = value.sudo().indicator_id.name
            words = filter(None, [name, value.place, value.period_name])
            value.display_name = " · ".join(words)

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_improvement_id(self):
        found = self.env["service.improvement"].search_fetch(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("state", "!=", "cancelled"),
            ],
            ["res_id"],
        )
        by_value = {record.res_id: record for record in found}
        for value in self:
            value.improvement_id = by_value.get(value._origin.id, found[:0])

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Put periods of one indicator in one place together, and nothing else.

        Hours and percents have no mean, and the figure of all stores is no mean of
        theirs: such totals stay empty.
        """
        select = super()._read_group_select(aggregate_spec, query)
        if aggregate_spec.split(":")[0] not in FIGURES:
            return select
        indicator = self._field_to_sql(self._table, "indicator_id", query)
        store = self._field_to_sql(self._table, "store_id", query)
        return SQL(
            """CASE WHEN MIN(%(indicator)s) = MAX(%(indicator)s)
                AND MIN(COALESCE(%(store)s, 0)) = MAX(COALESCE(%(store)s, 0))
                THEN %(select)s END""",
            indicator=indicator,
            store=store,
            select=select,
        )

    # ------------------------------------------------------------------
    # buttons
    # ------------------------------------------------------------------

    def action_view_records(self):
        """Open the records behind the figure that the user may read."""
        self.ensure_one()
        self.check_access("read")
        catalogue = self.env["service.measure"]
        indicator = self.sudo().indicator_id
        model = indicator._rule().model
        self.env[model].check_access("read")
        span = (self.date_start, self.date_stop + timedelta(days=1))
        domain = catalogue._record_domain(
            indicator.measure, span, self.sudo().company_id, self.store_id
        )
        domain &= indicator._case_domain()
        if model == "helpdesk.ticket":
            tickets = self.env[model]
            return tickets._complaint_list_action(self.display_name, domain)
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": model,
            "views": [(False, "list"), (False, "form")],
            "domain": list(domain),
        }

    def action_view_trend(self):
        """Show how the figure of this place went."""
        self.ensure_one()
        self.check_access("read")
        action = self.indicator_id.action_view_values()
        here = [("store_id", "=", self.store_id.id)]
        title = " · ".join([self.indicator_id.name, self.place])
        return {
            **action,
            "name": title,
            "display_name": title,
            "domain": [*action["domain"], *here],
        }

    def action_improve(self):
        """Open the improvement of the figure, or plan one."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group(GROUP % "supervisor"):
            raise AccessError(self.env._("Store managers plan improvements."))
        if self.light not in (measures.YELLOW, measures.RED):
            raise UserError(self.env._("This figure is as it should be."))
        owner = self._improver() or self.env.user
        return self._open_improvement(owner)._open_form()

    # ------------------------------------------------------------------
    # improvements
    # ------------------------------------------------------------------

    def _open_improvement(self, owner):
        self.ensure_one()
        told = self.with_context(lang=owner.lang or self.env.lang)
        indicator = told.indicator_id
        words = {
            "indicator": indicator.name,
            "value": float_round(self.value, 1),
            "target": self.target,
            "unit": indicator.unit,
            "period": told.period_name,
        }
        return self.env["service.improvement"]._open_for(
            self,
            {
                "name": told.env._("Better: %(indicator)s", **words),
                "source_name": told.display_name,
                "store_id": self.store_id.id,
                "company_id": self.company_id.id,
                "why": told.env._(
                    "%(indicator)s was %(value)s %(unit)s in %(period)s. "
                    "The target is %(target)s.",
                    **words,
                ),
                "owner_id": owner.id,
                "due_date": fields.Date.today() + timedelta(days=DAYS),
            },
        )

    def _improver(self):
        """Return who answers for the figure: of the store, or of the indicator."""
        value = self.sudo()
        company = value.company_id
        owner = value.store_id._service_managers()[:1]
        responsible = value.indicator_id.user_id
        able = responsible.active and responsible.has_group(GROUP % "user")
        if not owner and able and company in responsible.company_ids:
            owner = responsible
        if not owner:
            group = self.env.ref(GROUP % "manager").sudo()
            owner = group.all_user_ids.filtered(
                lambda user: user.active and company in user.company_ids
            )[:1]
        return owner.with_env(self.env)

    def _improvement_figures(self):
        """Return the figure and that of the first period after the change, by id."""
        improvements = self.env["service.improvement"]._improvements_of(self)
        later = self._later()
        result = {}
        for value in self:
            record = improvements.get(value.id)
            done_at = record and record.sudo().done_at
            after = None
            if done_at:
                day = fields.Datetime.to_datetime(done_at).date()
                rows = later.get(value._place_key(), [])
                after = next((one.value for one in rows if one.date_start > day), None)
            result[value.id] = Figures(
                value.value if value.has_value else None,
                after,
                more_is_better=value.more_is_better,
                label=value.indicator_id.name,
                unit=value.unit,
                target=value.target,
            )
        return result

    def _place_key(self):
        return (self.indicator_id, self.company_id, self.store_id)

    def _later(self):
        """Return {place: finished periods in order}, in one query for all."""
        rows = self.search_fetch(
            [
                ("indicator_id", "in", self.indicator_id.ids),
                ("date_start", ">", min(self.mapped("date_start"))),
                ("is_over", "=", True),
                ("has_value", "=", True),
            ],
            ["indicator_id", "company_id", "store_id", "date_start", "value"],
            order="date_start, id",
        )
        return rows.grouped(lambda row: row._place_key())
