from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..rules import expectation_gap

ASPECTS = [
    ("product", "Product"),
    ("price", "Price"),
    ("advice", "Advice"),
    ("attitude", "Attitude of Staff"),
    ("speed", "Speed"),
    ("after_sales", "Repair and After-sales"),
    ("information", "Information"),
    ("privacy", "Privacy"),
    ("complaint", "Handling of Complaints"),
]
MEASURES = [
    ("csat", "Satisfaction with the result (1–5)"),
    ("csat_handling", "Satisfaction with the handling (1–5)"),
    ("ces", "Effort (1–7, less is better)"),
    ("nps", "Net promoter score (-100 to 100)"),
]
COLUMNS = {
    "csat": "csat",
    "csat_handling": "csat_handling",
    "ces": "ces",
    "nps": "nps_points",
}
MONTHS = 12


class CustomerExpectation(models.Model):
    """What customers of a segment expect, and how far we are from it (ISO 10004)."""

    _name = "customer.expectation"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "complaint.raw.mixin",
        "complaint.export.mixin",
    ]
    _description = "Expectation of Customers"
    _order = "segment_id, importance desc, id"
    _check_company_auto = True

    segment_id = fields.Many2one(
        comodel_name="customer.segment",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company", help="Empty: for every company.", index=True
    )
    aspect = fields.Selection(selection=ASPECTS, required=True, tracking=True)
    name = fields.Char(
        string="What They Expect", required=True, translate=True, tracking=True
    )
    importance = fields.Integer(
        default=5, required=True, aggregator="avg", tracking=True, help="1 to 10."
    )
    measure = fields.Selection(
        selection=MEASURES, string="Measured By", required=True, default="csat"
    )
    expected_score = fields.Float(
        string="Expected",
        digits=(16, 2),
        aggregator="avg",
        tracking=True,
        help="The figure at which these customers would say: as I expect it.",
    )
    category_ids = fields.Many2many(
        comodel_name="helpdesk.ticket.category",
        relation="customer_expectation_category_rel",
        column1="expectation_id",
        column2="category_id",
        string="Only Complaints About",
        help="With the categories below them. Empty: every survey of these customers.",
    )
    source = fields.Selection(
        selection=[
            ("survey", "Survey"),
            ("interview", "Interview"),
            ("complaints", "Complaints"),
            ("staff", "Staff of the stores"),
            ("study", "Market study"),
        ],
        string="Known From",
        required=True,
        default="staff",
    )
    source_note = fields.Text(string="Source", help="Who asked whom, when and how.")
    review_date = fields.Date(
        string="Review On",
        required=True,
        index=True,
        tracking=True,
        default=lambda self: (
            fields.Date.context_today(self) + relativedelta(months=MONTHS)
        ),
    )
    reviewed_on = fields.Date(string="Last Reviewed", readonly=True, copy=False)
    reminded = fields.Boolean(readonly=True, copy=False)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        index="btree_not_null",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    measured = fields.Float(
        compute="_compute_gap",
        digits=(16, 2),
        help="The average of the last 12 months, of the stores of the company.",
    )
    sample = fields.Integer(string="Answers", compute="_compute_gap")
    gap = fields.Float(
        compute="_compute_gap",
        digits=(16, 2),
        help="Above 0: better than expected. Below 0: something is missing.",
    )
    light = fields.Selection(
        selection=[
            ("green", "As Expected"),
            ("yellow", "Nearly"),
            ("red", "Missing"),
            ("none", "No Answers"),
        ],
        string="Gap To Close",
        compute="_compute_gap",
        search="_search_light",
    )
    urgency = fields.Float(
        compute="_compute_gap",
        digits=(16, 0),
        help="Importance times what is missing, in percent of the scale.",
    )

    @api.depends(
        "segment_id.class_ids",
        "segment_id.tag_ids",
        "segment_id.store_ids",
        "measure",
        "expected_score",
        "importance",
        "category_ids",
        "company_id",
    )
    @api.depends_context("allowed_company_ids")
    def _compute_gap(self):
        """One query for all expectations with the same customers and categories."""
        for key, expectations in self.grouped(
            lambda one: (one.segment_id, one.category_ids, one.company_id)
        ).items():
            figures = self._measure(*key)
            for one in expectations:
                measured, count = figures.get(one.measure, (None, 0))
                one._set_gap(measured, count)

    def _set_gap(self, measured, count):
        self.sample = count
        self.measured = measured or 0.0
        given = measured is not None and bool(self.measure)
        against = (self.measure, self.expected_score, measured)
        self.gap = expectation_gap.gap(*against) if given else 0.0
        self.light = expectation_gap.light(*against) if given else "none"
        missing = expectation_gap.shortfall(*against) if given else 0.0
        self.urgency = expectation_gap.urgency(self.importance, missing)

    @api.model
    def _measure(self, segment, categories, company):
        """Return {measure: (average, answers)} of the last months (sudo: figures)."""
        if not segment:
            return {}
        since = fields.Datetime.now() - relativedelta(months=MONTHS)
        customers = segment.sudo()._partner_domain()
        domain = Domain("is_complaint", "=", True)
        domain &= Domain("received_at", ">=", since)
        domain &= Domain("company_id", "in", (company or self.env.companies).ids)
        domain &= Domain("partner_id", "any", customers)
        if categories:
            domain &= Domain("category_id", "child_of", categories.ids)
        aggregates = [
            f"{column}:{kind}"
            for column in COLUMNS.values()
            for kind in ("avg", "count")
        ]
        tickets = self.env["helpdesk.ticket"].sudo()
        [row] = tickets._read_group(domain, [], aggregates)
        pairs = zip(row[::2], row[1::2], strict=True)
        return {
            measure: (average if count else None, count)
            for measure, (average, count) in zip(COLUMNS, pairs, strict=True)
        }

    def _search_light(self, operator, value):
        if operator != "in":
            return NotImplemented
        every = self.search([])
        return [("id", "in", every.filtered(lambda one: one.light in value).ids)]

    @api.constrains("importance", "measure", "expected_score")
    def _check_figures(self):
        for one in self:
            if not 1 <= one.importance <= 10:
                raise ValidationError(self.env._("Importance: 1 to 10."))
            scale = expectation_gap.SCALES[one.measure]
            if not scale.low <= one.expected_score <= scale.high:
                raise ValidationError(
                    self.env._(
                        "Expected: %(low)s to %(high)s for this measure.",
                        low=scale.low,
                        high=scale.high,
                    )
                )

    # ------------------------------------------------------------------
    # review
    # ------------------------------------------------------------------

    def write(self, vals):
        if "review_date" in vals:
            vals = {**vals, "reminded": False}
        return super().write(vals)

    def action_reviewed(self):
        """Note that the expectation was checked today; the next time in a year."""
        self.check_access("write")
        today = fields.Date.context_today(self)
        after = today + relativedelta(months=MONTHS)
        self.write({"reviewed_on": today, "review_date": after})
        self.activity_feedback(["mail.mail_activity_data_todo"])
        return True

    @api.model
    def _remind_reviews(self):
        """Give who is responsible a to-do on the day of the review, once."""
        today = fields.Date.context_today(self)
        domain = [("review_date", "<=", today), ("reminded", "=", False)]
        due = self.sudo().search([*domain, ("user_id.active", "=", True)])
        for one in due:
            one.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=one.review_date,
                summary=self.env._("Is it still what these customers expect?"),
                user_id=one.user_id.id,
            )
        due.reminded = True
        return len(due)
