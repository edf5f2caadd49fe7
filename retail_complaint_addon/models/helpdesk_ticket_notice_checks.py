from odoo import models
from odoo.tools import html2plaintext

from ..rules import personal


class HelpdeskTicket(models.Model):
    """What somebody should look at again before a text goes out. It only warns."""

    _inherit = "helpdesk.ticket"

    def _notice_warnings(self, kind, *texts):
        """Return a line for each thing in these texts to think twice about."""
        self.ensure_one()
        plain = "\n".join(html2plaintext(text or "") for text in texts)
        lines = self.env["complaint.word"]._warnings(self.sudo().company_id, plain)
        lines += self._staff_warnings(plain)
        if kind == "public_reply":
            lines += self._privacy_warnings(plain)
        return list(dict.fromkeys(lines))

    def _staff_warnings(self, plain):
        ticket = self.sudo()
        names = {*ticket.staff_ids.mapped("name"), ticket.user_id.name}
        names.add(self.env.user.name)
        return [
            self.env._("“%(name)s”: a name of our staff", name=name)
            for name in sorted(filter(None, names))
            if personal.contains(plain, name)
        ]

    def _privacy_warnings(self, plain):
        """Return what in a public text is about this customer or nobody's business."""
        ticket = self.sudo()
        partner = ticket.partner_id
        company = ticket.company_id
        ours = [company.email, company.phone, ticket.store_id.partner_id.phone]
        facts = {
            "case": ticket.number,
            "serial": ticket.lot_id.name,
            "receipt": ticket.purchase_ref,
            "product": ticket.product_id.name,
            "street": partner.street,
        }
        found = personal.find_personal(
            plain,
            {
                "customer": ticket.partner_name or partner.name or "",
                "contact": partner.name or "",
                "behalf": ticket.on_behalf_of_id.name or "",
            },
            {name: value for name, value in facts.items() if value},
            phones=[ticket.partner_phone, partner.phone],
            ours=[one for one in ours if one],
        )
        labels = self._privacy_labels()
        return [
            self.env._("%(what)s: “%(found)s”", what=labels[what], found=value)
            for what, value in found
        ]

    def _privacy_labels(self):
        return {
            "customer": self.env._("Name of the customer"),
            "contact": self.env._("Name of the customer"),
            "behalf": self.env._("Name of the person concerned"),
            "case": self.env._("Case number"),
            "serial": self.env._("Serial number"),
            "receipt": self.env._("Receipt or order number"),
            "product": self.env._("Article of the case"),
            "street": self.env._("Address of the customer"),
            "email": self.env._("E-mail address"),
            "phone": self.env._("Phone number"),
            "identity": self.env._("Looks like an identity card number"),
            "card": self.env._("Looks like the number of a card"),
        }
