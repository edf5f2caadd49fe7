from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# What a survey about complaints must be, and what the form sets when it becomes one:
# one page, by personal link only, once, without a login, a score or a clock.
COMPLAINT_SETTINGS = {
    "access_mode": "token",
    "questions_layout": "one_page",
    "questions_selection": "all",
    "scoring_type": "no_scoring",
    "certification": False,
    "users_login_required": False,
    "users_can_go_back": False,
    "is_attempts_limited": False,
    "is_time_limited": False,
    "session_state": False,
}


class SurveySurvey(models.Model):
    _inherit = "survey.survey"

    is_complaint_survey = fields.Boolean(
        string="Follow-up of Complaints",
        copy=True,
        index=True,
        help="Sent after a complaint is closed; the answers are written on the case.",
    )

    @api.constrains("is_complaint_survey", *COMPLAINT_SETTINGS)
    def _check_complaint_settings(self):
        for survey in self.filtered("is_complaint_survey"):
            wrong = [
                survey._fields[name].get_description(self.env, ["string"])["string"]
                for name, value in COMPLAINT_SETTINGS.items()
                if (survey[name] or False) != value
            ]
            if wrong:
                raise ValidationError(
                    self.env._(
                        "A follow-up survey of complaints is one page, by personal "
                        "invitation, answered once, without login, score, time limit "
                        "or live session. Check: %(fields)s",
                        fields=", ".join(wrong),
                    )
                )
            survey._check_complaint_measures()

    def _check_complaint_measures(self):
        """A survey that does not ask for the result cannot be followed up."""
        self.ensure_one()
        measures = self.question_ids.filtered("complaint_measure").mapped(
            "complaint_measure"
        )
        if "csat" not in measures:
            raise ValidationError(
                self.env._(
                    "%(survey)s needs a question that measures the satisfaction with "
                    "the result: a scale from 1 to 5.",
                    survey=self.title,
                )
            )
        self.question_ids._check_complaint_question()
        self.question_ids.suggested_answer_ids._check_complaint_settled()

    @api.onchange("is_complaint_survey")
    def _onchange_is_complaint_survey(self):
        if self.is_complaint_survey:
            self.update(COMPLAINT_SETTINGS)

    def write(self, vals):
        if vals.get("is_complaint_survey") is False:
            self._check_no_complaint_answers()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_complaint_answers(self):
        self._check_no_complaint_answers()

    def _check_no_complaint_answers(self):
        used = (
            self.env["survey.user_input"]
            .sudo()
            ._read_group(
                [("survey_id", "in", self.ids), ("complaint_ticket_id", "!=", False)],
                ["survey_id"],
            )
        )
        if used:
            raise UserError(
                self.env._(
                    "%(surveys)s: customers answered it about their complaints. "
                    "Archive it instead.",
                    surveys=", ".join(survey.title for (survey,) in used),
                )
            )

    def _check_answer_creation(
        self, user, partner, email, test_entry=False, check_attempts=True, **kwargs
    ):
        """An invitation to a survey about complaints comes from a closed case only.

        Neither a retry, nor sharing, nor the plain link makes one (S5, S7, S12).
        """
        if self.is_complaint_survey and not test_entry:
            raise UserError(
                self.env._(
                    "%(survey)s is sent when a complaint is closed. Nobody else can "
                    "be invited to it, and nobody answers twice.",
                    survey=self.title,
                )
            )
        if self.is_complaint_survey and not (
            user and user.has_group("survey.group_survey_user")
        ):
            raise UserError(self.env._("You cannot test this survey."))
        return super()._check_answer_creation(
            user,
            partner,
            email,
            test_entry=test_entry,
            check_attempts=check_attempts,
            **kwargs,
        )
