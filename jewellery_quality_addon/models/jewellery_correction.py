from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.retail_complaint_addon.rules import effect

from .jewellery_investigation import SCREEN_PREFIXES
from .meeting import meet
from .qc_inspection_actions import INSPECTOR, INVESTIGATOR

KINDS = [
    ("product", "Product"),
    ("lot", "Piece"),
    ("supplier", "Supplier"),
    ("guideline", "Guideline"),
]
TARGETS = {
    "product": "product_tmpl_id",
    "lot": "lot_id",
    "supplier": "partner_id",
    "guideline": "page_id",
}
STATES = [("proposed", "To Do"), ("done", "Done"), ("dropped", "Dropped")]
DAYS = 14


class JewelleryCorrection(models.Model):
    """What an investigation changes in the records: whose job, until when, result."""

    _name = "jewellery.correction"
    _description = "Correction of a Record"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "complaint.protected.mixin",
        "complaint.raw.mixin",
        "complaint.words.mixin",
        "complaint.export.mixin",
    ]
    _order = "state desc, date_deadline, id"
    _rec_name = "summary"
    _rec_names_search = ["summary", "target_name", "investigation_id.name"]
    _check_company_auto = True
    _protected_fields = frozenset(
        {
            "state",
            "done_by_id",
            "done_at",
            "result",
            "target_name",
            "company_id",
            "remind_at",
        }
    )

    investigation_id = fields.Many2one(
        comodel_name="jewellery.investigation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="investigation_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        selection=KINDS, string="Record", required=True, default="product", index=True
    )
    product_tmpl_id = fields.Many2one(
        comodel_name="product.template",
        string="Product",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    lot_id = fields.Many2one(
        comodel_name="stock.lot",
        string="Piece",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Supplier",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    page_id = fields.Many2one(
        comodel_name="document.page",
        string="Guideline",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('is_guideline', '=', True), ('type', '=', 'content')]",
    )
    target_name = fields.Char(
        string="What Is Corrected",
        compute="_compute_target_name",
        store=True,
        compute_sudo=True,
    )
    summary = fields.Char(
        string="Correction",
        required=True,
        tracking=True,
        help="What has to be changed there.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Whose Job",
        required=True,
        index=True,
        tracking=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    date_deadline = fields.Date(
        string="Until",
        required=True,
        tracking=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(DAYS),
    )
    is_late = fields.Boolean(
        string="Late", compute="_compute_is_late", search="_search_is_late"
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        default="proposed",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    result = fields.Text(readonly=True, copy=False)
    done_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Ended By",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )
    done_at = fields.Datetime(string="Ended At", readonly=True, copy=False)
    can_finish = fields.Boolean(compute="_compute_can_finish")
    remind_at = fields.Datetime(
        compute="_compute_remind_at", store=True, copy=False, readonly=True
    )

    _remind_idx = models.Index("(remind_at, id) WHERE remind_at IS NOT NULL")

    @api.depends("kind", *TARGETS.values())
    def _compute_target_name(self):
        """In one language for all: it is grouped by."""
        plain = self.with_context(lang=None)
        for one, source in zip(self, plain, strict=True):
            one.target_name = source._target().display_name

    @api.depends("state", "date_deadline")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for one in self:
            due = one.date_deadline
            one.is_late = bool(one.state == "proposed" and due and due < today)

    @api.depends("state", "date_deadline", "user_id")
    def _compute_remind_at(self):
        """A new day, or another person, starts anew."""
        for one in self:
            due = one.state == "proposed" and one.date_deadline
            one.remind_at = due and effect.midnight_after(due)

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        today = fields.Date.context_today(self)
        return [("state", "=", "proposed"), ("date_deadline", "<", today)]

    @api.depends("state", "user_id", "investigation_id.user_id")
    @api.depends_context("uid")
    def _compute_can_finish(self):
        for one in self:
            one.can_finish = one.state == "proposed" and one._may_finish()

    @api.constrains("kind", *TARGETS.values())
    def _check_target(self):
        for one in self.sudo():
            named = {name for name in TARGETS.values() if one[name]}
            if named != {TARGETS[one.kind]}:
                label = one._fields[TARGETS[one.kind]]._description_string(self.env)
                raise ValidationError(
                    self.env._(
                        "%(correction)s: name one record, under %(field)s.",
                        correction=one.summary,
                        field=label,
                    )
                )

    @api.constrains("user_id", "investigation_id")
    def _check_person(self):
        for one in self.sudo():
            user = one.user_id
            able = user.active and not user.share and one.company_id in user.company_ids
            if not able or user in one.investigation_id.involved_user_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot do this: name staff of the company who are "
                        "not complained about.",
                        user=user.name,
                    )
                )

    def _check_target_readable(self):
        """:raises AccessError: a correction tells its name, and leaves a note there"""
        for one in self:
            one.sudo()._target().with_env(self.env).check_access("read")

    def _target(self):
        """Return the record that is corrected."""
        self.ensure_one()
        return self[TARGETS.get(self.kind, "product_tmpl_id")]

    @api.onchange("kind")
    def _onchange_kind(self):
        """Start with what the piece of the investigation says."""
        pieces = self.investigation_id.lot_ids
        known = {
            "product_tmpl_id": pieces.product_id.product_tmpl_id,
            "lot_id": pieces,
            "partner_id": pieces.supplier_id,
        }
        for kind, name in TARGETS.items():
            found = known.get(name, self[name])
            self[name] = self[name] or found[:1] if kind == self.kind else False

    # ------------------------------------------------------------------
    # who writes what
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_trusted():
            for vals in vals_list:
                self._check_protected(vals)
        created = super().create(vals_list)
        created._check_may_change()
        created._check_target_readable()
        created._give_todo()
        return created

    def write(self, vals):
        names = {name for name in vals if not name.startswith(SCREEN_PREFIXES)}
        trusted = self._is_trusted()
        if names and not trusted:
            self._check_protected(names)
            self._check_may_change()
        result = super().write(vals)
        if "investigation_id" in names and not trusted:
            self._check_may_change()
        if not names.isdisjoint(TARGETS.values()):
            self._check_target_readable()
        if names & {"user_id", "date_deadline", "summary"}:
            self._give_todo()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ended(self):
        self._check_may_change()

    def _check_may_change(self):
        """:raises AccessError: unless quality staff who work on it propose it"""
        for one in self:
            parent = one.investigation_id
            if one.sudo().state != "proposed":
                raise UserError(
                    self.env._(
                        "%(correction)s: ended, and stays.", correction=one.summary
                    )
                )
            if parent.sudo().state in ("closed", "cancelled"):
                raise UserError(
                    self.env._(
                        "%(name)s has ended: nothing is corrected through it any more.",
                        name=parent.sudo().name,
                    )
                )
            parent.check_access("read")
            # it is not closed meanwhile
            meet(parent)
            if not one._is_on_it():
                raise AccessError(
                    self.env._(
                        "%(name)s: only the investigator and the team propose "
                        "corrections.",
                        name=parent.sudo().name,
                    )
                )

    def _is_on_it(self):
        user = self.env.user
        if not user.has_group(INSPECTOR):
            return False
        parent = self.sudo().investigation_id
        return user.has_group(INVESTIGATOR) or parent._is_on_it(user)

    def _give_todo(self, late=False):
        """One to-do for whose job it is, and none for who had it before."""
        for one in self.sudo()._untrusted():
            summary = one.summary
            if late:
                env = one.with_context(lang=one.user_id.lang).env
                summary = env._("Late: %(correction)s", correction=summary)
            one.activity_ids.filtered("automated").unlink()
            if one.state == "proposed":
                one.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=one.date_deadline,
                    user_id=one.user_id.id,
                    summary=summary,
                )
