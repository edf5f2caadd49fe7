"""Other ways to look people up and to forget them lead here."""

import functools

from odoo import api, fields, models
from odoo.exceptions import UserError

# What another addon makes public without asking who calls it.
FOREIGN = "anonymize_partner_data"


class ResPartner(models.Model):
    _inherit = "res.partner"

    erased_at = fields.Datetime(
        readonly=True,
        copy=False,
        groups="customer_relations_addon.group_relations_privacy",
    )

    def _register_hook(self):
        """Guard the public method of ``privacy_partner_to_be_forgotten``.

        It may be loaded before or after this addon, or not at all: so the finished
        class is what is changed.
        """
        result = super()._register_hook()
        cls = self.env.registry["res.partner"]
        method = getattr(cls, FOREIGN, None)
        if method and not getattr(method, "is_guarded", False):

            @functools.wraps(method)
            def guarded(records, *_args, **_kwargs):
                raise UserError(
                    records.env._(
                        "People are erased by a privacy request: Customer Relations, "
                        "Privacy, Privacy Requests."
                    )
                )

            guarded.is_guarded = True
            setattr(cls, FOREIGN, guarded)
        return result

    @api.model
    def _retention_erase(self, partners):
        """Erase customers whose time is over; return those that had to stay.

        For the server: who decided is the company, by its retention rule.
        """
        finder = self.env["customer.privacy.finder"].sudo()
        eraser = self.env["customer.privacy.eraser"].sudo()
        stay = self.browse()
        for partner in partners.sudo():
            person = finder._person(partner)
            try:
                self.env["customer.erasure"].sudo()._check_person(partner, person)
            except UserError:
                stay |= partner
                continue
            found = finder._find(partner, person)
            label = self.env._("Erased customer %(number)s", number=partner.id)
            eraser._erase(partner, person, label, found)
            tickets = self.env["helpdesk.ticket"].sudo()
            if "helpdesk.ticket" in found:
                tickets = tickets.browse(sorted(found["helpdesk.ticket"].rows))
            for ticket in tickets.filtered("is_complaint"):
                ticket._log_decision("erased", detail="erasure: retention")
        return stay
