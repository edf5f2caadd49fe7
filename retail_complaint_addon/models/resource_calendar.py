"""Opening hours are worked out once, for as long as nobody changes them."""

from datetime import timedelta

import pytz

from odoo import api, models
from odoo.tools import ormcache


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    @ormcache("self.id")
    def _complaint_zone(self):
        """Return the name of the time zone; none when every hour counts.

        That is without a calendar, or with one that has no hours.
        """
        if not (self.attendance_ids or self.flexible_hours):
            return None
        return self.tz or "UTC"

    @ormcache("self.id", "start", "stop")
    def _complaint_hours(self, start, stop):
        """Return the opening hours between two moments in UTC, sorted.

        Every target of every case asks for the same few weeks.
        """
        # what waits to be computed gets the company of whoever wrote it
        self.env["resource.calendar.leaves"].flush_model()
        # nothing a client may say in the context is in what is kept for everybody
        calendar = self.with_env(self.env(su=True, context={}))
        zone = pytz.timezone(calendar.tz or "UTC")
        # without a resource the holidays of every company would count
        own = ("company_id", "in", [calendar.company_id.id, False])
        holidays = ["|", ("calendar_id", "=", calendar.id), own]
        intervals = calendar._work_intervals_batch(
            pytz.utc.localize(start).astimezone(zone),
            pytz.utc.localize(stop).astimezone(zone),
            domain=[("time_type", "=", "leave"), *holidays],
        )[False]
        return tuple((_utc(begin), _utc(end)) for begin, end, _meta in intervals)

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result


class ResourceCalendarAttendance(models.Model):
    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        attendances = super().create(vals_list)
        self.env.registry.clear_cache()
        return attendances

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    def _closes_shops(self):
        """Return whether it is a holiday; who is away closes no shop."""
        return not all(leave.resource_id for leave in self.sudo())

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        if leaves._closes_shops():
            self.env.registry.clear_cache()
        return leaves

    def write(self, vals):
        before = self._closes_shops()
        result = super().write(vals)
        if before or self._closes_shops():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        holidays = self._closes_shops()
        result = super().unlink()
        if holidays:
            self.env.registry.clear_cache()
        return result


def _utc(moment):
    if moment.microsecond == 999999:
        # how Odoo writes 24:00
        moment += timedelta(microseconds=1)
    return moment.astimezone(pytz.utc).replace(tzinfo=None)
