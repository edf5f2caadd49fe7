from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _self_standing_models(self):
        return (*super()._self_standing_models(), "watch.diagnosis")
