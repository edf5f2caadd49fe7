from odoo import fields, models


class ComplaintDecision(models.Model):
    _inherit = "complaint.decision"

    # The log is append-only: uninstalling leaves the word as it is.
    kind = fields.Selection(
        selection_add=[
            ("inspected", "Inspection"),
            ("investigated", "Investigation"),
        ],
        ondelete={
            "inspected": lambda records: None,
            "investigated": lambda records: None,
        },
    )
