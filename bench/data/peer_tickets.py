"""As many tickets for the peer: the same age, state and length of text."""

from data.chance import after, insert, pick, r
from data.history import YEARS, stage_of

COMMON = {
    "create_uid": "1",
    "write_uid": "1",
    "active": "true",
    "priority": "'1'",
    "kanban_state": "'normal'",
    "sequence": "10",
    "color": "0",
    "unattended": "false",
}


def make(env, size: int, known: dict) -> None:
    users = env["res.users"].search([("login", "=like", "bench_clerk%")]).ids
    company = env.ref("base.main_company")
    source = f"""
      (SELECT n, received,
              CASE WHEN done <= now_ AND {r(5)} < 0.97 THEN done END AS resolved
         FROM generate_series(1, {size}) n,
      LATERAL (SELECT date_trunc('day', now() AT TIME ZONE 'UTC') AS now_) today,
      LATERAL (SELECT now_ - {r(1)} * interval '{YEARS * 365} days' AS received) begin,
      LATERAL (SELECT received + {r(4)} * interval '25 days' AS done) later
      ) life
    """
    env.cr.execute("SELECT coalesce(max(id), 0) FROM helpdesk_ticket")
    (base,) = env.cr.fetchone()
    insert(
        env,
        "helpdesk_ticket",
        {
            **COMMON,
            "id": f"{base} + n",
            "company_id": str(company.id),
            "number": "'HT' || lpad(n::text, 9, '0')",
            "name": "'The watch stopped, case ' || n",
            "description": "'<p>The watch stopped after two weeks, receipt '"
            " || n || '. I took it to the shop twice, please repair it.</p>'",
            "team_id": pick(6, known["team_id"]),
            "user_id": pick(7, users),
            "category_id": pick(8, known["category_id"]),
            "partner_id": pick(9, known["partner_id"][:5000]),
            "commercial_partner_id": pick(9, known["partner_id"][:5000]),
            "partner_name": "'Customer'",
            "channel_id": pick(10, env["helpdesk.ticket.channel"].search([]).ids),
            "stage_id": "CASE WHEN resolved IS NULL"
            f" THEN {stage_of(env, 'in_progress')} ELSE {stage_of(env, 'done')} END",
            "create_date": "received",
            "write_date": "coalesce(resolved, received)",
            "last_stage_update": "coalesce(resolved, received)",
            "assigned_date": "received",
            "closed_date": "resolved",
        },
        source,
    )
    after(env, "helpdesk_ticket")
    _targets(env)


def _targets(env) -> None:
    """Two targets a ticket, as helpdesk_mgmt_sla makes them."""
    insert(
        env,
        "helpdesk_ticket_sla",
        {
            "ticket_id": "t.id",
            "sla_id": "s.id",
            "hours": "s.hours + 8 * s.days",
            "expected_stage_id": "s.stage_id",
            "consumed_time": "0",
            "last_state_date": "t.last_stage_update",
            "deadline": "t.create_date + interval '14 days'",
            "state": "CASE WHEN t.closed_date IS NULL THEN 'in_progress'"
            " ELSE 'accomplished' END",
            "create_uid": "1",
            "write_uid": "1",
        },
        "helpdesk_ticket t, helpdesk_sla s",
    )
