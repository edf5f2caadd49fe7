"""One page for the manager of a shop: what is missing, open, unread, and the trend."""

from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..rules import assessment

PERIODS = {"day": 1, "week": 7}
YEARS = range(2000, 2101)
# How many assessments the small chart shows, and how far back it looks for them.
TREND = 8
TREND_DAYS = 730
# What is added up over the days, and how a list of the days calls it.
SUMS = (
    "visitors",
    "sales_count",
    "live_complaints",
    "live_compliments",
    "live_enquiries",
    "live_exchanges",
)


class StoreOverview(models.AbstractModel):
    """Figures of the stores the user sees; record rules are in every query."""

    _name = "store.overview"
    _description = "Overview of the Shops"

    @api.model
    @api.readonly
    def get_store_overview(self, options):
        """Return the page for a day or a week.

        :param dict options: ``period`` (day or week) and ``date``, both optional
        """
        self.env["store.day"].check_access("read")
        period, begin, end = self._span(options)
        stores = self._stores()
        figures = self._figures(stores, begin, end)
        return {
            "period": period,
            "date": fields.Date.to_string(begin),
            "heading": self._heading(begin, end),
            "visits": self._visits(stores, end),
            "stores": [self._card(store, figures, begin, end) for store in stores],
        }

    @api.model
    def _span(self, options):
        """Return (period, first day, last day)."""
        given = options if isinstance(options, dict) else {}
        period = given.get("period") or "day"
        try:
            date = fields.Date.to_date(given.get("date") or False)
        except (TypeError, ValueError):
            period = date = None
        date = date or fields.Date.context_today(self)
        if period not in PERIODS or date.year not in YEARS:
            raise ValidationError(self.env._("Choose a day or a week."))
        if period == "week":
            date -= timedelta(days=date.weekday())
        return period, date, date + timedelta(days=PERIODS[period] - 1)

    @api.model
    def _heading(self, begin, end):
        if begin == end:
            return format_date(self.env, begin, date_format="full")
        first = format_date(self.env, begin, date_format="medium")
        last = format_date(self.env, end, date_format="medium")
        return self.env._("%(first)s to %(last)s", first=first, last=last)

    @api.model
    def _stores(self):
        """Return the stores whose logs the user sees."""
        user = self.env.user
        stores = self.env["retail.store"].search([("keeps_day_log", "=", True)])
        wide = ("manager", "auditor")
        group = "customer_relations_addon.group_relations_%s"
        if any(user.has_group(group % name) for name in wide):
            return stores
        field = "member_ids"
        if user.has_group(group % "supervisor"):
            field = "upper_member_ids"
        return stores.filtered(lambda store: user in store[field])

    # ------------------------------------------------------------------
    # figures, one query each for all stores
    # ------------------------------------------------------------------

    @api.model
    def _figures(self, stores, begin, end):
        before = begin - (end - begin) - timedelta(days=1)
        days = self.env["store.day"].search(
            [
                ("store_id", "in", stores.ids),
                ("date", ">=", before),
                ("date", "<=", end),
            ]
        )
        now, then = Counter(), Counter()
        for day in days:
            sums = then if day.date < begin else now
            for name in SUMS:
                sums[day.store_id, name] += day[name]
        improvements = self.env["service.improvement"]
        return {
            "days": days.filtered(lambda day: day.date >= begin).grouped("store_id"),
            "now": now,
            "then": then,
            "missing": self._count(self.env["store.day"], self._missing(stores)),
            "incidents": self._count(
                self.env["store.incident"], self._open_incidents(stores)
            ),
            "not_ok": self._count(
                self.env["store.day.check"], self._not_ok(stores, begin, end)
            ),
            "improvements": self._count(improvements, self._improvements(stores)),
            "late": self._count(
                improvements, [*self._improvements(stores), ("is_late", "=", True)]
            ),
            "hand_over": self._hand_overs(stores, end),
            "trend": self._trends(stores, end),
        }

    @api.model
    def _count(self, model, domain):
        return dict(model._read_group(domain, ["store_id"], ["__count"]))

    @api.model
    def _missing(self, stores):
        return [("store_id", "in", stores.ids), ("state", "=", "missing")]

    @api.model
    def _open_incidents(self, stores):
        return [("store_id", "in", stores.ids), ("state", "=", "open")]

    @api.model
    def _not_ok(self, stores, begin, end):
        return [
            ("store_id", "in", stores.ids),
            ("result", "=", "not_ok"),
            ("date", ">=", begin),
            ("date", "<=", end),
        ]

    @api.model
    def _improvements(self, stores):
        return [
            ("store_id", "in", stores.ids),
            ("state", "in", ("draft", "doing", "done")),
        ]

    @api.model
    def _hand_overs(self, stores, end):
        """Return {store: the latest day whose hand-over nobody has read}."""
        # what is written tonight is for tomorrow
        today = fields.Date.context_today(self)
        days = self.env["store.day"].search(
            [
                ("store_id", "in", stores.ids),
                ("hand_over", "!=", False),
                ("taken_over_at", "=", False),
                ("state", "=", "closed"),
                ("date", "<", min(today, end + timedelta(days=1))),
                ("date", ">", end - timedelta(days=14)),
            ],
            order="date",
        )
        return {day.store_id: day for day in days}

    @api.model
    def _trends(self, stores, end):
        """Return {store: its last assessments of one kind, the oldest first}.

        Of the kind of the latest: a mystery visit is no check of the manager.
        """
        done = self.env["store.assessment"].search_fetch(
            [
                ("store_id", "in", stores.ids),
                ("state", "=", "done"),
                ("date", "<=", end),
                ("date", ">", end - timedelta(days=TREND_DAYS)),
            ],
            ["store_id", "date", "kind", "score", "target"],
            order="date, id",
        )
        grouped = done.grouped(lambda one: (one.store_id, one.kind))
        latest = {one.store_id: one.kind for one in done}
        return {store: grouped[store, kind][-TREND:] for store, kind in latest.items()}

    @api.model
    def _visits(self, stores, day):
        """Return mystery visits done this quarter, and how many are needed.

        The number is one for all shops: only for who sees all of them.
        """
        month = (day.month - 1) // 3 * 3 + 1
        shops = stores.filtered(lambda store: store.kind == "shop")
        others = [
            ("kind", "=", "shop"),
            ("keeps_day_log", "=", True),
            ("company_id", "in", stores.company_id.ids),
        ]
        if self.env["retail.store"].sudo().search(others) - shops:
            # what all shops need says nothing about the own one
            return {"done": 0, "needed": 0}
        done = self.env["store.assessment"].search_count(
            [
                ("store_id", "in", shops.ids),
                ("kind", "=", "mystery"),
                ("state", "=", "done"),
                ("date", ">=", day.replace(month=month, day=1)),
                ("date", "<=", day),
            ]
        )
        return {"done": done, "needed": assessment.visits_needed(len(shops))}

    # ------------------------------------------------------------------
    # the card of a store
    # ------------------------------------------------------------------

    @api.model
    def _card(self, store, figures, begin, end):
        days = figures["days"].get(store, self.env["store.day"])
        today = days.filtered(lambda day: day.date == end) if begin == end else days[:0]
        states = dict(
            self.env["store.day"]._fields["state"]._description_selection(self.env)
        )
        return {
            "id": store.id,
            "name": store.display_name,
            "day_id": today.id,
            "state": today.state or "",
            "state_name": states.get(today.state, ""),
            "sums": [
                {
                    "key": name,
                    "value": figures["now"][store, name],
                    "before": figures["then"][store, name],
                }
                for name in SUMS
            ],
            "cells": self._cells(store, figures, begin, end),
            "hand_over": self._hand_over(figures["hand_over"].get(store)),
            "trend": self._trend(figures["trend"].get(store)),
        }

    @api.model
    def _cells(self, store, figures, begin, end):
        """Return what is to be done: a number, and the list behind it."""
        rows = (
            (
                "missing",
                self.env._("Missing days"),
                "store.day",
                self._missing(store),
                "danger",
            ),
            (
                "incidents",
                self.env._("Open incidents"),
                "store.incident",
                self._open_incidents(store),
                "danger",
            ),
            (
                "not_ok",
                self.env._("Not in order"),
                "store.day.check",
                self._not_ok(store, begin, end),
                "warning",
            ),
            (
                "late",
                self.env._("Late improvements"),
                "service.improvement",
                [*self._improvements(store), ("is_late", "=", True)],
                "danger",
            ),
            (
                "improvements",
                self.env._("Open improvements"),
                "service.improvement",
                self._improvements(store),
                "info",
            ),
        )
        return [
            {
                "key": key,
                "label": label,
                "value": figures[key].get(store, 0),
                "tone": tone,
                "action": self._list(label, model, domain),
            }
            for key, label, model, domain, tone in rows
        ]

    @api.model
    def _list(self, name, model, domain):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "list"), (False, "form")],
            "domain": [
                (path, operator, value.isoformat() if hasattr(value, "day") else value)
                for path, operator, value in domain
            ],
        }

    @api.model
    def _hand_over(self, day):
        if not day:
            return False
        when = format_date(self.env, day.date)
        return {"day_id": day.id, "date": when, "text": day.hand_over}

    @api.model
    def _trend(self, records):
        if not records:
            return False
        last = records[-1]
        return {
            "id": last.id,
            "score": last.score,
            "date": format_date(self.env, last.date),
            "target": last.target,
            "change": last.score - records[-2].score if len(records) > 1 else False,
            "scores": records.mapped("score"),
        }
