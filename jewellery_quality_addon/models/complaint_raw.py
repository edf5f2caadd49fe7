from odoo import api, models

LINKED = (
    "document.page",
    "jewellery.buyer.lot",
    "jewellery.correction",
    "jewellery.effect",
    "jewellery.investigation",
    "jewellery.report",
    "jewellery.supplier.claim",
    "qc.inspection",
)


class ComplaintRawMixin(models.AbstractModel):
    _inherit = "complaint.raw.mixin"

    @api.model
    def _linked_models(self):
        return (*super()._linked_models(), *LINKED)
