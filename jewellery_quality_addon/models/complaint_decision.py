from odoo import models

from odoo.addons.retail_complaint_addon.models.kept_selection import KeptSelection


class ComplaintDecision(models.Model):
    _inherit = "complaint.decision"

    # The log is append-only: uninstalling leaves the word as it is.
    kind = KeptSelection(
        selection_add=[
            ("inspected", "Inspection"),
            ("investigated", "Investigation"),
        ],
        ondelete={
            "inspected": lambda records: None,
            "investigated": lambda records: None,
        },
    )
