"""What must hold in the tables at any moment, whoever did what.

``INVARIANTS`` is a list of (name, query); each query gives the rows that break it. They
are plain SQL for any client and know nothing of the addon's code:
``broken = {name: rows for name, query in INVARIANTS if (rows := sql(query))}``
"""

SETTLED = "('accepted', 'done')"
DECIDED = "('approved', 'offered', 'accepted', 'done')"
# All pairs of tickets that are linked as duplicates, directly or over others.
LINKS = """
    WITH RECURSIVE edge AS (
        SELECT id AS a, duplicate_id AS b FROM helpdesk_ticket
         WHERE duplicate_id IS NOT NULL
         UNION
        SELECT duplicate_id, id FROM helpdesk_ticket WHERE duplicate_id IS NOT NULL
    ), link AS (
        SELECT a AS ticket, b AS member FROM edge
         UNION
        SELECT link.ticket, edge.b FROM link JOIN edge ON edge.a = link.member
    )
"""


def _rate(currency: str, company: str, date: str) -> str:
    """The rate of a day as Odoo takes it: the last before, else the first, else 1."""
    rates = f"""
        SELECT rate FROM res_currency_rate known
         WHERE known.currency_id = {currency}
           AND (known.company_id = {company} OR known.company_id IS NULL)
    """
    return f"""
        COALESCE(
            ({rates} AND known.name <= {date}
              ORDER BY known.company_id, known.name DESC LIMIT 1),
            ({rates} ORDER BY known.company_id, known.name LIMIT 1), 1)
    """


NOTHING_SETTLED_BEYOND_THE_AUTHORITY = f"""
    {LINKS}, settled AS MATERIALIZED (
        SELECT id, ticket_id, company_id, currency_id, amount, answered_at
          FROM complaint_solution WHERE state IN {SETTLED}
    ), counted AS (
        SELECT mine.id, other.amount, other.currency_id
          FROM settled mine
          JOIN settled other ON other.ticket_id = mine.ticket_id
         WHERE (other.answered_at, other.id) <= (mine.answered_at, mine.id)
         UNION ALL
        SELECT mine.id, other.amount, other.currency_id
          FROM settled mine
          JOIN link ON link.ticket = mine.ticket_id AND link.member <> link.ticket
          JOIN settled other ON other.ticket_id = link.member
         WHERE (other.answered_at, other.id) <= (mine.answered_at, mine.id)
           -- unless the cases were linked after this package was accepted
           AND NOT EXISTS (
                SELECT 1 FROM complaint_decision log
                 WHERE log.kind = 'case_changed'
                   AND strpos(log.detail, 'duplicate_id') > 0
                   AND log.decided_at >= mine.answered_at
                   AND (log.ticket_id = mine.ticket_id OR log.ticket_id IN (
                        SELECT member FROM link near
                         WHERE near.ticket = mine.ticket_id)))
    ), total AS (
        SELECT mine.id, given.limit_amount, given.unlimited,
               SUM(CASE WHEN counted.currency_id = given.limit_currency_id
                        THEN counted.amount
                        ELSE counted.amount
                   * {_rate("given.limit_currency_id", "mine.company_id", "given.day")}
                   / {_rate("counted.currency_id", "mine.company_id", "given.day")}
                   END) AS amount
          FROM settled mine
          JOIN counted ON counted.id = mine.id
     LEFT JOIN LATERAL (
                SELECT limit_amount, limit_currency_id, unlimited,
                       decided_at::date AS day
                  FROM complaint_approval
                 WHERE solution_id = mine.id AND kind = 'limit' AND state = 'approved'
              ORDER BY id DESC LIMIT 1) given ON TRUE
      GROUP BY mine.id, given.limit_amount, given.unlimited
    )
    SELECT id, amount, limit_amount FROM total
     WHERE unlimited IS NOT TRUE
       AND (limit_amount IS NULL OR amount > limit_amount + 0.01)
"""
NO_DECISION_BEYOND_ITS_LIMIT = """
    SELECT id, kind, sum_amount, limit_amount FROM complaint_decision
     WHERE kind IN ('approved', 'approved_own') AND condition_id IS NULL
       AND (authority_id IS NULL
            OR (unlimited IS NOT TRUE AND sum_amount > limit_amount + 0.01))
"""
_GIVEN = "given.company_id", "given.decided_at::date"
NOBODY_DECIDES_THEIR_OWN_REQUEST_BEYOND_THEIR_LIMIT = f"""
    SELECT given.id, given.kind, given.amount, given.limit_amount
      FROM complaint_approval given
     WHERE given.state = 'approved' AND given.decided_by_id = given.requester_id
       AND (given.kind = 'condition' OR given.deputy_for_id IS NOT NULL
            OR given.authority_id IS NULL
            OR (given.unlimited IS NOT TRUE AND given.amount
                * {_rate("given.limit_currency_id", *_GIVEN)}
                / {_rate("given.currency_id", *_GIVEN)}
                > given.limit_amount + 0.01))
"""
ONE_ACCEPTED_PACKAGE_A_ROUND = f"""
    SELECT ticket_id, round, array_agg(id) FROM complaint_solution
     WHERE state IN {SETTLED} GROUP BY ticket_id, round HAVING count(*) > 1
"""
# The last step of each package in the log, and the states it can have left behind.
EVERY_STATE_CHANGE_HAS_ITS_LOG_ROW = """
    SELECT package.id, package.state, step.kind
      FROM complaint_solution package
 LEFT JOIN LATERAL (
            SELECT kind FROM complaint_decision
             WHERE solution_id = package.id
               AND kind IN ('submitted', 'approved', 'approved_own', 'rejected',
                            'withdrawn', 'offered', 'accepted', 'declined',
                            'completed', 'cancelled')
          ORDER BY sequence DESC LIMIT 1) step ON TRUE
     WHERE NOT EXISTS (
            SELECT 1 FROM (VALUES
                ('submitted', 'submitted'), ('approved', 'submitted'),
                ('approved_own', 'submitted'), ('approved', 'approved'),
                ('approved_own', 'approved'), ('rejected', 'rejected'),
                ('withdrawn', 'withdrawn'), ('offered', 'offered'),
                ('accepted', 'accepted'), ('declined', 'declined'),
                ('completed', 'done'), ('cancelled', 'cancelled')
            ) AS allowed(kind, state)
             WHERE allowed.kind = step.kind AND allowed.state = package.state)
       AND NOT (package.state = 'draft' AND step.kind IS NULL)
"""
EVERY_SETTLEMENT_WENT_THE_WHOLE_WAY = """
    SELECT package.id, package.state, step.kind
      FROM complaint_solution package
      JOIN (VALUES ('approved', 'submitted'), ('offered', 'submitted'),
                   ('accepted', 'submitted'), ('accepted', 'offered'),
                   ('done', 'submitted'), ('done', 'offered'), ('done', 'accepted'),
                   ('declined', 'offered'), ('rejected', 'submitted')
           ) AS step(state, kind) ON step.state = package.state
     WHERE NOT EXISTS (
            SELECT 1 FROM complaint_decision
             WHERE solution_id = package.id AND kind = step.kind)
"""
EVERY_APPROVAL_HAS_ITS_LOG_ROW = """
    SELECT given.id, given.kind, given.state FROM complaint_approval given
     WHERE given.state IN ('approved', 'rejected') AND NOT EXISTS (
            SELECT 1 FROM complaint_decision log
             WHERE log.solution_id = given.solution_id
               AND log.user_id = given.decided_by_id
               AND CASE WHEN given.state = 'rejected' THEN log.kind = 'rejected'
                        WHEN given.kind = 'condition' THEN log.kind = 'approved'
                             AND log.condition_id = given.condition_id
                        ELSE log.kind IN ('approved', 'approved_own')
                             AND log.authority_id = given.authority_id END)
"""
WHAT_IS_DECIDED_HAS_ONE_DECISION = f"""
    SELECT package.id, package.state, count(given.id)
      FROM complaint_solution package
 LEFT JOIN complaint_approval given
        ON given.solution_id = package.id AND given.kind = 'limit'
       AND given.state = 'approved'
     WHERE package.state IN {DECIDED}
  GROUP BY package.id HAVING count(given.id) <> 1
"""
ONLY_WHAT_IS_SUBMITTED_WAITS = """
    SELECT asked.id, package.state FROM complaint_approval asked
      JOIN complaint_solution package ON package.id = asked.solution_id
     WHERE asked.state = 'pending' AND package.state <> 'submitted'
"""
WHAT_IS_SUBMITTED_WAITS_FOR_SOMEBODY = """
    SELECT id FROM complaint_solution package
     WHERE state = 'submitted' AND NOT EXISTS (
            SELECT 1 FROM complaint_approval
             WHERE solution_id = package.id AND state = 'pending')
"""
AMOUNTS_ARE_WHAT_THE_MEASURES_SAY = """
    SELECT package.id, package.amount, SUM(line.amount)
      FROM complaint_solution package
 LEFT JOIN complaint_solution_line line ON line.solution_id = package.id
  GROUP BY package.id
    HAVING abs(COALESCE(package.amount, 0) - COALESCE(SUM(line.amount), 0)) > 0.01
        OR NOT COALESCE(package.amount, 0) BETWEEN 0 AND 1e12
        OR bool_or(NOT COALESCE(line.amount, 0) BETWEEN 0 AND 1e12)
        OR bool_or(GREATEST(line.cost, line.customer_value)
                   > COALESCE(line.amount, 0) + 0.01)
"""
A_MEASURE_WITHOUT_MONEY_HAS_NONE = """
    SELECT line.id, line.amount FROM complaint_solution_line line
      JOIN complaint_solution_type kind ON kind.id = line.type_id
      JOIN complaint_solution package ON package.id = line.solution_id
     WHERE package.state <> 'draft'
       AND (kind.amount_basis = 'none') <> (COALESCE(line.amount, 0) = 0)
"""
THE_CASE_SUMS_UP_ITS_PACKAGES = f"""
    SELECT ticket.id, ticket.settled_amount, SUM(package.company_amount)
      FROM helpdesk_ticket ticket
      JOIN complaint_solution package ON package.ticket_id = ticket.id
  GROUP BY ticket.id
    HAVING abs(COALESCE(ticket.settled_amount, 0) - COALESCE(SUM(
               package.company_amount) FILTER (WHERE package.state IN {SETTLED}), 0))
           > 0.01
"""
EVERY_CLOSING_HAS_ITS_LOG_ROW = """
    SELECT ticket.id, ticket.round, count(*) FILTER (WHERE log.kind = 'closed'),
           count(*) FILTER (WHERE log.kind = 'reopened')
      FROM helpdesk_ticket ticket
      JOIN helpdesk_ticket_stage stage ON stage.id = ticket.stage_id
 LEFT JOIN complaint_decision log ON log.ticket_id = ticket.id
     WHERE ticket.is_complaint
  GROUP BY ticket.id, stage.id
    HAVING count(*) FILTER (WHERE log.kind = 'closed')
           <> count(*) FILTER (WHERE log.kind = 'reopened') + stage.closed::int
        OR ticket.round <> 1 + count(*) FILTER (WHERE log.kind = 'reopened')
        OR (ticket.resolved_at IS NOT NULL) <> stage.closed
        OR (ticket.acknowledged_at IS NOT NULL)
           <> (count(*) FILTER (WHERE log.kind = 'acknowledged') > 0)
"""
A_CLOSED_CASE_HAS_NO_OPEN_PACKAGE = """
    SELECT package.id, package.state FROM complaint_solution package
      JOIN helpdesk_ticket ticket ON ticket.id = package.ticket_id
      JOIN helpdesk_ticket_stage stage ON stage.id = ticket.stage_id
     WHERE stage.closed
       AND package.state IN ('draft', 'submitted', 'approved', 'offered', 'accepted')
"""
NOBODY_OWNS_OR_DECIDES_THEIR_OWN_CASE = """
    SELECT ticket.id, involved.user_id
      FROM helpdesk_ticket ticket
      JOIN helpdesk_ticket_involved_user_rel involved ON involved.ticket_id = ticket.id
     WHERE ticket.user_id = involved.user_id
        OR EXISTS (
            SELECT 1 FROM complaint_approval given
             WHERE given.ticket_id = ticket.id AND given.state = 'pending'
               AND involved.user_id = ALL (
                    SELECT user_id FROM complaint_approval_decider_rel
                     WHERE approval_id = given.id))
"""
COMPANIES_AGREE = """
    SELECT ticket.id, ticket.company_id, store.company_id, package.company_id
      FROM helpdesk_ticket ticket
 LEFT JOIN retail_store store ON store.id = ticket.store_id
 LEFT JOIN complaint_solution package ON package.ticket_id = ticket.id
     WHERE ticket.is_complaint
       AND (store.company_id <> ticket.company_id
            OR package.company_id <> ticket.company_id
            OR package.store_id <> ticket.store_id)
"""
NUMBERS_ARE_UNIQUE = """
    SELECT company_id, number, array_agg(id) FROM helpdesk_ticket
     WHERE is_complaint GROUP BY company_id, number HAVING count(*) > 1
"""
CHAINS_HAVE_NO_GAP = """
    SELECT chain.id, log.count, chain.count
      FROM complaint_chain chain
 LEFT JOIN LATERAL (
            SELECT count(*) AS count, max(sequence) AS last
              FROM complaint_decision WHERE chain_id = chain.id) log ON TRUE
 LEFT JOIN complaint_decision newest
        ON newest.chain_id = chain.id AND newest.sequence = chain.count
     WHERE log.count <> chain.count OR COALESCE(log.last, 0) <> chain.count
        OR (chain.count > 0 AND newest.hash IS DISTINCT FROM chain.head)
"""
CHAINS_LINK = """
    SELECT log.id FROM complaint_decision log
      JOIN complaint_decision before
        ON before.chain_id = log.chain_id AND before.sequence = log.sequence - 1
     WHERE log.previous_hash <> before.hash
"""
SCORES_COME_FROM_ANSWERS = """
    SELECT ticket.id, ticket.csat FROM helpdesk_ticket ticket
     WHERE ticket.is_complaint
       AND COALESCE(ticket.csat, ticket.ces, ticket.nps) IS NOT NULL
       AND NOT EXISTS (
            SELECT 1 FROM survey_user_input answer
             WHERE answer.complaint_ticket_id = ticket.id AND answer.state = 'done'
               AND answer.complaint_state = 'answered')
"""

INVARIANTS = [
    (name.lower(), query)
    for name, query in list(globals().items())
    if name[0] != "_" and name.isupper() and name not in ("SETTLED", "DECIDED", "LINKS")
]
