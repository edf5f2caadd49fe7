from odoo import fields, models

from .res_company import INTERNAL


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_recourse = fields.Html(
        string="Ways Outside the Company",
        translate=True,
        help="What a customer who does not agree with a decision can do outside the "
        "company. Empty: the text of the shipped template.",
        groups=INTERNAL,
    )
    complaint_settlement_terms = fields.Html(
        string="Settlement Terms",
        translate=True,
        help="What the customer signs when a case is settled. Empty: the text of the "
        "shipped template.",
        groups=INTERNAL,
    )
    complaint_alert_user_ids = fields.Many2many(
        "res.users",
        "res_company_complaint_alert_rel",
        "company_id",
        "user_id",
        string="Told of Critical Cases",
        domain=[("share", "=", False)],
        help="Empty: the managers of the company. Never whoever is complained about.",
        groups=INTERNAL,
    )
    complaint_digest_enabled = fields.Boolean(
        string="Weekly Digest", default=True, groups=INTERNAL
    )
    complaint_tell_referred = fields.Boolean(
        string="Tell of Referrals",
        default=True,
        help="Somebody outside the store has taken the case over: the customer gets a "
        "mail at once.",
        groups=INTERNAL,
    )
    complaint_tell_ready = fields.Boolean(
        string="Tell of Articles to Collect",
        default=True,
        help="An article is ready for collection: the customer gets a mail at once. "
        "Without an address the owner of the case gets a to-do to call.",
        groups=INTERNAL,
    )
    complaint_digest_user_ids = fields.Many2many(
        "res.users",
        "res_company_complaint_digest_rel",
        "company_id",
        "user_id",
        string="Digest To",
        domain=[("share", "=", False)],
        help="Managers. Empty: those who decide without limit.",
        groups=INTERNAL,
    )
