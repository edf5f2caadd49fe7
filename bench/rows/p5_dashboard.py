"""P5: the dashboard: its four questions beside hand-written SQL, and the whole page."""

import statistics
import time
from datetime import timedelta

from data.history import YEARS
from harness import Bench, Figure, median

from odoo import fields

from odoo.addons.retail_complaint_addon.models.complaint_dashboard import DIMENSIONS
from odoo.addons.retail_complaint_addon.rules.periods import period_of

PERIODS = ("last_90_days", "last_12_months", "custom")
NAMES = {"custom": f"all {YEARS} years"}
SETS = """
    GROUP BY GROUPING SETS ((company_id), (company_id, store_id),
             (company_id, category_id), (company_id, cause_id),
             (company_id, product_id), (company_id, channel_id),
             (company_id, date_trunc(%(grain)s, {moment} AT TIME ZONE 'UTC'
                                     AT TIME ZONE %(zone)s)::date))
"""
# question: (moment, columns)
BY_HAND = {
    "received": (
        "received_at",
        """
        count(*), count(*) FILTER (WHERE nature = 'opinion'),
        count(*) FILTER (WHERE handling = 'on_site'
                         AND nature IS DISTINCT FROM 'opinion'),
        count(acknowledged_at),
        sum(greatest(extract(epoch FROM acknowledged_at - received_at), 0)),
        count(*) FILTER (WHERE acknowledged_at <= acknowledge_by),
        count(*) FILTER (WHERE acknowledged_at IS NULL AND acknowledge_by >= now())
        """,
    ),
    "resolved": (
        "resolved_at",
        """
        count(*), sum(greatest(extract(epoch FROM resolved_at - received_at), 0)),
        count(*) FILTER (WHERE resolved_at <= resolve_by),
        count(*) FILTER (WHERE round > 1),
        count(*) FILTER (WHERE verdict IN ('justified', 'partly')), sum(settled_amount)
        """,
    ),
    "rated": (
        "survey_answered_at",
        """
        count(csat), sum(csat), count(*) FILTER (WHERE csat_percent > 0),
        count(ces), sum(ces), count(nps), sum(nps_points)
        """,
    ),
}
OPEN = """
    SELECT company_id, store_id, category_id, count(*),
           count(*) FILTER (WHERE next_due_at < now())
      FROM helpdesk_ticket
     WHERE is_complaint IS TRUE AND active AND resolved_at IS NULL
       AND company_id = %(company)s
  GROUP BY GROUPING SETS ((company_id), (company_id, store_id),
           (company_id, category_id))
"""


def run(bench: Bench) -> list[Figure]:
    figures = []
    for name in PERIODS:
        called = NAMES.get(name, name.replace("_", " "))
        figures += _questions(bench, name, called)
        figures.append(_page(bench, name, called))
    return figures


def _options(name: str) -> dict:
    today = fields.Date.today()
    begin = today - timedelta(days=YEARS * 365)
    dates = {"date_from": str(begin), "date_to": str(today)}
    return {"period": name, **(dates if name == "custom" else {})}


def _page(bench: Bench, name: str, called: str) -> Figure:
    samples = []
    for number in range(bench.runs + 1):
        with bench.ours.env("bench_manager") as env:
            dashboard = env["complaint.dashboard"]
            env.invalidate_all()
            sample = bench.ours.sample(
                env,
                lambda board=dashboard: board.get_complaint_dashboard(_options(name)),
            )
        if number:
            samples.append(sample)
    return Figure(f"{called}: whole page", median(samples), "s", goal="≤ 1.5")


def _questions(bench: Bench, name: str, called: str) -> list[Figure]:
    """Each question asked by the desk and by hand, taking turns."""
    times: dict[str, tuple[list, list]] = {}
    for number in range(bench.runs + 1):
        with bench.ours.env("bench_manager") as env:
            dashboard = env["complaint.dashboard"]
            given = _options(name)
            period = period_of(
                name,
                fields.Date.today(),
                fields.Date.to_date(given.get("date_from")),
                fields.Date.to_date(given.get("date_to")),
            )
            dashboard._without_jit()
            for question, ask, by_hand in _pairs(env, dashboard, period):
                ours, limit = times.setdefault(question, ([], []))
                for kept, call in ((ours, ask), (limit, by_hand)):
                    begin = time.perf_counter()
                    call()
                    if number:
                        kept.append((time.perf_counter() - begin) * 1000)
    return [
        Figure(
            f"{called}: {question}", statistics.median(ours), "ms",
            limit=statistics.median(limit), goal="≤ 1.2",
        )
        for question, (ours, limit) in times.items()
    ]  # fmt: skip


def _pairs(env, dashboard, period):
    base = dashboard._base_domain(env["retail.store"], env["helpdesk.ticket.category"])
    values = {
        "grain": period.grain,
        "zone": dashboard._zone(),
        "company": env.company.id,
        "begin": dashboard._utc(period.start),
        "end": dashboard._utc(period.stop),
    }
    columns = {
        "received": dashboard._received_columns,
        "resolved": dashboard._resolved_columns,
        "rated": dashboard._rated_columns,
    }
    for question, (moment, by_hand) in BY_HAND.items():
        query = f"""
            SELECT company_id, store_id, category_id, cause_id, product_id,
                   channel_id, {by_hand}
              FROM helpdesk_ticket
             WHERE is_complaint IS TRUE AND active AND company_id = %(company)s
               AND {moment} >= %(begin)s AND {moment} < %(end)s
            {SETS.format(moment=moment)}
        """

        def ask(moment=moment, of=columns[question]):
            domain = base & dashboard._within(moment, period)
            list(dashboard._sums(domain, of, DIMENSIONS, moment, period))

        yield question, ask, _by_hand(env, query, values)
    short = {k: v for k, v in DIMENSIONS.items() if k in ("store", "category")}

    def ask_open():
        domain = base & dashboard._open_domain(period)
        list(dashboard._sums(domain, dashboard._open_columns(period), short))

    yield "open", ask_open, _by_hand(env, OPEN, values)


def _by_hand(env, query: str, values: dict):
    """The same connection, and the cursor below Odoo's."""

    def call():
        with env.cr._cnx.cursor() as cursor:
            cursor.execute(query, values)
            cursor.fetchall()

    return call
