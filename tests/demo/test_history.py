"""Two years of complaints: enough of everything, and all of it true."""

import pytest

from support import chains
from support.invariants import INVARIANTS

COMPLAINTS = "SELECT count(*) FROM helpdesk_ticket WHERE is_complaint"
CHINESE = "(name ~ '[一-龥]' AND description ~ '[一-龥]')"
# Common words that are written otherwise in Hong Kong.
SIMPLIFIED = "description ~ '[这说买没还们个时间钟电话]'"


def test_it_is_built_quietly(demo):
    assert not demo.warnings


def test_there_are_enough_complaints_in_two_languages(rows):
    total = rows.one(f"{COMPLAINTS} AND nature <> 'opinion'")
    assert total >= 300
    chinese = rows.one(f"{COMPLAINTS} AND {CHINESE}")
    simplified = rows.one(f"{COMPLAINTS} AND {SIMPLIFIED}")
    assert 0.4 < chinese / rows.one(COMPLAINTS) < 0.65
    assert simplified > 20
    assert rows.one(f"{COMPLAINTS} AND nature = 'opinion'") >= 10


def test_they_spread_over_two_years(rows):
    months = rows(
        "SELECT date_trunc('month', received_at), count(*) FROM helpdesk_ticket"
        " WHERE is_complaint GROUP BY 1 ORDER BY 1"
    )
    assert len(months) >= 24
    assert all(count >= 4 for _month, count in months[1:-1])
    assert rows.one(
        "SELECT now() - min(received_at) > interval '700 days' FROM helpdesk_ticket"
        " WHERE is_complaint"
    )
    future = f"{COMPLAINTS} AND GREATEST(received_at, create_date, resolved_at) > now()"
    assert rows.one(future) == 0


@pytest.mark.parametrize(
    ("column", "least"),
    [
        ("store_id", 7),
        ("category_id", 22),
        ("channel_id", 8),
        ("severity", 4),
        ("nature", 3),
        ("cause_id", 15),
        ("verdict", 3),
        ("customer_outcome", 4),
        ("customer_mood", 3),
        ("stage_id", 6),
        ("survey_state", 6),
        ("user_id", 8),
        ("team_id", 5),
        ("company_id", 2),
        ("currency_id", 3),
        ("product_id", 15),
        ("csat", 5),
        ("nps", 8),
    ],
)
def test_every_field_has_its_variety(rows, column, least):
    found = rows.one(
        f"SELECT count(DISTINCT {column}) FROM helpdesk_ticket WHERE is_complaint"
    )
    assert found >= least


@pytest.mark.parametrize(
    "state",
    "draft submitted approved offered accepted declined done rejected withdrawn"
    " cancelled".split(),
)
def test_there_are_packages_in_every_state(rows, state):
    assert rows("SELECT 1 FROM complaint_solution WHERE state = %s LIMIT 1", state)


@pytest.mark.parametrize("state", ["pending", "approved", "rejected", "superseded"])
@pytest.mark.parametrize("kind", ["limit", "condition"])
def test_there_are_approvals_of_every_kind(rows, state, kind):
    asked = "SELECT 1 FROM complaint_approval WHERE state = %s AND kind = %s LIMIT 1"
    assert rows(asked, state, kind) or (kind, state) == ("condition", "superseded")


@pytest.mark.parametrize(
    "kind",
    "submitted approval_requested approved approved_own rejected withdrawn offered"
    " accepted declined completed cancelled superseded rerouted case_changed"
    " acknowledged closed reopened register_created".split(),
)
def test_the_log_knows_every_kind_of_decision(rows, kind):
    assert rows("SELECT 1 FROM complaint_decision WHERE kind = %s LIMIT 1", kind)


@pytest.mark.parametrize(
    "login",
    ["supervisor", "supervisor2", "supervisor_mk", "manager", "director", "compliance"],
)
def test_somebody_waits_for_each_of_those_who_decide(people, login):
    waiting = people(login).call(
        "complaint.approval",
        "search_count",
        [("can_decide", "=", True)],
        context={
            "allowed_company_ids": people(login).call(
                "res.users", "read", [people(login).uid], ["company_ids"]
            )[0]["company_ids"]
        },
    )
    assert waiting >= 1


def test_one_shop_got_worse(rows):
    early, late = rows(
        "SELECT received_at > now() - interval '270 days', count(*), avg(csat)"
        " FROM helpdesk_ticket t JOIN retail_store s ON s.id = t.store_id"
        " WHERE s.code = 'CWB' AND t.is_complaint GROUP BY 1 ORDER BY 1"
    )
    assert late[1] > 1.5 * early[1]
    assert late[2] < early[2]


def test_deputies_decided_and_requests_were_passed_on(rows):
    assert rows.one(
        "SELECT count(*) FROM complaint_decision WHERE deputy_for_id IS NOT NULL"
    )
    assert rows.one("SELECT count(*) FROM complaint_absence") >= 8


def test_the_tourbillon_went_to_the_director_and_to_compliance(rows):
    assert rows(
        "SELECT given.kind, u.login FROM complaint_approval given"
        " JOIN helpdesk_ticket t ON t.id = given.ticket_id"
        " JOIN res_users u ON u.id = given.decided_by_id"
        " WHERE t.name = 'Limited edition number 07 delivered as 70' ORDER BY 1"
    ) == [("condition", "compliance"), ("limit", "director")]


def test_the_second_nine_hundred_needed_the_supervisor(rows):
    assert rows(
        "SELECT s.round, s.amount, u.login FROM complaint_solution s"
        " JOIN helpdesk_ticket t ON t.id = s.ticket_id"
        " JOIN complaint_approval a ON a.solution_id = s.id"
        " JOIN res_users u ON u.id = a.decided_by_id"
        " WHERE t.name = 'Strap torn again after four days' ORDER BY s.id"
    ) == [(1, 900, "clerk3"), (2, 900, "supervisor")]


def test_one_story_at_two_counters_counts_once(rows):
    assert rows(
        "SELECT a.amount, a.state FROM complaint_approval a"
        " JOIN helpdesk_ticket t ON t.id = a.ticket_id"
        " WHERE t.name = '耳環扣針投訴(同一客人)'"
    ) == [(1100, "rejected")]


def test_packages_are_to_be_carried_out_and_one_is_late(people):
    late = [("is_late", "=", True)]
    assert people("manager").call("complaint.solution", "search_count", late) >= 1
    waiting = [("state", "=", "accepted"), ("is_late", "=", False)]
    assert people("manager").call("complaint.solution", "search_count", waiting) >= 1


def test_unhappy_customers_are_still_to_be_called(rows):
    todo = rows(
        "SELECT DISTINCT u.login FROM mail_activity a"
        " JOIN ir_model_data d ON d.res_id = a.activity_type_id"
        "  AND d.model = 'mail.activity.type' AND d.name LIKE '%%survey_followup'"
        " JOIN res_users u ON u.id = a.user_id WHERE a.active"
    )
    assert {("supervisor",), ("supervisor2",)} <= set(todo)
    assert not rows(
        "SELECT 1 FROM mail_activity WHERE active AND res_model = 'helpdesk.ticket'"
        " AND date_deadline < now() - interval '40 days'"
    )


def test_closed_cases_alarm_nobody(rows):
    """The desk itself takes its to-dos away; nothing of the demo cleans up."""
    left = rows(
        "SELECT DISTINCT d.name FROM mail_activity a"
        " JOIN ir_model_data d ON d.res_id = a.activity_type_id"
        "  AND d.model = 'mail.activity.type'"
        " JOIN helpdesk_ticket t ON t.id = a.res_id"
        " WHERE a.active AND a.res_model = 'helpdesk.ticket'"
        "  AND t.resolved_at IS NOT NULL"
    )
    after_closing = {
        "mail_activity_type_survey_followup",
        "mail_activity_type_survey_undelivered",
        # a notice that closed the case, and came back
        "mail_activity_type_notice_undelivered",
    }
    assert {name for (name,) in left} <= after_closing


def test_a_second_complaint_means_something(rows):
    """Some customers come back, most do not."""
    [(again, all_of_them)] = rows(
        "SELECT count(*) FILTER (WHERE repeat_customer), count(*)"
        " FROM helpdesk_ticket WHERE is_complaint"
    )
    assert 0.1 < again / all_of_them < 0.5


def test_no_mail_of_the_past_waits_to_be_sent(rows):
    assert not rows(
        "SELECT mail.id FROM mail_mail mail"
        " JOIN mail_message message ON message.id = mail.mail_message_id"
        " LEFT JOIN helpdesk_ticket t ON t.id = message.res_id"
        " WHERE message.model = 'complaint.approval'"
        "  OR (message.model = 'helpdesk.ticket' AND t.is_complaint)"
    )


def test_the_past_is_dated_in_the_past(rows):
    """Rows bear the moment of the action, not that of the building."""
    assert not rows(
        "SELECT t.id FROM helpdesk_ticket t WHERE is_complaint"
        " AND abs(extract(epoch FROM create_date - received_at)) > 60"
    )
    assert not rows(
        "SELECT message.id FROM mail_message message"
        " JOIN helpdesk_ticket t ON t.id = message.res_id AND t.is_complaint"
        " WHERE message.model = 'helpdesk.ticket' AND message.date < t.create_date"
    )
    assert rows.one("SELECT count(*) FROM complaint_manifest") >= 24


def test_the_invariants_hold(rows):
    broken = {name: found for name, query in INVARIANTS if (found := rows(query))}
    assert not broken


def test_the_chains_verify_inside_and_outside_of_odoo(rows, people):
    found, last = chains.breaks(rows)
    assert not found and last
    answer = people("auditor").call("complaint.decision", "action_verify_all")
    assert answer["params"]["type"] == "success"
