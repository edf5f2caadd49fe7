from odoo import fields, models

from .complaint_decision import keep


class ComplaintEscalation(models.Model):
    _inherit = "complaint.escalation"

    kind = fields.Selection(
        selection_add=[("repair", "Promised Repair")], ondelete={"repair": keep}
    )
