from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..rules import effect
from .helpdesk_ticket_category import READERS
from .helpdesk_ticket_people import AUDITOR, SUPERVISOR

KINDS = [
    ("correction", "Correction"),
    ("corrective", "Corrective"),
    ("preventive", "Preventive"),
]
STATES = [
    ("todo", "To Do"),
    ("doing", "In Progress"),
    ("done", "Done, to Be Checked"),
    ("effective", "Effective"),
    ("not_effective", "Not Effective"),
    ("cancelled", "Cancelled"),
]
OPEN = ("todo", "doing")
SCOPE = ("cause_id", "product_id", "store_id")
EFFECTS = [
    (effect.FEWER, "Fewer"),
    (effect.SAME, "As Many"),
    (effect.MORE, "More"),
    (effect.TOO_EARLY, "Too Early to Say"),
]
JUDGES = f"{SUPERVISOR},{AUDITOR}"


class ComplaintAction(models.Model):
    """What is changed so that it does not happen again, and whether that helped."""

    _name = "complaint.action"
    _description = "Corrective or Preventive Action"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "complaint.effect.mixin",
        "complaint.protected.mixin",
        "complaint.raw.mixin",
        "complaint.export.mixin",
    ]
    _open_states = OPEN
    _order = "due_date, id"
    _check_company_auto = True
    _protected_fields = frozenset(
        {
            "state",
            "done_at",
            "check_date",
            "remind_at",
            "checked_at",
            "checked_by_id",
            "checked_before",
            "checked_after",
            "checked_days",
        }
    )

    name = fields.Char(required=True, tracking=True)
    kind = fields.Selection(
        selection=KINDS,
        required=True,
        default="corrective",
        help="Correction: puts this case right. Corrective: takes the cause away. "
        "Preventive: keeps it from happening elsewhere.",
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        default="todo",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    ticket_ids = fields.Many2many(
        comodel_name="helpdesk.ticket",
        relation="complaint_action_ticket_rel",
        column1="action_id",
        column2="ticket_id",
        string="Complaints",
        copy=False,
        domain="[('is_complaint', '=', True), ('company_id', '=', company_id)]",
    )
    case_count = fields.Integer(
        compute="_compute_case_count", string="Complaints You Can Read"
    )
    # what must not happen again
    cause_id = fields.Many2one(
        comodel_name="complaint.cause",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    product_id = fields.Many2one(
        comodel_name="product.product", index="btree_not_null", check_company=True
    )
    store_id = fields.Many2one(
        comodel_name="retail.store",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('company_id', '=', company_id)]",
    )
    description = fields.Text(string="What Is Changed")
    evidence = fields.Text(
        help="What shows that it was done: a document, a photo, a training list. "
        "Files go into the messages below."
    )
    # did it help?
    check_days = fields.Integer(
        help="Repeats are counted as many days before the action was done and after."
    )
    repeats_before = fields.Integer(compute="_compute_repeats", groups=JUDGES)
    repeats_after = fields.Integer(compute="_compute_repeats", groups=JUDGES)
    repeats_days = fields.Integer(
        compute="_compute_repeats", string="Days Counted", groups=JUDGES
    )
    repeats_effect = fields.Selection(
        selection=EFFECTS, compute="_compute_repeats", string="Repeats", groups=JUDGES
    )
    effect_comment = fields.Text(string="What the Check Found", groups=JUDGES)
    checked_before = fields.Integer(
        string="Before the Action", readonly=True, copy=False, groups=JUDGES
    )
    checked_after = fields.Integer(
        string="After the Action", readonly=True, copy=False, groups=JUDGES
    )
    checked_days = fields.Integer(
        string="Days of the Check", readonly=True, copy=False, groups=JUDGES
    )
    _remind_idx = models.Index("(remind_at, id) WHERE remind_at IS NOT NULL")

    # ------------------------------------------------------------------
    # computes
    # ------------------------------------------------------------------

    @api.depends("ticket_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_case_count(self):
        for action in self:
            action.case_count = len(action.ticket_ids._filtered_access("read"))

    @api.depends("done_at", "check_days", *SCOPE)
    def _compute_repeats(self):
        now = fields.Datetime.now()
        for action in self:
            before, after, days = action._count_repeats(now)
            action.repeats_before = before
            action.repeats_after = after
            action.repeats_days = days
            action.repeats_effect = days and effect.verdict(
                before, after, days, action.check_days
            )

    def _count_repeats(self, now):
        """Return complaints of the same cause, product and store before and after."""
        self.ensure_one()
        spans = self.done_at and effect.windows(self.done_at, self.check_days, now)
        scope = [
            Domain(name, "child_of" if name != "product_id" else "=", self[name].id)
            for name in SCOPE
            if self[name]
        ]
        if not spans or not scope:
            return 0, 0, 0
        same = Domain.AND(scope) & Domain("is_complaint", "=", True)
        same &= Domain("duplicate_id", "=", False)
        same &= Domain("company_id", "=", self.company_id.id)
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        before, after = (
            tickets.search_count(
                same
                & Domain("received_at", ">=", start)
                & Domain("received_at", "<", end)
            )
            for start, end in (spans.before, spans.after)
        )
        return before, after, spans.days

    # ------------------------------------------------------------------
    # checks
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_case_links(vals)
            if not self._is_trusted():
                self._check_protected(
                    name
                    for name, value in vals.items()
                    if value not in (False, None, "todo")
                )
        actions = super().create(vals_list)
        # the checks read the links as superuser, also of cases others cannot read
        actions.invalidate_recordset(["ticket_ids"])
        return actions

    def write(self, vals):
        self._check_protected(vals)
        self._check_case_links(vals)
        result = super().write(vals)
        self.invalidate_recordset(["ticket_ids"])
        return result

    @api.model
    def _check_case_links(self, vals):
        """:raises AccessError: when a case is linked that the user cannot read"""
        if not self.env.su and "ticket_ids" in vals:
            tickets = self.env["helpdesk.ticket"]
            ids = tickets._linked_ids(vals["ticket_ids"])
            tickets.browse(ids)._check_linkable()

    @api.constrains("ticket_ids", "company_id")
    def _check_cases(self):
        for action in self.sudo():
            for ticket in action.ticket_ids:
                if not ticket.is_complaint or ticket.company_id != action.company_id:
                    raise ValidationError(
                        self.env._("Only complaints of the same company are linked.")
                    )

    @api.model
    def _owner_choice(self, company, cases):
        """Return the domain of those ``_check_owner`` accepts.

        :param cases: complaints the action is about (sudo)
        """
        reader = self.env["ir.model.data"]._xmlid_to_res_id(READERS)
        return (
            Domain("share", "=", False)
            & Domain("company_ids", "in", company.ids)
            & Domain("all_group_ids", "in", [reader])
            & Domain("id", "not in", cases.involved_user_ids.ids)
        )

    @api.constrains("owner_id", "company_id", "ticket_ids")
    def _check_owner(self):
        for action in self.sudo():
            owner = action.owner_id
            if (
                not owner.has_group(READERS)
                or action.company_id not in owner.company_ids
                or owner in action.ticket_ids.involved_user_ids
            ):
                raise ValidationError(
                    self.env._(
                        "%(user)s would not see the action: they do not work with "
                        "complaints of %(company)s, or are named in one of these.",
                        user=owner.name,
                        company=action.company_id.name,
                    )
                )
