"""Mail to complaints on a real server: mailgate, POP3, races, a kill."""

import threading
import time
import uuid
import xmlrpc.client
from email.message import EmailMessage

import pytest

from support.client import Client
from support.pop3 import Pop3Server

TO = "complaints-tst@harbour.example.com"
ROWS = (
    "SELECT state, reason, ticket_id, deliveries FROM complaint_mail WHERE sender = %s"
)
CASES = "SELECT count(*) FROM helpdesk_ticket WHERE partner_email = %s"
ACKNOWLEDGED = (
    "SELECT count(*) FROM complaint_notice n JOIN helpdesk_ticket t"
    " ON t.id = n.ticket_id WHERE t.partner_email = %s AND n.kind = 'acknowledged'"
)


def letter(sender: str, text: str = "It stopped.", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = headers.pop("to", TO)
    message["Subject"] = "My watch"
    message["Message-ID"] = f"<{uuid.uuid4().hex}@customer.example.com>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


@pytest.fixture
def sender() -> str:
    return f"{uuid.uuid4().hex[:10]}@customer.example.com"


@pytest.fixture
def mailgate(live_server):
    """Hand over a mail as odoo-mailgate.py does, which a mail server starts."""
    uid = Client(live_server.url, live_server.database, "admin").sign_in().uid

    def deliver(raw: bytes):
        server = xmlrpc.client.ServerProxy(
            f"{live_server.url}/xmlrpc/2/object", allow_none=True
        )
        return server.execute_kw(
            live_server.database,
            uid,
            "admin",
            "mail.thread",
            "message_process",
            [False, xmlrpc.client.Binary(raw)],
            {},
        )

    return deliver


@pytest.fixture
def run_cron(rpc, sql):
    def run(name: str) -> None:
        module, name = name.split(".")
        cron = sql.one(
            "SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s",
            module,
            name,
        )
        rpc("admin").call("ir.cron", "method_direct_trigger", [cron])

    return run


def test_a_mail_is_answered_and_the_answer_comes_back(
    mailgate, sender, sql, smtp_sink, run_cron
):
    case = mailgate(letter(sender, "我買的手錶壞了，請退款。謝謝！"))
    run_cron("mail.ir_cron_mail_scheduler_action")
    [acknowledged] = smtp_sink.to(sender)
    text = acknowledged.get_body(("html", "plain")).get_content()
    assert "/complaint/track/" in text
    number = sql.one("SELECT number FROM helpdesk_ticket WHERE id = %s", case)
    assert number in text + acknowledged["Subject"]
    assert 'lang="zh-HK"' in text, "in the sender's language"
    answer = letter(
        sender,
        "Here is the bill",
        to=acknowledged["Reply-To"],
        In_Reply_To=acknowledged["Message-ID"],
    )
    assert mailgate(answer) == case
    assert sql.one(
        "SELECT count(*) FROM mail_message WHERE model = 'helpdesk.ticket'"
        " AND res_id = %s AND body LIKE '%%Here is the bill%%'",
        case,
    )


def test_eight_deliveries_are_one_case(mailgate, sender, sql, run_parallel):
    raw = letter(sender)
    outcomes = run_parallel([lambda: mailgate(raw)] * 8)
    assert [outcome.error for outcome in outcomes if not outcome.ok] == []
    [(state, _reason, case, deliveries)] = sql(ROWS, sender)
    assert (state, deliveries) == ("done", 8)
    assert {outcome.value for outcome in outcomes} <= {case, False}
    assert sql.one(CASES, sender) == 1
    assert sql.one(ACKNOWLEDGED, sender) == 1


def test_of_three_mails_fetched_none_is_lost(rpc, sql, sender):
    """G8: Odoo deletes on the server what it could not process."""
    bad = letter(sender, "nuqneH").replace(b"utf-8", b"klingon")
    bad = bad.replace(b"From: ", b"X-From: ").replace(b"text/plain", b"text/\x80")
    mails = [letter(sender, "one"), bad, letter(sender, "three")]
    admin = rpc("admin")
    with Pop3Server(mails) as mailbox:
        [server] = admin.call(
            "fetchmail.server",
            "create",
            [
                {
                    "name": "Shop",
                    "server_type": "pop",
                    "server": "127.0.0.1",
                    "port": mailbox.port,
                    "user": "shop",
                    "password": "shop",
                }
            ],
        )
        admin.call("fetchmail.server", "button_confirm_login", [server])
        last = sql.one("SELECT max(id) FROM complaint_mail")
        admin.call("fetchmail.server", "fetch_mail", [server])
        admin.call("fetchmail.server", "unlink", [server])
        assert mailbox.mails == []
    states = sql("SELECT state FROM complaint_mail WHERE id > %s ORDER BY id", last)
    assert [state for (state,) in states] == ["done", "unreadable", "done"]
    assert sql.one(CASES, sender) == 2


def test_killed_between_keeping_and_reading(
    live_server, mailgate, sender, sql, run_cron
):
    """The mail is on our disk; the power goes off before it is a case."""
    raw = letter(sender)
    with sql.connection.cursor() as cursor:
        cursor.execute("BEGIN; LOCK TABLE complaint_intake IN ACCESS EXCLUSIVE MODE")
        delivery = threading.Thread(target=_fails, args=(mailgate, raw))
        delivery.start()
        limit = time.monotonic() + 60
        while not sql(ROWS, sender) and time.monotonic() < limit:
            time.sleep(0.1)
        live_server.kill()
        cursor.execute("ROLLBACK")
    delivery.join(30)
    assert [row[0] for row in sql(ROWS, sender)] == ["new"]
    assert sql.one(CASES, sender) == 0
    live_server.start()
    for _run in range(2):
        run_cron("retail_complaint_addon.ir_cron_complaint_mails")
        assert [row[0] for row in sql(ROWS, sender)] == ["done"]
    mailgate(raw)
    assert sql.one(CASES, sender) == 1
    assert sql.one(ACKNOWLEDGED, sender) == 1


def _fails(deliver, raw):
    try:
        deliver(raw)
    except (OSError, xmlrpc.client.Error):
        return
    raise AssertionError("the server answered after it was killed")


def test_a_mail_of_25_megabytes_and_200_files(mailgate, sender, sql):
    message = EmailMessage()
    message["From"], message["To"] = sender, TO
    message["Subject"] = "Everything I have"
    message.set_content("See the pictures.")
    for number in range(200):
        message.add_attachment(
            bytes([number]) * 95_000,
            maintype="application",
            subtype="octet-stream",
            filename=f"photo-{number}.bin",
        )
    raw = message.as_bytes()
    assert len(raw) > 25_000_000
    start = time.monotonic()
    case = mailgate(raw)
    assert case
    assert time.monotonic() - start < 60
    assert (
        sql.one(
            "SELECT count(*) FROM ir_attachment WHERE res_model = 'helpdesk.ticket'"
            " AND res_id = %s AND name LIKE 'photo-%%'",
            case,
        )
        == 200
    )
