from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .res_company import INTERNAL

RANGES = {
    "complaint_package_days": (0, 365),
    "complaint_package_escalate_days": (1, 365),
    "complaint_referral_days": (0, 365),
    "complaint_referral_escalate_days": (0, 365),
    "complaint_custody_remind_days": (1, 365),
    "complaint_custody_unclaimed_days": (1, 3650),
    "complaint_custody_tolerance": (0, 1000),
}


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_referral_days = fields.Integer(
        string="Referral Answered Within",
        default=2,
        help="Working days in the opening hours of the store.",
        groups=INTERNAL,
    )
    complaint_referral_escalate_days = fields.Integer(
        string="Referral to the Supervisor After",
        default=1,
        help="Working days after it was due.",
        groups=INTERNAL,
    )
    complaint_package_days = fields.Integer(
        string="Package Carried Out Within",
        default=7,
        help="Calendar days after the customer accepted, where no date was named. 0: "
        "it is never late without a date.",
        groups=INTERNAL,
    )
    complaint_package_escalate_days = fields.Integer(
        string="Late Package to the Supervisor After",
        default=2,
        help="Calendar days after its person was reminded.",
        groups=INTERNAL,
    )
    complaint_custody_tolerance = fields.Float(
        string="Weight Tolerance (g)",
        digits=(12, 3),
        default=0.02,
        help="Two weighings of an article may differ by this much.",
        groups=INTERNAL,
    )
    complaint_custody_remind_days = fields.Integer(
        string="Remind of Articles After",
        default=14,
        help="Calendar days since an article is ready for collection, and again after "
        "as many.",
        groups=INTERNAL,
    )
    complaint_custody_unclaimed_days = fields.Integer(
        string="Unclaimed After",
        default=90,
        help="Calendar days since an article is ready for collection.",
        groups=INTERNAL,
    )
    complaint_custody_closing = fields.Selection(
        selection=[
            ("refuse", "Refuse to close the complaint"),
            ("warn", "Close it and leave a to-do"),
        ],
        string="Article Still in Our Hands",
        default="refuse",
        required=True,
        groups=INTERNAL,
    )

    @api.constrains(
        "complaint_package_days",
        "complaint_package_escalate_days",
        "complaint_referral_days",
        "complaint_referral_escalate_days",
        "complaint_custody_remind_days",
        "complaint_custody_unclaimed_days",
        "complaint_custody_tolerance",
    )
    def _check_complaint_flow(self):
        for company in self:
            for name, (least, most) in RANGES.items():
                if not least <= company[name] <= most:
                    raise ValidationError(
                        self.env._(
                            "%(field)s is between %(least)s and %(most)s.",
                            field=self._fields[name]._description_string(self.env),
                            least=least,
                            most=most,
                        )
                    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_referral_days = fields.Integer(
        related="company_id.complaint_referral_days", readonly=False
    )
    complaint_referral_escalate_days = fields.Integer(
        related="company_id.complaint_referral_escalate_days", readonly=False
    )
    complaint_package_days = fields.Integer(
        related="company_id.complaint_package_days", readonly=False
    )
    complaint_package_escalate_days = fields.Integer(
        related="company_id.complaint_package_escalate_days", readonly=False
    )
    complaint_custody_tolerance = fields.Float(
        related="company_id.complaint_custody_tolerance", readonly=False
    )
    complaint_custody_remind_days = fields.Integer(
        related="company_id.complaint_custody_remind_days", readonly=False
    )
    complaint_custody_unclaimed_days = fields.Integer(
        related="company_id.complaint_custody_unclaimed_days", readonly=False
    )
    complaint_custody_closing = fields.Selection(
        related="company_id.complaint_custody_closing", readonly=False
    )
