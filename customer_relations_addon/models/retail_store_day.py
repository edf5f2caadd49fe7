"""Stores that keep a log of each day, and the clock that looks for missing ones."""

from datetime import timedelta

import pytz

from odoo import api, fields, models

from odoo.addons.retail_complaint_addon.models.complaint_clock import ClockJob

from ..rules import store_days
from .res_users import GROUP

# So long after closing time the log of the day should be closed.
GRACE = timedelta(hours=2)


class RetailStore(models.Model):
    _inherit = "retail.store"

    keeps_day_log = fields.Boolean(
        string="Keeps a Daily Log",
        compute="_compute_keeps_day_log",
        store=True,
        readonly=False,
        precompute=True,
        help="Days on which the store is open and has no log are listed as missing.",
    )
    day_due_on = fields.Date(
        string="Next Day to Look At",
        default=fields.Date.context_today,
        readonly=True,
        copy=False,
    )
    day_due_at = fields.Datetime(
        string="Log Due",
        compute="_compute_day_due_at",
        store=True,
        copy=False,
    )
    missing_day_count = fields.Integer(
        compute="_compute_missing_day_count", string="Missing Days"
    )

    _day_due_idx = models.Index("(day_due_at, id) WHERE day_due_at IS NOT NULL")

    @api.depends("kind")
    def _compute_keeps_day_log(self):
        for store in self:
            store.keeps_day_log = store.kind == "shop"

    @api.depends(
        "keeps_day_log",
        "active",
        "day_due_on",
        "resource_calendar_id",
        "company_id.resource_calendar_id",
    )
    def _compute_day_due_at(self):
        for store in self:
            day = store.active and store.keeps_day_log and store.day_due_on
            store.day_due_at = day and store._day_end(day) + GRACE

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_missing_day_count(self):
        groups = self.env["store.day"]._read_group(
            [("store_id", "in", self.ids), ("state", "=", "missing")],
            ["store_id"],
            ["__count"],
        )
        counts = dict(groups)
        for store in self:
            store.missing_day_count = counts.get(store, 0)

    def write(self, vals):
        keeping = self.filtered("day_due_at")
        result = super().write(vals)
        # what begins to keep a log has missed no day before
        for store in (self - keeping).filtered("day_due_at"):
            store.sudo().day_due_on = store._local_today()
        return result

    # ------------------------------------------------------------------
    # opening days
    # ------------------------------------------------------------------

    def _day_calendar(self):
        store = self.sudo()
        return store.resource_calendar_id or store.company_id.resource_calendar_id

    def _day_zone(self):
        """Return the time zone of the store, by which its days are counted."""
        company = self.sudo().company_id
        name = self._day_calendar().tz or company.partner_id.tz
        return pytz.timezone(name or "UTC")

    def _local_today(self):
        return store_days.local_day(fields.Datetime.now(), self._day_zone())

    def _day_span(self, day):
        """Return begin and end of a day of the store in UTC."""
        return store_days.span_of(day, self._day_zone())

    def _day_closings(self, first, last):
        """Return {day: when the store closed} of its opening days."""
        self.ensure_one()
        zone = self._day_zone()
        calendar = self._day_calendar()
        if not calendar.attendance_ids:
            days = (last - first).days + 1
            every = [first + timedelta(days=number) for number in range(days)]
            return {day: store_days.span_of(day, zone)[1] for day in every}
        begin = store_days.span_of(first, zone)[0]
        end = store_days.span_of(last, zone)[1]
        return store_days.closings(calendar._complaint_hours(begin, end), zone)

    def _day_end(self, day):
        """Return when the store closes on a day, or when the day ends."""
        return self._day_closings(day, day).get(day) or self._day_span(day)[1]

    @api.model
    def _only_store(self):
        """Return the store of the user if there is only one, else none."""
        stores = self.sudo().search(
            [
                ("member_ids", "in", self.env.uid),
                ("company_id", "in", self.env.companies.ids),
            ],
            limit=2,
        )
        return (stores if len(stores) == 1 else stores[:0]).with_env(self.env)

    def _service_managers(self):
        """Return who answers for the service of the store, from the store upwards."""
        store = self.sudo()
        company = store.company_id
        while store:
            users = (store.manager_id | store.member_ids).filtered(
                lambda user: (
                    user.active
                    and company in user.company_ids
                    and user.has_group(GROUP % "supervisor")
                )
            )
            if users:
                return users
            store = store.parent_id
        return self.env["res.users"]

    # ------------------------------------------------------------------
    # the clock
    # ------------------------------------------------------------------

    def _day_due_batch(self):
        """List the opening days without a log, and remind of logs still open."""
        now = fields.Datetime.now()
        for store in self.sudo():
            store._look_at_days(now)

    def _look_at_days(self, now):
        zone = self._day_zone()
        today = store_days.local_day(now, zone)
        oldest = today - timedelta(days=store_days.MOST_DAYS)
        first = max(self.day_due_on or today, oldest)
        closed_at = self._day_closings(first, today)
        days = store_days.over(first, closed_at, now, GRACE)
        self.env["store.day"]._list_missing(self, days)
        today_is_over = today in days
        self.day_due_on = today + timedelta(days=1) if today_is_over else today

    def action_view_days(self):
        """Open the daily logs of the store."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_relations_addon.store_day_action"
        )
        action["domain"] = [("store_id", "=", self.id)]
        action["context"] = {"default_store_id": self.id}
        return action


class ComplaintClock(models.AbstractModel):
    _inherit = "complaint.clock"

    @api.model
    def _clock_due_batches(self):
        stores = self.env["retail.store"].sudo()
        domain = [("day_due_at", "<=", fields.Datetime.now())]
        return [
            *super()._clock_due_batches(),
            ClockJob(stores, domain, "_day_due_batch", "day_due_at, id"),
        ]
