"""Mails, calls, meetings and notices become exchanges by themselves."""

import logging
from collections import defaultdict
from datetime import timedelta

import psycopg2

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

BATCH = 200
# No transaction lasts so long: what is older is committed, or never will be.
SETTLED = timedelta(hours=1)
# How far back the first run looks, and the run of every night.
FIRST = timedelta(days=365)
WINDOW = timedelta(days=2)
MAX_TITLE = 200
# What a mail or meeting with broken data raises. A lost connection, a lock or a mistake
# in a program is none of it: the run ends, the clock tells of it and comes again.
BROKEN = (UserError, ValueError, psycopg2.IntegrityError, psycopg2.DataError)


class CustomerCollect(models.Model):
    """How far the collector has come; and the collector.

    What is there already is known by ``customer.exchange.source_ref``, a unique key
    made of the mail, notice or meeting. So a run that is killed neither doubles nor
    forgets, and the run of the night finds what was missed.
    """

    _name = "customer.collect"
    _description = "Collector of Exchanges"
    _inherit = ["complaint.export.mixin"]

    name = fields.Char(required=True)
    last_id = fields.Integer(default=0)

    _name_uniq = models.Constraint("UNIQUE(name)", "Each source is read once.")

    @api.model
    def _cron_collect(self, days=None):
        """Take what is new; with ``days``, look through as many days once more."""
        back = timedelta(days=days) if days else None
        for method in self._collectors():
            if not getattr(self.sudo(), method)(back):
                return
        self.env["customer.promise"].sudo()._cron_follow_cases(back)

    @api.model
    def _collectors(self):
        """Return the methods that take a time to look back, or none for what is new.

        They return whether there is time left for another one.
        """
        return ["_collect_notices", "_collect_messages", "_collect_meetings"]

    # ------------------------------------------------------------------
    # how far
    # ------------------------------------------------------------------

    @api.model
    def _mark(self, name, back=None):
        """Return (record, id to begin after) of a source with rising ids."""
        mark = self.search([("name", "=", name)])
        if mark and not back:
            return mark, mark.last_id
        start = self._id_before(fields.Datetime.now() - (back or FIRST))
        if not mark:
            mark = self.create({"name": name, "last_id": start})
        return mark, start

    @api.model
    def _since(self, name, back):
        """Return from when on to look; far back until it was read once to the end."""
        known = self.search_count([("name", "=", name)])
        return fields.Datetime.now() - (back or (WINDOW if known else FIRST))

    @api.model
    def _read_once(self, name):
        """Note that a source was read to its end."""
        if not self.search_count([("name", "=", name)]):
            self.create({"name": name})

    @api.model
    def _id_before(self, moment):
        """Return the last message made before a moment; read from the newest on."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM mail_message WHERE create_date < %s "
                "ORDER BY id DESC LIMIT 1",
                moment,
            )
        )
        return rows[0][0] if rows else 0

    # ------------------------------------------------------------------
    # writing
    # ------------------------------------------------------------------

    @api.model
    def _write_exchanges(self, vals_list):
        """Write a batch; what one row cannot become does not keep the others back."""
        model = self.env["customer.exchange"].sudo()._trusted()
        model = model.with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True
        )
        try:
            with self.env.cr.savepoint():
                model.create(vals_list)
        except BROKEN:
            # one mail of a contact somebody broke must not stop the others
            if len(vals_list) == 1:
                _logger.warning(
                    "No exchange of %s", vals_list[0]["source_ref"], exc_info=True
                )
                return
            for vals in vals_list:
                self._write_exchanges([vals])

    @api.model
    def _customers_of(self, partners):
        """Return those who are customers: no colleagues, no company of ours."""
        companies = self.env["res.company"].sudo().search([]).partner_id
        internal = self._colleagues()
        return partners.filtered(lambda one: one.id not in internal) - companies

    @api.model
    def _colleagues(self):
        """Return {partner: user} of colleagues, of those who left too."""
        rows = self.env.execute_query(
            SQL("SELECT partner_id, id FROM res_users WHERE share IS NOT TRUE")
        )
        return dict(rows)

    @api.model
    def _only_stores(self):
        """Return {(user, company): store} of people who work in one store only."""
        rows = self.env.execute_query(
            SQL(
                """SELECT member.user_id, store.company_id, min(store.id), count(*)
                     FROM retail_store_member_rel member
                     JOIN retail_store store ON store.id = member.store_id
                    WHERE store.active
                 GROUP BY member.user_id, store.company_id"""
            )
        )
        return {(user, comp): store for user, comp, store, n in rows if n == 1}

    @api.model
    def _fit_user(self, user, company):
        """Return the colleague if they work at the company."""
        robot = user.id == SUPERUSER_ID
        fits = user and not user.share and company in user.company_ids and not robot
        return user if fits else user.browse()

    @api.model
    def _families(self, partners):
        """Return {partner id: id of the company or person it belongs to}."""
        return {one.id: one.commercial_partner_id.id for one in partners}

    @api.model
    def _told(self, ids):
        """Return {message: families it was addressed to}."""
        rows = self.env.execute_query(
            SQL(
                """SELECT told.message_id, partner.commercial_partner_id
                     FROM (SELECT mail_message_id AS message_id,
                                  res_partner_id AS partner_id
                             FROM mail_notification
                            WHERE mail_message_id = ANY(%(ids)s)
                            UNION
                           SELECT mail_message_id, res_partner_id
                             FROM mail_message_res_partner_rel
                            WHERE mail_message_id = ANY(%(ids)s)) told
                     JOIN res_partner partner ON partner.id = told.partner_id""",
                ids=list(ids),
            )
        )
        told = defaultdict(set)
        for message, family in rows:
            told[message].add(family)
        return told
