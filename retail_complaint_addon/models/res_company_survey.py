from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .res_company import INTERNAL


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_survey_enabled = fields.Boolean(
        string="Survey After Complaints",
        default=True,
        groups=INTERNAL,
    )
    complaint_survey_id = fields.Many2one(
        comodel_name="survey.survey",
        string="Survey of Complaints",
        domain="[('is_complaint_survey', '=', True)]",
        help="Empty: the survey that comes with the complaint desk. A category can "
        "have its own.",
        groups=INTERNAL,
    )
    complaint_survey_delay = fields.Integer(
        string="Days Until the Survey",
        default=7,
        help="Calendar days between closing a complaint and the survey.",
        groups=INTERNAL,
    )
    complaint_survey_validity = fields.Integer(
        string="Days to Answer",
        default=30,
        help="The link works this many days after the survey was sent.",
        groups=INTERNAL,
    )
    complaint_survey_low_csat = fields.Integer(
        string="Low Score Up To",
        default=2,
        help="Satisfaction with the result (1–5) that the supervisor follows up; "
        "0: none.",
        groups=INTERNAL,
    )
    complaint_survey_low_unsettled = fields.Boolean(
        string="Follow Up When Not Settled",
        default=True,
        help="The supervisor follows up when the customer says it is not settled.",
        groups=INTERNAL,
    )

    _complaint_survey_days = models.Constraint(
        "CHECK(complaint_survey_delay BETWEEN 0 AND 365 "
        "AND complaint_survey_validity BETWEEN 1 AND 365 "
        "AND complaint_survey_low_csat BETWEEN 0 AND 5)",
        "The survey is sent within 365 days and answered within 1 to 365 days; a low "
        "score is between 0 and 5.",
    )

    @api.constrains("complaint_survey_id")
    def _check_complaint_survey_id(self):
        for survey in self.sudo().complaint_survey_id:
            if not survey.is_complaint_survey:
                raise ValidationError(
                    self.env._(
                        "%(survey)s is no follow-up of complaints.",
                        survey=survey.title,
                    )
                )

    def _get_complaint_survey(self):
        """Return the survey of the company, or the shipped one, if it is active."""
        self.ensure_one()
        survey = self.complaint_survey_id or self.env.ref(
            "retail_complaint_addon.survey_complaint", raise_if_not_found=False
        )
        return survey and survey.filtered(
            lambda found: found.active and found.is_complaint_survey
        )
