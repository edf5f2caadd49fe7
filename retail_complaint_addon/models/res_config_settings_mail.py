from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_mail_window = fields.Integer(
        related="company_id.complaint_mail_window", readonly=False
    )
    complaint_mail_sender_limit = fields.Integer(
        related="company_id.complaint_mail_sender_limit", readonly=False
    )
    complaint_mail_total_limit = fields.Integer(
        related="company_id.complaint_mail_total_limit", readonly=False
    )
    complaint_mail_authserv_id = fields.Char(
        string="Our Receiving Mail Server",
        config_parameter="retail_complaint_addon.mail_authserv_id",
        help="The name it writes first into the header Authentication-Results, as "
        "mx.example.com. Empty: no sender is verified.",
    )
