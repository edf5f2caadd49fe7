"""The figures behind the dashboard and the period report."""

from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules.tally import Tally

GROUP = "retail_complaint_addon.group_complaint_%s"
# dimension: stored field of the case
DIMENSIONS = {
    "store": "store_id",
    "category": "category_id",
    "cause": "cause_id",
    "product": "product_id",
    "channel": "channel_id",
}


class ComplaintDashboard(models.AbstractModel):
    """Sums over the complaints the user may see: record rules are in each query.

    Four questions, one query each: what was received, resolved and rated in a period,
    and what is open at its end. Each query answers for all dimensions at once.
    """

    _name = "complaint.dashboard"
    _description = "Complaint Figures"

    # ------------------------------------------------------------------
    # what is counted
    # ------------------------------------------------------------------

    @api.model
    def _base_domain(self, store, category):
        domain = Domain("is_complaint", "=", True)
        domain &= Domain("company_id", "in", self.env.companies.ids)
        if store:
            domain &= Domain("store_id", "child_of", store.ids)
        if category:
            domain &= Domain("category_id", "child_of", category.ids)
        return domain

    @api.model
    def _zone(self):
        """Return the time zone in which days begin and end."""
        calendar = self.env.company.resource_calendar_id
        return self.env.user.tz or calendar.sudo().tz or "UTC"

    @api.model
    def _utc(self, day):
        """Return midnight of the day as the database stores it."""
        local = pytz.timezone(self._zone()).localize(datetime.combine(day, time.min))
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _within(self, name, period):
        """Return the domain: the moment lies in the period."""
        return Domain(name, ">=", self._utc(period.start)) & Domain(
            name, "<", self._utc(period.stop)
        )

    @api.model
    def _is_current(self, period):
        return self._utc(period.stop) > fields.Datetime.now()

    @api.model
    def _open_domain(self, period):
        """Return the domain: not resolved at the end of the period, or today."""
        if self._is_current(period):
            return Domain("resolved_at", "=", False)
        stop = self._utc(period.stop)
        return Domain("received_at", "<", stop) & (
            Domain("resolved_at", "=", False) | Domain("resolved_at", ">=", stop)
        )

    @api.model
    def _overdue_domain(self, period):
        if self._is_current(period):
            late = Domain("next_due_at", "<", fields.Datetime.now())
        else:
            late = Domain("resolve_by", "<", self._utc(period.stop))
        return self._open_domain(period) & late

    # ------------------------------------------------------------------
    # columns
    # ------------------------------------------------------------------

    @api.model
    def _received_columns(self, column):
        return {
            "received": SQL("count(*)"),
            "opinions": SQL("count(*) FILTER (WHERE %s = 'opinion')", column("nature")),
            "on_site": SQL(
                "count(*) FILTER (WHERE %s = 'on_site' "
                "AND %s IS DISTINCT FROM 'opinion')",
                column("handling"),
                column("nature"),
            ),
            "acknowledged": SQL("count(%s)", column("acknowledged_at")),
            "acknowledge_seconds": SQL(
                "sum(greatest(date_part('epoch', %s - %s), 0))",
                column("acknowledged_at"),
                column("received_at"),
            ),
            "acknowledged_in_time": SQL(
                "count(*) FILTER (WHERE %s <= %s)",
                column("acknowledged_at"),
                column("acknowledge_by"),
            ),
            "waiting": SQL(
                "count(*) FILTER (WHERE %s IS NULL AND %s >= %s)",
                column("acknowledged_at"),
                column("acknowledge_by"),
                fields.Datetime.now(),
            ),
        }

    @api.model
    def _resolved_columns(self, column):
        return {
            "resolved": SQL("count(*)"),
            "resolve_seconds": SQL(
                "sum(greatest(date_part('epoch', %s - %s), 0))",
                column("resolved_at"),
                column("received_at"),
            ),
            "resolved_in_time": SQL(
                "count(*) FILTER (WHERE %s <= %s)",
                column("resolved_at"),
                column("resolve_by"),
            ),
            "reopened": SQL("count(*) FILTER (WHERE %s > 1)", column("round")),
            "justified": SQL(
                "count(*) FILTER (WHERE %s IN ('justified', 'partly'))",
                column("verdict"),
            ),
            "cost": SQL("sum(%s)", column("settled_amount")),
        }

    @api.model
    def _rated_columns(self, column):
        return {
            "rated": SQL("count(%s)", column("csat")),
            "score": SQL("sum(%s)", column("csat")),
            "satisfied": SQL("count(*) FILTER (WHERE %s > 0)", column("csat_percent")),
            "efforts": SQL("count(%s)", column("ces")),
            "effort": SQL("sum(%s)", column("ces")),
            "recommendations": SQL("count(%s)", column("nps")),
            "points": SQL("sum(%s)", column("nps_points")),
        }

    @api.model
    def _open_columns(self, period):
        """Return the columns of what is open; overdue by the same domain as shown."""
        if self._is_current(period):
            field, moment = "next_due_at", fields.Datetime.now()
        else:
            field, moment = "resolve_by", self._utc(period.stop)

        def columns(column):
            return {
                "open": SQL("count(*)"),
                "overdue": SQL(
                    "count(*) FILTER (WHERE %s < %s)", column(field), moment
                ),
            }

        return columns

    @api.model
    def _figures(self, period, store, category):
        """Return {dimension: {key: Tally}}, amounts in the currency of the company.

        :param Period period: which days
        :param store: ``retail.store``, with those below; empty for all
        :param category: ``helpdesk.ticket.category``, with those below; empty for all
        """
        base = self._base_domain(store, category)
        figures = {name: {} for name in ("total", "bucket", *DIMENSIONS)}
        rates = self._rates()
        self._without_jit()
        short = {k: v for k, v in DIMENSIONS.items() if k in ("store", "category")}
        for domain, columns, dimensions, moment in (
            (
                self._within("received_at", period),
                self._received_columns,
                DIMENSIONS,
                "received_at",
            ),
            (
                self._within("resolved_at", period),
                self._resolved_columns,
                DIMENSIONS,
                "resolved_at",
            ),
            (
                self._within("survey_answered_at", period),
                self._rated_columns,
                DIMENSIONS,
                "survey_answered_at",
            ),
            (self._open_domain(period), self._open_columns(period), short, None),
        ):
            rows = self._sums(base & domain, columns, dimensions, moment, period)
            for name, key, company, values in rows:
                self._convert(values, rates.get(company, 1))
                figures[name].setdefault(key, Tally()).add(**values)
        figures["total"].setdefault(None, Tally())
        return figures

    @api.model
    def _totals(self, period, store, category):
        """Return the Tally of a period alone, to compare with."""
        base = self._base_domain(store, category)
        rates = self._rates()
        self._without_jit()
        total = Tally()
        for name, columns in (
            ("received_at", self._received_columns),
            ("resolved_at", self._resolved_columns),
            ("survey_answered_at", self._rated_columns),
        ):
            domain = base & self._within(name, period)
            for _name, _key, company, values in self._sums(domain, columns, {}):
                self._convert(values, rates.get(company, 1))
                total.add(**values)
        return total

    @api.model
    def _convert(self, values, rate):
        if values.get("cost"):
            values["cost"] = float(values["cost"]) * rate

    @api.model
    def _rates(self):
        """Return {company id: what one of its units is in the company's currency}."""
        target, today = self.env.company.currency_id, fields.Date.context_today(self)
        return {
            company.id: self.env["res.currency"]._get_conversion_rate(
                company.currency_id, target, company, today
            )
            for company in self.env.companies.sudo()
        }

    # ------------------------------------------------------------------
    # staff
    # ------------------------------------------------------------------

    @api.model
    def _may_see_staff(self):
        user = self.env.user
        return user.has_group(GROUP % "supervisor") or user.has_group(GROUP % "auditor")

    @api.model
    def _staff_counts(self, period, store, category):
        """Return {employee id: cases received in the period that name them}."""
        tickets = self.env["helpdesk.ticket"]
        field = tickets._fields["staff_ids"]
        query = tickets._search(
            self._base_domain(store, category) & self._within("received_at", period)
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT %(employee)s, count(*) FROM %(relation)s "
                "WHERE %(ticket)s IN %(cases)s GROUP BY 1",
                employee=SQL.identifier(field.column2, to_flush=field),
                relation=SQL.identifier(field.relation),
                ticket=SQL.identifier(field.column1),
                cases=query.subselect(),
            )
        )
        return dict(rows)
