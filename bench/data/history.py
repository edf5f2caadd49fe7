"""Three years of complaints: most resolved, some open, a few of them late."""

from data.chance import after, insert, one_of, pick, r
from data.places import places

YEARS = 3
# a case n of the table bench_case, with the moments of its life
LIFE = f"""
  (SELECT c.*, s.team_id, s.user_id, received, acknowledged,
          CASE WHEN done <= now_ AND {r(5)} < 0.97 THEN done END AS resolved, now_
     FROM bench_case c
     JOIN bench_place s USING (store_id),
  LATERAL (SELECT date_trunc('day', now() AT TIME ZONE 'UTC') AS now_) today,
  LATERAL (SELECT now_ - {r(1)} * interval '{YEARS * 365} days' AS received) begin,
  LATERAL (SELECT received + {r(2)} * interval '2 days' AS acknowledged,
                  received + CASE WHEN {r(3)} < 0.9
                             THEN interval '2 hours' + {r(4)} * interval '20 days'
                             ELSE interval '20 days' + {r(4)} * interval '40 days'
                             END AS done) later
  ) life
"""


def make(env, size: int, known: dict) -> None:
    places(env)
    env.cr.execute("SELECT coalesce(max(id), 0) FROM helpdesk_ticket")
    (base,) = env.cr.fetchone()
    insert(env, "helpdesk_ticket", {"id": f"{base} + n", **_columns(env)}, LIFE)
    insert(
        env,
        "complaint_fingerprint",
        {"ticket_id": f"{base} + n", "tokens": "tokens", "words": "words"},
        "bench_case",
    )
    after(env, "helpdesk_ticket")
    _complained_about(env, base)


def _complained_about(env, base: int) -> None:
    """One case in a hundred is about somebody of the staff, who may not see it."""
    env.cr.execute(
        """
        INSERT INTO helpdesk_ticket_involved_user_rel (ticket_id, user_id)
             SELECT t.id, person
               FROM helpdesk_ticket t,
                    (SELECT array_agg(DISTINCT user_id) AS people FROM bench_place) p,
            LATERAL (SELECT people[1 + t.id %% cardinality(people)] AS person) one
              WHERE t.id > %s AND t.id %% 100 = 0 AND person <> t.user_id
        """,
        (base,),
    )


def stage_of(env, name: str) -> str:
    return str(env.ref(f"helpdesk_mgmt.helpdesk_ticket_stage_{name}").id)


def _columns(env) -> dict[str, str]:
    channels = env["helpdesk.ticket.channel"].search([]).ids
    company = env.ref("base.main_company")
    rated = f"(resolved IS NOT NULL AND {r(9)} < 0.3)"
    score = f"1 + floor(5 * sqrt({r(10)}))::int"
    points = f"floor(11 * sqrt({r(11)}))::int"
    open_ = "resolved IS NULL"
    late = f"({open_} AND received + interval '14 days' < now_)"
    return {
        **common(company),
        "number": "'B' || lpad(n::text, 9, '0')",
        "name": "title",
        "description": "description",
        "remedy_sought": "wish",
        "store_id": "store_id",
        "product_id": "product_id",
        "category_id": "category_id",
        "cause_id": "cause_id",
        "partner_id": "partner_id",
        "commercial_partner_id": "partner_id",
        "partner_name": "'Customer'",
        "team_id": "team_id",
        "user_id": "user_id",
        "channel_id": pick(6, channels),
        "stage_id": f"CASE WHEN {open_} THEN {stage_of(env, 'in_progress')}"
        f" ELSE {stage_of(env, 'done')} END",
        "nature": one_of(7, {"product": 0.6, "service": 0.32, "opinion": 0.08}),
        "severity": one_of(
            8, {"minor": 0.4, "moderate": 0.4, "major": 0.17, "critical": 0.03}
        ),
        "handling": one_of(12, {"on_site": 0.55, "refer": 0.45}),
        "round": f"CASE WHEN {r(13)} < 0.05 THEN 2 ELSE 1 END",
        "verdict": "CASE WHEN resolved IS NOT NULL THEN "
        + one_of(14, {"justified": 0.6, "partly": 0.2, "unfounded": 0.2})
        + " END",
        "customer_outcome": "CASE WHEN resolved IS NOT NULL THEN "
        + one_of(15, {"satisfied": 0.7, "accepted": 0.2, "dissatisfied": 0.1})
        + " END",
        "settled_amount": f"CASE WHEN resolved IS NOT NULL AND {r(16)} < 0.5"
        f" THEN round(({r(17)} * 2000)::numeric, 2) ELSE 0 END",
        "received_at": "received",
        "incident_at": "received",
        "clock_start_at": "received",
        "clock_notice_at": "received",
        "create_date": "received",
        "write_date": "coalesce(resolved, received)",
        "last_stage_update": "coalesce(resolved, received)",
        "assigned_date": "received",
        "closed_date": "resolved",
        "acknowledge_by": "received + interval '1 day'",
        "acknowledged_at": "least(acknowledged, resolved)",
        "next_notice_by": "received + interval '7 days'",
        "resolve_by": "received + interval '14 days'",
        "resolved_at": "resolved",
        "next_due_at": f"CASE WHEN {open_} THEN received + interval '7 days' END",
        # the late ones were told about: the clock has nothing to do
        "escalate_at": f"CASE WHEN {open_} AND NOT {late}"
        " THEN received + interval '14 days' END",
        "escalation_level": f"CASE WHEN {late} THEN 'manager' END",
        "survey_state": f"CASE WHEN {rated} THEN 'answered' END",
        "survey_answered_at": f"CASE WHEN {rated} THEN resolved END",
        "csat": f"CASE WHEN {rated} THEN {score} END",
        "csat_handling": f"CASE WHEN {rated} THEN {score} END",
        "csat_percent": f"CASE WHEN {rated} THEN"
        f" CASE WHEN {score} >= 4 THEN 100 ELSE 0 END END",
        "ces": f"CASE WHEN {rated} THEN 1 + floor(7 * {r(18)})::int END",
        "nps": f"CASE WHEN {rated} THEN {points} END",
        "nps_points": f"CASE WHEN {rated} THEN CASE WHEN {points} >= 9 THEN 100"
        f" WHEN {points} <= 6 THEN -100 ELSE 0 END END",
    }


def common(company) -> dict[str, str]:
    """Columns that are the same in every case."""
    return {
        "company_id": str(company.id),
        "currency_id": str(company.currency_id.id),
        "create_uid": "1",
        "write_uid": "1",
        "is_complaint": "true",
        "active": "true",
        "priority": "'1'",
        "kanban_state": "'normal'",
        "sequence": "10",
        "color": "0",
        "unattended": "false",
        "settlement_version": "0",
        "legal_hold": "false",
        "survey_is_low": "false",
        "sender_unverified": "false",
        "repeat_customer": "false",
        "repeat_serial": "false",
        "repeat_product_cause": "false",
        "repeat_staff": "false",
        "category_suggested": "false",
    }
