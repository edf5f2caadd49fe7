from odoo import fields, models


class ComplaintDecision(models.Model):
    _inherit = "complaint.decision"

    # The log is append-only: uninstalling leaves the word as it is.
    kind = fields.Selection(
        selection_add=[("claimed", "Claim on a Supplier")],
        ondelete={"claimed": lambda records: None},
    )
