from odoo import fields, models

from .helpdesk_ticket_category import READERS


class HelpdeskTicket(models.Model):
    """Complaints that came by e-mail, and their answers."""

    _inherit = "helpdesk.ticket"

    mail_ids = fields.One2many(
        comodel_name="complaint.mail",
        inverse_name="ticket_id",
        string="Incoming Mail",
        copy=False,
        groups=READERS,
    )
    mail_count = fields.Integer(
        compute="_compute_part_counts", string="Incoming Mails", groups=READERS
    )

    def action_view_mails(self):
        """Open the mails of the case as they came in."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Incoming Mail"),
            "res_model": "complaint.mail",
            "view_mode": "list,form",
            "domain": [("ticket_id", "=", self.id)],
        }

    def _notify_get_reply_to(self, default=None, author_id=False):
        """Answers come back to the address of the store, if it has one."""
        cases = self.sudo().filtered(lambda t: t.is_complaint and t.store_id.alias_id)
        stores = cases.store_id.filtered("alias_email")
        cases = cases.filtered(lambda t: t.store_id in stores)
        result = {}
        if cases:
            addresses = stores._notify_get_reply_to(
                default=default, author_id=author_id
            )
            result = {ticket.id: addresses[ticket.store_id.id] for ticket in cases}
        others = self.browse(id_ for id_ in self.ids if id_ not in result)
        if others or not result:
            result |= super(HelpdeskTicket, others)._notify_get_reply_to(
                default=default, author_id=author_id
            )
        return result
