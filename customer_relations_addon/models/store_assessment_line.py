from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.retail_complaint_addon.models.score_field import ScoreField
from odoo.addons.retail_complaint_addon.rules import scoring

from ..rules import assessment
from ..rules.improvements import Figures
from .store_criterion import GROUPS

# So long a proposed improvement has time.
DAYS = 30


class StoreAssessmentLine(models.Model):
    """One criterion of one assessment, with its points."""

    _name = "store.assessment.line"
    _description = "Points of an Assessment"
    _inherit = ["customer.record.mixin"]
    _order = "assessment_id, sequence, id"
    _protected_fields = frozenset(
        {
            "assessment_id",
            "criterion_id",
            "name",
            "question",
            "group",
            "weight",
            "threshold",
            "sequence",
        }
    )

    assessment_id = fields.Many2one(
        comodel_name="store.assessment",
        required=True,
        index=True,
        ondelete="cascade",
    )
    store_id = fields.Many2one(related="assessment_id.store_id", store=True, index=True)
    company_id = fields.Many2one(related="assessment_id.company_id", store=True)
    date = fields.Date(related="assessment_id.date", store=True)
    kind = fields.Selection(related="assessment_id.kind", store=True)
    state = fields.Selection(related="assessment_id.state", store=True)
    assessor_id = fields.Many2one(related="assessment_id.assessor_id", store=True)
    criterion_id = fields.Many2one(
        comodel_name="store.criterion",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
    )
    name = fields.Char(string="Words", required=True, readonly=True)
    question = fields.Text(string="What Is Asked", readonly=True)
    group = fields.Selection(selection=GROUPS, required=True, readonly=True)
    weight = fields.Integer(readonly=True, aggregator=None)
    threshold = fields.Integer(readonly=True, aggregator=None)
    sequence = fields.Integer(readonly=True)
    points = ScoreField()
    not_applicable = fields.Boolean()
    is_low = fields.Boolean(
        compute="_compute_is_low", store=True, string="Below Its Threshold"
    )
    note = fields.Char()
    photo = fields.Image(max_width=1600, max_height=1600)
    has_photo = fields.Boolean(compute="_compute_has_photo")

    @api.depends("points", "threshold")
    def _compute_is_low(self):
        for line in self:
            line.is_low = assessment.is_low(line._points(), line.threshold)

    @api.depends("photo")
    def _compute_has_photo(self):
        sized = self.with_context(bin_size=True)
        for line, small in zip(self, sized, strict=True):
            line.has_photo = bool(small.photo)

    @api.depends("name", "assessment_id")
    def _compute_display_name(self):
        for line in self:
            of = line.assessment_id.display_name
            line.display_name = " · ".join(filter(None, [of, line.name]))

    def _points(self):
        """Return the points, ``None`` where there are none."""
        return None if self.points is False else self.points

    def _answers(self):
        return [
            assessment.Answer(line._points(), line.weight, line.group) for line in self
        ]

    # ------------------------------------------------------------------
    # checks
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_trusted():
            raise UserError(self.env._("The criteria of an assessment are set up."))
        return super().create(vals_list)

    def write(self, vals):
        self._check_protected(vals)
        if not self._is_trusted():
            self.check_access("write")
            self.assessment_id._check_draft()
        return super().write(vals)

    @api.constrains("points", "not_applicable")
    def _check_points(self):
        for line in self:
            points = line._points()
            if points is not None and not scoring.is_points(points):
                raise ValidationError(self.env._("Points go from 0 to 10."))
            if points is not None and line.not_applicable:
                raise ValidationError(self.env._("What does not apply gets no points."))

    def _what_is_missing(self):
        """Return the words for what this line still needs, empty if nothing."""
        self.ensure_one()
        if self._points() is None and not self.not_applicable:
            return self.env._("%(criterion)s: no points yet", criterion=self.name)
        if self.is_low and not (self.note or "").strip():
            return self.env._(
                "%(criterion)s: say why it has so few points", criterion=self.name
            )
        return ""

    # ------------------------------------------------------------------
    # improvements
    # ------------------------------------------------------------------

    def _open_improvements(self):
        """Propose an improvement for each line, to the manager of the store."""
        improvements = self.env["service.improvement"]
        for line in self:
            store = line.store_id
            managers = store._service_managers()
            owner = managers[:1] or line.assessor_id
            improvements |= improvements._open_for(
                line,
                {
                    "name": self.env._("Better: %(criterion)s", criterion=line.name),
                    "store_id": store.id,
                    "company_id": line.company_id.id,
                    "why": line.note,
                    "owner_id": owner.id,
                    "due_date": fields.Date.today() + timedelta(days=DAYS),
                },
            )
        return improvements

    def action_improve(self):
        """Open the improvement of a line, or plan one."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "done":
            raise UserError(self.env._("Finish the assessment first."))
        return self._open_improvements()._open_form()

    def _refresh_improvements(self):
        """Take the new points over into improvements for the same criteria."""
        earlier = self.sudo().search(
            [
                ("store_id", "in", self.store_id.ids),
                ("criterion_id", "in", self.criterion_id.ids),
                ("state", "=", "done"),
                ("is_low", "=", True),
            ]
        )
        found = self.env["service.improvement"]._improvements_of(earlier)
        for improvement in found.values():
            improvement.sudo()._refresh_figures()

    def _improvement_figures(self):
        """Return points now and in the next assessment after the change, by id."""
        result = {}
        improvements = self.env["service.improvement"]._improvements_of(self)
        unit = self.env._("of 10 points")
        for line in self:
            record = improvements.get(line.id)
            done_at = record and record.sudo().done_at
            following = done_at and line._following(done_at)
            after = following._points() if following else None
            result[line.id] = Figures(
                None if line._points() is None else float(line._points()),
                None if after is None else float(after),
                label=line.name,
                unit=unit,
                target=float(line.threshold),
            )
        return result

    def _following(self, moment):
        """Return the first line of this criterion in an assessment after a moment."""
        day = fields.Datetime.to_datetime(moment).date()
        return self.search(
            [
                ("store_id", "=", self.store_id.id),
                ("criterion_id", "=", self.criterion_id.id),
                ("kind", "=", self.kind),
                ("state", "=", "done"),
                ("date", ">=", day),
                ("points", "!=", False),
                ("id", "!=", self.id),
            ],
            order="date, id",
            limit=1,
        )

    def _improvement_source_action(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "store.assessment",
            "res_id": self.assessment_id.id,
            "views": [(False, "form")],
        }
