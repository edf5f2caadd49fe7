from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.retail_complaint_addon.models.res_company import INTERNAL


class ResCompany(models.Model):
    _inherit = "res.company"

    jewellery_review_least = fields.Integer(
        string="Cases Needed to Compare",
        default=5,
        help="A handling method takes part in the comparison of What Works from this "
        "many cases and answered surveys on.",
        groups=INTERNAL,
    )
    jewellery_effect_days = fields.Integer(
        string="Check Effectiveness After (Days)",
        default=90,
        help="So many days after what prevents a defect was done, its cases before and "
        "after are compared.",
        groups=INTERNAL,
    )

    jewellery_claim_days = fields.Integer(
        string="Supplier Answers Within (Days)",
        default=14,
        help="After a claim was sent, where no other day was named.",
        groups=INTERNAL,
    )
    jewellery_report_days = fields.Integer(
        string="Remind of Unread Reports After (Days)",
        default=3,
        help="Once, after a report was sent. 0: no reminder.",
        groups=INTERNAL,
    )

    @api.constrains(
        "jewellery_review_least",
        "jewellery_effect_days",
        "jewellery_claim_days",
        "jewellery_report_days",
    )
    def _check_jewellery_review(self):
        for company in self:
            if not 1 <= company.jewellery_claim_days <= 365:
                raise ValidationError(
                    self.env._("A supplier has 1 to 365 days for an answer.")
                )
            if not 0 <= company.jewellery_report_days <= 365:
                raise ValidationError(
                    self.env._("Unread reports are reminded of after 0 to 365 days.")
                )
            if not 1 <= company.jewellery_review_least <= 1000:
                raise ValidationError(
                    self.env._("Methods are compared from 1 to 1,000 cases on.")
                )
            if not 1 <= company.jewellery_effect_days <= 730:
                raise ValidationError(
                    self.env._("Effectiveness is checked after 1 to 730 days.")
                )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jewellery_review_least = fields.Integer(
        related="company_id.jewellery_review_least", readonly=False
    )
    jewellery_effect_days = fields.Integer(
        related="company_id.jewellery_effect_days", readonly=False
    )
    jewellery_claim_days = fields.Integer(
        related="company_id.jewellery_claim_days", readonly=False
    )
    jewellery_report_days = fields.Integer(
        related="company_id.jewellery_report_days", readonly=False
    )
