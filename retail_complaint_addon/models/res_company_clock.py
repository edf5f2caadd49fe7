from odoo import fields, models

from .res_company import INTERNAL


class ResCompany(models.Model):
    _inherit = "res.company"

    complaint_wait_days = fields.Integer(
        string="Wait for the Customer",
        default=10,
        help="After so many working days without an answer the owner is reminded.",
        groups=INTERNAL,
    )

    complaint_supervisor_hours = fields.Float(
        string="Remind the Supervisor After",
        default=4,
        help="Working hours after a missed target; the owner is reminded at once.",
        groups=INTERNAL,
    )
    complaint_manager_hours = fields.Float(
        string="Remind the Manager After",
        default=8,
        help="Working hours after a missed target; never before the supervisor.",
        groups=INTERNAL,
    )

    _complaint_escalation_positive = models.Constraint(
        "CHECK(complaint_supervisor_hours BETWEEN 0 AND 8760 "
        "AND complaint_manager_hours BETWEEN 0 AND 8760)",
        "Reminders come between 0 and 8760 working hours after a missed target.",
    )
    _complaint_wait_positive = models.Constraint(
        "CHECK(complaint_wait_days BETWEEN 0 AND 3650)",
        "Customers are waited for between 0 and 3650 working days.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    complaint_wait_days = fields.Integer(
        related="company_id.complaint_wait_days", readonly=False
    )
    complaint_supervisor_hours = fields.Float(
        related="company_id.complaint_supervisor_hours", readonly=False
    )
    complaint_manager_hours = fields.Float(
        related="company_id.complaint_manager_hours", readonly=False
    )
