"""The follow-up survey on a real server: races, a real mail server, a kill."""

import re
import time
import uuid
from email.utils import parseaddr

import pytest

from support.client import Client

ADDON = "retail_complaint_addon"
MAKE_DUE = (
    "UPDATE survey_user_input SET complaint_due_at = '2026-01-01'"
    " WHERE complaint_ticket_id = ANY(%s)"
)
SENT = (
    "SELECT count(*) FROM survey_user_input WHERE complaint_state = 'sent'"
    " AND complaint_ticket_id = ANY(%s)"
)
MAILS = (
    "SELECT g.res_id, count(*) FROM mail_mail m JOIN mail_message g"
    " ON g.id = m.mail_message_id WHERE g.model = 'helpdesk.ticket'"
    " AND g.res_id = ANY(%s) AND m.body_html LIKE '%%/survey/start/%%'"
    " GROUP BY g.res_id"
)
SENDER = (
    "SELECT d.default_from || '@' || d.name FROM mail_alias_domain d"
    " JOIN res_company c ON c.alias_domain_id = d.id WHERE c.name = 'Survey ' || %s"
)
STATE = "SELECT survey_state FROM helpdesk_ticket WHERE id = %s"


@pytest.fixture
def desk(rpc, sql):
    """A company, a store and a clerk of our own, signed in."""
    admin = rpc("admin")
    tag = uuid.uuid4().hex[:8]

    def create(model, **values):
        [record] = admin.call(model, "create", [values])
        return record

    def ref(name):
        module, name = name.split(".")
        return sql.one(
            "SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s",
            module,
            name,
        )

    company = create(
        "res.company", name=f"Survey {tag}", email=f"{tag}@desk.example.com"
    )
    admin.call("res.users", "write", [admin.uid], {"company_ids": [(4, company)]})
    clerk = create(
        "res.users",
        name=f"Clerk {tag}",
        login=f"clerk-{tag}",
        password=f"clerk-{tag}",
        company_id=company,
        company_ids=[(6, 0, [company])],
        group_ids=[(4, ref(f"{ADDON}.group_complaint_clerk"))],
    )
    store = create(
        "retail.store",
        name=f"Store {tag}",
        code=tag,
        company_id=company,
        member_ids=[(6, 0, [clerk])],
    )
    category = create(
        "helpdesk.ticket.category",
        name=f"Category {tag}",
        company_id=False,
        is_complaint=True,
        nature="service",
    )
    cause = create("complaint.cause", name=f"Cause {tag}")
    person = rpc(f"clerk-{tag}")

    def closed(number=0):
        [ticket] = person.call(
            "helpdesk.ticket",
            "create",
            [
                {
                    "name": "The watch stopped",
                    "description": "<p>It stopped.</p>",
                    "category_id": category,
                    "store_id": store,
                    "company_id": company,
                    "partner_name": "Customer",
                    "partner_email": f"{tag}-{number}@customer.example.com",
                    "verdict": "justified",
                    "cause_id": cause,
                    "customer_outcome": "accepted",
                }
            ],
        )
        person.call("helpdesk.ticket", "action_close_complaint", [ticket])
        return ticket

    person.closed = closed
    person.tag = tag
    return person


@pytest.fixture
def crons(rpc, sql):
    """Run a scheduled action, as the one that sends the surveys."""

    def run(module, name):
        cron_id = sql.one(
            "SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s",
            module,
            name,
        )
        rpc("admin").call("ir.cron", "method_direct_trigger", [cron_id])

    return run


@pytest.fixture
def send_surveys(crons):
    return lambda: crons(ADDON, "ir_cron_complaint_surveys")


@pytest.fixture
def send_mails(crons):
    return lambda: crons("mail", "ir_cron_mail_scheduler_action")


@pytest.fixture
def own_domain(rpc, smtp_sink):
    """The mail server says that it may send for the companies of these tests."""
    admin = rpc("admin")
    servers = admin.call("ir.mail_server", "search", [])
    values = {"from_filter": "desk.example.com"}
    admin.call("ir.mail_server", "write", servers, values)
    yield
    admin.call("ir.mail_server", "write", servers, {"from_filter": False})


@pytest.fixture
def link(sql):
    """The tokens of a ticket's invitation, as the mail tells them."""

    def tokens(ticket):
        [row] = sql(
            "SELECT s.access_token, i.access_token FROM survey_user_input i"
            " JOIN survey_survey s ON s.id = i.survey_id"
            " WHERE i.complaint_ticket_id = %s ORDER BY i.complaint_round DESC LIMIT 1",
            ticket,
        )
        return "/".join(row)

    return tokens


@pytest.fixture
def answers(sql):
    """What the page posts: all scores the same, settled."""

    def params(score):
        rows = sql(
            "SELECT q.id, q.complaint_measure FROM survey_question q"
            " JOIN ir_model_data d ON d.res_id = q.survey_id"
            " WHERE d.model = 'survey.survey' AND d.name = 'survey_complaint'"
        )
        yes = sql.one(
            "SELECT id FROM survey_question_answer WHERE complaint_settled = 'yes'"
            " ORDER BY id LIMIT 1"
        )
        values = {"settled": str(yes), "comment": f"Score {score}"}
        return {
            str(number): values.get(measure, str(score)) for number, measure in rows
        }

    return params


def visitor(desk):
    return Client(desk.url, desk.database, "public")


def test_eight_submits_of_one_link_at_once(desk, link, answers, sql, run_parallel):
    for _round in range(3):
        ticket = desk.closed()
        tokens = link(ticket)
        visitor(desk).route(f"/survey/begin/{tokens}")
        outcomes = run_parallel(
            [
                lambda score=score, t=tokens: visitor(desk).route(
                    f"/survey/submit/{t}", **answers(score)
                )
                for score in (1, 2, 3, 4, 5, 1, 2, 3)
            ]
        )
        assert all(outcome.ok for outcome in outcomes), outcomes
        stored = [o for o in outcomes if not o.value[1].get("error")]
        assert len(stored) == 1
        [(csat, comment)] = sql(
            "SELECT csat, survey_comment FROM helpdesk_ticket WHERE id = %s", ticket
        )
        assert comment == f"Score {csat}"
        assert (
            sql.one(
                "SELECT count(*) FROM survey_user_input_line l"
                " JOIN survey_user_input i ON i.id = l.user_input_id"
                " JOIN survey_question q ON q.id = l.question_id"
                " WHERE i.complaint_ticket_id = %s AND q.complaint_measure = 'csat'",
                ticket,
            )
            == 1
        )
        activities = sql.one(
            "SELECT count(*) FROM mail_activity WHERE res_model = 'helpdesk.ticket'"
            " AND res_id = %s AND summary LIKE '%%of 5%%'",
            ticket,
        )
        assert bool(activities) == (csat <= 2)


def test_retries_at_once_make_no_second_answer(desk, link, sql, run_parallel):
    ticket = desk.closed()
    tokens = link(ticket)
    run_parallel(
        [lambda: visitor(desk).get(f"/survey/retry/{tokens}") for _number in range(6)]
    )
    assert (
        sql.one(
            "SELECT count(*) FROM survey_user_input WHERE complaint_ticket_id = %s",
            ticket,
        )
        == 1
    )


def test_closed_and_sent_at_once(desk, sql, run_parallel):
    ticket = desk.closed()
    run_parallel(
        [
            lambda: desk.call("helpdesk.ticket", "action_send_survey", [ticket])
            for _number in range(6)
        ]
    )
    assert sql(MAILS, [ticket]) == [(ticket, 1)]
    assert sql.one(STATE, ticket) == "sent"


def test_reopened_while_the_customer_answers(desk, link, answers, sql, run_parallel):
    for _round in range(3):
        ticket = desk.closed()
        tokens = link(ticket)
        visitor(desk).route(f"/survey/begin/{tokens}")
        run_parallel(
            [
                lambda t=tokens: visitor(desk).route(
                    f"/survey/submit/{t}", **answers(4)
                ),
                lambda i=ticket: desk.call("helpdesk.ticket", "action_reopen", [i]),
            ]
        )
        [(state, followup, csat, on_ticket)] = sql(
            "SELECT i.state, i.complaint_state, t.csat, t.survey_state"
            " FROM survey_user_input i"
            " JOIN helpdesk_ticket t ON t.id = i.complaint_ticket_id WHERE t.id = %s",
            ticket,
        )
        assert (state == "done") == (followup == "answered") == (csat == 4)
        assert followup in ("answered", "cancelled")
        assert on_ticket == followup


def test_by_mail_to_the_customer(desk, send_surveys, send_mails, sql, smtp_sink):
    """The mail arrives, its link works without a login, and is in no thread."""
    ticket = desk.closed()
    sql(MAKE_DUE, [ticket])
    send_surveys()
    assert len(sql(MAILS, [ticket])) == 1
    send_mails()
    smtp_sink.wait_for(1)
    [message] = smtp_sink.to(f"{desk.tag}-0@customer.example.com")
    body = message.get_body(("html",)).get_content()
    # A mail server that names no sender of its own (from_filter) may send for the
    # domain of the company alone: Odoo keeps the name and takes that address.
    assert parseaddr(message["From"]) == (
        f"Survey {desk.tag}",
        sql.one(SENDER, desk.tag),
    )
    assert desk.login not in message.as_string()
    path = re.search(r'href="https?://[^/"]+(/survey/start/[^"]+)"', body).group(1)
    page = visitor(desk).get(path.replace("&amp;", "&"))
    assert "o_survey_start" in page.text
    threads = sql(
        "SELECT body FROM mail_message WHERE model = 'helpdesk.ticket' AND res_id = %s",
        ticket,
    )
    assert not any("answer_token" in (body or "") for (body,) in threads)
    assert not sql(MAILS, [ticket]), "the link is gone with the mail"


@pytest.mark.usefixtures("own_domain")
def test_by_the_companys_own_address(desk, send_surveys, send_mails, sql, smtp_sink):
    """The customer sees who wrote; replies reach the desk."""
    ticket = desk.closed()
    sql(MAKE_DUE, [ticket])
    send_surveys()
    send_mails()
    smtp_sink.wait_for(1)
    [message] = smtp_sink.to(f"{desk.tag}-0@customer.example.com")
    company = (f"Survey {desk.tag}", f"{desk.tag}@desk.example.com")
    assert parseaddr(message["From"]) == company
    domain = sql.one(SENDER, desk.tag).partition("@")[2]
    assert parseaddr(message["Reply-To"])[1].endswith(f"@{domain}")


def test_refused_by_the_mail_server(desk, live_server, send_mails, sql, smtp_sink):
    live_server.expect(
        "ERROR", r"odoo\.addons\.mail\.models\.mail_mail", "failed sending mail"
    )
    ticket = desk.closed()
    desk.call("helpdesk.ticket", "action_send_survey", [ticket])
    smtp_sink.refuse = "550 no such person"
    send_mails()
    assert sql.one(STATE, ticket) == "bounced"
    assert (
        sql.one(
            "SELECT count(*) FROM mail_activity WHERE res_model = 'helpdesk.ticket'"
            " AND res_id = %s AND user_id = %s",
            ticket,
            desk.uid,
        )
        == 1
    )


def test_killed_while_sending(desk, live_server, rpc, sql, run_parallel, send_surveys):
    """The server dies in the middle: nothing is lost, nothing is queued twice."""
    tickets = [desk.closed(number) for number in range(25)]
    sql(MAKE_DUE, tickets)

    def kill_after_some():
        limit = time.monotonic() + 60
        while time.monotonic() < limit and sql.one(SENT, tickets) < 3:
            pass
        live_server.kill()

    run_parallel([send_surveys, kill_after_some])
    before = sql.one(SENT, tickets)
    assert 3 <= before < len(tickets), "killed too late to show anything"
    assert len(sql(MAILS, tickets)) == before, "each state has its mail, and no other"
    live_server.start()
    send_surveys()
    assert sql.one(SENT, tickets) == len(tickets)
    assert sorted(sql(MAILS, tickets)) == [(ticket, 1) for ticket in sorted(tickets)]
