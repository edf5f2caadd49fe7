from odoo import models


class ComplaintSolution(models.Model):
    """A package that pays a repair stays while the repair does."""

    _inherit = "complaint.solution"

    def _cancel(self, note):
        result = super()._cancel(note)
        self.ticket_id._check_repairs_paid()
        return result
