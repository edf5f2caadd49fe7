from odoo import api, fields, models
from odoo.fields import Domain

from .helpdesk_ticket_category import HANDLINGS, NATURES, READERS, SEVERITIES

TARGET_STATES = [
    ("none", "No Target"),
    ("ok", "In Time"),
    ("due", "Due"),
    ("overdue", "Overdue"),
]


class HelpdeskTicket(models.Model):
    """A complaint is a ticket with ``is_complaint``; the others stay untouched.

    Every field here but ``is_complaint`` carries ``groups``: customers read their
    tickets over RPC, and see each field without it (F1).
    """

    _name = "helpdesk.ticket"
    _inherit = [
        "helpdesk.ticket",
        "complaint.protected.mixin",
        "complaint.export.mixin",
        # staff_ids: since Odoo 19 linking employees needs more than naming them
        "hr.mixin",
    ]
    _rec_names_search = ["number", "name"]
    # G1, A2: written by methods only, whoever asks; stored computed fields too
    _protected_fields = frozenset(
        {
            "number",
            "closed_date",
            "last_stage_update",
            "assigned_date",
            "acknowledged_at",
            "resolved_at",
            "round",
            "involved_user_ids",
            "next_due_at",
            "clock_start_at",
            "recount_by_id",
            "clock_notice_at",
            "clock_paused_at",
            "clock_pause_reason",
            "clock_paused_hours",
            "pause_ids",
            "wait_by",
            "escalate_at",
            "escalation_level",
            "escalation_ids",
            "settled_amount",
            "approval_state",
            "settlement_version",
            "decision_ids",
            "csat",
            "ces",
            "nps",
            "survey_state",
            "outside_answered_at",
            "consent_at",
            "consent_version",
            "consent_text",
            "repeat_customer",
            "repeat_serial",
            "repeat_product_cause",
            "repeat_staff",
        }
    )

    is_complaint = fields.Boolean(
        string="Complaint",
        compute="_compute_is_complaint",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    nature = fields.Selection(
        selection=NATURES,
        compute="_compute_nature",
        store=True,
        readonly=False,
        precompute=True,
        groups=READERS,
    )
    severity = fields.Selection(
        selection=SEVERITIES,
        compute="_compute_severity",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        groups=READERS,
    )
    handling = fields.Selection(
        selection=HANDLINGS,
        compute="_compute_handling",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        groups=READERS,
    )
    handling_reason = fields.Char(string="Reason for the Handling", groups=READERS)
    # the case in time and place
    received_at = fields.Datetime(
        compute="_compute_received_at",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        groups=READERS,
    )
    incident_at = fields.Datetime(string="Happened At", groups=READERS)
    incident_place = fields.Char(
        string="Place", groups=READERS, help="Counter, web page, address …"
    )
    store_id = fields.Many2one(
        comodel_name="retail.store",
        compute="_compute_store_id",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
        tracking=True,
        groups=READERS,
    )
    # the people
    partner_phone = fields.Char(string="Phone", groups=READERS)
    on_behalf_of_id = fields.Many2one(
        comodel_name="res.partner",
        index="btree_not_null",
        groups=READERS,
    )
    customer_mood = fields.Selection(
        selection=[("calm", "Calm"), ("upset", "Upset"), ("hostile", "Hostile")],
        groups=READERS,
    )
    staff_ids = fields.Many2many(
        comodel_name="hr.employee",
        relation="helpdesk_ticket_staff_rel",
        column1="ticket_id",
        column2="employee_id",
        string="Staff Involved",
        copy=False,
        domain="[('company_id', '=', company_id)]",
        groups=READERS,
        help="The people complained about. They never own, read or decide the case.",
    )
    involved_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="helpdesk_ticket_involved_user_rel",
        column1="ticket_id",
        column2="user_id",
        string="Users Complained About",
        compute="_compute_involved_user_ids",
        store=True,
        copy=False,
        groups=READERS,
    )
    owner_candidate_ids = fields.Many2many(
        comodel_name="res.users",
        compute="_compute_owner_candidate_ids",
        compute_sudo=True,
        string="Possible Owners",
        groups=READERS,
    )
    # the goods and the claim
    lot_id = fields.Many2one(
        comodel_name="stock.lot",
        string="Serial Number",
        domain="product_id and [('product_id', '=', product_id)] or []",
        groups=READERS,
    )
    purchase_date = fields.Date(groups=READERS)
    purchase_ref = fields.Char(string="Receipt or Order", groups=READERS)
    remedy_sought = fields.Text(string="What the Customer Wants", groups=READERS)
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
        groups=READERS,
        help="Currency of the amount claimed.",
    )
    claimed_amount = fields.Monetary(
        string="Amount Claimed", currency_field="currency_id", groups=READERS
    )
    # where it came from
    external_ref = fields.Char(
        string="External Reference", index="btree_not_null", groups=READERS
    )
    external_handle = fields.Char(
        string="Name on the Platform", groups=READERS, help="As @handle of a review."
    )
    source_url = fields.Char(string="Link", groups=READERS)
    # the result
    cause_id = fields.Many2one(
        comodel_name="complaint.cause",
        copy=False,
        ondelete="restrict",
        tracking=True,
        groups=READERS,
    )
    cause_note = fields.Text(copy=False, groups=READERS)
    verdict = fields.Selection(
        selection=[
            ("justified", "Justified"),
            ("partly", "Partly Justified"),
            ("unfounded", "Unfounded"),
        ],
        copy=False,
        tracking=True,
        groups=READERS,
    )
    customer_outcome = fields.Selection(
        selection=[
            ("satisfied", "Satisfied"),
            ("accepted", "Accepted"),
            ("dissatisfied", "Dissatisfied"),
            ("unreachable", "Unreachable"),
        ],
        string="Customer's Outcome",
        copy=False,
        tracking=True,
        groups=READERS,
    )
    recourse_named = fields.Text(
        copy=False,
        groups=READERS,
        help="What a dissatisfied customer was told they can still do, inside the "
        "company and outside.",
    )
    # the clock
    acknowledge_by = fields.Datetime(copy=False, groups=READERS)
    acknowledged_at = fields.Datetime(copy=False, readonly=True, groups=READERS)
    next_notice_by = fields.Datetime(copy=False, groups=READERS)
    resolve_by = fields.Datetime(copy=False, groups=READERS)
    resolved_at = fields.Datetime(copy=False, readonly=True, groups=READERS)
    next_due_at = fields.Datetime(
        string="Next Due",
        compute="_compute_next_due_at",
        store=True,
        precompute=True,
        groups=READERS,
        help="The earliest target that is still open.",
    )
    target_state = fields.Selection(
        selection=TARGET_STATES,
        compute="_compute_target_state",
        search="_search_target_state",
        groups=READERS,
    )
    round = fields.Integer(default=1, copy=False, readonly=True, groups=READERS)
    legal_hold = fields.Boolean(
        copy=False,
        tracking=True,
        groups=READERS,
        help="Nothing of this case is erased, and settling it needs approval.",
    )
    # procedure and questions
    step_ids = fields.One2many(
        comodel_name="complaint.step",
        inverse_name="ticket_id",
        string="Steps",
        copy=False,
        groups=READERS,
    )
    fact_answer_ids = fields.One2many(
        comodel_name="complaint.fact.answer",
        inverse_name="ticket_id",
        string="Answers",
        copy=False,
        groups=READERS,
    )
    missing_fact_text = fields.Text(
        compute="_compute_missing_fact_text",
        string="Still to Ask",
        groups=READERS,
        help="The questions whose answers the category requires.",
    )
    asks_free_facts = fields.Boolean(
        compute="_compute_missing_fact_text", groups=READERS
    )
    # other cases
    partner_case_count = fields.Integer(
        compute="_compute_case_counts", string="Cases of the Customer", groups=READERS
    )
    product_case_count = fields.Integer(
        compute="_compute_case_counts", string="Cases of the Product", groups=READERS
    )
    lot_case_count = fields.Integer(
        compute="_compute_case_counts", string="Cases of the Serial", groups=READERS
    )

    # "IS TRUE" is how Odoo writes the condition; without it no index is chosen.
    # G1: upstream numbers can be set by any client and need not be unique
    _complaint_number_uniq = models.UniqueIndex(
        "(company_id, number) WHERE is_complaint IS TRUE",
        "Two complaints of a company cannot have the same number.",
    )
    _complaint_store_idx = models.Index(
        "(store_id, received_at DESC) WHERE is_complaint IS TRUE"
    )
    _complaint_partner_idx = models.Index("(partner_id) WHERE is_complaint IS TRUE")
    _complaint_customer_idx = models.Index(
        "(commercial_partner_id) WHERE is_complaint IS TRUE"
    )
    _complaint_product_idx = models.Index("(product_id) WHERE is_complaint IS TRUE")
    _complaint_lot_idx = models.Index("(lot_id) WHERE lot_id IS NOT NULL")
    _complaint_category_idx = models.Index("(category_id) WHERE is_complaint IS TRUE")
    _complaint_cause_idx = models.Index("(cause_id) WHERE cause_id IS NOT NULL")
    _complaint_duplicate_idx = models.Index(
        "(duplicate_id) WHERE duplicate_id IS NOT NULL"
    )
    _complaint_resolve_idx = models.Index(
        "(resolve_by) WHERE is_complaint IS TRUE AND resolved_at IS NULL"
    )
    _complaint_due_idx = models.Index(
        "(next_due_at) WHERE is_complaint IS TRUE AND resolved_at IS NULL"
    )

    # ------------------------------------------------------------------
    # classification
    # ------------------------------------------------------------------

    @api.depends("category_id")
    def _compute_is_complaint(self):
        # a complaint stays one when its category changes; nothing is cleared here
        for ticket in self:
            ticket.is_complaint = ticket.is_complaint or ticket.category_id.is_complaint

    @api.depends("category_id")
    def _compute_nature(self):
        self._default_from_category("nature", "nature", "service")

    @api.depends("category_id")
    def _compute_severity(self):
        self._default_from_category("severity", "default_severity", "moderate")

    @api.depends("category_id")
    def _compute_handling(self):
        self._default_from_category("handling", "default_handling", "on_site")

    def _default_from_category(self, name, source, fallback):
        """A new case takes the default of its category; a stored one keeps its own."""
        for ticket in self:
            category = ticket.category_id
            if not (ticket.is_complaint or category.is_complaint):
                ticket[name] = ticket[name]
            elif ticket._origin and ticket[name]:
                ticket[name] = ticket[name]
            else:
                ticket[name] = category[source] or ticket[name] or fallback

    @api.depends("is_complaint")
    def _compute_received_at(self):
        now = fields.Datetime.now()
        for ticket in self:
            ticket.received_at = ticket.received_at or (
                ticket.is_complaint and (ticket.create_date or now)
            )

    @api.depends("is_complaint", "company_id")
    def _compute_currency_id(self):
        for ticket in self:
            ticket.currency_id = ticket.currency_id or (
                ticket.is_complaint and ticket.company_id.currency_id
            )

    @api.depends("staff_ids.user_id")
    def _compute_involved_user_ids(self):
        # somebody who has left the company is still the one complained about
        for ticket in self.with_context(active_test=False):
            ticket.involved_user_ids = ticket.staff_ids.user_id

    # ------------------------------------------------------------------
    # screens
    # ------------------------------------------------------------------

    @api.model
    def _complaint_list_action(self, name, domain):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "helpdesk.ticket",
            "view_mode": "list,kanban,form,pivot,graph,calendar,activity",
            "domain": list(Domain("is_complaint", "=", True) & Domain(domain)),
        }
