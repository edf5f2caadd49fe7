from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL, hmac

from ..rules.visitors import network_of

SCOPE = "complaint-visit"
RETRIES = 20
KEEP = timedelta(days=1)


class ComplaintVisit(models.Model):
    """How often one address used a public page in an hour, for all workers at once.

    The address itself is not stored, only a digest of it and the hour, for a day.
    """

    _name = "complaint.visit"
    _description = "Use of the Public Complaint Page"
    _inherit = ["complaint.export.mixin"]
    _order = "hour desc, id desc"
    _rec_name = "page"
    _log_access = False

    page = fields.Char(required=True, readonly=True)
    visitor = fields.Char(required=True, readonly=True)
    hour = fields.Datetime(required=True, readonly=True, index=True)
    count = fields.Integer(default=1, readonly=True)

    _visitor_uniq = models.UniqueIndex("(page, visitor, hour)")

    @api.model
    def _count_visit(self, page, address):
        """Count one more and return how many it were in this hour.

        In a transaction of its own: what is refused counts too.
        """
        hour = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        network = f"{network_of(address)} {hour}"
        visitor = hmac(self.env(su=True), SCOPE, network)[:32]
        query = SQL(
            "INSERT INTO complaint_visit (page, visitor, hour, count) "
            "VALUES (%s, %s, %s, 1) ON CONFLICT (page, visitor, hour) "
            "DO UPDATE SET count = complaint_visit.count + 1 RETURNING count",
            page,
            visitor,
            hour,
        )
        for last in [False] * RETRIES + [True]:
            try:
                with self.env.registry.cursor() as cr:
                    cr.execute(query, log_exceptions=False)
                    return cr.fetchone()[0]
            except psycopg2.errors.SerializationFailure:
                # somebody with the same address at the same moment
                if last:
                    raise
        return 0

    @api.model
    def _is_too_often(self, page, address, limit):
        return bool(limit) and self._count_visit(page, address) > limit

    @api.autovacuum
    def _gc_visits(self):
        self.sudo().search([("hour", "<", fields.Datetime.now() - KEEP)]).unlink()
