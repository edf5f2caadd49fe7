"""What stands against erasing a person."""

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.retail_complaint_addon.models.complaint_custody import HELD_STATES


class CustomerErasure(models.Model):
    _inherit = "customer.erasure"

    def _check_erasable(self):
        """:raises UserError: under a hold, with an open case, for a colleague"""
        self.ensure_one()
        request = self.request_id.sudo()
        if request.state == "new":
            raise UserError(self.env._("Check the identity first."))
        contacts, person = request._keys()
        self.env["customer.erasure"]._check_person(contacts, person)

    @api.model
    def _check_person(self, contacts, person, tickets=None):
        """:raises UserError: when these may not be erased now"""
        contacts = contacts.sudo()
        contacts._check_no_legal_hold()
        colleagues = self.env["customer.privacy.finder"]._not_customers(contacts)
        if colleagues:
            raise UserError(
                self.env._("Colleagues and companies of ours are not erased here.")
            )
        if tickets is None:
            found = self.env["customer.privacy.finder"]._look(
                self.env["helpdesk.ticket"].sudo(), contacts, person
            )
            tickets = self.env["helpdesk.ticket"].sudo().browse(sorted(found.rows))
        self._check_tickets(tickets)
        self._check_repairs(contacts, tickets)

    @api.model
    def _check_tickets(self, tickets):
        cases = tickets.exists().filtered("is_complaint")
        held = cases.filtered("legal_hold")
        if held:
            raise UserError(
                self.env._(
                    "Case %(case)s is under a legal hold. Nothing of this person is "
                    "erased until the hold is lifted.",
                    case=held[0].number,
                )
            )
        running = cases.filtered(lambda case: not case.stage_id.closed)
        if running:
            raise UserError(
                self.env._(
                    "Case %(case)s is still open. Close it first.",
                    case=running[0].number,
                )
            )
        custody = cases.custody_ids.filtered(lambda one: one.state in HELD_STATES)
        if custody:
            raise UserError(
                self.env._(
                    "We still have an article of this person (case %(case)s).",
                    case=custody[0].ticket_id.number,
                )
            )

    @api.model
    def _check_repairs(self, contacts, tickets):
        """Whoever's watch is on the bench cannot be forgotten."""
        if "repair.order" not in self.env or not contacts:
            return
        repairs = self.env["repair.order"].sudo()
        running = repairs.search(
            [
                ("partner_id", "in", contacts.ids),
                ("state", "not in", ("done", "cancel")),
            ],
            limit=1,
        )
        if running:
            raise UserError(
                self.env._(
                    "Repair %(repair)s is not finished. Finish it first.",
                    repair=running.name,
                )
            )
