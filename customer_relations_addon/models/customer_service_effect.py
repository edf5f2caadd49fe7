from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

HEADS = (
    "customer_relations_addon.group_relations_supervisor,"
    "customer_relations_addon.group_relations_auditor"
)
MONTHS = 24

USED = """
    SELECT one.service_id, party.commercial_partner_id AS partner_id,
           min(one.date) AS since
      FROM customer_service_use one
      JOIN res_partner party ON party.id = one.partner_id
     WHERE one.service_id IN %(services)s AND one.company_id IN %(companies)s
       AND one.date >= %(start)s
  GROUP BY 1, 2
"""
# Did people buy again, within the months after the first use, or after the first
# purchase? All buyers by class once, and of them the users of each service: who could
# have used it and did not is the difference.
AGAIN = """
    WITH bought AS (
        SELECT DISTINCT partner_id, day FROM (%(purchases)s) AS purchase
    ), buyers AS (
        SELECT days.partner_id, party.customer_class_id AS class_id,
               days.day AS since, days.next
          FROM (SELECT partner_id, day,
                       lead(day) OVER turn AS next,
                       row_number() OVER turn AS number
                  FROM bought
                WINDOW turn AS (PARTITION BY partner_id ORDER BY day)) AS days
          JOIN res_partner party ON party.id = days.partner_id
         WHERE days.number = 1
    ), used AS (%(used)s), people AS (
        SELECT 'all' AS kind, NULL::int AS service_id, buyers.class_id, span.months,
               buyers.since, buyers.next
          FROM buyers CROSS JOIN unnest(%(months)s) AS span(months)
         UNION ALL
        SELECT 'user buying', used.service_id, buyers.class_id,
               service.effect_months, buyers.since, buyers.next
          FROM used
          JOIN customer_service service ON service.id = used.service_id
          JOIN buyers ON buyers.partner_id = used.partner_id
         UNION ALL
        SELECT 'user', used.service_id, NULL, service.effect_months, used.since,
               min(bought.day)
          FROM used
          JOIN customer_service service ON service.id = used.service_id
     LEFT JOIN bought ON bought.partner_id = used.partner_id
                     AND bought.day > used.since
      GROUP BY used.service_id, used.partner_id, service.effect_months, used.since
    )
    SELECT kind, service_id, class_id, months, count(*) AS number,
           count(*) FILTER (
               WHERE next <= since + make_interval(months => months)) AS total
      FROM people
     WHERE since + make_interval(months => months) <= %(today)s
  GROUP BY kind, service_id, class_id, months
"""
# What they answered in surveys of the same two years, users since their first use.
SATISFIED = """
    WITH answered AS (
        SELECT party.commercial_partner_id AS partner_id,
               party.customer_class_id AS class_id,
               ticket.received_at::date AS day, ticket.csat
          FROM helpdesk_ticket ticket
          JOIN res_partner party ON party.id = ticket.partner_id
         WHERE ticket.csat IS NOT NULL AND ticket.company_id IN %(companies)s
           AND ticket.received_at >= %(start)s
    ), used AS (%(used)s), people AS (
        SELECT 'all' AS kind, NULL::int AS service_id, class_id, csat FROM answered
         UNION ALL
        SELECT 'user buying', used.service_id, answered.class_id, answered.csat
          FROM used JOIN answered ON answered.partner_id = used.partner_id
         UNION ALL
        SELECT 'user', used.service_id, NULL, answered.csat
          FROM used JOIN answered ON answered.partner_id = used.partner_id
                                 AND answered.day >= used.since
    )
    SELECT kind, service_id, class_id, 0 AS months, count(*) AS number,
           sum(csat) AS total
      FROM people
  GROUP BY kind, service_id, class_id
"""


class CustomerService(models.Model):
    """Whether users of a service come back more often, and are more satisfied.

    A comparison and no proof: the figures say how many people are behind them.
    """

    _inherit = "customer.service"

    user_count = fields.Integer(
        string="Users",
        compute="_compute_effect",
        groups=HEADS,
        help="Customers whose first use is long enough ago to see who comes back.",
    )
    user_again = fields.Float(
        string="Users Who Bought Again", compute="_compute_effect", groups=HEADS
    )
    other_count = fields.Integer(
        string="Others",
        compute="_compute_effect",
        groups=HEADS,
        help="Customers who could have used it, bought from us and did not use it.",
    )
    other_again = fields.Float(
        string="Others Who Bought Again", compute="_compute_effect", groups=HEADS
    )
    user_csat = fields.Float(
        string="Satisfaction of Users",
        compute="_compute_effect",
        digits=(16, 2),
        groups=HEADS,
    )
    user_csat_count = fields.Integer(
        string="Answers of Users", compute="_compute_effect", groups=HEADS
    )
    other_csat = fields.Float(
        string="Satisfaction of Others",
        compute="_compute_effect",
        digits=(16, 2),
        groups=HEADS,
    )
    other_csat_count = fields.Integer(
        string="Answers of Others", compute="_compute_effect", groups=HEADS
    )

    @api.depends("class_ids", "effect_months", "use_ids")
    @api.depends_context("allowed_company_ids")
    def _compute_effect(self):
        """Two queries for all services together."""
        again, satisfied = self._effect_rows() if self.ids else ({}, {})
        for service in self:
            months = service.effect_months
            for name in ("user", "other"):
                count, back = service._pick(again, name, months)
                service[f"{name}_count"] = count
                service[f"{name}_again"] = back / count if count else 0.0
                answers, points = service._pick(satisfied, name, 0)
                service[f"{name}_csat_count"] = answers
                service[f"{name}_csat"] = points / answers if answers else 0.0

    def _pick(self, rows, name, months):
        """Return (people, sum) of the users, or of those who could have been."""
        own = self._origin.id
        if name == "user":
            return rows.get(("user", own, None, months), (0, 0))
        entitled = set(self.class_ids.ids)
        sums = [0, 0]
        for (kind, service, class_id, span), figures in rows.items():
            if span != months or (entitled and class_id not in entitled):
                continue
            sign = {("all", None): 1, ("user buying", own): -1}.get((kind, service), 0)
            sums = [old + sign * new for old, new in zip(sums, figures, strict=True)]
        return sums

    def _effect_rows(self):
        """Return {(kind, service, class, months): (people, sum)}, twice.

        For who bought again, and for what they answered.
        """
        self.env.flush_all()
        today = fields.Date.context_today(self)
        values = {
            "services": tuple(self.ids),
            "companies": tuple(self.env.companies.ids),
            "start": today - relativedelta(months=MONTHS),
        }
        used = SQL(USED, **values)
        again = SQL(
            AGAIN,
            used=used,
            purchases=self._purchases(values),
            months=sorted(set(self.mapped("effect_months"))),
            today=today,
        )
        values.pop("services")
        satisfied = SQL(SATISFIED, used=used, **values)
        return self._effect_figures(again), self._effect_figures(satisfied)

    @api.model
    def _effect_figures(self, query):
        return {
            (row["kind"], row["service_id"], row["class_id"], row["months"]): (
                row["number"],
                float(row["total"]),
            )
            for row in self.env.execute_query_dict(query)
        }

    @api.model
    def _purchases(self, values):
        """Return the query of who bought on which day, here or at the till."""
        sources = [("sale_order", ("sale",))]
        if "pos.order" in self.env:
            sources.append(("pos_order", ("paid", "done", "invoiced")))
        queries = [
            SQL(
                """
                SELECT party.commercial_partner_id AS partner_id,
                       purchase.date_order::date AS day
                  FROM %s purchase
                  JOIN res_partner party ON party.id = purchase.partner_id
                 WHERE purchase.state IN %s AND purchase.company_id IN %s
                   AND purchase.date_order >= %s
                """,
                SQL.identifier(table),
                states,
                values["companies"],
                values["start"],
            )
            for table, states in sources
        ]
        return SQL(" UNION ALL ").join(queries)
