from odoo import fields, models


class ComplaintQuickEntry(models.TransientModel):
    """Shows what to tell the customer before the data are typed in."""

    _inherit = "complaint.quick.entry"

    collection_notice = fields.Html(compute="_compute_collection_notice")

    def _compute_collection_notice(self):
        purposes = self.env["customer.purpose"]
        purpose = purposes._find("complaint", self.env.company)
        for entry in self:
            entry.collection_notice = purpose.collection_notice
