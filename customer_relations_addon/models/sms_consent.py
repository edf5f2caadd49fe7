"""Text messages to many are advertising, too: nobody gets one who has not agreed.

The addons that send them may be installed or not, before or after this one. So the
finished class is what is changed, as with ``anonymize_partner_data``.
"""

import functools

from odoo import api, models

# As with mails: writing to many of these at once is advertising.
MARKETING_MODELS = ("res.partner", "crm.lead")
COMPOSER = "sms.composer"
METHOD = "_get_optout_record_ids"


class CustomerConsent(models.Model):
    _inherit = "customer.consent"

    def _register_hook(self):
        result = super()._register_hook()
        if COMPOSER in self.env.registry:
            guard(self.env.registry[COMPOSER])
        return result

    @api.model
    def _sms_refused(self, composer, records, recipients):
        """Return the ids of the records that get no such text message.

        Notices to one customer, and messages about a case, are service: they pass.

        :param recipients: {id: {"partner", "sanitized", ...}} of the records
        """
        mailing = "mailing_id" in composer._fields and composer.mailing_id
        if composer.composition_mode != "mass":
            return []
        if not mailing and records._name not in MARKETING_MODELS:
            return []
        persons = {
            record.id: recipients[record.id]["partner"]
            or (record if records._name == "res.partner" else self.partner_id)
            for record in records
        }
        everybody = self.env["res.partner"].sudo().union(*persons.values()).sudo()
        agreed = set(everybody._may_contact("sms").ids)
        return [id_ for id_, person in persons.items() if person.id not in agreed]


def guard(cls):
    """Have a composer of text messages ask for consent as well."""
    method = getattr(cls, METHOD)
    if getattr(method, "is_guarded", False):
        return

    @functools.wraps(method)
    def guarded(composer, records, recipients_info):
        known = method(composer, records, recipients_info)
        refused = composer.env["customer.consent"]._sms_refused(
            composer, records, recipients_info
        )
        return [*known, *refused]

    guarded.is_guarded = True
    setattr(cls, METHOD, guarded)
