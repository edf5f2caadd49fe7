from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

OFFICER = "customer_relations_addon.group_relations_privacy"
AUDITOR = "customer_relations_addon.group_relations_auditor"
TODO = "customer_relations_addon.mail_activity_type_privacy_request"
KINDS = [
    ("access", "Access to Data"),
    ("correction", "Correction"),
    ("erasure", "Erasure"),
    ("objection", "Objection to Use"),
]
STATES = [
    ("new", "New"),
    ("identified", "Identity Checked"),
    ("answered", "Answered"),
    ("refused", "Refused"),
    ("closed", "Closed"),
]
OPEN = ("new", "identified")
REFUSALS = [
    ("identity", "Identity not shown"),
    ("scope", "Not enough to find the data"),
    ("fee", "Fee not paid"),
    ("third_party", "Would show data of somebody else"),
    ("law", "The law forbids or exempts it"),
    ("repeated", "Asked before without anything new"),
    ("correct", "The data are correct"),
    ("needed", "Still needed: open case, legal hold or duty to keep"),
    ("other", "Other reason"),
]
# How many days before the last one somebody is reminded.
STEPS = (10, 3, 0)


class CustomerPrivacyRequest(models.Model):
    """What a person asks about the own data, and the 40 days to answer it."""

    _name = "customer.privacy.request"
    _description = "Privacy Request"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "complaint.protected.mixin",
        "customer.links.mixin",
        "complaint.export.mixin",
    ]
    _order = "due_date, id desc"
    _protected_fields = frozenset(
        {
            "name",
            "state",
            "identified_at",
            "identified_by_id",
            "identity_how",
            "answered_at",
            "answered_by_id",
            "answer",
            "refusal_reason",
            "refusal_ids",
            "closed_at",
            "remind_at",
            "remind_step",
            "source",
        }
    )

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    kind = fields.Selection(KINDS, string="Asks for", required=True, default="access")
    state = fields.Selection(
        STATES, default="new", required=True, readonly=True, copy=False, tracking=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", index="btree_not_null", ondelete="restrict"
    )
    partner_name = fields.Char(
        string="Name",
        compute="_compute_person",
        store=True,
        readonly=False,
        precompute=True,
    )
    email = fields.Char(
        string="E-mail",
        compute="_compute_person",
        store=True,
        readonly=False,
        precompute=True,
    )
    phone = fields.Char(
        compute="_compute_person", store=True, readonly=False, precompute=True
    )
    other_keys = fields.Text(
        string="Also Look for",
        help="Other names, addresses and numbers of this person, one a line.",
    )
    details = fields.Text(string="What Is Asked", help="In the person's own words.")
    received_at = fields.Datetime(
        required=True, default=fields.Datetime.now, tracking=True
    )
    source = fields.Selection(
        [("staff", "Shop or Office"), ("portal", "Customer Portal")],
        string="Received by",
        default="staff",
        readonly=True,
    )
    due_date = fields.Date(
        string="Answer by",
        compute="_compute_due_date",
        store=True,
        precompute=True,
        index=True,
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    identified_at = fields.Datetime(string="Identity Checked", readonly=True)
    identified_by_id = fields.Many2one(
        "res.users", string="Identity Checked by", readonly=True
    )
    identity_how = fields.Char(
        string="How",
        readonly=True,
        help="What was shown. No copy of an identity card, no number of one.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    fee = fields.Monetary(help="Not more than answering costs; 0: free of charge.")
    fee_paid_at = fields.Date(string="Fee Paid")
    answer = fields.Text(readonly=True)
    answered_at = fields.Datetime(readonly=True)
    answered_by_id = fields.Many2one("res.users", readonly=True)
    refusal_reason = fields.Selection(REFUSALS, readonly=True)
    refusal_ids = fields.One2many(
        "customer.privacy.refusal", "request_id", string="Refusals", readonly=True
    )
    closed_at = fields.Datetime(readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Privacy Officer",
        tracking=True,
        domain=lambda self: [("all_group_ids", "in", self.env.ref(OFFICER).ids)],
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    remind_at = fields.Date(readonly=True, copy=False)
    remind_step = fields.Integer(readonly=True, copy=False)

    _fee_valid = models.Constraint(
        "CHECK(fee >= 0 AND fee < 1e9)", "A fee is zero or more."
    )
    _remind_idx = models.Index("(remind_at) WHERE remind_at IS NOT NULL")

    # ------------------------------------------------------------------
    # fields
    # ------------------------------------------------------------------

    @api.depends("partner_id")
    def _compute_person(self):
        for request in self:
            partner = request.partner_id
            request.partner_name = partner.name or request.partner_name
            request.email = partner.email or request.email
            request.phone = partner.phone or request.phone

    @api.depends("received_at", "company_id")
    def _compute_due_date(self):
        """Count calendar days from the day of receipt, as it was in the house."""
        for request in self:
            company = request.company_id.sudo()
            zone = company.resource_calendar_id.tz or company.partner_id.tz or "UTC"
            received = fields.Datetime.context_timestamp(
                request.with_context(tz=zone),
                request.received_at or fields.Datetime.now(),
            ).date()
            request.due_date = received + timedelta(days=company.privacy_answer_days)

    @api.depends("due_date", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for request in self:
            request.is_late = request.state in OPEN and request.due_date < today

    def _search_is_late(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        late = [
            ("state", "in", OPEN),
            ("due_date", "<", fields.Date.context_today(self)),
        ]
        positive = (operator == "in") == (True in set(value))
        if positive:
            return late
        return ["!", "&", *late]

    @api.constrains("partner_id", "partner_name", "email", "phone")
    def _check_person(self):
        for request in self:
            if not (request.partner_id or request.partner_name or request.email):
                raise ValidationError(
                    self.env._("Name the customer, or a name and an e-mail address.")
                )

    @api.constrains("received_at")
    def _check_received(self):
        for request in self:
            if request.received_at > fields.Datetime.now() + timedelta(minutes=5):
                raise ValidationError(
                    self.env._("A request is not received in the future.")
                )

    # ------------------------------------------------------------------
    # making and changing
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_protected(vals)
            if not self._is_officer():
                vals.pop("fee", None)
                vals.pop("user_id", None)
        requests = super().create(vals_list)
        for request in requests:
            sequence = (
                self.env["ir.sequence"].sudo().with_company(request.company_id)
            ).next_by_code("customer.privacy.request")
            request.sudo()._trusted().write(
                {"name": sequence or "/", "remind_at": request._step_date(0)}
            )
            request.sudo()._give_todo()
        return requests

    def write(self, vals):
        self._check_protected(vals)
        if not self._is_trusted():
            done = self.filtered(lambda one: one.state not in OPEN)
            if done and {"kind", "received_at", "partner_id", "details"} & set(vals):
                raise UserError(
                    self.env._("This request has been answered: it stays as it is.")
                )
        result = super().write(vals)
        if "received_at" in vals and not self._is_trusted():
            for request in self:
                request.sudo()._trusted().write(
                    {"remind_at": request._step_date(0), "remind_step": 0}
                )
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        if any(request.state != "new" for request in self):
            raise UserError(
                self.env._("Requests that were worked on stay: they are evidence.")
            )

    def copy_data(self, default=None):
        """:raises UserError: always"""
        raise UserError(self.env._("Each request is received once: nothing to copy."))

    @api.depends("name", "kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for request in self:
            if not request.id:
                request.display_name = labels.get(request.kind) or ""
                continue
            request.display_name = self.env._(
                "%(number)s: %(kind)s",
                number=request.name,
                kind=labels.get(request.kind) or "",
            )

    @api.model
    def _from_portal(self, partner, kind, details):
        """Take a request of a customer who is signed in; a repeated one is the same.

        :raises UserError: when it is not said what is asked
        """
        if not isinstance(kind, str) or kind not in dict(KINDS):
            raise UserError(self.env._("Please say what you would like us to do."))
        open_one = self.search(
            [
                ("partner_id", "=", partner.id),
                ("kind", "=", kind),
                ("state", "in", OPEN),
            ],
            limit=1,
        )
        if open_one:
            return open_one
        request = self._trusted().create(
            {
                "partner_id": partner.id,
                "kind": kind,
                "details": details.replace("\x00", ""),
                "source": "portal",
                "company_id": (partner.company_id or self.env.company).id,
            }
        )
        return request._untrusted()

    @api.model
    def _is_officer(self):
        return self.env.su or self.env.user.has_group(OFFICER)

    def _check_officer(self):
        """:raises AccessError: for everybody but a privacy officer who may see it"""
        if not self.env.user.has_group(OFFICER):
            raise AccessError(
                self.env._("Only a privacy officer answers requests about data.")
            )
        self.check_access("write")

    def _officers(self):
        """Return who answers: the officer of the request, or all of the company."""
        self.ensure_one()
        users = self.env["res.users"].sudo()
        return self.user_id or users.search(
            [
                ("all_group_ids", "in", self.env.ref(OFFICER).ids),
                ("company_ids", "in", self.company_id.ids),
                ("share", "=", False),
            ]
        )

    # ------------------------------------------------------------------
    # the clock
    # ------------------------------------------------------------------

    def _step_date(self, step):
        self.ensure_one()
        if step >= len(STEPS) or self.state not in OPEN:
            return False
        return self.due_date - timedelta(days=STEPS[step])

    def _give_todo(self):
        self.ensure_one()
        for user in self._officers():
            self.with_context(lang=user.lang).activity_schedule(
                TODO, date_deadline=self.due_date, user_id=user.id
            )

    def _remind_batch(self):
        """Remind the officers of locked requests; called by the clock."""
        today = fields.Date.today()
        for request in self:
            step = request.remind_step + 1
            while request._step_date(step) and request._step_date(step) <= today:
                step += 1
            request._trusted().write(
                {"remind_at": request._step_date(step), "remind_step": step}
            )
            if request.state in OPEN:
                request._remind()

    def _remind(self):
        days = (self.due_date - fields.Date.today()).days
        for user in self._officers():
            here = self.with_context(lang=user.lang)
            if days < 0:
                text = here.env._(
                    "%(number)s was due %(days)s days ago.",
                    number=self.name,
                    days=-days,
                )
            else:
                text = here.env._(
                    "%(number)s has to be answered within %(days)s days.",
                    number=self.name,
                    days=days,
                )
            here.activity_schedule(
                TODO, date_deadline=self.due_date, user_id=user.id, summary=text
            )
