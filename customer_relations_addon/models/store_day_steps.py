"""What happens to the log of a day: opened, closed, missing, filled in."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.retail_complaint_addon.models.turns import take_turns

from .res_users import GROUP
from .still_missing import StillMissing

TODO = "mail.mail_activity_data_todo"


class StoreDay(models.Model):
    _inherit = "store.day"

    def _begin(self):
        """Give a day its checks, and what was recorded before somebody opened it."""
        values = {"opened_by_id": self.env.uid, "opened_at": fields.Datetime.now()}
        self._trusted().write(values)
        checks = self.env["store.day.check"]._trusted().sudo()
        for day in self:
            lines = self.env["store.checklist"]._lines_for(day.store_id)
            checks.create([day._check_values(line) for line in lines])
            self.env["store.incident"]._join_day(day)
        self.invalidate_recordset(["check_ids"])

    def _check_values(self, line):
        words = line.with_context(lang=self.env.user.lang)
        return {
            "day_id": self.id,
            "line_id": line.id,
            "name": words.name,
            "help_text": words.help_text,
            "moment": line.checklist_id.moment,
            "sequence": line.checklist_id.sequence * 1000 + line.sequence,
            "needs_photo": line.needs_photo,
        }

    @api.model
    def _open_today(self):
        """Open today's log of the user's store; of several stores, their list.

        Only the menu calls it: it begins the log, and no RPC client needs that.
        """
        self.check_access("read")
        store = self.env["retail.store"]._only_store()
        if not store:
            return self.env["ir.actions.act_window"]._for_xml_id(
                "customer_relations_addon.store_day_action"
            )
        today = store._local_today()
        day = self.search([("store_id", "=", store.id), ("date", "=", today)], limit=1)
        if not day and self.has_access("create"):
            day = self.create({"store_id": store.id, "date": today})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Today"),
            "res_model": "store.day",
            "res_id": day.id,
            "views": [(False, "form")],
        }

    def action_fill_in(self):
        """Begin the log of a missing day afterwards."""
        self.check_access("write")
        take_turns(self)
        for day in self:
            if day.state == "open":
                continue
            if day.state != "missing":
                raise UserError(
                    self.env._("%(day)s is not missing.", day=day.display_name)
                )
            day._trusted().write({"state": "open", "reminded_at": False})
            day._begin()
        return True

    def action_close(self):
        """Close the day: everything is checked, and the figures stay."""
        self.check_access("write")
        take_turns(self)
        for day in self:
            if day.state == "closed":
                continue
            day._check_open()
            day._check_complete()
            day._fix_counts()
            day._trusted().write(
                {
                    "state": "closed",
                    "closed_by_id": self.env.uid,
                    "closed_at": fields.Datetime.now(),
                }
            )
            day._untrusted().activity_unlink([TODO])
        return True

    def _check_complete(self):
        """:raises UserError: naming what the log still needs"""
        missing = list(filter(None, [c._what_is_missing() for c in self.check_ids]))
        if not self.user_ids and not (self.other_staff or "").strip():
            missing.append(self.env._("Staff on duty: who was there?"))
        if missing:
            raise StillMissing(
                self.env._(
                    "%(day)s can be closed when this is done:\n%(missing)s",
                    day=self.display_name,
                    missing="\n".join(f"• {line}" for line in missing),
                )
            )

    def action_reopen(self):
        """Open a closed day again; it stays in the messages who did."""
        self._check_manager()
        take_turns(self)
        for day in self:
            if day.state == "open":
                continue
            if day.state == "missing":
                day._check_open()
            if not day.check_ids:
                # it was missing before it was said that the store was closed
                day._begin()
            values = {"state": "open", "closed_by_id": False, "closed_at": False}
            day._trusted().write({**values, "shut_reason": False})
        return True

    def action_shut(self):
        """The store was closed on that day: nothing is missing."""
        self._check_manager()
        take_turns(self)
        for day in self:
            if day.state == "shut":
                continue
            if day.state not in ("missing", "open"):
                day._check_open()
            if not (day.shut_reason or "").strip():
                raise UserError(
                    self.env._(
                        "Say why the store was closed on %(day)s.",
                        day=format_date(self.env, day.date),
                    )
                )
            day._trusted().write({"state": "shut"})
            day._untrusted().activity_unlink([TODO])
        return True

    def _check_manager(self):
        """:raises AccessError: for everybody below the store manager"""
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(GROUP % "supervisor"):
            raise AccessError(self.env._("Store managers do this."))

    def action_take_over(self):
        """Say that the hand-over of the day before has been read."""
        self.check_access("write")
        now = fields.Datetime.now()
        for day in self.previous_day_id:
            if day.hand_over and not day.taken_over_at:
                values = {"taken_over_by_id": self.env.uid, "taken_over_at": now}
                day._trusted().write(values)
        return True

    # ------------------------------------------------------------------
    # the clock
    # ------------------------------------------------------------------

    @api.model
    def _list_missing(self, store, dates):
        """Make the missing days of a store visible, and remind of open ones."""
        if not dates:
            return
        days = self.sudo()
        known = days.search([("store_id", "=", store.id), ("date", "in", dates)])
        absent = sorted(set(dates) - set(known.mapped("date")))
        vals_list = [
            {
                "store_id": store.id,
                "date": date,
                "state": "missing",
                "user_ids": False,
            }
            for date in absent
        ]
        missing = days._trusted().create(vals_list)
        late = missing | known.filtered(lambda day: day.state == "open")
        late.filtered(lambda day: not day.reminded_at)._remind()

    def _remind(self):
        """Give the manager of the store one to-do a day."""
        self._trusted().write({"reminded_at": fields.Datetime.now()})
        for day in self:
            for user in day.store_id._service_managers()[:1]:
                day = day.with_context(lang=user.lang)
                name = day.display_name
                summary = (
                    day.env._("No daily log: %(day)s", day=name)
                    if day.state == "missing"
                    else day.env._("Daily log not closed: %(day)s", day=name)
                )
                day._untrusted().activity_schedule(
                    TODO, user_id=user.id, summary=summary
                )
