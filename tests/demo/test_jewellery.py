"""Jewellery of the demo: inspected and investigated by the people who may."""

import pytest

CASES = """
    SELECT count(*) FROM helpdesk_ticket t JOIN stock_lot l ON l.id = t.lot_id
     WHERE t.is_complaint AND l.jewellery_ok
"""


def test_there_are_enough_of_them(rows):
    assert rows.one(CASES) >= 60
    assert rows.one("SELECT count(*) FROM qc_inspection WHERE is_jewellery") >= 30
    kinds = "SELECT count(DISTINCT jewellery_kind) FROM qc_inspection"
    assert rows.one(kinds) >= 7


@pytest.mark.parametrize(
    "state", "draft submitted returned accepted closed cancelled".split()
)
def test_there_are_investigations_in_every_state(rows, state):
    found = "SELECT 1 FROM jewellery_investigation WHERE state = %s LIMIT 1"
    assert rows(found, state)


@pytest.mark.parametrize("state", "draft ready waiting failed success".split())
def test_there_are_inspections_in_every_state(rows, state):
    found = "SELECT 1 FROM qc_inspection WHERE is_jewellery AND state = %s LIMIT 1"
    assert rows(found, state)


def test_a_ring_below_its_mark(rows):
    """735 ‰ against 750: critical, a second person, Compliance, and the other rings."""
    [(value, low, verdict, state, measured, second, asked)] = rows(
        "SELECT l.quantitative_value, l.min_value, l.verdict, i.state,"
        " i.confirmed_by_id, i.second_user_id, r.state"
        " FROM qc_inspection_line l JOIN qc_inspection i ON i.id = l.inspection_id"
        " JOIN complaint_referral r ON r.id = i.compliance_referral_id"
        " WHERE l.jewellery_criterion = 'fineness' AND l.quantitative_value = 735"
    )
    assert (value, low, verdict, state) == (735, 750, "critical", "failed")
    assert measured != second
    assert asked == "answered"


def test_three_rings_and_one_investigation(rows):
    [(state, comment)] = rows(
        "SELECT i.state, i.analysis_comment FROM jewellery_investigation i"
        " JOIN jewellery_investigation_ticket_rel r ON r.investigation_id = i.id"
        " GROUP BY i.id HAVING count(*) = 3"
    )
    assert state == "accepted"
    assert comment == "Good: one day, one batch."


def test_nobody_analyses_or_confirms_their_own(rows):
    assert not rows(
        "SELECT id FROM jewellery_investigation WHERE analysed_by_id = submitted_by_id"
    )
    assert not rows(
        "SELECT id FROM qc_inspection"
        " WHERE second_user_id = confirmed_by_id AND is_jewellery"
    )


def test_what_was_done_is_in_the_log(rows):
    for kind in ("inspected", "investigated"):
        assert rows("SELECT 1 FROM complaint_decision WHERE kind = %s LIMIT 1", kind)


def test_the_past_of_investigations_is_dated_in_the_past(rows):
    assert not rows(
        "SELECT i.id FROM jewellery_investigation i"
        " WHERE i.analysed_at < i.submitted_at AND i.state <> 'submitted'"
        "  OR i.submitted_at < i.create_date OR i.closed_at > now()"
    )


@pytest.mark.parametrize("state", "draft sent accepted refused credited".split())
def test_there_are_claims_in_every_state(rows, state):
    found = "SELECT 1 FROM jewellery_supplier_claim WHERE state = %s LIMIT 1"
    assert rows(found, state)


def test_a_report_is_read_and_another_one_waits(rows, people):
    assert rows("SELECT 1 FROM jewellery_report_recipient WHERE action_id IS NOT NULL")
    waiting = [("to_read", "=", True)]
    assert people("manager").call("jewellery.report", "search_count", waiting) >= 1


def test_the_customer_agreed_before_anything_was_taken_off(rows):
    assert rows("SELECT 1 FROM jewellery_consent WHERE kind = 'withdrawn'")
    assert not rows(
        "SELECT i.id FROM qc_inspection i"
        " JOIN qc_inspection_line l ON l.inspection_id = i.id"
        " JOIN jewellery_method m ON m.id = l.method_id AND m.destructive"
        " WHERE i.consent_state <> 'given' OR i.consent_state IS NULL"
    )


def test_another_package_than_the_best_has_its_reason(rows):
    assert rows("SELECT 1 FROM complaint_decision WHERE kind = 'chosen' LIMIT 1")
