"""Did it help? The same defect before and after what was to prevent it."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import formatLang

from odoo.addons.retail_complaint_addon.models.complaint_action import EFFECTS
from odoo.addons.retail_complaint_addon.rules import effect

from ..rules.review import Share
from .jewellery_investigation import SCREEN_PREFIXES

SCOPES = [
    ("product", "This Product"),
    ("supplier", "This Supplier"),
    ("defect", "All Jewellery"),
]
STATES = [
    ("planned", "To Be Checked"),
    ("effective", "Effective"),
    ("not_effective", "Not Effective"),
    ("dropped", "Dropped"),
]
COUNTS = ("before_same", "before_all", "after_same", "after_all", "counted_days")


class JewelleryEffect(models.Model):
    """A check planned for a day; its figures are kept with the judgement."""

    _name = "jewellery.effect"
    _description = "Effectiveness Check"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "complaint.protected.mixin",
        "complaint.export.mixin",
    ]
    _order = "due_date desc, id desc"
    _protected_fields = frozenset(
        {
            "investigation_id",
            "company_id",
            "state",
            "done_at",
            "due_date",
            "checked_by_id",
            "checked_at",
            "remind_at",
            *COUNTS,
        }
    )

    investigation_id = fields.Many2one(
        comodel_name="jewellery.investigation",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    company_id = fields.Many2one(
        related="investigation_id.company_id", store=True, index=True
    )
    state = fields.Selection(
        selection=STATES, required=True, default="planned", readonly=True, index=True
    )
    scope = fields.Selection(
        selection=SCOPES,
        string="Counted Among",
        required=True,
        default="product",
        help="Cases of the same defect: of the products or suppliers of the cases that "
        "were investigated, or of all jewellery.",
    )
    done_at = fields.Datetime(
        string="Prevented Since",
        required=True,
        readonly=True,
        help="When the last action was closed, or the check was planned.",
    )
    days = fields.Integer(
        required=True,
        default=90,
        help="Counted as many days before and after.",
    )
    due_date = fields.Date(
        string="Check On", compute="_compute_due_date", store=True, index=True
    )
    before_same = fields.Integer(string="Before", readonly=True)
    before_all = fields.Integer(string="Of All Before", readonly=True)
    after_same = fields.Integer(string="After", readonly=True)
    after_all = fields.Integer(string="Of All After", readonly=True)
    counted_days = fields.Integer(readonly=True)
    before_text = fields.Char(string="Before It", compute="_compute_figures")
    after_text = fields.Char(string="Since Then", compute="_compute_figures")
    effect = fields.Selection(
        selection=EFFECTS, string="Repeats", compute="_compute_figures"
    )
    comment = fields.Text(string="What the Check Found")
    checked_by_id = fields.Many2one(
        comodel_name="res.users", readonly=True, ondelete="restrict"
    )
    checked_at = fields.Datetime(readonly=True)
    remind_at = fields.Datetime(
        compute="_compute_remind_at", store=True, readonly=True, copy=False
    )
    can_check = fields.Boolean(compute="_compute_can_check")

    _remind_idx = models.Index("(remind_at, id) WHERE remind_at IS NOT NULL")

    @api.depends("investigation_id.name", "due_date")
    def _compute_display_name(self):
        for check in self:
            check.display_name = self.env._(
                "%(name)s: check of %(day)s",
                name=check.investigation_id.sudo().name,
                day=check.due_date,
            )

    @api.depends("done_at", "days")
    def _compute_due_date(self):
        for check in self:
            check.due_date = check.done_at and (
                check.done_at + timedelta(days=check.days)
            )

    @api.depends("state", "due_date")
    def _compute_remind_at(self):
        for check in self:
            due = check.state == "planned" and check.due_date
            check.remind_at = due and effect.midnight_after(due)

    @api.depends("state", "scope", "done_at", "days", *COUNTS)
    def _compute_figures(self):
        now = fields.Datetime.now()
        for check in self:
            if check.state == "planned":
                before, after, days = check.sudo()._count(now)
            else:
                before = Share(check.before_same, check.before_all)
                after = Share(check.after_same, check.after_all)
                days = check.counted_days
            check.before_text = self._share_text(before)
            check.after_text = self._share_text(after)
            # none before and none since: nothing to compare
            found = days and (before.same or after.same)
            check.effect = found and effect.verdict(
                before.same, after.same, days, check.days
            )

    @api.model
    def _share_text(self, share):
        if share.percent is None:
            return self.env._("none")
        return self.env._(
            "%(same)s of %(all)s cases (%(percent)s%%)",
            same=share.same,
            all=share.all,
            percent=formatLang(self.env, share.percent, digits=0),
        )

    @api.depends("state", "investigation_id.user_id")
    @api.depends_context("uid")
    def _compute_can_check(self):
        for check in self:
            check.can_check = check._may_check()

    @api.constrains("days")
    def _check_days(self):
        if any(not 1 <= check.days <= 730 for check in self):
            raise ValidationError(
                self.env._("Effectiveness is checked after 1 to 730 days.")
            )

    # ------------------------------------------------------------------
    # who writes what
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_trusted():
            raise AccessError(
                self.env._("Plan the check with the button of the investigation.")
            )
        return super().create(vals_list)

    def write(self, vals):
        names = {name for name in vals if not name.startswith(SCREEN_PREFIXES)}
        if names and not self._is_trusted():
            self._check_protected(names)
            self._check_planned()
        return super().write(vals)

    # ------------------------------------------------------------------
    # counting
    # ------------------------------------------------------------------

    def _count(self, now):
        """Return (Share before, Share after, days counted) (sudo)."""
        self.ensure_one()
        spans = effect.windows(self.done_at, self.days, now)
        cases = self.investigation_id.ticket_ids
        defects = cases.category_id
        if not spans or not defects:
            return Share(0, 0), Share(0, 0), 0
        pieces = self._pieces_domain(cases)
        same = pieces & Domain("category_id", "child_of", defects.ids)
        tickets = self.env["helpdesk.ticket"].with_context(active_test=False)
        shares = [
            Share(
                *(
                    tickets.search_count(
                        domain
                        & Domain("received_at", ">=", start)
                        & Domain("received_at", "<", end)
                    )
                    for domain in (same, pieces)
                )
            )
            for start, end in (spans.before, spans.after)
        ]
        return *shares, spans.days

    def _pieces_domain(self, cases):
        """Return the domain of complaints about the same pieces (sudo)."""
        domain = Domain("is_complaint", "=", True)
        domain &= Domain("duplicate_id", "=", False)
        domain &= Domain("company_id", "=", self.company_id.id)
        products = cases.product_id.product_tmpl_id
        if self.scope == "product":
            return domain & Domain("product_id.product_tmpl_id", "in", products.ids)
        if self.scope == "supplier":
            partners = cases.lot_id.supplier_id
            for product in cases.filtered(lambda case: not case.lot_id).product_id:
                partners |= product.seller_ids[:1].partner_id
            sold_by = Domain(
                "product_id.product_tmpl_id.seller_ids.partner_id", "in", partners.ids
            )
            of_supplier = Domain("lot_id.supplier_id", "in", partners.ids)
            of_supplier |= Domain("lot_id", "=", False) & sold_by
            return domain & of_supplier
        return domain & self.env["complaint.dashboard"]._jewellery_domain()
