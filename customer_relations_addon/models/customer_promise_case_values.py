"""The promises of complaints and repairs, as values."""

from odoo import api, models

from .customer_promise_case import REPAIR


class CustomerPromise(models.Model):
    _inherit = "customer.promise"

    @api.model
    def _next_notice_values(self, rows):
        notices = self.env["complaint.notice"].browse(row["id"] for row in rows)
        return [
            {
                **self._values_of_case(notice.ticket_id),
                "name": self.env._(
                    "Next notice on complaint %(case)s", case=notice.ticket_id.number
                ),
                "made_at": notice.told_at,
                "due_at": notice.next_notice_by,
                "notice_id": notice.id,
                "source_ref": f"next:{notice.id}",
            }
            for notice in notices
        ]

    @api.model
    def _answer_values(self, rows):
        tickets = self.env["helpdesk.ticket"].browse(row["id"] for row in rows)
        return [
            {
                **self._values_of_case(ticket),
                "name": self.env._("Answer to complaint %(case)s", case=ticket.number),
                "made_at": ticket.acknowledged_at or ticket.clock_start_at,
                "due_at": ticket.resolve_by,
                "source_ref": f"resolve:{ticket.id}:{ticket.round or 1}",
            }
            for ticket in tickets
        ]

    @api.model
    def _values_of_case(self, ticket):
        fit = self.env["customer.collect"]._fit_user(ticket.user_id, ticket.company_id)
        return {
            "partner_id": ticket.partner_id.id,
            "user_id": fit.id,
            "company_id": ticket.company_id.id,
            "store_id": ticket.store_id.id,
            "ticket_id": ticket.id,
            "within": 0,
        }

    @api.model
    def _repair_values(self, rows):
        repairs = self.env[REPAIR].browse(row["id"] for row in rows)
        fit = self.env["customer.collect"]._fit_user
        return [
            {
                "partner_id": repair.partner_id.id,
                "user_id": fit(repair.user_id, repair.company_id).id,
                "company_id": repair.company_id.id,
                "store_id": repair.ticket_id.store_id.id,
                "ticket_id": repair.ticket_id.id,
                "within": 0,
                "name": self.env._("Repair %(repair)s is ready", repair=repair.name),
                "made_at": min(repair.create_date, repair.promised_at),
                "due_at": repair.promised_at,
                "origin_model": REPAIR,
                "origin_id": repair.id,
                "source_ref": f"repair:{repair.id}",
            }
            for repair in repairs
        ]
