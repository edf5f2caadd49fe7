"""Customers, promises, shop days and privacy of the demo: told, and figures agree."""

import pytest

STATES = {
    "customer_promise": ("outcome", "open kept late broken withdrawn"),
    "customer_exchange": ("kind", "visit call email letter chat social"),
    "customer_wish": ("state", "open offered bought dropped"),
    "customer_policy": ("state", "draft running ended"),
    "customer_consent": ("state", "given withdrawn refused"),
    "customer_privacy_request": ("state", "new identified answered refused closed"),
    "customer_erasure": ("state", "waiting done"),
    "store_day": ("state", "open closed missing shut"),
    "store_incident": ("state", "open closed"),
    "store_assessment": ("state", "draft done"),
    "service_improvement": ("state", "draft doing done effective cancelled"),
    "crm_lead": ("enquiry_state", "open quoted confirmed lost"),
}
RELATIONS = """
    SELECT relname FROM pg_class
     WHERE relkind = 'r' AND relname ~ '^(customer|store|service|help)_'
"""
# made by people who sit at the screen, or links between two others
UNTOLD = ("_rel", "_step", "_report", "_entry", "_record", "_hand_over", "_wizard")


@pytest.mark.parametrize("name", STATES)
def test_every_state_is_there(rows, name):
    field, wanted = STATES[name]
    found = {state for (state,) in rows(f"SELECT DISTINCT {field} FROM {name}")}
    assert found >= set(wanted.split())


def test_exchanges_come_from_everywhere(rows):
    found = {source for (source,) in rows("SELECT source FROM customer_exchange")}
    assert found >= {"manual", "mail", "meeting", "call", "notice"}
    assert rows.one("SELECT count(*) FROM customer_exchange") >= 500


def test_what_was_said_is_in_english_and_chinese(rows):
    count = "SELECT count(*) FROM customer_exchange WHERE source = 'manual'"
    whole = rows.one(count)
    chinese = rows.one(f"{count} AND subject ~ '[\u4e00-\u9fff]'")
    assert 0.2 < chinese / whole < 0.8


def test_promises_say_what_became_of_them(rows):
    assert not rows(
        "SELECT id FROM customer_promise WHERE (state = 'open') = (done_at IS NOT NULL)"
    )
    assert not rows(
        "SELECT id FROM customer_promise WHERE outcome = 'kept' AND done_at > due_at"
        " OR outcome = 'late' AND COALESCE(done_at, now()) <= due_at"
    )
    assert rows("SELECT 1 FROM customer_promise WHERE by_itself AND outcome = 'kept'")


def test_the_new_team_keeps_fewer_promises(rows):
    """As the complaints of Causeway Bay show, so do its promises and its visits."""
    kept = dict(
        rows(
            "SELECT s.code, avg(p.kept_percent) FROM customer_promise p"
            " JOIN retail_store s ON s.id = p.store_id"
            " WHERE NOT p.by_itself AND p.made_at > now() - interval '270 days'"
            " GROUP BY 1"
        )
    )
    assert kept["CWB"] + 10 < kept["TST"]
    score = (
        "SELECT avg(a.score) FROM store_assessment a JOIN retail_store s"
        " ON s.id = a.store_id WHERE s.code = 'CWB' AND a.state = 'done' AND a.date %s"
        " current_date - 270"
    )
    assert rows.one(score % ">") + 10 < rows.one(score % "<")


def test_the_last_contact_is_the_last_exchange(rows):
    assert not rows(
        "SELECT p.id FROM res_partner p JOIN customer_exchange e ON e.partner_id = p.id"
        " WHERE e.direction = 'in' GROUP BY p.id"
        " HAVING max(e.date) > COALESCE(p.last_contact_at, '1970-01-01')"
    )


def test_two_days_are_missing_and_the_figures_of_the_others_stay(rows):
    assert rows.one("SELECT count(*) FROM store_day WHERE state = 'missing'") >= 2
    [(days, exchanges)] = rows(
        "SELECT count(*), sum(exchange_count) FROM store_day WHERE state = 'closed'"
    )
    assert days >= 90
    counted = rows.one(
        "SELECT count(*) FROM customer_exchange e JOIN store_day d"
        " ON d.store_id = e.store_id AND d.state = 'closed'"
        " AND d.date = (e.date + interval '8 hours')::date WHERE e.source = 'manual'"
    )
    assert exchanges == counted > 0
    assert not rows(
        "SELECT d.id FROM store_day d JOIN store_day_check c ON c.day_id = d.id"
        " WHERE d.state = 'closed' AND (c.result IS NULL OR d.checks_done <> 13)"
    )


def test_data_requests_and_their_clock(rows):
    assert rows(
        "SELECT 1 FROM customer_privacy_request WHERE kind = 'access'"
        " AND state = 'closed' AND answered_at::date <= due_date"
    )
    refusals = "SELECT reason FROM customer_privacy_refusal r"
    assert {reason for (reason,) in rows(refusals)} >= {"identity", "needed"}
    assert rows(
        "SELECT 1 FROM customer_privacy_request WHERE state = 'identified'"
        " AND due_date BETWEEN current_date AND current_date + 4"
    )


def test_who_was_erased_is_nowhere(rows):
    for table, column in (
        ("res_partner", "name"),
        ("customer_exchange", "subject"),
        ("customer_privacy_request", "partner_name"),
        ("mail_message", "body"),
    ):
        assert not rows(f"SELECT id FROM {table} WHERE {column} LIKE %s", "%Ashdown%")


def test_sensitive_facts_are_read_by_few(people):
    sensitive = [("sensitive", "=", True)]
    count = ("customer.fact", "search_count", sensitive)
    assert people("compliance").call(*count) >= 4
    assert people("clerk").call(*count) == people("manager").call(*count) == 0


def test_no_model_of_the_addon_is_empty(rows):
    empty = [
        name
        for (name,) in rows(RELATIONS)
        if not name.endswith((*UNTOLD, "_erasure_reject"))
        and not rows(f"SELECT 1 FROM {name} LIMIT 1")
    ]
    assert not empty, ", ".join(empty)


def test_the_past_is_dated_in_the_past(rows):
    for table in ("customer_exchange", "customer_promise", "store_day"):
        before = "SELECT count(*) FROM %s WHERE create_date < now() - interval '3 days'"
        assert rows.one(before % table) >= 50
