from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    watch_repair_guarantee_months = fields.Integer(
        related="company_id.watch_repair_guarantee_months", readonly=False
    )
    watch_promise_days = fields.Integer(
        related="company_id.watch_promise_days", readonly=False
    )
    watch_repair_notices = fields.Boolean(
        related="company_id.watch_repair_notices", readonly=False
    )
