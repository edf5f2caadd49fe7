"""Complaints that are all open, and none of them due yet."""

from data.chance import after, insert, pick, r
from data.history import common, stage_of
from data.places import places


def make(env, size: int, known: dict) -> None:
    places(env)
    env.cr.execute("SELECT coalesce(max(id), 0) FROM helpdesk_ticket")
    (base,) = env.cr.fetchone()
    source = f"""
      (SELECT n, s.*, now_ - {r(1)} * interval '20 days' AS received,
              now_ + interval '45 days' + {r(2)} * interval '60 days' AS due
         FROM generate_series(1, {size}) n
         JOIN bench_place s ON s.store_id = {pick(3, known["store_id"])},
      LATERAL (SELECT date_trunc('day', now() AT TIME ZONE 'UTC') AS now_) today
      ) life
    """
    company = env.ref("base.main_company")
    insert(
        env,
        "helpdesk_ticket",
        {
            **common(company),
            "id": f"{base} + n",
            "number": "'B' || lpad(n::text, 9, '0')",
            "name": "'The watch stopped, case ' || n",
            "description": "'<p>The watch stopped after two weeks, receipt '"
            " || n || '. I took it to the shop twice, please repair it.</p>'",
            "store_id": "store_id",
            "team_id": "team_id",
            "user_id": "user_id",
            "product_id": pick(4, known["product_id"]),
            "category_id": pick(5, known["category_id"]),
            "partner_id": pick(6, known["partner_id"][:5000]),
            "commercial_partner_id": pick(6, known["partner_id"][:5000]),
            "channel_id": pick(7, env["helpdesk.ticket.channel"].search([]).ids),
            "stage_id": stage_of(env, "in_progress"),
            "nature": "'product'",
            "severity": "'moderate'",
            "handling": "'on_site'",
            "round": "1",
            "received_at": "received",
            "clock_start_at": "received",
            "clock_notice_at": "received",
            "create_date": "received",
            "write_date": "received",
            "acknowledge_by": "received + interval '1 day'",
            "acknowledged_at": "received + interval '2 hours'",
            "next_notice_by": "due",
            "resolve_by": "due + interval '30 days'",
            "next_due_at": "due",
            "escalate_at": "due",
        },
        source,
    )
    after(env, "helpdesk_ticket")
