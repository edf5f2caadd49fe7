from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

HEADS = (
    "customer_relations_addon.group_relations_supervisor,"
    "customer_relations_addon.group_relations_auditor"
)
MONTHS = 24

# Who used a service, and who could have and bought from us, within two years: did they
# buy again within the months after the first use, or after the first purchase?
AGAIN = """
    WITH bought AS (
        SELECT DISTINCT partner_id, day FROM (%(purchases)s) AS purchase
    ), used AS (
        SELECT one.service_id, party.commercial_partner_id AS partner_id,
               min(one.date) AS since
          FROM customer_service_use one
          JOIN res_partner party ON party.id = one.partner_id
         WHERE one.service_id IN %(services)s AND one.company_id IN %(companies)s
           AND one.date >= %(start)s
      GROUP BY 1, 2
    ), visits AS (
        SELECT used.service_id, used.partner_id, used.since, min(bought.day) AS next
          FROM used
     LEFT JOIN bought ON bought.partner_id = used.partner_id
                     AND bought.day > used.since
      GROUP BY 1, 2, 3
    ), first AS (
        SELECT partner_id, day AS since, next
          FROM (SELECT partner_id, day,
                       lead(day) OVER turn AS next,
                       row_number() OVER turn AS number
                  FROM bought
                WINDOW turn AS (PARTITION BY partner_id ORDER BY day)) AS days
         WHERE number = 1
    ), people AS (
        SELECT service_id, since, next, TRUE AS uses FROM visits
         UNION ALL
        SELECT service.id, first.since, first.next, FALSE
          FROM customer_service service
    CROSS JOIN first
          JOIN res_partner party ON party.id = first.partner_id
     LEFT JOIN used ON used.service_id = service.id
                   AND used.partner_id = first.partner_id
         WHERE service.id IN %(services)s
           AND used.partner_id IS NULL
           AND %(entitled)s
    )
    SELECT people.service_id, people.uses, count(*) AS people,
           count(*) FILTER (WHERE people.next <= people.since
               + make_interval(months => service.effect_months)) AS again
      FROM people
      JOIN customer_service service ON service.id = people.service_id
     WHERE people.since + make_interval(months => service.effect_months) <= %(today)s
  GROUP BY 1, 2
"""

# What both groups answered in surveys of the same two years, users since the first use.
SATISFIED = """
    WITH answered AS (
        SELECT party.commercial_partner_id AS partner_id, party.customer_class_id,
               ticket.received_at::date AS day, ticket.csat
          FROM helpdesk_ticket ticket
          JOIN res_partner party ON party.id = ticket.partner_id
         WHERE ticket.csat IS NOT NULL AND ticket.company_id IN %(companies)s
           AND ticket.received_at >= %(start)s
    ), used AS (
        SELECT one.service_id, party.commercial_partner_id AS partner_id,
               min(one.date) AS since
          FROM customer_service_use one
          JOIN res_partner party ON party.id = one.partner_id
         WHERE one.service_id IN %(services)s AND one.company_id IN %(companies)s
           AND one.date >= %(start)s
      GROUP BY 1, 2
    )
    SELECT service.id AS service_id, used.partner_id IS NOT NULL AS uses,
           avg(party.csat) AS csat, count(*) AS answers
      FROM customer_service service
CROSS JOIN answered party
 LEFT JOIN used ON used.service_id = service.id
               AND used.partner_id = party.partner_id
     WHERE service.id IN %(services)s
       AND CASE WHEN used.partner_id IS NOT NULL THEN party.day >= used.since
                ELSE %(entitled)s END
  GROUP BY 1, 2
"""
ENTITLED = """
    (NOT EXISTS (SELECT 1 FROM customer_service_class_rel rel
                  WHERE rel.service_id = service.id)
     OR EXISTS (SELECT 1 FROM customer_service_class_rel rel
                 WHERE rel.service_id = service.id
                   AND rel.class_id = party.customer_class_id))
"""


class CustomerService(models.Model):
    """Whether users of a service come back more often, and are more satisfied.

    A comparison and no proof: the figures say how many people are behind them.
    """

    _inherit = "customer.service"

    user_count = fields.Integer(string="Users", compute="_compute_effect", groups=HEADS)
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
            for name, uses in (("user", True), ("other", False)):
                key = (service._origin.id, uses)
                count, back = again.get(key, (0, 0))
                csat, answers = satisfied.get(key, (0.0, 0))
                service[f"{name}_count"] = count
                service[f"{name}_again"] = back / count if count else 0.0
                service[f"{name}_csat"] = csat
                service[f"{name}_csat_count"] = answers

    def _effect_rows(self):
        """Return {(service, used it): figures} for purchases and for answers."""
        self.env.flush_all()
        today = fields.Date.context_today(self)
        values = {
            "services": tuple(self.ids),
            "companies": tuple(self.env.companies.ids),
            "start": today - relativedelta(months=MONTHS),
            "today": today,
            "entitled": SQL(ENTITLED),
        }
        values["purchases"] = self._purchases(values)
        again = self.env.execute_query_dict(SQL(AGAIN, **values))
        values.pop("purchases")
        values.pop("today")
        satisfied = self.env.execute_query_dict(SQL(SATISFIED, **values))
        return (
            {
                (row["service_id"], row["uses"]): (row["people"], row["again"])
                for row in again
            },
            {
                (row["service_id"], row["uses"]): (float(row["csat"]), row["answers"])
                for row in satisfied
            },
        )

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
