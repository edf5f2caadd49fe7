"""How indicators are counted: one query of facts, one upsert, any stores."""

import json
import logging
from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..rules import measures

_logger = logging.getLogger(__name__)

# Counted again each day: facts come late, an answer to a survey for example.
PERIODS_BACK = 2
# A figure older than that says nothing about today.
LATEST_WITHIN = 3

COUNT = """
    SELECT cut.company_id,
           CASE WHEN grouping(cut.store_id) = 0 THEN cut.store_id END AS store_id,
           grouping(cut.store_id) = 1 AS whole, cut.date_start,
           sum(cut.n)::float AS numerator, sum(cut.d)::float AS denominator,
           count(*) FILTER (WHERE cut.d > 0) AS sample
      FROM (
        SELECT fact.company_id, fact.store_id, fact.n, fact.d,
               date_trunc(%(period)s, %(local)s)::date AS date_start
          FROM (%(facts)s) AS fact
          JOIN res_company company ON company.id = fact.company_id
     LEFT JOIN resource_calendar calendar
            ON calendar.id = company.resource_calendar_id
         WHERE fact.moment <= %(now)s AND %(places)s
           ) AS cut
     WHERE cut.date_start >= %(first)s
  GROUP BY GROUPING SETS (
           (cut.company_id, cut.store_id, cut.date_start),
           (cut.company_id, cut.date_start))
"""
BEFORE = """
    SELECT DISTINCT ON (company_id, store_id) company_id, store_id,
           value::float8
      FROM service_indicator_value
     WHERE indicator_id = %(indicator)s AND date_start < %(first)s
       AND date_start >= %(oldest)s AND has_value IS TRUE
  ORDER BY company_id, store_id, date_start DESC
"""
COLUMNS = {
    "company_id": "integer",
    "store_id": "integer",
    "period": "varchar",
    "date_start": "date",
    "date_stop": "date",
    "value": "float8",
    "has_value": "boolean",
    "numerator": "float8",
    "denominator": "float8",
    "sample": "integer",
    "target": "float8",
    "warning": "float8",
    "light": "varchar",
    "rank": "integer",
    "change": "float8",
    "trend": "varchar",
    "is_over": "boolean",
}
UPSERT = """
    INSERT INTO service_indicator_value AS old (
           indicator_id, is_latest, computed_at,
           create_uid, create_date, write_uid, write_date, %(columns)s)
    SELECT %(indicator)s, FALSE, %(now)s, %(uid)s, %(now)s, %(uid)s, %(now)s,
           %(columns)s
      FROM jsonb_to_recordset(%(rows)s) AS item(%(types)s)
        ON CONFLICT (indicator_id, company_id, COALESCE(store_id, 0), date_start)
        DO UPDATE SET computed_at = EXCLUDED.computed_at,
           write_date = EXCLUDED.write_date, %(taken)s
    RETURNING id
"""
# Facts that are gone leave no figure behind; an improvement may still point to the row.
EMPTY = """
    UPDATE service_indicator_value
       SET has_value = FALSE, value = 0, numerator = 0, denominator = 0, sample = 0,
           light = 'none', rank = %(rank)s, trend = 'none', change = 0,
           is_latest = FALSE
     WHERE indicator_id = %(indicator)s AND date_start >= %(first)s
       AND NOT (id = ANY(%(kept)s))
"""
LATEST = """
    UPDATE service_indicator_value AS value SET is_latest = newest.is_newest
      FROM (
        SELECT id, is_over IS TRUE AND has_value IS TRUE
               AND date_start >= %(oldest)s
               AND row_number() OVER (
                   PARTITION BY company_id, store_id
                   ORDER BY is_over IS TRUE AND has_value IS TRUE DESC,
                            date_start DESC) = 1 AS is_newest
          FROM service_indicator_value
         WHERE indicator_id = %(indicator)s
           ) AS newest
     WHERE newest.id = value.id AND value.is_latest IS DISTINCT FROM newest.is_newest
"""
IMPROVEMENTS = """
    SELECT improvement.id, improvement.res_id, improvement.state,
           improvement.state = 'done' AND improvement.checked_at IS NULL AS is_waiting,
           value.indicator_id, value.company_id, value.store_id
      FROM service_improvement improvement
      JOIN service_indicator_value value ON value.id = improvement.res_id
     WHERE improvement.res_model = 'service.indicator.value'
       AND value.indicator_id IN %(indicators)s
"""


class ServiceIndicator(models.Model):
    _inherit = "service.indicator"

    # ------------------------------------------------------------------
    # the scheduled action
    # ------------------------------------------------------------------

    @api.model
    def _cron_count(self):
        """Count what was not counted today; goes on where it stopped."""
        today = fields.Date.today()
        old = Domain("computed_on", "=", False) | Domain("computed_on", "<", today)
        indicators = self.sudo().search(old, order="computed_on NULLS FIRST, id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(indicators))
        for indicator in indicators:
            indicator._recompute()
            if not cron._commit_progress(1):
                break

    def _recompute(self, whole=False):
        """Count, judge and follow up; whole: all periods, else the latest ones."""
        self.env.flush_all()
        for indicator in self:
            first = indicator._first_start(whole)
            rows = indicator._judged(indicator._counted(first), first)
            indicator._save(rows, first)
        self.env["service.indicator.value"].invalidate_model()
        self._trusted().write(
            {"computed_on": fields.Date.today(), "computed_at": fields.Datetime.now()}
        )
        self._untrusted()._follow_up()

    def _forget(self):
        """Delete the figures; those with an improvement stay as they were."""
        values = self.env["service.indicator.value"].sudo()
        values = values.search([("indicator_id", "in", self.ids)])
        kept = self.env["service.improvement"]._improvements_of(values)
        values.filtered(lambda value: value.id not in kept)._trusted().unlink()
        self._trusted().write({"computed_on": False})

    # ------------------------------------------------------------------
    # counting
    # ------------------------------------------------------------------

    def _today_start(self):
        return measures.start_of(fields.Date.today(), self.period)

    def _first_start(self, whole):
        """Return the first period to count: never counted means all."""
        start = self._today_start()
        if whole or not self.computed_at or not self.computed_on:
            return measures.moved(start, self.period, -self.history)
        first = measures.moved(start, self.period, -PERIODS_BACK)
        [(running,)] = self.env.execute_query(
            SQL(
                "SELECT min(date_start) FROM service_indicator_value "
                "WHERE indicator_id = %s AND is_over IS NOT TRUE",
                self.id,
            )
        )
        return min(first, running or first)

    def _counted(self, first):
        """Return the sums by company, store and period: one query."""
        rule = self._rule()
        since = datetime.combine(first - timedelta(days=1), time.min)
        local = SQL("fact.moment")
        if not rule.by_day:
            local = SQL(
                "fact.moment AT TIME ZONE 'UTC' "
                "AT TIME ZONE coalesce(calendar.tz, 'UTC')"
            )
        facts = self.env["service.measure"]._facts(
            self.measure, since, self._case_sql()
        )
        return self.env.execute_query_dict(
            SQL(
                COUNT,
                period=self.period,
                local=local,
                facts=facts,
                now=fields.Datetime.now(),
                places=self._places_sql(),
                first=first,
            )
        )

    def _case_sql(self):
        """Return which complaints count, as condition on ``t``."""
        domain = self._case_domain()
        if domain.is_true():
            return SQL("TRUE")
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        return SQL("t.id IN %s", tickets._search(domain).subselect())

    def _case_domain(self):
        """Return the teams and categories of the indicator as a domain of cases."""
        indicator = self.sudo()
        domain = Domain.TRUE
        if indicator.team_ids:
            domain &= Domain("team_id", "in", indicator.team_ids.ids)
        if indicator.category_ids:
            domain &= Domain("category_id", "child_of", indicator.category_ids.ids)
        return domain

    def _places_sql(self):
        parts = [SQL("TRUE")]
        if self.company_id:
            parts.append(SQL("fact.company_id = %s", self.company_id.id))
        if self.store_ids:
            parts.append(SQL("fact.store_id IN %s", tuple(self.store_ids.ids)))
        return SQL(" AND ").join(parts)

    # ------------------------------------------------------------------
    # judging
    # ------------------------------------------------------------------

    def _judged(self, rows, first):
        """Return the rows to save, with light and trend, in order of time."""
        before = self._before(first)
        today = {
            company.id: self._company_today(company)
            for company in self.env["res.company"].sudo().search([])
        }
        judged = []
        for row in sorted(rows, key=lambda row: row["date_start"]):
            if row["store_id"] is None and not row["whole"]:
                # complaints of no store are in the sum of all stores
                continue
            value = measures.value_of(
                self._rule().kind, row["numerator"], row["denominator"]
            )
            if value is None:
                continue
            place = (row["company_id"], row["store_id"])
            judged.append(
                {
                    **self._row(row, value, before.get(place)),
                    "is_over": self._last_day(row) < today[row["company_id"]],
                }
            )
            before[place] = value
        return judged

    def _row(self, row, value, before):
        enough = row["sample"] >= self.min_sample
        more = self.more_is_better
        light = measures.light(
            value if enough else None, self.target, self.warning, more
        )
        return {
            "company_id": row["company_id"],
            "store_id": row["store_id"],
            "period": self.period,
            "date_start": row["date_start"],
            "date_stop": self._last_day(row),
            "value": value,
            "has_value": True,
            "numerator": row["numerator"],
            "denominator": row["denominator"],
            "sample": row["sample"],
            "target": self.target,
            "warning": self.warning,
            "light": light,
            "rank": measures.RANKS[light],
            "change": 0.0 if before is None else round(value - before, 4),
            "trend": measures.trend(value, before, more),
        }

    def _last_day(self, row):
        return measures.last_day(row["date_start"], self.period)

    @api.model
    def _company_today(self, company):
        zone = self.env["service.measure"]._zone(company)
        return datetime.now(zone).date()

    def _before(self, first):
        """Return {(company, store): the last figure before the first period}."""
        oldest = measures.moved(first, self.period, -LATEST_WITHIN)
        query = SQL(BEFORE, indicator=self.id, first=first, oldest=oldest)
        return {
            (company, store): value
            for company, store, value in self.env.execute_query(query)
        }

    # ------------------------------------------------------------------
    # saving
    # ------------------------------------------------------------------

    def _save(self, rows, first):
        """Write all rows with one statement; rows keep their id."""
        names = [SQL.identifier(name) for name in COLUMNS]
        values = {
            "indicator": self.id,
            "first": first,
            "oldest": measures.moved(self._today_start(), self.period, -LATEST_WITHIN),
            "rank": measures.RANKS[measures.NONE],
        }
        kept = self.env.execute_query(
            SQL(
                UPSERT,
                indicator=self.id,
                now=fields.Datetime.now(),
                uid=self.env.uid,
                columns=SQL(", ").join(names),
                rows=json.dumps(rows, default=fields.Date.to_string),
                types=SQL(", ").join(
                    SQL("%s %s", SQL.identifier(name), SQL(kind))
                    for name, kind in COLUMNS.items()
                ),
                taken=SQL(", ").join(
                    SQL("%s = EXCLUDED.%s", name, name) for name in names
                ),
            )
        )
        cr = self.env.cr
        values["kept"] = [id_ for (id_,) in kept]
        cr.execute(SQL(EMPTY, **{k: v for k, v in values.items() if k != "oldest"}))
        cr.execute(SQL(LATEST, indicator=self.id, oldest=values["oldest"]))

    # ------------------------------------------------------------------
    # improvements
    # ------------------------------------------------------------------

    def _follow_up(self):
        """Plan improvements of what is below its threshold; measure the others."""
        values = self.env["service.indicator.value"].sudo()
        low = values.search(
            [
                ("indicator_id", "in", self.ids),
                ("is_latest", "=", True),
                ("light", "in", (measures.YELLOW, measures.RED)),
            ]
        )
        for value in low._without_improvement():
            owner = value._improver()
            if not owner:
                continue
            try:
                value._open_improvement(owner)
            except ValidationError as error:
                _logger.info("No improvement of %s: %s", value.display_name, error)
        waiting = [row["id"] for row in self._improvements() if row["is_waiting"]]
        self.env["service.improvement"].sudo().browse(waiting)._refresh_figures()

    def _improvements(self):
        """Return what is or was planned because of a figure: one query."""
        self.env["service.improvement"].flush_model()
        return self.env.execute_query_dict(
            SQL(IMPROVEMENTS, indicators=tuple(self.ids) or (0,))
        )


class ServiceIndicatorValue(models.Model):
    _inherit = "service.indicator.value"

    def _without_improvement(self):
        """Return the values that need an improvement and have none.

        Once for an indicator, store and period, also when it was given up; and none
        while another one of the same indicator and store is under way.
        """
        wanted = self.filtered(
            lambda value: (
                value.indicator_id.improve_from == measures.YELLOW
                or (value.indicator_id.improve_from, value.light)
                == (measures.RED, measures.RED)
            )
        )
        # the sum of stores that get one of their own needs none
        split = {value._place_key()[:2] for value in wanted if value.store_id}
        rows = self.indicator_id._improvements()
        known = {row["res_id"] for row in rows}
        busy = {
            (row["indicator_id"], row["company_id"], row["store_id"])
            for row in rows
            if row["state"] in ("draft", "doing")
        }
        return wanted.filtered(
            lambda value: (
                value.id not in known
                and tuple(one.id or None for one in value._place_key()) not in busy
                and (value.store_id or value._place_key()[:2] not in split)
            )
        )
