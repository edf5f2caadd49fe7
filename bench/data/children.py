"""What hangs on the resolved cases: packages, approvals, decisions."""

from data.chance import after, insert, r

SETTLED = "helpdesk_ticket t WHERE t.resolved_at IS NOT NULL AND t.settled_amount > 0"


def make(env) -> None:
    chance = r(30, "t.id")
    refund = env.ref("retail_complaint_addon.solution_type_refund").id
    insert(
        env,
        "complaint_solution",
        {
            **_who(),
            "id": "t.id",
            "ticket_id": "t.id",
            "company_id": "t.company_id",
            "store_id": "t.store_id",
            "currency_id": "t.currency_id",
            "round": "t.round",
            "name": "'Refund'",
            "state": "'done'",
            "amount": "t.settled_amount",
            "company_amount": "t.settled_amount",
            "customer_value": "t.settled_amount",
            "company_cost": "t.settled_amount",
            "requester_id": "t.user_id",
            "submitted_at": "t.resolved_at",
            "decided_at": "t.resolved_at",
            "offered_at": "t.resolved_at",
            "answered_at": "t.resolved_at",
            "completed_at": "t.resolved_at",
            "is_scored": "false",
        },
        SETTLED,
    )
    after(env, "complaint_solution")
    insert(
        env,
        "complaint_solution_line",
        {
            **_who(),
            "solution_id": "t.id",
            "sequence": "10",
            "type_id": str(refund),
            "name": "'Refund'",
            "amount": "t.settled_amount",
            "customer_value": "t.settled_amount",
            "cost": "t.settled_amount",
        },
        SETTLED,
    )
    insert(
        env,
        "complaint_approval",
        {
            **_who(),
            "solution_id": "t.id",
            "ticket_id": "t.id",
            "company_id": "t.company_id",
            "store_id": "t.store_id",
            "currency_id": "t.currency_id",
            "amount": "t.settled_amount",
            "kind": "'limit'",
            "state": "'approved'",
            "requester_id": "t.user_id",
            "decided_by_id": "t.user_id",
            "decided_at": "t.resolved_at",
            "limit_amount": "10000",
            "limit_currency_id": "t.currency_id",
            "unlimited": "false",
            "reason": f"'Within the own limit, ' || round({chance}::numeric, 3)",
        },
        SETTLED,
    )
    _log(env)


def _who() -> dict[str, str]:
    return {
        "create_uid": "1",
        "write_uid": "1",
        "create_date": "t.resolved_at",
        "write_date": "t.resolved_at",
    }


def _log(env) -> None:
    """Two decisions a settled case; nobody verifies the chains of a benchmark."""
    env.cr.execute("SELECT coalesce(max(id), 0) FROM complaint_chain")
    (base,) = env.cr.fetchone()
    insert(
        env,
        "complaint_chain",
        {
            **_who(),
            "id": f"{base} + t.id",
            "ticket_id": "t.id",
            "name": "'ticket:' || t.id",
            "count": "2",
            "head": "md5(t.id::text || '2')",
            "changed_at": "t.resolved_at",
        },
        SETTLED,
    )
    after(env, "complaint_chain")
    source = SETTLED.replace(" WHERE", ", generate_series(1, 2) step WHERE", 1)
    insert(
        env,
        "complaint_decision",
        {
            "chain_id": f"{base} + t.id",
            "sequence": "step",
            "user_id": "t.user_id",
            "ticket_id": "t.id",
            "company_id": "t.company_id",
            "solution_id": "t.id",
            "round": "t.round",
            "amount": "t.settled_amount",
            "sum_amount": "t.settled_amount",
            "unlimited": "false",
            "decided_at": "t.resolved_at",
            "previous_hash": "md5(t.id::text || step - 1)",
            "hash": "md5(t.id::text || step)",
            "kind": "CASE step WHEN 1 THEN 'submitted' ELSE 'approved_own' END",
            "currency": "'HKD'",
        },
        source,
    )
