from odoo import api, models


class HelpdeskTicketDuplicateWizard(models.TransientModel):
    _inherit = "helpdesk.ticket.duplicate.wizard"

    @api.model_create_multi
    def create(self, vals_list):
        """The wizard shows the title of what is linked (D1)."""
        self.env["helpdesk.ticket"]._check_wizard_links(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self.env["helpdesk.ticket"]._check_wizard_links([vals])
        return super().write(vals)
