from odoo import api, models

LINKED = ("repair.order", "watch.centre.job", "watch.diagnosis", "watch.loan")


class ComplaintRawMixin(models.AbstractModel):
    _inherit = "complaint.raw.mixin"

    @api.model
    def _linked_models(self):
        return (*super()._linked_models(), *LINKED)
