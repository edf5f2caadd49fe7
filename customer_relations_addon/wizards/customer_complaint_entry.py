from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

TITLE_LENGTH = 80


class CustomerComplaintEntry(models.TransientModel):
    """Sales hand in a complaint they hear of, as a customer would on the web page.

    They learn its number and see nothing more of it.
    """

    _name = "customer.complaint.entry"
    _inherit = ["complaint.screen.mixin"]
    _description = "Hand In a Complaint"
    _about = "lead_id"

    lead_id = fields.Many2one(
        comodel_name="crm.lead",
        string="Enquiry",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    words = fields.Text(
        string="What Happened", required=True, help="In the customer's words."
    )
    remedy = fields.Text(string="What the Customer Wants")
    number = fields.Char(readonly=True)

    def action_register(self):
        """Register it once, and tell its number."""
        self.ensure_one()
        lead = self.lead_id
        lead.check_access("read")
        words = " ".join((self.words or "").split())
        if not words:
            raise UserError(self.env._("Write down what happened."))
        if not self.sudo().number:
            case = self.env["helpdesk.ticket"]._complaint_intake(
                {
                    **lead.sudo()._complaint_values(),
                    "name": words[:TITLE_LENGTH],
                    "description": plaintext2html(self.words),
                    "remedy_sought": self.remedy,
                    "reference": f"enquiry-{lead.id}-{self.id}",
                },
                "counter",
            )
            self.sudo().number = case.number
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": self.env._("Complaint %(number)s", number=self.sudo().number),
                "message": self.env._("The complaint desk looks after it now."),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
