"""Meetings that are over, and what a complaint's notice told the customer."""

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.retail_complaint_addon.models.complaint_notice import TOLD_STATES

from .customer_collect import BATCH, MAX_TITLE
from .customer_exchange import LONGEST

KINDS = {
    "email": "email",
    "phone": "call",
    "letter": "letter",
    "visit": "visit",
    "message": "chat",
    "public": "social",
}


class CustomerCollect(models.Model):
    _inherit = "customer.collect"

    # ------------------------------------------------------------------
    # meetings
    # ------------------------------------------------------------------

    @api.model
    def _collect_meetings(self, back=None):
        since, after = self._since("calendar.event", back), 0
        while rows := self._finished_meetings(since, after):
            values = self._meeting_values(rows)
            if values:
                self._write_exchanges(values)
            after = rows[-1]["attendee_id"]
            if not self.env["ir.cron"]._commit_progress(len(rows)):
                return False
        self._read_once("calendar.event")
        return True

    @api.model
    def _finished_meetings(self, since, after):
        """Return attendees, no colleagues, of meetings that are over."""
        self.env["calendar.event"].flush_model()
        self.env["calendar.attendee"].flush_model()
        self.env["customer.exchange"].flush_model(["source_ref"])
        query = SQL(
            """SELECT attendee.id AS attendee_id, attendee.partner_id, event.id
                 FROM calendar_event event
                 JOIN calendar_attendee attendee ON attendee.event_id = event.id
                WHERE event.active
                  AND event.stop >= %(since)s AND event.stop <= %(now)s
                  AND attendee.id > %(after)s
                  AND attendee.partner_id IS NOT NULL
                  AND attendee.state IS DISTINCT FROM 'declined'
                  AND NOT EXISTS (
                          SELECT 1 FROM res_users colleague
                           WHERE colleague.partner_id = attendee.partner_id
                             AND colleague.share IS NOT TRUE)
                  AND NOT EXISTS (
                          SELECT 1 FROM customer_exchange exchange
                           WHERE exchange.source_ref
                                 = 'event:' || event.id || ':' || attendee.partner_id)
             ORDER BY attendee.id
                LIMIT %(limit)s""",
            since=since,
            now=fields.Datetime.now(),
            after=after,
            limit=BATCH,
        )
        return self.env.execute_query_dict(query)

    @api.model
    def _meeting_values(self, rows):
        events = self.env["calendar.event"].sudo().browse({row["id"] for row in rows})
        partners = self.env["res.partner"].sudo()
        partners = self._customers_of(partners.browse({r["partner_id"] for r in rows}))
        stores = self._only_stores()
        result = []
        for row in rows:
            event = events.browse(row["id"])
            partner = partners.browse(row["partner_id"])
            if partner not in partners or event.effective_privacy == "private":
                continue
            company = partner.company_id or event.user_id.company_id
            company = company or self.env.company
            lead = event.opportunity_id
            if lead.company_id and lead.company_id != company:
                lead = lead.browse()
            user = self._fit_user(event.user_id, company)
            result.append(
                {
                    "partner_id": partner.id,
                    "kind": "call" if event.videocall_location else "visit",
                    "direction": "out",
                    "date": event.start,
                    "duration": min(round((event.duration or 0) * 60), LONGEST),
                    "subject": (event.name or partner.name or "…")[:MAX_TITLE],
                    "user_id": user.id,
                    "company_id": company.id,
                    "store_id": stores.get((user.id, company.id), False),
                    "lead_id": lead.id,
                    "source": "meeting",
                    "source_ref": f"event:{event.id}:{partner.id}",
                    "event_id": event.id,
                }
            )
        return result

    # ------------------------------------------------------------------
    # notices
    # ------------------------------------------------------------------

    @api.model
    def _collect_notices(self, back=None):
        """Before the mails: a notice knows how it was told, its mail does not."""
        since, after = self._since("complaint.notice", back), 0
        while rows := self._told_notices(since, after):
            self._write_exchanges(self._notice_values(rows))
            after = rows[-1][0]
            if not self.env["ir.cron"]._commit_progress(len(rows)):
                return False
        self._read_once("complaint.notice")
        return True

    @api.model
    def _told_notices(self, since, after):
        self.env["complaint.notice"].flush_model()
        self.env["customer.exchange"].flush_model(["source_ref"])
        companies = self.env["res.company"].sudo().search([])
        query = SQL(
            """SELECT notice.id
                 FROM complaint_notice notice
                 JOIN helpdesk_ticket ticket ON ticket.id = notice.ticket_id
                WHERE notice.company_id = ANY(%(companies)s)
                  AND notice.told_at >= %(since)s
                  AND notice.id > %(after)s
                  AND notice.state = ANY(%(told)s)
                  AND COALESCE(notice.partner_id, ticket.partner_id) IS NOT NULL
                  AND NOT EXISTS (
                          SELECT 1 FROM customer_exchange exchange
                           WHERE exchange.source_ref = COALESCE(
                                     'message:' || notice.mail_message_id,
                                     'notice:' || notice.id))
             ORDER BY notice.id
                LIMIT %(limit)s""",
            companies=companies.ids,
            since=since,
            after=after,
            told=list(TOLD_STATES),
            limit=BATCH,
        )
        return self.env.execute_query(query)

    @api.model
    def _notice_values(self, rows):
        notices = self.env["complaint.notice"].sudo().browse(id_ for (id_,) in rows)
        kinds = dict(notices._fields["kind"]._description_selection(self.env))
        result = []
        for notice in notices:
            ticket = notice.ticket_id
            message = notice.mail_message_id
            ref = f"message:{message.id}" if message else f"notice:{notice.id}"
            title = notice.subject or f"{ticket.number}: {kinds[notice.kind]}"
            result.append(
                {
                    "partner_id": (notice.partner_id or ticket.partner_id).id,
                    "kind": KINDS[notice.channel],
                    "direction": "out",
                    "date": min(notice.told_at, fields.Datetime.now()),
                    "subject": title[:MAX_TITLE],
                    "user_id": self._fit_user(notice.user_id, notice.company_id).id,
                    "company_id": notice.company_id.id,
                    "store_id": notice.store_id.id,
                    "ticket_id": ticket.id,
                    "source": "notice",
                    "source_ref": ref,
                    "message_id": message.id,
                }
            )
        return result
