"""Two people at one thing of a customer or a shop: it happens once, or not at all."""

import secrets

import pytest

from support.attack import pressed
from support.database import Sql

PROMISE, CONSENT = "customer.promise", "customer.consent.record"
REQUEST, ERASURE = "customer.privacy.request", "customer.erasure"
DAY, INCIDENT = "store.day", "store.incident"
INDICATOR, TICKET = "service.indicator", "helpdesk.ticket"
EXCHANGE, STEP = "customer.exchange", "customer.privacy.step"


@pytest.fixture
def customer(attack):
    name = f"Raced {secrets.token_hex(4)}"
    values = {"name": name, "email": f"{name[6:]}@example.com"}
    [id_] = attack.call("clerk", "res.partner", "create", vals_list=[values])
    return {**values, "id": id_}


def made(attack, login: str, model: str, **values) -> int:
    return attack.call(login, model, "create", vals_list=[values])[0]


def free_day(attack) -> str:
    """A day so long ago that the shop has no log of it."""
    return str(
        attack.sql.one(
            "SELECT LEAST(min(date), current_date) - 1 FROM store_day"
            " WHERE store_id = %s",
            attack.store("TST"),
        )
    )


def complaint_of(attack, customer) -> dict:
    return {
        "is_complaint": True,
        "name": "It stopped",
        "description": "It stopped.",
        "category_id": attack.category,
        "store_id": attack.store("TST"),
        "partner_id": customer["id"],
    }


def test_one_promise_is_kept_and_broken(attack, at_once, customer):
    promise = made(
        attack, "clerk", PROMISE, name="Call", partner_id=customer["id"], within=1
    )
    words = {"reason": "Nobody had time"}
    winners = at_once(
        pressed("clerk", PROMISE, "action_keep", promise),
        pressed("clerk3", PROMISE, "action_break", promise, **words),
        pressed("supervisor", PROMISE, "action_withdraw", promise, **words),
    )
    assert len(winners) == 1
    told = attack.sql(
        "SELECT 1 FROM mail_tracking_value v JOIN mail_message m"
        " ON m.id = v.mail_message_id JOIN ir_model_fields f ON f.id = v.field_id"
        " WHERE m.model = %s AND m.res_id = %s AND f.name = 'state'",
        PROMISE,
        promise,
    )
    assert len(told) == 1


def test_consent_is_given_and_withdrawn(attack, at_once, customer):
    """Both words stand in the history; the later one counts, in each channel."""
    about = {"partner_id": customer["id"], "by_email": True, "by_phone": True}
    screens = [
        (login, CONSENT, "action_record", [made(attack, login, CONSENT, **vals)], {})
        for login, vals in (
            ("clerk", {**about, "state": "given"}),
            ("clerk3", {**about, "state": "withdrawn"}),
            ("supervisor", {**about, "state": "withdrawn"}),
        )
    ]
    assert len(at_once(*screens)) == 3
    rows = attack.sql(
        "SELECT channel, state FROM customer_consent WHERE partner_id = %s ORDER BY id",
        customer["id"],
    )
    by_channel = {
        one: [state for channel, state in rows if channel == one]
        for one in ("email", "phone")
    }
    assert by_channel["email"] == by_channel["phone"]
    states = by_channel["email"]
    # what is known already is not written down again
    assert all(one != other for one, other in zip(states, states[1:], strict=False))
    assert states.count("given") == 1


def identified(attack, customer: dict, kind: str) -> int:
    request = made(attack, "clerk", REQUEST, partner_id=customer["id"], kind=kind)
    attack.call("compliance", REQUEST, "action_identify", [request], how="Passport")
    return request


def test_one_request_is_answered_and_refused(attack, at_once, customer):
    request = identified(attack, customer, "access")
    officer = attack.person(
        "compliance2", "customer_relations_addon.group_relations_privacy"
    )
    refuse = {"reason": "repeated", "words": "Asked before"}
    winners = at_once(
        pressed("compliance", REQUEST, "action_answer", request, words="Here"),
        pressed(officer, REQUEST, "action_refuse", request, **refuse),
        pressed(officer, REQUEST, "action_answer", request, words="Here, too"),
    )
    assert len(winners) == 1
    state = attack.sql.one(
        "SELECT state FROM customer_privacy_request WHERE id = %s", request
    )
    logged = attack.sql(
        "SELECT 1 FROM customer_privacy_refusal WHERE request_id = %s", request
    )
    assert len(logged) == (state == "refused")


def test_a_customer_complains_while_being_erased(attack, at_once, customer):
    """Either the complaint is seen and nothing erased, or it names nobody."""
    request = identified(attack, customer, "erasure")
    starts = [pressed("compliance", REQUEST, "action_erase", request)] * 2
    erasure = at_once(*starts)[0].value["res_id"]
    count = "SELECT count(*) FROM customer_erasure WHERE request_id = %s"
    assert attack.sql.one(count, request) == 1
    attack.call("compliance", ERASURE, "action_ask", [erasure])
    at_once(
        pressed("manager", ERASURE, "action_approve", erasure),
        ("clerk", TICKET, "create", [complaint_of(attack, customer)], {}),
    )
    state = attack.sql.one("SELECT state FROM customer_erasure WHERE id = %s", erasure)
    named = attack.sql(
        "SELECT 1 FROM helpdesk_ticket t LEFT JOIN res_partner p ON p.id = t.partner_id"
        " WHERE %s IN (t.partner_name, p.name)",
        customer["name"],
    )
    assert len(named) == (state == "waiting")


def test_one_indicator_is_counted_by_two(attack, at_once, customer):
    store = attack.store("TST")
    promise = made(
        attack,
        "clerk",
        PROMISE,
        name="Call",
        partner_id=customer["id"],
        store_id=store,
        made_at=f"{attack.today(-60)} 01:00:00",
        due_at=f"{attack.today(-50)} 08:00:00",
        within=0,
    )
    attack.call("clerk", PROMISE, "action_keep", [promise])
    indicator = made(
        attack,
        "manager",
        INDICATOR,
        name=f"Raced {secrets.token_hex(4)}",
        measure="promises_kept",
        period="month",
        target=100,
        warning=99,
        min_sample=1,
        improve_from="red",
        store_ids=[[6, 0, [store]]],
    )
    people = ("manager", "director", "manager")
    count = [
        pressed(login, INDICATOR, "action_recompute", indicator) for login in people
    ]
    assert len(at_once(*count)) == 3
    twice = attack.sql(
        "SELECT store_id, date_start FROM service_indicator_value"
        " WHERE indicator_id = %s GROUP BY 1, 2 HAVING count(*) > 1",
        indicator,
    )
    assert not twice
    planned = attack.sql(
        "SELECT i.res_id, count(*) FROM service_improvement i"
        " JOIN service_indicator_value v ON v.id = i.res_id"
        " WHERE i.res_model = 'service.indicator.value' AND v.indicator_id = %s"
        " GROUP BY 1",
        indicator,
    )
    assert all(number == 1 for _value, number in planned)


def test_one_day_is_opened_and_closed_by_two(attack, at_once):
    """Two tills in the morning, and two in the evening."""
    values = {"store_id": attack.store("TST"), "date": free_day(attack)}
    people = ("clerk", "clerk3", "supervisor")
    opening = [(login, DAY, "create", [values], {}) for login in people]
    [opened] = at_once(*opening)
    [day] = opened.value
    checks = attack.call("clerk", DAY, "read", [day], fields=["check_ids"])
    checks = checks[0]["check_ids"]
    lines = attack.sql.one(
        "SELECT count(DISTINCT line_id) FROM store_day_check WHERE day_id = %s", day
    )
    assert len(checks) == lines
    if checks:
        vals = {"result": "na"}
        attack.call("clerk", "store.day.check", "write", checks, vals=vals)
    closing = [pressed(login, DAY, "action_close", day) for login in people]
    # whoever is second finds it closed, which is what they wanted
    assert len(at_once(*closing)) == 3
    told = attack.sql(
        "SELECT 1 FROM mail_tracking_value v JOIN mail_message m"
        " ON m.id = v.mail_message_id WHERE m.model = %s AND m.res_id = %s",
        DAY,
        day,
    )
    assert len(told) == 1


def test_one_improvement_is_planned_by_two(attack, at_once):
    incident = made(
        attack,
        "clerk",
        INCIDENT,
        name="Water on the floor",
        store_id=attack.store("TST"),
        description="By the door",
    )
    people = ("clerk", "clerk3", "supervisor")
    plan = [pressed(login, INCIDENT, "action_improve", incident) for login in people]
    winners = at_once(*plan)
    assert len(winners) == 3
    assert len({winner.value["res_id"] for winner in winners}) == 1


def test_a_hold_is_put_on_while_a_rule_empties_exchanges(attack, customer):
    """Whose case somebody changes right now keeps what is written about them."""
    case = made(attack, "clerk", TICKET, **complaint_of(attack, customer))
    about = {"subject": "Asked for a diver", "date": "2015-03-02 10:00:00"}
    visit = made(attack, "clerk", EXCHANGE, partner_id=customer["id"], **about)
    rule = attack.sql.one(
        "SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s",
        "customer_relations_addon",
        "data_recycle_visits",
    )
    values = {"res_id": visit, "recycle_model_id": rule}
    row = made(attack, "admin", "data_recycle.record", **values)
    other = Sql(attack.sql.database)
    other.connection.autocommit = False  # the hold is being put on
    other("UPDATE helpdesk_ticket SET legal_hold = TRUE WHERE id = %s", case)
    try:
        attack.call("admin", "data_recycle.record", "action_validate", [row])
    finally:
        other.connection.rollback()
        other.close()
    subject = "SELECT subject FROM customer_exchange WHERE id = %s"
    assert attack.sql.one(subject, visit) == "Asked for a diver"
    attack.call("admin", "data_recycle.record", "action_validate", [row])
    assert attack.sql.one(subject, visit) == "[erased]"


def test_one_objection_is_answered_while_consent_is_given(attack, at_once, customer):
    """The objection is answered once and ends what was agreed to before it."""
    objection = identified(attack, customer, "objection")
    about = {"partner_id": customer["id"], "by_email": True, "state": "given"}
    screens = [made(attack, login, CONSENT, **about) for login in ("clerk", "clerk3")]
    step = {"request_id": objection, "step": "answer", "words": "No more advertising"}
    steps = [made(attack, "compliance", STEP, **step) for _ in range(2)]
    winners = at_once(
        pressed("compliance", STEP, "action_confirm", steps[0]),
        pressed("compliance", STEP, "action_confirm", steps[1]),
        pressed("clerk", CONSENT, "action_record", screens[0]),
        pressed("clerk3", CONSENT, "action_record", screens[1]),
    )
    assert len(winners) == 3
    states = [
        state
        for (state,) in attack.sql(
            "SELECT state FROM customer_consent WHERE partner_id = %s"
            " AND channel = 'email' ORDER BY id",
            customer["id"],
        )
    ]
    assert states.count("withdrawn") == 1
    assert all(one != other for one, other in zip(states, states[1:], strict=False))
