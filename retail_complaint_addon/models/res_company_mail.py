from odoo import fields, models

from .res_company import INTERNAL


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_mail_window = fields.Integer(
        string="Limits Count Over",
        default=60,
        help="Minutes over which incoming mails to complaints are counted.",
        groups=INTERNAL,
    )
    complaint_mail_sender_limit = fields.Integer(
        string="Mails of One Sender",
        default=20,
        help="What comes above it waits for a person. 0: no limit.",
        groups=INTERNAL,
    )
    complaint_mail_total_limit = fields.Integer(
        string="Mails Altogether",
        default=300,
        help="What comes above it waits for a person. 0: no limit.",
        groups=INTERNAL,
    )

    _complaint_mail_limits = models.Constraint(
        "CHECK(complaint_mail_window BETWEEN 1 AND 10080 "
        "AND complaint_mail_sender_limit BETWEEN 0 AND 100000 "
        "AND complaint_mail_total_limit BETWEEN 0 AND 1000000)",
        "Limits of incoming mail: 1 to 10,080 minutes, 0 mails or more.",
    )
