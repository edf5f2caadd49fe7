"""What complaints and repairs promise is promised without typing, and kept there."""

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.retail_complaint_addon.models.complaint_notice import TOLD_STATES

from ..rules import promises
from .customer_collect import BATCH

QUIET = {
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "tracking_disable": True,
}
REPAIR = "repair.order"


class CustomerPromise(models.Model):
    """Three kinds, each with a key that is there once:

    ``next:<notice>``: the next notice, as the last one said;
    ``resolve:<case>:<round>``: the answer, once the customer was told anything;
    ``repair:<repair>``: the day a watch is ready.
    """

    _inherit = "customer.promise"

    @api.model
    def _cron_follow_cases(self, back=None):
        """Write new promises of cases, and what became of the open ones (sudo).

        :param back: how far to look back for notices; none: what is new
        """
        collect = self.env["customer.collect"].sudo()
        since = collect._since(self._name, back)
        sources = [
            (self._new_next_notices, self._next_notice_values),
            (self._new_answers, self._answer_values),
        ]
        if self._repairs_promise():
            sources.append((self._new_repairs, self._repair_values))
        for find, values in sources:
            while rows := find(since):
                self._trusted().with_context(**QUIET).create(values(rows))
                if not self.env["ir.cron"]._commit_progress(len(rows)):
                    return
        collect._read_once(self._name)
        for find in self._followers():
            self._follow(find)

    @api.model
    def _followers(self):
        found = [self._moved_next_notices, self._moved_answers]
        return [*found, self._moved_repairs] if self._repairs_promise() else found

    @api.model
    def _repairs_promise(self):
        """Say whether repairs here tell the customer a day."""
        if REPAIR not in self.env:
            return False
        names = {"promised_at", "finished_at", "stage", "ticket_id"}
        return names <= self.env[REPAIR]._fields.keys()

    @api.model
    def _rows(self, query, **values):
        """Run a query on what is written already."""
        self.env.flush_all()
        return self.env.execute_query_dict(SQL(query, **values))

    # ------------------------------------------------------------------
    # new ones
    # ------------------------------------------------------------------

    @api.model
    def _new_next_notices(self, since):
        return self._rows(
            """SELECT notice.id
                 FROM complaint_notice notice
                 JOIN helpdesk_ticket ticket ON ticket.id = notice.ticket_id
                WHERE notice.company_id = ANY(%(companies)s)
                  AND notice.told_at >= %(since)s
                  AND notice.next_notice_by IS NOT NULL
                  AND notice.state = ANY(%(told)s)
                  AND ticket.partner_id IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM customer_promise promise
                                   WHERE promise.source_ref = 'next:' || notice.id)
             ORDER BY notice.id
                LIMIT %(limit)s""",
            **self._since_values(since),
        )

    @api.model
    def _new_answers(self, since):
        return self._rows(
            """SELECT ticket.id
                 FROM helpdesk_ticket ticket
                WHERE ticket.id IN (
                          SELECT notice.ticket_id FROM complaint_notice notice
                           WHERE notice.company_id = ANY(%(companies)s)
                             AND notice.told_at >= %(since)s
                             AND notice.state = ANY(%(told)s))
                  AND ticket.resolve_by IS NOT NULL
                  AND ticket.partner_id IS NOT NULL
                  AND NOT EXISTS (
                          SELECT 1 FROM customer_promise promise
                           WHERE promise.source_ref = 'resolve:' || ticket.id || ':'
                                 || COALESCE(ticket.round, 1))
             ORDER BY ticket.id
                LIMIT %(limit)s""",
            **self._since_values(since),
        )

    @api.model
    def _new_repairs(self, since):
        return self._rows(
            """SELECT repair.id
                 FROM repair_order repair
                WHERE repair.promised_at >= %(since)s
                  AND repair.partner_id IS NOT NULL
                  AND repair.stage IS DISTINCT FROM 'cancelled'
                  AND NOT EXISTS (SELECT 1 FROM customer_promise promise
                                   WHERE promise.source_ref = 'repair:' || repair.id)
             ORDER BY repair.id
                LIMIT %(limit)s""",
            since=since,
            limit=BATCH,
        )

    @api.model
    def _since_values(self, since):
        companies = self.env["res.company"].search([]).ids
        told = list(TOLD_STATES)
        return {"companies": companies, "since": since, "told": told, "limit": BATCH}

    # ------------------------------------------------------------------
    # what became of them
    # ------------------------------------------------------------------

    @api.model
    def _follow(self, find):
        """Settle or move the open promises whose case has moved."""
        after = 0
        while rows := find(after):
            for row in rows:
                promise = self.browse(row["id"])
                values = promise._followed(row)
                if values:
                    promise._trusted().with_context(**QUIET).write(values)
            after = rows[-1]["id"]
            if not self.env["ir.cron"]._commit_progress(len(rows)):
                return

    def _followed(self, row):
        """Return what to write: kept, withdrawn, another day, another colleague."""
        if row["done_at"]:
            return {"state": promises.KEPT, "done_at": row["done_at"]}
        if row["gone"]:
            now = fields.Datetime.now()
            return {"state": promises.WITHDRAWN, "done_at": now}
        values = {}
        if row["due_at"] and row["due_at"] != self.due_at:
            first = self.first_due_at or self.due_at
            values = {"due_at": row["due_at"], "first_due_at": first, "reminded": 0}
        users = self.env["res.users"].browse(row["user_id"])
        user = self.env["customer.collect"]._fit_user(users, self.company_id)
        if user and user != self.user_id:
            values["user_id"] = user.id
        return values

    @api.model
    def _moved_next_notices(self, after):
        """Return open promises of a notice that were kept, or moved with the case."""
        return self._rows(
            """SELECT promise.id,
                      COALESCE(later.told_at, ticket.resolved_at) AS done_at,
                      NOT ticket.active OR NOT ticket.is_complaint AS gone,
                      ticket.next_notice_by AS due_at, ticket.user_id
                 FROM customer_promise promise
                 JOIN helpdesk_ticket ticket ON ticket.id = promise.ticket_id
    LEFT JOIN LATERAL (SELECT min(notice.told_at) AS told_at
                         FROM complaint_notice notice
                        WHERE notice.ticket_id = ticket.id
                          AND notice.told_at > promise.made_at
                          AND notice.state = ANY(%(told)s)) later ON true
                WHERE promise.state = 'open' AND promise.by_itself
                  AND promise.source_ref LIKE 'next:%%'
                  AND promise.id > %(after)s
                  AND (later.told_at IS NOT NULL OR ticket.resolved_at IS NOT NULL
                       OR NOT ticket.active OR NOT ticket.is_complaint
                       OR ticket.next_notice_by <> promise.due_at
                       OR ticket.user_id IS DISTINCT FROM promise.user_id)
             ORDER BY promise.id
                LIMIT %(limit)s""",
            after=after,
            told=list(TOLD_STATES),
            limit=BATCH,
        )

    @api.model
    def _moved_answers(self, after):
        """Return open promises of an answer that was given, or has moved."""
        return self._rows(
            """SELECT promise.id, ticket.resolved_at AS done_at,
                      NOT ticket.active OR NOT ticket.is_complaint
                      OR promise.source_ref <> 'resolve:' || ticket.id || ':'
                         || COALESCE(ticket.round, 1) AS gone,
                      ticket.resolve_by AS due_at, ticket.user_id
                 FROM customer_promise promise
                 JOIN helpdesk_ticket ticket ON ticket.id = promise.ticket_id
                WHERE promise.state = 'open' AND promise.by_itself
                  AND promise.source_ref LIKE 'resolve:%%'
                  AND promise.id > %(after)s
                  AND (ticket.resolved_at IS NOT NULL
                       OR NOT ticket.active OR NOT ticket.is_complaint
                       OR promise.source_ref <> 'resolve:' || ticket.id || ':'
                          || COALESCE(ticket.round, 1)
                       OR ticket.resolve_by <> promise.due_at
                       OR ticket.user_id IS DISTINCT FROM promise.user_id)
             ORDER BY promise.id
                LIMIT %(limit)s""",
            after=after,
            limit=BATCH,
        )

    @api.model
    def _moved_repairs(self, after):
        """Return open promises of a repair that is ready, given up or has moved."""
        return self._rows(
            """SELECT promise.id, repair.finished_at AS done_at,
                      repair.id IS NULL OR repair.stage = 'cancelled' AS gone,
                      repair.promised_at AS due_at, repair.user_id
                 FROM customer_promise promise
            LEFT JOIN repair_order repair ON repair.id = promise.origin_id
                WHERE promise.state = 'open' AND promise.by_itself
                  AND promise.source_ref LIKE 'repair:%%'
                  AND promise.id > %(after)s
                  AND (repair.id IS NULL OR repair.finished_at IS NOT NULL
                       OR repair.stage = 'cancelled'
                       OR repair.promised_at <> promise.due_at
                       OR repair.user_id IS DISTINCT FROM promise.user_id)
             ORDER BY promise.id
                LIMIT %(limit)s""",
            after=after,
            limit=BATCH,
        )
