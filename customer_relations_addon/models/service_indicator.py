from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.retail_complaint_addon.models.turns import take_turns

from ..rules import measures

# The words of ``rules.measures.MEASURES``, in the order of a complaint's life.
MEASURES = [
    ("first_response", "First Response"),
    ("acknowledged_in_time", "Acknowledged in Time"),
    ("resolution_time", "Time to Resolve"),
    ("resolved_in_time", "Resolved in Time"),
    ("notices_on_time", "Notices in Time"),
    ("on_site_share", "Settled on the Spot"),
    ("csat", "Satisfied Customers"),
    ("csat_handling", "Satisfaction With the Handling"),
    ("nps", "Net Promoter Score"),
    ("ces", "Customer Effort"),
    ("csi", "Customer Satisfaction Index"),
    ("survey_response", "Survey Response"),
    ("complaints_per_1000", "Complaints per 1,000 Sales"),
    ("repeat_rate", "Repeated Complaints"),
    ("reopen_rate", "Reopened Complaints"),
    ("repurchase_12m", "Bought Again Within 12 Months"),
    ("promises_kept", "Promises Kept"),
    ("quotation_time", "Time to the Quotation"),
    ("assessment_score", "Assessment Score"),
    ("day_logs", "Daily Logs Kept"),
    ("visitors_conversion", "Visitors Who Buy"),
    ("public_review", "Public Reviews"),
]
PERIODS = [("week", "Week"), ("month", "Month"), ("quarter", "Quarter")]
# What a saved figure was counted by: another choice means counting anew.
COUNTED_BY = frozenset(
    {"measure", "period", "store_ids", "team_ids", "category_ids", "company_id"}
)
JUDGED_BY = frozenset({"target", "warning", "more_is_better", "min_sample"})


class ServiceIndicator(models.Model):
    """A figure the company wants to reach, for each store and period."""

    _name = "service.indicator"
    _description = "Service Indicator"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "complaint.protected.mixin",
        "complaint.raw.mixin",
        "complaint.export.mixin",
    ]
    _order = "sequence, id"
    _check_company_auto = True
    _protected_fields = frozenset({"computed_at", "computed_on"})

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    measure = fields.Selection(
        selection=MEASURES, required=True, default="csat", tracking=True, index=True
    )
    formula = fields.Text(compute="_compute_words")
    unit = fields.Char(compute="_compute_words")
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        default=lambda self: self.env.company,
        help="Empty: for each company.",
    )
    store_ids = fields.Many2many(
        comodel_name="retail.store",
        string="Stores",
        check_company=True,
        help="Empty: all stores.",
    )
    by_case = fields.Boolean(compute="_compute_words", string="Of Complaints")
    team_ids = fields.Many2many(
        comodel_name="helpdesk.ticket.team",
        string="Teams",
        check_company=True,
        help="Only complaints of these teams count. Empty: of all.",
    )
    category_ids = fields.Many2many(
        comodel_name="helpdesk.ticket.category",
        string="Categories",
        domain="[('is_complaint', '=', True)]",
        help="Only complaints of these categories count, with those below them.",
    )
    period = fields.Selection(
        selection=PERIODS, required=True, default="month", tracking=True
    )
    more_is_better = fields.Boolean(
        compute="_compute_more_is_better",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    target = fields.Float(
        required=True,
        digits=(16, 1),
        tracking=True,
        aggregator=None,
        help="Green from here on.",
    )
    warning = fields.Float(
        string="Warning Threshold",
        required=True,
        digits=(16, 1),
        tracking=True,
        aggregator=None,
        help="Yellow between this and the target, red beyond it.",
    )
    min_sample = fields.Integer(
        string="At Least",
        default=3,
        tracking=True,
        aggregator=None,
        help="With fewer cases a figure says nothing and has no light.",
    )
    improve_from = fields.Selection(
        selection=[
            ("red", "Red"),
            ("yellow", "Yellow or Red"),
            ("never", "Never by Itself"),
        ],
        string="Improvement When",
        required=True,
        default="red",
        tracking=True,
        help="An improvement is planned for the last finished period of a store, "
        "unless one for the same indicator is under way there.",
    )
    history = fields.Integer(
        string="Periods Kept Up",
        default=13,
        aggregator=None,
        help="So many periods back are counted when all is counted anew.",
    )
    is_example = fields.Boolean(
        string="Example Target",
        copy=False,
        help="The target came with the application. Untick this once it is the "
        "company's own.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        tracking=True,
    )
    note = fields.Text(string="Why We Measure It")
    value_ids = fields.One2many(
        comodel_name="service.indicator.value", inverse_name="indicator_id"
    )
    computed_on = fields.Date(readonly=True, copy=False)
    computed_at = fields.Datetime(string="Counted", readonly=True, copy=False)
    green_count = fields.Integer(compute="_compute_lights", string="Green")
    yellow_count = fields.Integer(compute="_compute_lights", string="Yellow")
    red_count = fields.Integer(compute="_compute_lights", string="Red")

    # ------------------------------------------------------------------
    # computes
    # ------------------------------------------------------------------

    @api.depends("measure")
    @api.depends_context("lang")
    def _compute_words(self):
        for indicator in self:
            unit = formula = ""
            if indicator.measure:
                catalogue = self.env["service.measure"]
                unit, formula = catalogue._words(indicator.measure)
            indicator.unit = unit
            indicator.formula = formula
            indicator.by_case = bool(indicator.measure) and indicator._rule().by_case

    @api.depends("measure")
    def _compute_more_is_better(self):
        for indicator in self:
            indicator.more_is_better = (
                indicator._rule().more if indicator.measure else True
            )

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("value_ids.light", "value_ids.is_latest")
    def _compute_lights(self):
        """The lights of the last finished period, of the stores the reader sees."""
        groups = self.env["service.indicator.value"]._read_group(
            [("indicator_id", "in", self.ids), ("is_latest", "=", True)],
            ["indicator_id", "light"],
            ["__count"],
        )
        counts = {(one.id, light): count for one, light, count in groups}
        for indicator in self:
            for light in (measures.GREEN, measures.YELLOW, measures.RED):
                count = counts.get((indicator._origin.id, light), 0)
                indicator[f"{light}_count"] = count

    def _rule(self):
        """Return how the measure is counted."""
        self.ensure_one()
        return measures.MEASURES[self.measure]

    # ------------------------------------------------------------------
    # checks
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_trusted():
            for vals in vals_list:
                self._check_protected(name for name, value in vals.items() if value)
        return super().create(vals_list)

    def write(self, vals):
        self._check_protected(vals)
        if not vals.keys().isdisjoint({"target", "warning"}):
            vals = {"is_example": False, **vals}
        result = super().write(vals)
        if not vals.keys().isdisjoint(COUNTED_BY):
            # figures counted in another way are not this indicator's
            self.sudo()._forget()
        elif not vals.keys().isdisjoint(JUDGED_BY):
            self.sudo()._trusted().write({"computed_on": False})
        return result

    @api.constrains("target", "warning", "more_is_better")
    def _check_thresholds(self):
        for one in self:
            if not measures.thresholds_fit(one.target, one.warning, one.more_is_better):
                raise ValidationError(
                    self.env._(
                        "%(indicator)s: the warning threshold must be worse than the "
                        "target.",
                        indicator=one.name,
                    )
                )

    @api.constrains("measure", "team_ids", "category_ids")
    def _check_scope(self):
        for one in self.sudo():
            if (one.team_ids or one.category_ids) and not one._rule().by_case:
                raise ValidationError(
                    self.env._(
                        "%(indicator)s is not measured by complaints: it has no teams "
                        "and categories.",
                        indicator=one.name,
                    )
                )

    @api.constrains("history", "min_sample")
    def _check_numbers(self):
        for one in self:
            if not 2 <= one.history <= 120:
                raise ValidationError(self.env._("Periods Kept Up: 2 to 120."))
            if not 1 <= one.min_sample <= 10000:
                raise ValidationError(self.env._("At Least: 1 or more."))

    # ------------------------------------------------------------------
    # buttons
    # ------------------------------------------------------------------

    def action_recompute(self):
        """Count all periods anew."""
        self.check_access("write")
        if len(self) > 50:
            raise UserError(self.env._("Count at most 50 indicators at once."))
        take_turns(self.sudo())
        self.sudo()._recompute(whole=True)
        return True

    def action_view_values(self):
        """Show how the figure went, as a chart."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_relations_addon.service_indicator_value_action"
        )
        return {
            **action,
            "name": self.name,
            "display_name": self.name,
            "views": [(False, kind) for kind in ("graph", "pivot", "list", "form")],
            "domain": [("indicator_id", "=", self.id)],
            "context": self._chart_context(),
        }

    def _chart_context(self):
        piece = f"date_start:{self.period}"
        return {
            "graph_groupbys": [piece, "store_id"],
            "search_default_counted": 1,
            # A month without a figure is left out: it was not 0.
            "fill_temporal": False,
        }
