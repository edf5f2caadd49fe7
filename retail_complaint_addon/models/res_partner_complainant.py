from odoo import api, models
from odoo.tools import email_normalize

# More contacts with one address than this are no person any more.
MOST_CANDIDATES = 20


class ResPartner(models.Model):
    """Who complains: found by e-mail, phone and name, or created."""

    _inherit = "res.partner"

    @api.model
    def _match_complainant(self, vals, company):
        """Return the one contact these details belong to (sudo), else no record.

        What is given must not contradict what the contact has: whoever knows the
        phone of a customer and adds an address of their own is not that customer.
        """
        email = email_normalize(vals.get("partner_email") or "")
        phone = self._complainant_phone(vals.get("partner_phone"), company)
        found = self._complainants([("email_normalized", "=", email)], company, email)
        if not found and phone:
            found = self._complainants(
                [("phone_mobile_search", "in", self._phone_writings(phone, company))],
                company,
                phone,
            ).filtered(lambda one: not email or not one.email_normalized)
        if len(found) > 1 and phone:
            found = (
                found.filtered(
                    lambda one: self._complainant_phone(one.phone, company) == phone
                )
                or found
            )
        if len(found) > 1:
            name = (vals.get("partner_name") or "").casefold()
            found = found.filtered(lambda o: (o.name or "").casefold() == name) or found
        return found[:1]

    @api.model
    def _complainants(self, domain, company, value):
        """Return contacts who may be customers: no colleagues, no companies of ours."""
        if not value:
            return self.sudo().browse()
        found = self.sudo().search(
            [*domain, ("company_id", "in", [False, company.id])],
            limit=MOST_CANDIDATES,
            order="id",
        )
        if not found:
            return found
        return (
            found.filtered(lambda one: not any(not user.share for user in one.user_ids))
            - self.env["res.company"].sudo().search([]).partner_id
        )

    @api.model
    def _complainant_phone(self, phone, company):
        """Return a number as it is stored on contacts, if it is one."""
        phone = (phone or "").strip()
        if sum(char.isdigit() for char in phone) < 5:
            return ""
        return (
            self._phone_format(
                number=phone, country=company.country_id, force_format="INTERNATIONAL"
            )
            or phone
        )

    @api.model
    def _phone_writings(self, phone, company):
        """Return the number with and without the code of the country."""
        code = str(company.country_id.phone_code or "")
        digits = "".join(char for char in phone if char.isdigit())
        local = digits.removeprefix(code) if phone.startswith("+") else digits
        return [phone, local]

    @api.model
    def _create_complainant(self, vals, company, lang):
        """Return a new contact, or no record when nothing is known of the person."""
        email = email_normalize(vals.get("partner_email") or "")
        phone = self._complainant_phone(vals.get("partner_phone"), company)
        name = vals.get("partner_name") or email or phone
        if not name:
            return self.sudo().browse()
        known = self.env["res.lang"].sudo()._get_data(code=lang or "").code
        # the case tells how the contact came about
        quiet = self.sudo().with_context(mail_create_nolog=True)
        created = quiet.create(
            {
                "name": name[:200],
                "email": email,
                "phone": phone,
                "company_id": False,
                **({"lang": known} if known else {}),
            }
        )
        # all that is computed of it at once, not bit by bit when queries need it
        created.flush_recordset()
        return created.with_env(self.sudo().env)
