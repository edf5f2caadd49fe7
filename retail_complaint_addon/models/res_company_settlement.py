from odoo import fields, models

from .res_company import INTERNAL


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_approval_remind_hours = fields.Integer(
        string="Remind Approvers After (Hours)",
        default=24,
        help="0: no reminder.",
        groups=INTERNAL,
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_approval_remind_hours = fields.Integer(
        related="company_id.complaint_approval_remind_hours", readonly=False
    )
