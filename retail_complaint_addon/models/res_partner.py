from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..rules.contact import parse_contact
from .complaint_entrance import UNSTORABLE

# Set by the customer field of a complaint. It widens what a search finds and what
# the list shows; it never shows a contact the user may not read.
CUSTOMER = "complaint_customer"


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "complaint.export.mixin"]

    @api.model
    def _search_display_name(self, operator, value):
        """Find a customer by phone too, also when name and phone are typed at once."""
        domain = super()._search_display_name(operator, value)
        if (
            not self.env.context.get(CUSTOMER)
            or operator != "ilike"
            or not isinstance(value, str)
        ):
            return domain
        contact = parse_contact(value)
        found = Domain(domain)
        if contact.phone:
            found |= Domain("phone_mobile_search", "ilike", contact.phone)
        if contact.email:
            found |= Domain("email", "=ilike", contact.email)
        return found

    @api.depends("phone")
    @api.depends_context(CUSTOMER)
    def _compute_display_name(self):
        """Tell namesakes apart by phone and e-mail in the drop-down."""
        result = super()._compute_display_name()
        context = self.env.context
        if context.get(CUSTOMER) and context.get("formatted_display_name"):
            for partner in self:
                known = [part for part in (partner.phone, partner.email) if part]
                if known:
                    details = " · ".join(known)
                    partner.display_name = f"{partner.display_name} \t --{details}--"
        return result

    @api.model
    def name_create(self, name):
        """Keep the phone and the e-mail typed in the customer field of a complaint."""
        if not self.env.context.get(CUSTOMER):
            return super().name_create(name)
        text = UNSTORABLE.sub("", name) if isinstance(name, str) else ""
        contact = parse_contact(text)
        values = {"name": contact.name or contact.email or contact.phone}
        if not values["name"]:
            raise ValidationError(
                self.env._("A customer needs a name, a phone number or an e-mail.")
            )
        if contact.email:
            values["email"] = contact.email
        if contact.phone:
            values["phone"] = (
                self._phone_format(number=contact.phone, force_format="INTERNATIONAL")
                or contact.phone
            )
        partner = self.create(values)
        return partner.id, partner.display_name
