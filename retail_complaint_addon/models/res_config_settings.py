from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_acknowledge_days = fields.Integer(
        related="company_id.complaint_acknowledge_days", readonly=False
    )
    complaint_notice_days = fields.Integer(
        related="company_id.complaint_notice_days", readonly=False
    )
    complaint_resolve_days = fields.Integer(
        related="company_id.complaint_resolve_days", readonly=False
    )
    complaint_owner_id = fields.Many2one(
        related="company_id.complaint_owner_id", readonly=False
    )
