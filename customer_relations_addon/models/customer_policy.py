from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

CHANNELS = [
    ("visit", "Visit"),
    ("call", "Call"),
    ("email", "E-mail"),
    ("letter", "Letter"),
    ("chat", "Chat"),
    ("social", "Social Media"),
]
# What staff confirm: a change of it asks them again.
CONTENT = {
    "name",
    "class_ids",
    "brand",
    "categ_id",
    "service_id",
    "promise",
    "no_promise",
    "contact_by",
    "interval_count",
    "interval_unit",
    "channel",
    "contact_with",
    "purpose_id",
    "date_from",
    "date_to",
    "page_id",
}


class CustomerPolicy(models.Model):
    """What may be promised to whom, and who gets in touch how often, with what."""

    _name = "customer.policy"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "complaint.protected.mixin",
        "complaint.raw.mixin",
        "complaint.export.mixin",
    ]
    _description = "Relation Policy"
    _order = "sequence, id"
    _check_company_auto = True

    _protected_fields = frozenset({"state", "version", "started_at", "started_by_id"})

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        comodel_name="res.company", help="Empty: for every company.", index=True
    )
    state = fields.Selection(
        selection=[("draft", "Draft"), ("running", "In Force"), ("ended", "Ended")],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
        tracking=True,
    )
    class_ids = fields.Many2many(
        comodel_name="customer.class",
        relation="customer_policy_class_rel",
        column1="policy_id",
        column2="class_id",
        string="Customer Classes",
        help="Empty: customers of every class.",
    )
    brand = fields.Char(help="Empty: every brand.", index="btree_not_null")
    categ_id = fields.Many2one(
        comodel_name="product.category",
        string="Product Line",
        index="btree_not_null",
        ondelete="restrict",
        help="With everything below it. Empty: every product.",
    )
    promise = fields.Text(string="May Be Promised", translate=True)
    no_promise = fields.Text(string="Never Promised", translate=True)
    contact_by = fields.Selection(
        selection=[
            ("salesperson", "The customer's salesperson"),
            ("store", "Staff of the customer's store"),
            ("manager", "The store manager"),
        ],
        string="Who Gets in Touch",
        default="salesperson",
    )
    interval_count = fields.Integer(
        string="Every", help="0: nobody has to get in touch by this policy."
    )
    interval_unit = fields.Selection(
        selection=[("day", "Days"), ("week", "Weeks"), ("month", "Months")],
        string="Unit",
        required=True,
        default="month",
    )
    channel = fields.Selection(selection=CHANNELS, string="How")
    contact_with = fields.Text(
        string="With What",
        translate=True,
        help="As: invitation to the preview, reminder of the next service.",
    )
    purpose_id = fields.Many2one(
        comodel_name="customer.purpose",
        string="Consent To",
        index="btree_not_null",
        ondelete="restrict",
        help="Only customers who agreed to this purpose by this channel are to be "
        "contacted. Empty: no consent is needed, as for service messages.",
    )
    date_from = fields.Date(string="Valid From", tracking=True)
    date_to = fields.Date(string="Valid Until", tracking=True)
    page_id = fields.Many2one(
        comodel_name="document.page",
        string="Guideline",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('is_guideline', '=', True), ('guideline_of_id', '=', False)]",
    )
    customer_impact = fields.Text(
        string="What It Means for Customers",
        help="Why it is in the customer's interest, and for whom it could be unfair.",
    )
    privacy_impact = fields.Text(
        string="What It Means for Their Data",
        help="Which data it uses, for which purpose, and on what consent.",
    )
    started_by_id = fields.Many2one(
        comodel_name="res.users", string="Put in Force By", readonly=True, copy=False
    )
    started_at = fields.Datetime(string="In Force Since", readonly=True, copy=False)
    version = fields.Integer(default=1, readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_protected(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_protected(vals)
        changed = CONTENT & vals.keys()
        before = self._content(changed)
        result = super().write(vals)
        for policy, content in self._content(changed).items():
            if policy.state == "running" and content != before[policy]:
                policy._trusted().version += 1
        return result

    def _content(self, names):
        """Return {policy: what staff have confirmed of these fields}."""
        return {
            policy: [str(policy[name]) for name in sorted(names)]
            for policy in self
            if names
        }

    @api.constrains("date_from", "date_to", "interval_count")
    def _check_figures(self):
        for policy in self:
            start, end = policy.date_from, policy.date_to
            if start and end and end < start:
                raise ValidationError(self.env._("The policy ends before it begins."))
            if not 0 <= policy.interval_count <= 1000:
                raise ValidationError(
                    self.env._("Every: between 0 and 1000 days, weeks or months.")
                )

    @api.constrains("purpose_id", "channel")
    def _check_purpose_id(self):
        if any(policy.purpose_id and not policy.channel for policy in self):
            raise ValidationError(
                self.env._("Consent goes by channel: say how customers are contacted.")
            )

    @api.constrains("state", "customer_impact", "privacy_impact")
    def _check_impact(self):
        for policy in self:
            texts = (policy.customer_impact, policy.privacy_impact)
            if policy.state == "running" and not all(
                text and text.strip() for text in texts
            ):
                raise ValidationError(
                    self.env._(
                        "%(policy)s: before it is in force, write down what it means "
                        "for customers and for their data.",
                        policy=policy.display_name,
                    )
                )

    def action_start(self):
        """Put the policies in force, their impact being written down."""
        self.check_access("write")
        for policy in self:
            if policy.state == "running":
                continue
            policy._trusted().write(
                {
                    "state": "running",
                    "started_at": fields.Datetime.now(),
                    "started_by_id": self.env.uid,
                }
            )
        return True

    def action_end(self):
        """Take the policies out of force; what was confirmed stays."""
        self.check_access("write")
        if self.filtered(lambda policy: policy.state == "draft"):
            raise UserError(self.env._("A draft is not in force."))
        self._trusted().write({"state": "ended"})
        return True
