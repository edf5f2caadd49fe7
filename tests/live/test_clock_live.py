"""The clock on a real server: killed anywhere, run twice at once, in a real scheduler.

Where it dies is chosen by a trigger of the database that waits there, so that the kill
hits that moment and no other.
"""

import time
import uuid

import pytest

ADDON = "retail_complaint_addon"
# More than one batch of the clock.
CASES = 60
VICTIM = 55
LEVELS = ["manager", "owner", "supervisor"]
SLEEPING = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'"

# point in the transaction: (table, event, timing, condition)
KILL_POINTS = {
    "reminder written": (
        "complaint_escalation",
        "AFTER INSERT",
        "",
        "NEW.ticket_id = %s",
    ),
    "to-do written": (
        "mail_activity",
        "AFTER INSERT",
        "",
        "NEW.res_model = 'helpdesk.ticket' AND NEW.res_id = %s",
    ),
    "case marked": (
        "helpdesk_ticket",
        "AFTER UPDATE",
        "",
        "NEW.id = %s AND NEW.escalate_at IS DISTINCT FROM OLD.escalate_at",
    ),
    "in the commit": (
        "complaint_escalation",
        "AFTER INSERT",
        "DEFERRABLE INITIALLY DEFERRED",
        "NEW.ticket_id = %s",
    ),
}


@pytest.fixture(scope="module")
def made():
    """What the tests of this file share: the cases are made once."""
    return {}


@pytest.fixture
def cases(made, rpc, sql):
    """Ids of open cases that have just missed their acknowledgement, all of them."""
    if not made:
        made["ids"] = make_cases(rpc, sql)
        made["day"] = 0
    made["day"] += 1
    # another time each time, so it is another breach
    sql(
        "UPDATE helpdesk_ticket SET acknowledge_by = due.at, next_due_at = due.at,"
        " escalate_at = due.at, next_notice_by = '2100-01-01',"
        " resolve_by = '2100-01-01', escalation_level = NULL"
        " FROM (SELECT timestamp '2026-01-01' + %s * interval '1 day' AS at) due"
        " WHERE id = ANY(%s)",
        made["day"],
        made["ids"],
    )
    sql("DELETE FROM mail_activity WHERE res_id = ANY(%s)", made["ids"])
    return made["ids"]


def make_cases(rpc, sql):
    admin = rpc("admin")
    tag = uuid.uuid4().hex[:8]

    def create(model, **values):
        [record] = admin.call(model, "create", [values])
        return record

    def ref(name):
        return sql.one(
            "SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s",
            ADDON,
            name,
        )

    company = create("res.company", name=f"Clock {tag}")
    admin.call("res.users", "write", [admin.uid], {"company_ids": [(4, company)]})
    people = {
        role: create(
            "res.users",
            name=f"{role} {tag}",
            login=f"{role}-{tag}",
            password=f"{role}-{tag}",
            company_id=company,
            company_ids=[(6, 0, [company])],
            group_ids=[(4, ref(f"group_complaint_{role}"))],
        )
        for role in ("clerk", "supervisor", "manager")
    }
    store = create(
        "retail.store",
        name=f"Store {tag}",
        code=tag,
        company_id=company,
        manager_id=people["manager"],
        member_ids=[(6, 0, [people["clerk"], people["supervisor"]])],
    )
    category = create(
        "helpdesk.ticket.category",
        name=f"Category {tag}",
        company_id=False,
        is_complaint=True,
        nature="service",
        default_severity="moderate",
    )
    return rpc(f"clerk-{tag}").call(
        "helpdesk.ticket",
        "create",
        [
            {
                "name": f"Case {number}",
                "description": "<p>Nobody calls back.</p>",
                "category_id": category,
                "store_id": store,
                "company_id": company,
                "partner_name": "Customer",
            }
            for number in range(CASES)
        ],
    )


@pytest.fixture
def clock(rpc, sql):
    """Run the scheduled action, or a copy of it beside the first."""
    cron = sql.one(
        "SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s",
        ADDON,
        "ir_cron_complaint_clock",
    )

    def run(number=cron):
        rpc("admin").call("ir.cron", "method_direct_trigger", [number])

    run.cron = cron
    return run


def told(sql, ids):
    """Return {case: (levels told of the present breach, to-dos)}."""
    rows = sql(
        "SELECT t.id, array_remove(array_agg(e.level ORDER BY e.level), NULL),"
        " (SELECT count(*) FROM mail_activity a WHERE a.res_id = t.id"
        "   AND a.res_model = 'helpdesk.ticket')"
        " FROM helpdesk_ticket t LEFT JOIN complaint_escalation e"
        "  ON e.ticket_id = t.id AND e.due_at = t.acknowledge_by"
        "  AND e.kind = 'acknowledge'"
        " WHERE t.id = ANY(%s) GROUP BY t.id",
        ids,
    )
    return {ticket: (list(levels), todos) for ticket, levels, todos in rows}


def check_all_told_once(sql, ids):
    found = told(sql, ids)
    assert len(found) == CASES
    assert set(map(str, found.values())) == {str((LEVELS, 3))}, found


def wait_until(condition, seconds=60):
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "it never came so far"
        time.sleep(0.02)


@pytest.mark.parametrize("point", KILL_POINTS)
def test_killed_and_started_again(cases, clock, live_server, sql, run_parallel, point):
    table, event, timing, condition = KILL_POINTS[point]
    kind = "CONSTRAINT TRIGGER" if timing else "TRIGGER"
    sql(
        "CREATE OR REPLACE FUNCTION clock_kill_point() RETURNS trigger"
        " LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(120); RETURN NULL; END $$"
    )
    sql(
        f"CREATE {kind} clock_kill_point {event} ON {table} {timing} FOR EACH ROW"
        f" WHEN ({condition % cases[VICTIM]}) EXECUTE FUNCTION clock_kill_point()"
    )

    def kill():
        wait_until(lambda: sql(SLEEPING))
        live_server.kill()

    try:
        run_parallel([clock, kill])
    finally:
        # the connection of the dead server ends with it
        sql("SELECT pg_terminate_backend(pid) FROM (" + SLEEPING + ") asleep")
        wait_until(lambda: not sql(SLEEPING))
        sql(f"DROP TRIGGER clock_kill_point ON {table}")
    after = told(sql, cases)
    assert all(state in (([], 0), (LEVELS, 3)) for state in after.values()), after
    assert ([], 0) in after.values(), "killed too late to show anything"
    live_server.start()
    clock()
    check_all_told_once(sql, cases)
    clock()
    check_all_told_once(sql, cases)


def test_killed_between_two_batches(cases, clock, live_server, sql, run_parallel):
    def kill():
        wait_until(lambda: any(levels for levels, _todos in told(sql, cases).values()))
        live_server.kill()

    run_parallel([clock, kill])
    after = told(sql, cases)
    assert all(state in (([], 0), (LEVELS, 3)) for state in after.values()), after
    live_server.start()
    clock()
    check_all_told_once(sql, cases)


def test_two_workers_at_once(cases, clock, rpc, sql, run_parallel):
    """Two scheduled actions with the same code: nothing holds one of them back."""
    [copy] = rpc("admin").call("ir.cron", "copy", [clock.cron])
    try:
        outcomes = run_parallel(
            [clock, lambda: clock(copy), clock, lambda: clock(copy)]
        )
        # the same one twice is refused by the scheduler, which is as good
        assert any(outcome.ok for outcome in outcomes), outcomes
        check_all_told_once(sql, cases)
    finally:
        rpc("admin").call("ir.cron", "unlink", [copy])


def test_while_people_work_on_the_cases(cases, clock, rpc, sql, run_parallel):
    """Who changes a case at that moment is not held up, and nobody is told twice."""
    [login] = sql(
        "SELECT u.login FROM helpdesk_ticket t JOIN res_users u ON u.id = t.user_id"
        " WHERE t.id = %s",
        cases[0],
    )[0]
    person = rpc(login)

    def work():
        for ticket in cases[::6]:
            person.call("helpdesk.ticket", "write", [ticket], {"priority": "2"})

    outcomes = run_parallel([clock, work, clock])
    assert outcomes[1].ok, outcomes[1]
    clock()
    check_all_told_once(sql, cases)


def test_in_the_scheduler(cases, clock, live_server, sql):
    """Due, and told without anybody asking for it, by two workers of the scheduler."""
    others = "UPDATE ir_cron SET active = %s WHERE id = ANY(%s)"
    active = [
        n
        for (n,) in sql("SELECT id FROM ir_cron WHERE active AND id <> %s", clock.cron)
    ]
    live_server.stop()
    sql(others, False, active)
    try:
        sql(
            "UPDATE ir_cron SET nextcall = now() - interval '1 day' WHERE id = %s",
            clock.cron,
        )
        live_server.start(max_cron_threads="2")
        wait_until(lambda: all(lv for lv, _todos in told(sql, cases).values()), 120)
        check_all_told_once(sql, cases)
        live_server.stop()
    finally:
        sql(others, True, active)
