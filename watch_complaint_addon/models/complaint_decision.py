from odoo import models

from odoo.addons.retail_complaint_addon.models.kept_selection import KeptSelection


def keep(_records):
    """Leave what was decided as it is: rows of the log never change."""


class ComplaintDecision(models.Model):
    _inherit = "complaint.decision"

    kind = KeptSelection(
        selection_add=[
            ("warranty", "Warranty decided"),
            ("repair_started", "Repair started"),
            ("repair_finished", "Repair finished"),
            ("repair_lowered", "Repair estimated lower"),
            ("repair_charged", "Price in warranty decided"),
        ],
        ondelete={
            "warranty": keep,
            "repair_started": keep,
            "repair_finished": keep,
            "repair_lowered": keep,
            "repair_charged": keep,
        },
    )
