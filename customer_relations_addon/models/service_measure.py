"""The facts behind each measure, as SQL: one line a fact, with what it adds.

Columns of each query: company_id, store_id, moment (UTC, or a day), n (numerator) and
d (denominator). All stores and periods come out of one query.
"""

from odoo import api, models
from odoo.tools import SQL

from ..rules import measures

SECONDS = "greatest(extract(epoch FROM t.%s - t.received_at), 0)"
ANSWERED = ("survey_answered_at", "t.%s", "1", "t.%s IS NOT NULL")


def _answer(column):
    return tuple(part.replace("%s", column) for part in ANSWERED)


# Measure of complaints: moment, numerator, denominator, which complaints.
CASES = {
    "first_response": (
        "received_at",
        SECONDS % "acknowledged_at" + " / 3600.0",
        "1",
        "t.acknowledged_at IS NOT NULL",
    ),
    "acknowledged_in_time": (
        "received_at",
        "(coalesce(t.acknowledged_at <= t.acknowledge_by, FALSE))::int",
        "1",
        "t.acknowledge_by IS NOT NULL AND (t.acknowledged_at IS NOT NULL "
        "OR t.acknowledge_by < now() AT TIME ZONE 'UTC')",
    ),
    "resolution_time": (
        "resolved_at",
        SECONDS % "resolved_at" + " / 86400.0",
        "1",
        "TRUE",
    ),
    "resolved_in_time": (
        "resolved_at",
        "(t.resolved_at <= t.resolve_by)::int",
        "1",
        "t.resolve_by IS NOT NULL",
    ),
    "on_site_share": (
        "received_at",
        "(t.handling IS NOT DISTINCT FROM 'on_site')::int",
        "1",
        "t.nature IS DISTINCT FROM 'opinion'",
    ),
    "csat": (
        "survey_answered_at",
        "t.csat_percent / 100.0",
        "1",
        "t.csat IS NOT NULL",
    ),
    "csat_handling": _answer("csat_handling"),
    "ces": _answer("ces"),
    "nps": ("survey_answered_at", "t.nps_points / 100.0", "1", "t.nps IS NOT NULL"),
    "repeat_rate": (
        "resolved_at",
        "(coalesce(t.repeat_customer, FALSE) OR coalesce(t.repeat_serial, FALSE) "
        "OR coalesce(t.repeat_product_cause, FALSE))::int",
        "1",
        "TRUE",
    ),
    "reopen_rate": ("resolved_at", "(t.round > 1)::int", "1", "TRUE"),
}
OF_CASES = """
    SELECT t.company_id, t.store_id, t.%(moment)s AS moment, %(n)s AS n, %(d)s AS d
      FROM helpdesk_ticket t
     WHERE t.is_complaint IS TRUE AND t.active IS TRUE AND t.%(moment)s >= %(since)s
       AND %(where)s AND %(scope)s
"""
NOTICES = """
    SELECT due.company_id, due.store_id, due.due_at AS moment,
           coalesce(due.done_at <= due.due_at, FALSE)::int AS n, 1 AS d
      FROM (
        SELECT t.company_id, t.store_id, t.acknowledge_by AS due_at,
               t.acknowledged_at AS done_at
          FROM helpdesk_ticket t
         WHERE t.is_complaint IS TRUE AND t.active IS TRUE
           AND t.acknowledge_by >= %(since)s AND %(scope)s
         UNION ALL
        SELECT t.company_id, t.store_id, notice.next_notice_by,
               least(lead(notice.told_at) OVER (
                       PARTITION BY notice.ticket_id
                       ORDER BY notice.told_at, notice.id),
                     t.resolved_at)
          FROM complaint_notice notice
          JOIN helpdesk_ticket t ON t.id = notice.ticket_id
         WHERE t.is_complaint IS TRUE AND t.active IS TRUE
           AND notice.state IN ('queued', 'sent', 'recorded')
           AND notice.told_at IS NOT NULL AND %(scope)s
           ) AS due
     WHERE due.due_at >= %(since)s
"""
# Complaints of stores that write down how many sales there were, from the first of
# these days on, and those sales.
PER_SALES = """
    SELECT t.company_id, t.store_id, t.received_at AS moment, 1 AS n, 0 AS d
      FROM helpdesk_ticket t
      JOIN retail_store store ON store.id = t.store_id
      JOIN (SELECT store_id, min(date) AS date FROM store_day
             WHERE sales_count > 0 GROUP BY store_id) begun
        ON begun.store_id = t.store_id
      JOIN res_company company ON company.id = t.company_id
 LEFT JOIN resource_calendar calendar
        ON calendar.id = company.resource_calendar_id
     WHERE t.is_complaint IS TRUE AND t.active IS TRUE
       AND t.received_at >= %(since)s AND store.keeps_day_log IS TRUE
       AND (t.received_at AT TIME ZONE 'UTC'
            AT TIME ZONE coalesce(calendar.tz, 'UTC'))::date >= begun.date
       AND t.nature IS DISTINCT FROM 'opinion' AND %(scope)s
     UNION ALL
    SELECT day.company_id, day.store_id,
           day.date + interval '12 hours', 0, day.sales_count
      FROM store_day day
     WHERE day.date >= %(since)s::date AND day.sales_count > 0
"""
REPURCHASE = """
    WITH bought AS (%(purchases)s)
    SELECT t.company_id, t.store_id,
           t.resolved_at + interval '12 months' AS moment,
           EXISTS (
               SELECT 1 FROM bought
                WHERE bought.partner_id = t.commercial_partner_id
                  AND bought.day > t.resolved_at::date
                  AND bought.day <= (t.resolved_at + interval '12 months')::date
           )::int AS n, 1 AS d
      FROM helpdesk_ticket t
     WHERE t.is_complaint IS TRUE AND t.active IS TRUE
       AND t.resolved_at >= %(since)s - interval '12 months'
       AND t.commercial_partner_id IS NOT NULL AND %(scope)s
"""
SURVEYS = """
    SELECT one.complaint_company_id AS company_id, one.complaint_store_id AS store_id,
           one.complaint_sent_at AS moment,
           (one.complaint_state = 'answered')::int AS n, 1 AS d
      FROM survey_user_input one
     WHERE one.complaint_sent_at >= %(since)s
       AND one.complaint_state IN ('sent', 'answered', 'expired')
"""
PROMISES = """
    SELECT promise.company_id, promise.store_id, promise.due_at AS moment,
           (promise.state = 'kept' AND promise.done_at <= promise.due_at)::int AS n,
           1 AS d
      FROM customer_promise promise
     WHERE promise.due_at >= %(since)s
       AND promise.state IN ('open', 'kept', 'broken')
"""
QUOTATIONS = """
    SELECT coalesce(lead.company_id, store.company_id) AS company_id, lead.store_id,
           lead.enquired_at AS moment, lead.hours_to_quote AS n, 1 AS d
      FROM crm_lead lead
 LEFT JOIN retail_store store ON store.id = lead.store_id
     WHERE lead.enquired_at >= %(since)s AND lead.hours_to_quote IS NOT NULL
       AND lead.active IS TRUE
"""
ASSESSMENTS = """
    SELECT one.company_id, one.store_id, one.date AS moment, one.score AS n, 1 AS d
      FROM store_assessment one
     WHERE one.state = 'done' AND one.is_scored IS TRUE
       AND one.date >= %(since)s::date
"""
DAYS = """
    SELECT day.company_id, day.store_id, day.date AS moment, %(n)s AS n, %(d)s AS d
      FROM store_day day
     WHERE day.date >= %(since)s::date AND %(where)s
"""
REVIEWS = """
    SELECT one.company_id, one.store_id, one.date AS moment,
           one.stars * one.number AS n, one.number AS d
      FROM service_public_review one
     WHERE one.date >= %(since)s::date
"""
OF_DAYS = {
    "day_logs": ("(day.state != 'missing')::int", "1", "day.state != 'shut'"),
    "visitors_conversion": (
        "day.sales_count",
        "day.visitors",
        "day.state = 'closed' AND day.visitors > 0",
    ),
}
PLAIN = {
    "survey_response": SURVEYS,
    "promises_kept": PROMISES,
    "quotation_time": QUOTATIONS,
    "assessment_score": ASSESSMENTS,
    "public_review": REVIEWS,
}


class ServiceMeasure(models.AbstractModel):
    """Where the facts of each measure are; another addon adds ``_facts_<measure>``."""

    _name = "service.measure"
    _description = "Measures of the Service"

    @api.model
    def _facts(self, name, since, scope):
        """Return the query of the facts of a measure.

        :param since: no fact before it is needed
        :param SQL scope: which complaints, as condition on ``t``
        """
        values = {"since": since, "scope": scope}
        if name in CASES:
            moment, n, d, where = CASES[name]
            return SQL(
                OF_CASES,
                moment=SQL.identifier(moment),
                n=SQL(n),
                d=SQL(d),
                where=SQL(where),
                **values,
            )
        if name in OF_DAYS:
            n, d, where = map(SQL, OF_DAYS[name])
            return SQL(DAYS, n=n, d=d, where=where, since=since)
        if name in PLAIN:
            return SQL(PLAIN[name], since=since)
        return getattr(self, f"_facts_{name}")(values)

    @api.model
    def _facts_notices_on_time(self, values):
        return SQL(NOTICES, **values)

    @api.model
    def _facts_complaints_per_1000(self, values):
        return SQL(PER_SALES, **values)

    @api.model
    def _facts_csi(self, values):
        """Σ(weight × score) and Σ(weight) of each answer, as in ``rules``."""
        parts = [
            SQL(
                "coalesce(%(weight)s * %(share)s, 0)",
                weight=weight,
                share=self._share(name, low, high, more),
            )
            for name, (weight, low, high, more) in measures.CSI.items()
        ]
        weights = [
            SQL(
                "CASE WHEN %s IS NULL THEN 0 ELSE %s END",
                SQL.identifier("t", name),
                weight,
            )
            for name, (weight, *_scale) in measures.CSI.items()
        ]
        return SQL(
            OF_CASES,
            moment=SQL.identifier("survey_answered_at"),
            n=SQL(" + ").join(parts),
            d=SQL(" + ").join(weights),
            where=SQL("TRUE"),
            **values,
        )

    @api.model
    def _share(self, name, low, high, more):
        """Return the answer as a share of its scale."""
        column = SQL.identifier("t", name)
        if more:
            return SQL("(%s - %s)::numeric / %s", column, low, high - low)
        return SQL("(%s - %s)::numeric / %s", high, column, high - low)

    @api.model
    def _facts_repurchase_12m(self, values):
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        purchases = self.env["customer.service"]._purchases(
            {
                "companies": tuple(companies.ids),
                "start": measures.moved(values["since"].date(), "month", -12),
            }
        )
        return SQL(REPURCHASE, purchases=purchases, **values)
