from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from ..rules import tolerances
from .qc_test import CRITERIA

EARLY = ("plan", "draft")
OPEN = ("plan", "draft", "ready")
# What an inspector writes down; everything else of a line is set by the test.
FILLED = {
    "quantitative_value",
    "qualitative_value",
    "uom_id",
    "notes",
    "instrument_id",
    "method_id",
    "measured",
}


class QcInspectionLine(models.Model):
    _name = "qc.inspection.line"
    _inherit = ["qc.inspection.line", "complaint.protected.mixin"]

    jewellery_criterion = fields.Selection(CRITERIA, string="Criterion", readonly=True)
    critical_question = fields.Boolean(readonly=True)
    source = fields.Char(string="Source of the Range", readonly=True)
    expected = fields.Char(
        string="Sold As", readonly=True, help="What the sheet of the piece says."
    )
    range_text = fields.Char(string="Range", compute="_compute_range_text")
    measured = fields.Boolean(
        compute="_compute_measured",
        store=True,
        readonly=False,
        help="Set by itself; tick it when the result is 0.",
    )
    instrument_id = fields.Many2one(
        comodel_name="jewellery.instrument",
        index="btree_not_null",
        ondelete="restrict",
        domain="method_id and ['|', ('method_ids', '=', False), "
        "('method_ids', '=', method_id)] or []",
    )
    method_id = fields.Many2one(
        comodel_name="jewellery.method",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('criterion', 'in', [jewellery_criterion, False])]",
    )
    verdict = fields.Selection(
        selection=[
            ("open", "Open"),
            ("pass", "Pass"),
            ("fail", "Fail"),
            ("critical", "Critical"),
        ],
        compute="_compute_verdict",
        store=True,
    )

    # named, so that it goes with the addon: the column is upstream's
    _jewellery_inspection_idx = models.Index("(inspection_id)")

    @api.depends("min_value", "max_value", "question_type", "valid_values")
    def _compute_range_text(self):
        for line in self:
            if line.question_type == "qualitative":
                line.range_text = line.valid_values
            elif line.max_value >= tolerances.OPEN:
                line.range_text = self.env._("from %(low)g", low=line.min_value)
            elif line.min_value <= -tolerances.OPEN:
                line.range_text = self.env._("up to %(high)g", high=line.max_value)
            else:
                line.range_text = self.env._(
                    "%(low)g to %(high)g", low=line.min_value, high=line.max_value
                )

    @api.depends("quantitative_value", "qualitative_value")
    def _compute_measured(self):
        for line in self:
            line.measured = bool(
                line.measured or line.quantitative_value or line.qualitative_value
            )

    @api.depends("jewellery_criterion", "expected")
    def _compute_quality_test_check(self):
        """Compare in the unit of the test; a type of fei cui with what was sold."""
        ours = self.filtered("jewellery_criterion")
        result = super(QcInspectionLine, self - ours)._compute_quality_test_check()
        for line in ours:
            if line.question_type == "qualitative":
                line.success = line._answer_is_right()
            else:
                amount = line._in_test_unit()
                line.success = (
                    float_compare(amount, line.min_value, precision_digits=5) >= 0
                    and float_compare(amount, line.max_value, precision_digits=5) <= 0
                )
        return result

    def _answer_is_right(self):
        answer = self.qualitative_value
        if self.jewellery_criterion == "fei_cui_type" and self.expected:
            return bool(answer) and answer.code == self.expected.strip().lower()
        return answer.ok

    def _in_test_unit(self):
        """Return the figure in the unit of the range (upstream mixes up the units)."""
        self.ensure_one()
        if not self.uom_id or self.uom_id == self.test_uom_id or not self.test_uom_id:
            return self.quantitative_value
        return self.uom_id._compute_quantity(
            self.quantitative_value, self.test_uom_id, round=False
        )

    @api.depends("success", "measured", "critical_question", "jewellery_criterion")
    def _compute_verdict(self):
        for line in self:
            if not line.jewellery_criterion or not line.measured:
                line.verdict = "open"
            elif line.success:
                line.verdict = "pass"
            else:
                line.verdict = "critical" if line._is_critical() else "fail"

    def _is_critical(self):
        if self.question_type == "qualitative":
            return self.critical_question
        found = tolerances.critical(
            self.jewellery_criterion,
            self._in_test_unit(),
            self.min_value,
            self.max_value,
        )
        graded = self.jewellery_criterion in ("colour", "clarity")
        return found or (self.critical_question and not graded)

    # ------------------------------------------------------------------
    # who writes what
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self._is_trusted():
            lines.inspection_id._check_lines_open(EARLY)
        return lines

    def write(self, vals):
        if not self._is_trusted():
            self.inspection_id._check_lines_open(OPEN if set(vals) <= FILLED else EARLY)
        result = super().write(vals)
        if "inspection_id" in vals and not self._is_trusted():
            self.inspection_id._check_lines_open(EARLY)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_started(self):
        if not self._is_trusted():
            self.inspection_id._check_lines_open(EARLY)

    # ------------------------------------------------------------------
    # what is asked before confirming
    # ------------------------------------------------------------------

    def _check_filled(self):
        """:raises UserError: when a result says not how it was found"""
        for line in self:
            line._check_result()
            line._check_how()

    def _check_result(self):
        if not self.measured:
            raise UserError(
                self.env._(
                    "%(question)s: no result yet. If the result is 0, tick Measured.",
                    question=self.name,
                )
            )
        if self.question_type == "qualitative":
            if self.qualitative_value not in self.possible_ql_values:
                raise UserError(
                    self.env._("%(question)s: choose an answer.", question=self.name)
                )
            return
        if not self.uom_id:
            raise UserError(
                self.env._(
                    "%(question)s: a figure without a unit. Choose its unit.",
                    question=self.name,
                )
            )
        if self.uom_id != self.test_uom_id and (
            not self.uom_id._has_common_reference(self.test_uom_id)
        ):
            raise UserError(
                self.env._(
                    "%(question)s: %(unit)s cannot be compared with %(wanted)s.",
                    question=self.name,
                    unit=self.uom_id.name,
                    wanted=self.test_uom_id.name,
                )
            )
        if not tolerances.possible(self.jewellery_criterion, self._in_test_unit()):
            low, high = tolerances.POSSIBLE[self.jewellery_criterion]
            raise UserError(
                self.env._(
                    "%(question)s: %(low)g to %(high)g %(unit)s can be measured, not "
                    "%(value)g.",
                    question=self.name,
                    low=low,
                    high=high,
                    unit=self.test_uom_id.name,
                    value=self._in_test_unit(),
                )
            )

    def _check_how(self):
        if not self.instrument_id or not self.method_id:
            raise UserError(
                self.env._(
                    "%(question)s: name the instrument and the method.",
                    question=self.name,
                )
            )
        if self.method_id.criterion not in (False, self.jewellery_criterion):
            raise UserError(
                self.env._(
                    "%(question)s: %(method)s does not answer this.",
                    question=self.name,
                    method=self.method_id.name,
                )
            )
        if self.instrument_id.overdue:
            raise UserError(
                self.env._(
                    "%(instrument)s: the calibration ran out on %(date)s. Measure with "
                    "another one.",
                    instrument=self.instrument_id.name,
                    date=self.instrument_id.calibration_due,
                )
            )
