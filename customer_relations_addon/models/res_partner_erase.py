"""Other ways to look people up and to forget them lead here."""

import functools

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .customer_privacy_request import OPEN

# By what, and when, a customer was heard of.
HEARD = {
    "customer.exchange": "date",
    "helpdesk.ticket": "received_at",
    "crm.lead": "enquired_at",
    "sale.order": "date_order",
    "account.move": "date",
    "pos.order": "date_order",
    "repair.order": "create_date",
    "survey.user_input": "create_date",
    "customer.consent": "at",
    "customer.privacy.request": "received_at",
    "customer.service.use": "date",
}
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
    def _retention_erase(self, partners, since=None):
        """Erase customers whose time is over; return {id of who stays: reason}.

        For the server: who decided is the company, by its retention rule.
        """
        finder = self.env["customer.privacy.finder"].sudo()
        eraser = self.env["customer.privacy.eraser"].sudo()
        heard = partners._heard_since(since)
        asked = partners._open_privacy_requests()
        stay = dict.fromkeys(heard.ids, self.env._("Heard of since then"))
        stay |= dict.fromkeys(asked.ids, self.env._("Open privacy request"))
        for partner in partners.sudo():
            if partner.id in stay or partner.erased_at:
                continue
            person = finder._person(partner)
            try:
                self.env["customer.erasure"].sudo()._check_person(partner, person)
            except UserError as error:
                stay[partner.id] = error.args[0]
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

    def _heard_since(self, since):
        """Return which of these customers did something with us since then (sudo).

        The date of the contact itself does not tell: an exchange does not change it.
        """
        heard = self.browse()
        if not since or not self:
            return heard
        for name, date in HEARD.items():
            if name not in self.env or date not in self.env[name]._fields:
                continue
            model = self.env[name].sudo().with_context(active_test=False)
            is_day = model._fields[date].type == "date"
            begun = Domain(date, "=", False) & Domain("create_date", ">=", since)
            domain = Domain(date, ">=", since.date() if is_day else since) | begun
            domain &= Domain("partner_id", "in", self.ids)
            for partner, _count in model._read_group(
                domain, ["partner_id"], ["__count"]
            ):
                heard |= self.browse(partner.id)
        return heard

    def _open_privacy_requests(self):
        """Return who of these has asked for something that is not answered (sudo)."""
        requests = self.env["customer.privacy.request"].sudo()
        found = requests.search(
            [("state", "in", OPEN), ("same_partner_ids", "in", self.ids)]
        )
        return self & found.same_partner_ids.with_env(self.env)
