from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules.scores import SCALES, fits_scale
from ..rules.survey_answers import AnswerError, read_answer

MEASURES = [
    ("csat", "Satisfaction With the Result (1–5)"),
    ("csat_handling", "Satisfaction With the Handling (1–5)"),
    ("ces", "Effort (1–7)"),
    ("nps", "Recommendation (0–10)"),
    ("settled", "Is It Settled? (yes or no)"),
    ("comment", "Comment"),
]
MEASURE_TYPES = {"settled": "simple_choice", "comment": "text_box"}
ASKABLE_TYPES = (
    "scale",
    "simple_choice",
    "multiple_choice",
    "char_box",
    "text_box",
    "numerical_box",
    "date",
    "datetime",
)


class SurveyQuestion(models.Model):
    _inherit = "survey.question"

    complaint_measure = fields.Selection(
        selection=MEASURES,
        copy=True,
        help="Where the answer is written on the complaint. A copy or a translation "
        "of the survey keeps it.",
    )
    is_complaint_survey = fields.Boolean(related="survey_id.is_complaint_survey")

    @api.constrains(
        "complaint_measure",
        "question_type",
        "scale_min",
        "scale_max",
        "survey_id",
        "save_as_email",
        "save_as_nickname",
    )
    def _check_complaint_question(self):
        for question in self:
            if question.complaint_measure:
                question._check_measure_scale()
            if question.survey_id.is_complaint_survey:
                question._check_measure_once()
                question._check_askable()

    def _check_measure_scale(self):
        measure = self.complaint_measure
        scale = SCALES.get(measure)
        if scale:
            fits = self.question_type == "scale" and fits_scale(
                measure, self.scale_min, self.scale_max
            )
        else:
            fits = self.question_type == MEASURE_TYPES[measure]
        if not fits:
            field = self._fields["complaint_measure"]
            names = dict(field._description_selection(self.env))
            raise ValidationError(
                self.env._(
                    "“%(question)s” does not fit what it measures: %(measure)s",
                    question=self.title,
                    measure=names[measure],
                )
            )

    def _check_measure_once(self):
        same = self.survey_id.question_ids.filtered(
            lambda other: (
                other.complaint_measure
                and other.complaint_measure == self.complaint_measure
            )
        )
        if len(same) > 1:
            raise ValidationError(
                self.env._(
                    "Two questions measure the same: %(questions)s",
                    questions=", ".join(same.mapped("title")),
                )
            )

    def _check_askable(self):
        wrong_type = self.question_type and self.question_type not in ASKABLE_TYPES
        if wrong_type or self.save_as_email or self.save_as_nickname:
            raise ValidationError(
                self.env._(
                    "“%(question)s” cannot be asked in a follow-up of complaints: no "
                    "tables, and no question for the e-mail or the name.",
                    question=self.title,
                )
            )

    def write(self, vals):
        surveys = self.env["survey.survey"]
        if {"complaint_measure", "survey_id"} & set(vals):
            surveys = self.survey_id.filtered("is_complaint_survey")
        result = super().write(vals)
        for survey in surveys:
            survey._check_complaint_measures()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_complaint_answers(self):
        lines = self.env["survey.user_input.line"].sudo()
        if lines.search_count(
            [
                ("question_id", "in", self.ids),
                ("user_input_id.complaint_ticket_id", "!=", False),
            ],
            limit=1,
        ):
            raise UserError(
                self.env._(
                    "Customers answered this question about their complaints; it "
                    "cannot be deleted. Copy the survey and change the copy."
                )
            )
        measured = self.filtered(lambda question: question.complaint_measure == "csat")
        if measured.survey_id.filtered("is_complaint_survey"):
            raise UserError(
                self.env._("A follow-up of complaints asks for the result.")
            )

    def _read_complaint_answer(self, value):
        """Return a value of a browser as a safe answer to this question.

        :raises AnswerError: it cannot be one
        """
        self.ensure_one()
        return read_answer(
            self.question_type,
            value,
            scale=(self.scale_min, self.scale_max),
            allowed=self.suggested_answer_ids.ids,
        )

    def _read_complaint_answers(self, post):
        """Return (answers as the survey application expects them, errors)."""
        answers, errors = {}, {}
        for question in self:
            key = str(question.id)
            try:
                answers[key] = question._read_complaint_answer(post.get(key))
            except AnswerError:
                errors[question.id] = question.validation_error_msg or self.env._(
                    "The answer you entered is not valid."
                )
        return answers, errors
