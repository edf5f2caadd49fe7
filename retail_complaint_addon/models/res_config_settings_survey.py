from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_survey_enabled = fields.Boolean(
        related="company_id.complaint_survey_enabled", readonly=False
    )
    complaint_survey_id = fields.Many2one(
        related="company_id.complaint_survey_id", readonly=False
    )
    complaint_survey_delay = fields.Integer(
        related="company_id.complaint_survey_delay", readonly=False
    )
    complaint_survey_validity = fields.Integer(
        related="company_id.complaint_survey_validity", readonly=False
    )
    complaint_survey_low_csat = fields.Integer(
        related="company_id.complaint_survey_low_csat", readonly=False
    )
    complaint_survey_low_unsettled = fields.Boolean(
        related="company_id.complaint_survey_low_unsettled", readonly=False
    )
