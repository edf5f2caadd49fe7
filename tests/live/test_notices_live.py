"""Notices on a real server: a real mail server takes, refuses and returns them."""

import uuid

import pytest

ADDON = "retail_complaint_addon"
STATE = "SELECT state FROM complaint_notice WHERE ticket_id = %s ORDER BY id"


@pytest.fixture
def case(rpc, sql):
    """A case of TST whose customer has an address of its own."""
    tag = uuid.uuid4().hex[:8]
    clerk = rpc("clerk")
    [category] = clerk.call(
        "helpdesk.ticket.category",
        "search",
        [("is_complaint", "=", True), ("nature", "=", "opinion")],
        limit=1,
    )
    address = f"{tag}@customer.example.com"
    [ticket] = clerk.call(
        "helpdesk.ticket",
        "create",
        [
            {
                "name": "The shop was cold",
                "category_id": category,
                "partner_name": "Chan Tai Man",
                "partner_email": address,
            }
        ],
    )
    clerk.ticket, clerk.address = ticket, address
    return clerk


@pytest.fixture
def tell(case):
    """Tell the customer through the screen."""

    def send(kind="acknowledged", **values):
        screens = "complaint.notice.compose"
        context = {"default_ticket_id": case.ticket}
        defaults = {"ticket_id": case.ticket, "kind": kind, **values}
        [screen] = case.call(screens, "create", [defaults], context=context)
        return case.call(screens, "action_tell", [screen])

    return send


@pytest.fixture
def send_mails(rpc, sql):
    def run():
        cron_id = sql.one(
            "SELECT res_id FROM ir_model_data WHERE module = 'mail'"
            " AND name = 'ir_cron_mail_scheduler_action'"
        )
        rpc("admin").call("ir.cron", "method_direct_trigger", [cron_id])

    return run


def html_of(message) -> str:
    return message.get_body(("html",)).get_content()


def test_the_acknowledgement_arrives(case, tell, send_mails, smtp_sink, sql):
    tell()
    assert sql.one(STATE, case.ticket) == "queued"
    send_mails()
    smtp_sink.wait_for(1)
    [mail] = smtp_sink.to(case.address)
    number = sql.one("SELECT number FROM helpdesk_ticket WHERE id = %s", case.ticket)
    assert number in mail["Subject"]
    assert "Dear Chan Tai Man," in html_of(mail)
    assert "/complaint/track/" in html_of(mail)
    clerk = sql.one(
        "SELECT p.name FROM res_users u JOIN res_partner p ON p.id = u.partner_id"
        " WHERE u.login = 'clerk'"
    )
    assert clerk not in mail.as_string() and clerk not in html_of(mail)
    assert sql.one(STATE, case.ticket) == "sent"
    send_mails()
    assert len(smtp_sink.to(case.address)) == 1


def test_a_letter_comes_along(case, tell, send_mails, smtp_sink):
    tell("progress", attach_letter=True)
    send_mails()
    smtp_sink.wait_for(1)
    [mail] = smtp_sink.to(case.address)
    [letter] = list(mail.iter_attachments())
    assert letter.get_content()[:5] == b"%PDF-"


def test_the_mail_server_refuses(case, tell, send_mails, smtp_sink, sql, live_server):
    smtp_sink.refuse = "550 no such person"
    tell()
    live_server.expect(
        "ERROR", r"odoo\.addons\.mail\.models\.mail_mail", "failed sending mail"
    )
    send_mails()
    assert sql.one(STATE, case.ticket) == "failed"
    assert "550" in sql.one(
        "SELECT problem FROM complaint_notice WHERE ticket_id = %s", case.ticket
    )


def test_it_comes_back(case, tell, send_mails, smtp_sink, sql, rpc):
    tell()
    send_mails()
    smtp_sink.wait_for(1)
    [mail] = smtp_sink.to(case.address)
    rpc("admin").call(
        "mail.thread",
        "message_process",
        False,
        bounce_of(mail, case.address),
    )
    assert sql.one(STATE, case.ticket) == "bounced"
    todo = sql.one(
        "SELECT count(*) FROM mail_activity a"
        " JOIN ir_model_data d ON d.res_id = a.activity_type_id"
        " AND d.model = 'mail.activity.type'"
        " AND d.name = 'mail_activity_type_notice_undelivered'"
        " WHERE a.res_model = 'helpdesk.ticket' AND a.res_id = %s",
        case.ticket,
    )
    assert todo == 1


def bounce_of(mail, address: str) -> str:
    """What a mail server answers when it cannot deliver."""
    headers = "".join(
        f"{name}: {mail[name]}\n" for name in ("From", "To", "Subject", "Message-Id")
    )
    return f"""From: MAILER-DAEMON@mx.example.com
To: {mail["Return-Path"]}
Subject: Undelivered Mail Returned to Sender
Message-Id: <{uuid.uuid4().hex}@mx.example.com>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

{address}: mailbox unavailable

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1

--part
Content-Type: text/rfc822-headers

{headers}
--part--
"""
