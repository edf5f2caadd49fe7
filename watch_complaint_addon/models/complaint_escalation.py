from odoo import models

from odoo.addons.retail_complaint_addon.models.kept_selection import KeptSelection

from .complaint_decision import keep


class ComplaintEscalation(models.Model):
    _inherit = "complaint.escalation"

    kind = KeptSelection(
        selection_add=[("repair", "Promised Repair")], ondelete={"repair": keep}
    )
