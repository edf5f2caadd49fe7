from odoo import api, models


class MailFollowers(models.Model):
    _inherit = "mail.followers"

    @api.model
    def _insert_followers(
        self,
        res_model,
        res_ids,
        partner_ids,
        subtypes=None,
        customer_ids=None,
        check_existing=True,
        existing_policy="skip",
    ):
        """Whoever cannot read a complaint does not follow it either."""

        def insert(ids, partners):
            return super(MailFollowers, self)._insert_followers(
                res_model,
                ids,
                partners,
                subtypes=subtypes,
                customer_ids=customer_ids,
                check_existing=check_existing,
                existing_policy=existing_policy,
            )

        if res_model != "helpdesk.ticket" or not partner_ids:
            return insert(res_ids, partner_ids)
        tickets = self.env[res_model].sudo().browse(res_ids)
        complaints = tickets.filtered("is_complaint")
        if not complaints:
            return insert(res_ids, partner_ids)
        if plain := tickets - complaints:
            insert(plain.ids, partner_ids)
        by_partners = {}
        for ticket, allowed in complaints._complaint_readers(partner_ids).items():
            by_partners.setdefault(frozenset(allowed), []).append(ticket.id)
        for allowed, ids in by_partners.items():
            insert(ids, [pid for pid in partner_ids if pid in allowed])
        return None
