from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_repeat_days = fields.Integer(
        related="company_id.complaint_repeat_days", readonly=False
    )
    complaint_suggest_percent = fields.Integer(
        related="company_id.complaint_suggest_percent", readonly=False
    )
