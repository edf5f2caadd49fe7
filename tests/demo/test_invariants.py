"""Every invariant finds what it is there for."""

import pytest

from support.invariants import INVARIANTS

QUERIES = dict(INVARIANTS)
DONE = "(SELECT min(id) FROM complaint_solution WHERE state = 'done' AND amount > 0)"
CASE = f"(SELECT ticket_id FROM complaint_solution WHERE id = {DONE})"
OPEN = """
    (SELECT min(t.id) FROM helpdesk_ticket t
       JOIN helpdesk_ticket_stage s ON s.id = t.stage_id
      WHERE t.is_complaint AND NOT s.closed)
"""
FREE_THE_LOG = """
    ALTER TABLE complaint_decision DISABLE TRIGGER ALL
"""
BREAKS = {
    "nothing_settled_beyond_the_authority": """
        UPDATE complaint_solution SET amount = 9e9 WHERE id =
        (SELECT solution_id FROM complaint_approval a
           JOIN complaint_solution s ON s.id = a.solution_id AND s.state = 'done'
          WHERE a.kind = 'limit' AND a.state = 'approved'
            AND a.unlimited IS NOT TRUE LIMIT 1)""",
    "no_decision_beyond_its_limit": f"""
        {FREE_THE_LOG};
        UPDATE complaint_decision SET sum_amount = limit_amount + 1 WHERE id =
        (SELECT min(id) FROM complaint_decision WHERE kind = 'approved_own')""",
    "nobody_decides_their_own_request_beyond_their_limit": """
        UPDATE complaint_approval SET requester_id = decided_by_id
         WHERE kind = 'condition' AND state = 'approved'""",
    "one_accepted_package_a_round": """
        DROP INDEX IF EXISTS complaint_solution_one_settled_per_round;
        UPDATE complaint_solution SET state = 'accepted' WHERE id =
        (SELECT min(o.id) FROM complaint_solution o JOIN complaint_solution d
            ON d.ticket_id = o.ticket_id AND d.round = o.round AND d.state = 'done'
          WHERE o.state = 'cancelled')""",
    "every_state_change_has_its_log_row": f"""
        UPDATE complaint_solution SET state = 'accepted' WHERE id = {DONE}""",
    "every_settlement_went_the_whole_way": """
        UPDATE complaint_solution SET state = 'done' WHERE id =
        (SELECT min(id) FROM complaint_solution WHERE state = 'approved')""",
    "every_approval_has_its_log_row": """
        UPDATE complaint_approval SET decided_by_id = 1 WHERE id =
        (SELECT min(id) FROM complaint_approval WHERE state = 'rejected')""",
    "what_is_decided_has_one_decision": f"""
        UPDATE complaint_approval SET state = 'superseded'
         WHERE kind = 'limit' AND solution_id = {DONE}""",
    "only_what_is_submitted_waits": f"""
        UPDATE complaint_approval SET state = 'pending'
         WHERE kind = 'limit' AND solution_id = {DONE}""",
    "what_is_submitted_waits_for_somebody": """
        UPDATE complaint_approval SET state = 'superseded' WHERE state = 'pending'""",
    "amounts_are_what_the_measures_say": f"""
        UPDATE complaint_solution SET amount = amount - 1 WHERE id = {DONE}""",
    "a_measure_without_money_has_none": f"""
        UPDATE complaint_solution_line SET amount = 0 WHERE solution_id = {DONE}""",
    "the_case_sums_up_its_packages": f"""
        UPDATE helpdesk_ticket SET settled_amount = 0.5 WHERE id = {CASE}""",
    "every_closing_has_its_log_row": f"""
        UPDATE helpdesk_ticket SET resolved_at = now() WHERE id = {OPEN}""",
    "a_closed_case_has_no_open_package": f"""
        UPDATE complaint_solution SET state = 'draft' WHERE ticket_id = {CASE}""",
    "nobody_owns_or_decides_their_own_case": f"""
        INSERT INTO helpdesk_ticket_involved_user_rel
        SELECT id, user_id FROM helpdesk_ticket WHERE id = {CASE}""",
    "companies_agree": f"""
        UPDATE helpdesk_ticket SET company_id = (SELECT max(id) FROM res_company)
         WHERE id = {CASE} AND company_id <> (SELECT max(id) FROM res_company)""",
    "numbers_are_unique": f"""
        DROP INDEX IF EXISTS helpdesk_ticket_complaint_number_uniq;
        UPDATE helpdesk_ticket SET number = (SELECT number FROM helpdesk_ticket
         WHERE id = {CASE}) WHERE id = {OPEN}""",
    "chains_have_no_gap": """
        UPDATE complaint_chain SET count = count + 1""",
    "chains_link": f"""
        {FREE_THE_LOG};
        UPDATE complaint_decision SET hash = 'x' WHERE sequence = 1""",
    "scores_come_from_answers": f"""
        UPDATE helpdesk_ticket SET csat = 5
         WHERE id = {OPEN} OR (is_complaint AND survey_state = 'expired')""",
}


def test_every_invariant_is_tried():
    assert set(BREAKS) == set(QUERIES)


@pytest.mark.parametrize("name", BREAKS)
def test_it_finds_what_it_is_there_for(rows, name):
    assert not rows(QUERIES[name])
    rows(BREAKS[name])
    assert rows(QUERIES[name])
