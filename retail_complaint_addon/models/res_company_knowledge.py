from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .res_company import INTERNAL


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_repeat_days = fields.Integer(
        string="Repeats Within (Days)",
        default=180,
        help="A complaint counts as a repeat this many days after the one before. "
        "0: no repeats. Counts for cases taken or changed from then on.",
        groups=INTERNAL,
    )
    complaint_suggest_percent = fields.Integer(
        string="Fill In the Category From (%)",
        default=60,
        help="Complaints that come in by mail, public page or connector without a "
        "category get the suggested one when it is at least this certain. 101: never.",
        groups=INTERNAL,
    )

    @api.constrains("complaint_repeat_days", "complaint_suggest_percent")
    def _check_complaint_knowledge(self):
        for company in self:
            if not 0 <= company.complaint_repeat_days <= 3650:
                raise ValidationError(
                    self.env._("Repeats are counted within 0 to 3650 days.")
                )
            if not 1 <= company.complaint_suggest_percent <= 101:
                raise ValidationError(
                    self.env._("A category is filled in from 1 to 101 per cent.")
                )
