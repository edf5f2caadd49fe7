from bisect import bisect_left

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.retail_complaint_addon.models.trust import SCREEN_PREFIXES

from ..rules import assessment
from .res_users import GROUP
from .still_missing import StillMissing

KINDS = [("mystery", "Mystery Visit"), ("manager", "Manager's Check")]


class StoreAssessment(models.Model):
    """One look at the service of a store, by weighted criteria.

    The criteria are copied when it begins, so that an assessment keeps the words and
    weights it was made with.
    """

    _name = "store.assessment"
    _description = "Assessment of a Store"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "customer.record.mixin",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True
    _protected_fields = frozenset({"state", "score", "is_scored", "done_at", "target"})

    store_id = fields.Many2one(
        comodel_name="retail.store",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env["retail.store"]._only_store(),
    )
    company_id = fields.Many2one(
        related="store_id.company_id", store=True, index=True, string="Company"
    )
    date = fields.Date(required=True, index=True, default=fields.Date.context_today)
    kind = fields.Selection(selection=KINDS, required=True, default="manager")
    assessor_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    assessor_name = fields.Char(
        string="Visited By", help="Who made the visit for us, e.g. an agency."
    )
    state = fields.Selection(
        selection=[("draft", "Under Way"), ("done", "Done")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    done_at = fields.Datetime(readonly=True, copy=False)
    line_ids = fields.One2many(
        comodel_name="store.assessment.line",
        inverse_name="assessment_id",
        string="Criteria",
    )
    score = fields.Float(
        digits=(5, 1), readonly=True, copy=False, aggregator="avg", tracking=True
    )
    is_scored = fields.Boolean(readonly=True, copy=False)
    target = fields.Float(digits=(5, 1), readonly=True, aggregator="avg")
    verdict = fields.Selection(
        selection=[("met", "Target Met"), ("missed", "Target Missed")],
        compute="_compute_verdict",
        store=True,
        string="Against the Target",
    )
    previous_id = fields.Many2one(
        comodel_name="store.assessment", compute="_compute_previous", string="Before"
    )
    change = fields.Float(
        digits=(5, 1), compute="_compute_previous", string="Change Since Then"
    )
    low_count = fields.Integer(
        compute="_compute_low_count", string="Below Their Threshold"
    )
    improvement_count = fields.Integer(
        compute="_compute_improvement_count", string="Improvements"
    )
    summary = fields.Text(help="What you would tell the team in three sentences.")

    _trend_idx = models.Index("(store_id, kind, date) WHERE state = 'done'")

    # ------------------------------------------------------------------
    # computes
    # ------------------------------------------------------------------

    @api.depends("store_id", "date", "kind")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for record in self:
            store = record.sudo().store_id
            when = format_date(self.env, record.date)
            words = filter(None, [store.code, when, kinds.get(record.kind)])
            record.display_name = " · ".join(words)

    @api.depends("score", "is_scored", "target")
    def _compute_verdict(self):
        for record in self:
            met = "met" if record.score >= record.target else "missed"
            record.verdict = record.is_scored and met

    @api.depends("store_id", "date", "kind", "score", "state")
    def _compute_previous(self):
        """The last one done of the same store and kind, in one query for all."""
        rows = {}
        done = self.search_fetch(
            [("store_id", "in", self.store_id.ids), ("state", "=", "done")],
            ["store_id", "kind", "date", "score"],
            order="date, id",
        )
        for record in done:
            rows.setdefault((record.store_id, record.kind), []).append(record)
        for record in self:
            earlier = rows.get((record.store_id, record.kind), [])
            key = (record.date or fields.Date.today(), record._origin.id or 0)
            place = bisect_left(earlier, key, key=lambda one: (one.date, one.id))
            previous = earlier[place - 1] if place else self.browse()
            record.previous_id = previous
            scored = previous and record.state == "done"
            record.change = record.score - previous.score if scored else 0.0

    @api.depends("line_ids.is_low")
    def _compute_low_count(self):
        for record in self:
            record.low_count = len(record.line_ids.filtered("is_low"))

    @api.depends("line_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_improvement_count(self):
        improvements = self.env["service.improvement"]
        for record in self:
            record.improvement_count = improvements.search_count(
                record._improvement_domain()
            )

    def _improvement_domain(self):
        return [
            ("res_model", "=", "store.assessment.line"),
            ("res_id", "in", self.line_ids.ids),
        ]

    # ------------------------------------------------------------------
    # checks
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._begin()
        return records

    def _begin(self):
        """Copy the criteria of this moment, and the target of the store."""
        lines = self.env["store.assessment.line"]._trusted().sudo()
        for record in self:
            criteria = self.env["store.criterion"]._for(record.kind, record.company_id)
            lines.create([record._line_values(one) for one in criteria])
            record._trusted().target = record.sudo().store_id.assessment_target
        self.invalidate_recordset(["line_ids"])

    def _line_values(self, criterion):
        words = criterion.with_context(lang=self.env.user.lang)
        return {
            "assessment_id": self.id,
            "criterion_id": criterion.id,
            "name": words.name,
            "question": words.question,
            "group": criterion.group,
            "weight": criterion.weight,
            "threshold": criterion.threshold,
            "sequence": criterion.sequence,
        }

    def write(self, vals):
        kept = {name for name in vals if not name.startswith(SCREEN_PREFIXES)}
        if kept and not self._is_trusted():
            self.check_access("write")
            self._check_draft()
            if kept & {"kind", "store_id"}:
                raise UserError(
                    self.env._("Store and kind stay: begin another assessment.")
                )
        return super().write(vals)

    def _check_draft(self):
        """:raises UserError: when an assessment would change that is done"""
        for record in self:
            if record.state != "draft":
                raise UserError(
                    self.env._(
                        "%(name)s is done. A manager can open it again.",
                        name=record.display_name,
                    )
                )

    @api.constrains("date")
    def _check_date(self):
        for record in self:
            if record.date > record.store_id._local_today():
                raise ValidationError(
                    self.env._("An assessment is written on its day or afterwards.")
                )

    @api.constrains("assessor_id", "store_id")
    def _check_assessor(self):
        for record in self.sudo():
            user = record.assessor_id
            if not user.has_group(GROUP % "supervisor") or (
                record.company_id not in user.company_ids
            ):
                raise ValidationError(
                    self.env._(
                        "%(user)s does not assess stores of %(company)s: that is for "
                        "store managers.",
                        user=user.name,
                        company=record.company_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        self._check_draft()

    # ------------------------------------------------------------------
    # steps
    # ------------------------------------------------------------------

    def action_done(self):
        """Count the score; what is below its threshold becomes an improvement."""
        self.check_access("write")
        for record in self:
            if record.state == "done":
                continue
            record._check_complete()
            answers = record.line_ids._answers()
            record._trusted().write(
                {
                    "state": "done",
                    "score": assessment.score(answers),
                    "is_scored": True,
                    "done_at": fields.Datetime.now(),
                }
            )
            record.line_ids.filtered("is_low")._open_improvements()
            record.line_ids._refresh_improvements()
        return True

    def _check_complete(self):
        """:raises UserError: naming what is not answered"""
        missing = list(filter(None, [one._what_is_missing() for one in self.line_ids]))
        if all(line.not_applicable for line in self.line_ids):
            missing.append(self.env._("At least one criterion needs points."))
        if missing:
            raise StillMissing(
                self.env._(
                    "%(name)s can be finished when this is done:\n%(missing)s",
                    name=self.display_name,
                    missing="\n".join(f"• {line}" for line in missing),
                )
            )

    def action_reopen(self):
        """Correct an assessment; what came of it stays."""
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(GROUP % "manager"):
            raise AccessError(self.env._("Relations managers do this."))
        values = {"state": "draft", "done_at": False, "score": 0.0, "is_scored": False}
        self.filtered(lambda one: one.state == "done")._trusted().write(values)
        return True

    def action_view_improvements(self):
        """Open what came of it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_relations_addon.service_improvement_action"
        )
        return {**action, "domain": self._improvement_domain(), "context": {}}
