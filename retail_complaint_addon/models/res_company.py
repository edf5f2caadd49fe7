from odoo import fields, models

# Customers may read companies, but not how a desk works: its limits and people.
INTERNAL = "base.group_user"


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_acknowledge_days = fields.Integer(
        string="Acknowledge Within", default=1, groups=INTERNAL
    )
    complaint_notice_days = fields.Integer(
        string="Progress Notice Every", default=5, groups=INTERNAL
    )
    complaint_resolve_days = fields.Integer(
        string="Resolve Within", default=10, groups=INTERNAL
    )
    complaint_owner_id = fields.Many2one(
        comodel_name="res.users",
        string="Fallback Owner of Complaints",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Owns the complaints that neither the person who takes them nor the "
        "manager of the store can own.",
        groups=INTERNAL,
    )

    _complaint_days_positive = models.Constraint(
        "CHECK(complaint_acknowledge_days BETWEEN 0 AND 3650 "
        "AND complaint_notice_days BETWEEN 0 AND 3650 "
        "AND complaint_resolve_days BETWEEN 0 AND 3650)",
        "Complaint targets are between 0 and 3650 working days.",
    )
