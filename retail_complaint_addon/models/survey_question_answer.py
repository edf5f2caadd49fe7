from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class SurveyQuestionAnswer(models.Model):
    _inherit = "survey.question.answer"

    complaint_settled = fields.Selection(
        selection=[("yes", "Yes"), ("no", "No")],
        string="Means Settled",
        copy=True,
        help="What this choice says of the complaint.",
    )

    @api.constrains("complaint_settled", "question_id")
    def _check_complaint_settled(self):
        for answer in self:
            question = answer.question_id
            if (
                question.complaint_measure == "settled"
                and question.survey_id.is_complaint_survey
                and not answer.complaint_settled
            ):
                raise ValidationError(
                    self.env._(
                        "Say whether “%(answer)s” means that the complaint is settled.",
                        answer=answer.value or answer.value_label,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_complaint_answers(self):
        lines = self.env["survey.user_input.line"].sudo()
        if lines.search_count(
            [
                ("suggested_answer_id", "in", self.ids),
                ("user_input_id.complaint_ticket_id", "!=", False),
            ],
            limit=1,
        ):
            raise UserError(
                self.env._(
                    "Customers chose this answer about their complaints; it cannot "
                    "be deleted."
                )
            )
