from odoo import api, models
from odoo.exceptions import ValidationError


class HelpdeskTicketCategory(models.Model):
    _inherit = "helpdesk.ticket.category"

    @api.constrains("survey_id")
    def _check_survey_id(self):
        for survey in self.sudo().survey_id:
            if not survey.is_complaint_survey:
                raise ValidationError(
                    self.env._(
                        "Follow-up Survey: %(survey)s is no follow-up of complaints. "
                        "Its answers would not reach the case.",
                        survey=survey.title,
                    )
                )
