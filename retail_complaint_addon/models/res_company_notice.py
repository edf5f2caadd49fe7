from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_recourse = fields.Html(
        string="Ways Outside the Company",
        translate=True,
        help="What a customer who does not agree with a decision can do outside the "
        "company. Empty: the text of the shipped template.",
    )
    complaint_settlement_terms = fields.Html(
        string="Settlement Terms",
        translate=True,
        help="What the customer signs when a case is settled. Empty: the text of the "
        "shipped template.",
    )
