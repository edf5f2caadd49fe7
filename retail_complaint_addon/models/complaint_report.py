from odoo import api, fields, models
from odoo.tools import SQL

from .complaint_dashboard import GROUP
from .helpdesk_ticket import SEVERITIES
from .helpdesk_ticket_category import HANDLINGS, NATURES
from .score_field import ScoreField

STAFF_READERS = f"{GROUP % 'supervisor'},{GROUP % 'auditor'}"
OF_TICKET = (
    "company_id",
    "store_id",
    "team_id",
    "category_id",
    "channel_id",
    "product_id",
    "partner_id",
    "user_id",
    "cause_id",
    "stage_id",
    "nature",
    "severity",
    "handling",
    "verdict",
    "customer_outcome",
    "survey_state",
    "round",
    "received_at",
    "acknowledged_at",
    "resolved_at",
    "settled_amount",
    "claimed_amount",
    "csat",
    "csat_percent",
    "csat_handling",
    "ces",
    "nps",
    "nps_points",
)
DATES = ("acknowledge_by", "resolve_by", "next_due_at", "incident_at")


class ComplaintReport(models.Model):
    """One line a complaint, with the figures that pivot and graph add up."""

    _name = "complaint.report"
    _inherit = ["complaint.export.mixin"]
    _description = "Complaint Analysis"
    _auto = False
    _rec_name = "ticket_id"
    _order = "received_at desc, id desc"
    _depends = {
        "helpdesk.ticket": ["is_complaint", "active", *OF_TICKET, *DATES],
        "product.product": ["product_tmpl_id"],
        "product.template": ["categ_id"],
    }

    ticket_id = fields.Many2one("helpdesk.ticket", string="Complaint", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    store_id = fields.Many2one("retail.store", readonly=True)
    team_id = fields.Many2one("helpdesk.ticket.team", readonly=True)
    category_id = fields.Many2one("helpdesk.ticket.category", readonly=True)
    channel_id = fields.Many2one("helpdesk.ticket.channel", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    product_categ_id = fields.Many2one(
        "product.category", string="Product Category", readonly=True
    )
    supplier_id = fields.Many2one(
        "res.partner",
        readonly=True,
        groups=STAFF_READERS,
        help="The first supplier of the product.",
    )
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Owner", readonly=True, groups=STAFF_READERS
    )
    cause_id = fields.Many2one("complaint.cause", readonly=True)
    stage_id = fields.Many2one("helpdesk.ticket.stage", readonly=True)
    nature = fields.Selection(NATURES, readonly=True)
    severity = fields.Selection(SEVERITIES, readonly=True)
    handling = fields.Selection(HANDLINGS, readonly=True)
    verdict = fields.Selection(
        selection=lambda self: self._same_as_case("verdict"), readonly=True
    )
    customer_outcome = fields.Selection(
        selection=lambda self: self._same_as_case("customer_outcome"),
        string="Customer's Outcome",
        readonly=True,
    )
    survey_state = fields.Selection(
        selection=lambda self: self._same_as_case("survey_state"),
        string="Follow-up Survey",
        readonly=True,
    )
    round = fields.Integer(readonly=True, aggregator="avg")
    received_at = fields.Datetime(readonly=True)
    resolved_at = fields.Datetime(readonly=True)
    is_open = fields.Boolean(string="Open", readonly=True)
    is_overdue = fields.Boolean(string="Overdue", readonly=True)
    acknowledge_hours = fields.Float(
        string="Hours to Acknowledge",
        readonly=True,
        aggregator="avg",
        help="From the receipt, round the clock.",
    )
    resolve_days = fields.Float(
        string="Days to Resolve",
        readonly=True,
        aggregator="avg",
        help="Calendar days from the receipt to the closing.",
    )
    acknowledged_percent = fields.Float(
        string="Acknowledged in Time (%)", readonly=True, aggregator="avg"
    )
    in_time_percent = fields.Float(
        string="Resolved in Time (%)", readonly=True, aggregator="avg"
    )
    on_site_percent = fields.Float(
        string="Settled on the Spot (%)", readonly=True, aggregator="avg"
    )
    reopened_percent = fields.Float(
        string="Reopened (%)", readonly=True, aggregator="avg"
    )
    settled_amount = fields.Monetary(string="Settled", readonly=True)
    claimed_amount = fields.Float(
        readonly=True, help="In the currency of the claim, as it was written down."
    )
    csat = ScoreField(string="Satisfaction With the Result (1–5)", readonly=True)
    csat_percent = ScoreField(string="Satisfied Customers (%)", readonly=True)
    csat_handling = ScoreField(
        string="Satisfaction With the Handling (1–5)", readonly=True
    )
    ces = ScoreField(string="Effort (1–7)", readonly=True)
    nps = ScoreField(string="Recommendation (0–10)", readonly=True)
    nps_points = ScoreField(string="Net Promoter Score", readonly=True)

    @api.model
    def _same_as_case(self, name):
        field = self.env["helpdesk.ticket"]._fields[name]
        return field._description_selection(self.env)

    @property
    def _table_query(self):
        names = [name for name in OF_TICKET if name != "acknowledged_at"]
        return SQL(
            """
            SELECT t.id, t.id AS ticket_id, %(columns)s,
                   template.categ_id AS product_categ_id,
                   supplier.partner_id AS supplier_id,
                   t.resolved_at IS NULL AS is_open,
                   t.resolved_at IS NULL
                   AND t.next_due_at < now() AT TIME ZONE 'UTC' AS is_overdue,
                   CASE WHEN t.acknowledged_at IS NOT NULL THEN greatest(
                        extract(epoch FROM t.acknowledged_at - t.received_at), 0)
                        / 3600.0 END AS acknowledge_hours,
                   CASE WHEN t.resolved_at IS NOT NULL THEN greatest(
                        extract(epoch FROM t.resolved_at - t.received_at), 0)
                        / 86400.0 END AS resolve_days,
                   CASE WHEN t.acknowledged_at <= t.acknowledge_by THEN 100.0
                        WHEN t.acknowledged_at IS NULL AND t.acknowledge_by
                             >= now() AT TIME ZONE 'UTC' THEN NULL
                        ELSE 0 END AS acknowledged_percent,
                   CASE WHEN t.resolved_at IS NULL THEN NULL
                        WHEN t.resolved_at <= t.resolve_by THEN 100.0
                        ELSE 0 END AS in_time_percent,
                   CASE WHEN t.nature = 'opinion' THEN NULL
                        WHEN t.handling = 'on_site' THEN 100.0
                        ELSE 0 END AS on_site_percent,
                   CASE WHEN t.resolved_at IS NULL THEN NULL
                        WHEN t.round > 1 THEN 100.0
                        ELSE 0 END AS reopened_percent
              FROM helpdesk_ticket t
              LEFT JOIN product_product product ON product.id = t.product_id
              LEFT JOIN product_template template
                     ON template.id = product.product_tmpl_id
              LEFT JOIN LATERAL (
                   SELECT s.partner_id FROM product_supplierinfo s
                    WHERE s.product_tmpl_id = template.id
                    ORDER BY s.sequence, s.min_qty DESC, s.price, s.id LIMIT 1
                   ) supplier ON TRUE
             WHERE t.is_complaint IS TRUE AND t.active IS TRUE
            """,
            columns=SQL(", ").join(SQL.identifier("t", name) for name in names),
        )

    def action_open_case(self):
        """Open the case behind the line."""
        self.ensure_one()
        self.check_access("read")
        return self.ticket_id._complaint_form_action()
