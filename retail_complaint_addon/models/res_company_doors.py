from odoo import fields, models
from odoo.tools import is_html_empty

from .res_company import INTERNAL


class ResCompany(models.Model):
    """How customers come in by themselves, and follow their case."""

    _inherit = "res.company"

    complaint_tracking_days = fields.Integer(
        string="Tracking Link Works After Closing (Days)",
        default=90,
        help="The customer can follow the case by its link until then.",
        groups=INTERNAL,
    )
    complaint_reopen_days = fields.Integer(
        string="Customer May Reopen Within (Days)",
        default=14,
        help="Days after closing; 0: customers do not reopen cases by themselves.",
        groups=INTERNAL,
    )
    complaint_page_enabled = fields.Boolean(
        string="Public Complaint Page",
        default=True,
        groups=INTERNAL,
    )
    complaint_page_limit = fields.Integer(
        string="Complaints and Messages per Address and Hour",
        default=10,
        help="More from one internet address have to wait; 0: no limit.",
        groups=INTERNAL,
    )
    complaint_upload_files = fields.Integer(
        string="Files at Once", default=10, groups=INTERNAL
    )
    complaint_upload_mb = fields.Integer(
        string="Size of a File (MB)", default=10, groups=INTERNAL
    )
    complaint_consent_text = fields.Html(
        string="Consent Text",
        translate=True,
        help="The customer agrees to it on the complaint page. What was agreed to is "
        "kept with the case. Empty: the text that comes with the complaint desk.",
        groups=INTERNAL,
    )
    complaint_consent_version = fields.Integer(
        string="Version of the Consent Text",
        default=1,
        readonly=True,
        groups=INTERNAL,
    )

    _complaint_doors_valid = models.Constraint(
        "CHECK(complaint_tracking_days BETWEEN 1 AND 3650 "
        "AND complaint_reopen_days BETWEEN 0 AND 3650 "
        "AND complaint_page_limit BETWEEN 0 AND 100000 "
        "AND complaint_upload_files BETWEEN 0 AND 100 "
        "AND complaint_upload_mb BETWEEN 1 AND 100)",
        "The tracking link works 1 to 3650 days, cases are reopened within 0 to 3650 "
        "days; 0 to 100 files of 1 to 100 MB are taken at once.",
    )

    def write(self, vals):
        if "complaint_consent_text" not in vals:
            return super().write(vals)
        before = {company: company.complaint_consent_text for company in self}
        result = super().write(vals)
        for company in self:
            if company.complaint_consent_text != before[company]:
                company.complaint_consent_version += 1
        return result

    def _complaint_consent(self):
        """Return the text customers agree to, in the language of the context."""
        self.ensure_one()
        if not is_html_empty(self.complaint_consent_text):
            return self.complaint_consent_text
        return self.env._(
            "I agree that %(company)s stores what I write here and uses it to handle "
            "my complaint and to answer me, and for nothing else.",
            company=self.name,
        )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_tracking_days = fields.Integer(
        related="company_id.complaint_tracking_days", readonly=False
    )
    complaint_reopen_days = fields.Integer(
        related="company_id.complaint_reopen_days", readonly=False
    )
    complaint_page_enabled = fields.Boolean(
        related="company_id.complaint_page_enabled", readonly=False
    )
    complaint_page_limit = fields.Integer(
        related="company_id.complaint_page_limit", readonly=False
    )
    complaint_upload_files = fields.Integer(
        related="company_id.complaint_upload_files", readonly=False
    )
    complaint_upload_mb = fields.Integer(
        related="company_id.complaint_upload_mb", readonly=False
    )
    complaint_consent_text = fields.Html(
        related="company_id.complaint_consent_text", readonly=False
    )
