from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..rules.contact import parse_contact


class ComplaintQuickEntry(models.TransientModel):
    """The customer is waiting: three answers now, the rest later."""

    _name = "complaint.quick.entry"
    _description = "Customer Is Waiting"
    _inherit = ["complaint.raw.mixin"]

    contact = fields.Char(
        string="Who",
        required=True,
        help="Name and phone, or name and e-mail, in one line.",
    )
    what = fields.Text(string="What Happened", required=True)
    store_id = fields.Many2one(
        comodel_name="retail.store",
        required=True,
        default=lambda self: self._default_store(),
        domain="[('company_id', 'in', allowed_company_ids)]",
    )
    by_phone = fields.Boolean(string="On the Phone")

    @api.model
    def _default_store(self):
        return self.env["helpdesk.ticket"]._own_store(self.env.company).sudo(False)

    def action_register(self):
        """Register the complaint and open it, with what is still to ask."""
        return self._take_complaint()._complaint_form_action()

    def action_register_and_print(self):
        """Register the complaint and hand the customer the slip."""
        ticket = self._take_complaint()
        return ticket.action_print_slip()

    def _take_complaint(self):
        """Create the case; what the category asks for is listed there, and waits."""
        self.ensure_one()
        contact = parse_contact(self.contact)
        if not contact.phone and not contact.email:
            raise UserError(
                self.env._(
                    "Who: ask for a phone number or an e-mail address too, so that we "
                    "can answer."
                )
            )
        door = "phone" if self.by_phone else "counter"
        tickets = self.env["helpdesk.ticket"]
        tickets.check_access("create")
        vals = {
            "description": plaintext2html(self.what),
            "store_id": self.store_id.id,
            "partner_name": contact.name,
            "partner_phone": contact.phone,
            "partner_email": contact.email,
        }
        tickets._intake_defaults(vals, door)
        tickets._intake_customer(vals, door, None)
        ticket = tickets.sudo().create(vals).sudo(False)
        ticket.check_access("write")
        return ticket
