from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_recourse = fields.Html(
        related="company_id.complaint_recourse", readonly=False
    )
    complaint_settlement_terms = fields.Html(
        related="company_id.complaint_settlement_terms", readonly=False
    )
    complaint_alert_user_ids = fields.Many2many(
        related="company_id.complaint_alert_user_ids", readonly=False
    )
    complaint_tell_referred = fields.Boolean(
        related="company_id.complaint_tell_referred", readonly=False
    )
    complaint_tell_ready = fields.Boolean(
        related="company_id.complaint_tell_ready", readonly=False
    )
    complaint_digest_enabled = fields.Boolean(
        related="company_id.complaint_digest_enabled", readonly=False
    )
    complaint_digest_user_ids = fields.Many2many(
        related="company_id.complaint_digest_user_ids", readonly=False
    )
