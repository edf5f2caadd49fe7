"""Disk full, mail server away or slow, a wrong clock, a replica that stops."""

import base64
import resource
import time
import uuid
from email.message import EmailMessage

import pytest

from support.client import Client, OdooError
from support.island import once_more, within
from support.parallel import run_parallel

MEGABYTE = 1024 * 1024
CLOCK = "retail_complaint_addon.ir_cron_complaint_clock"
QUEUE = "mail.ir_cron_mail_scheduler_action"


@pytest.fixture
def cron(attack):
    def run(name: str) -> None:
        number = attack.sql.one(
            "SELECT res_id FROM ir_model_data WHERE model = 'ir.cron'"
            " AND module || '.' || name = %s",
            name,
        )
        attack.call("admin", "ir.cron", "method_direct_trigger", [number])

    return run


@pytest.fixture
def full_disk(island):
    """The server cannot write files above one megabyte until ``room()`` is called."""
    island.server.restart(workers="0")
    process = island.server.process.pid
    most = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (MEGABYTE, most[1]))

    def room() -> None:
        resource.prlimit(process, resource.RLIMIT_FSIZE, most)

    yield room
    room()


def test_disk_full_for_a_file(island, attack, full_disk):
    """The photo is refused with a reason, and whole when there is room again."""
    island.server.expect("ERROR", r"odoo\.addons\.retail_complaint_addon\..*", ".*room")
    case = attack.case()
    photo = uuid.uuid4().bytes * (3 * MEGABYTE // 16)
    vals = {
        "name": "photo.bin",
        "res_model": "helpdesk.ticket",
        "res_id": case,
        "datas": base64.b64encode(photo).decode(),
    }

    def upload():
        (one,) = attack.call("clerk", "ir.attachment", "create", vals_list=[vals])
        return one

    with attack.no("UserError") as caught:
        upload()
    assert "no room" in caught.value.message
    full_disk()
    (found,) = attack.call(
        "clerk", "ir.attachment", "read", [upload()], fields=["datas"]
    )
    assert base64.b64decode(found["datas"]) == photo


def test_disk_full_for_a_mail(island, attack, full_disk):
    """The mail server is told to keep the mail; with room it is one whole case."""
    island.server.expect("ERROR", r"odoo\..*", "(?s).*(room|message_process)")
    sender = f"{uuid.uuid4().hex[:10]}@customer.example.com"
    photo = uuid.uuid4().bytes * (3 * MEGABYTE // 16)
    raw = letter_with(sender, photo)
    with pytest.raises(OdooError):
        deliver(attack, raw)
    cases = "SELECT count(*) FROM helpdesk_ticket WHERE partner_email = %s"
    assert attack.sql.one(cases, sender) == 0
    full_disk()
    deliver(attack, raw)
    assert attack.sql.one(cases, sender) == 1
    size = attack.sql.one(
        "SELECT a.file_size FROM ir_attachment a JOIN helpdesk_ticket t"
        " ON t.id = a.res_id AND a.res_model = 'helpdesk.ticket'"
        " WHERE t.partner_email = %s AND a.name = 'photo.bin'",
        sender,
    )
    assert size == len(photo)


def letter_with(sender: str, photo: bytes) -> str:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "complaints-tst@harbour.example.com"
    message["Subject"] = "My watch"
    message["Message-ID"] = f"<{uuid.uuid4().hex}@customer.example.com>"
    message.set_content("It stopped.")
    message.add_attachment(
        photo, maintype="application", subtype="octet-stream", filename="photo.bin"
    )
    return message.as_bytes().decode("ascii")


def deliver(attack, raw: str):
    return attack.by("admin").execute("mail.thread", "message_process", False, raw)


# ----------------------------------------------------------------------
# The mail server
# ----------------------------------------------------------------------


def told(attack, address: str) -> int:
    """A case whose customer is told that it was received."""
    case = attack.case(partner_id=False, partner_name="Chan", partner_email=address)
    values = {"ticket_id": case, "kind": "acknowledged"}
    (screen,) = attack.call(
        "clerk", "complaint.notice.compose", "create", vals_list=[values]
    )
    attack.call("clerk", "complaint.notice.compose", "action_tell", [screen])
    return case


def test_mail_server_away(island, attack, cron, _sink):
    """The complaint is there all the same; its mail leaves once when there is one."""
    island.server.expect("ERROR", r"odoo\..*", "(?s).*(refused|Connection|SMTP)")
    island.server.expect("WARNING", r"odoo\..*", "(?s).*(refused|Connection|SMTP)")
    address = f"{uuid.uuid4().hex[:10]}@customer.example.com"
    _sink.stop()
    try:
        case = told(attack, address)
        cron(QUEUE)
    finally:
        _sink.start()
    assert not _sink.to(address)
    failed = attack.sql(
        "SELECT m.id FROM mail_mail m JOIN mail_message g ON g.id = m.mail_message_id"
        " WHERE g.res_id = %s AND g.model = 'helpdesk.ticket'"
        " AND m.state = 'exception'",
        case,
    )
    assert failed, "nobody would know"
    for (mail,) in failed:
        attack.call("admin", "mail.mail", "mark_outgoing", [mail])
    cron(QUEUE)
    cron(QUEUE)
    assert len(_sink.to(address)) == len(failed)


def test_mail_server_slow(island, attack, cron, _sink):
    """Nobody at the counter waits for it."""
    address = f"{uuid.uuid4().hex[:10]}@customer.example.com"
    case = told(attack, address)
    attack.by("admin")
    _sink.delay = 6.0
    seconds = []

    def work():
        time.sleep(1)
        begin = time.monotonic()
        attack.call("clerk", "helpdesk.ticket", "read", [case], fields=["name"])
        attack.write("clerk", case, priority="2")
        seconds.append(time.monotonic() - begin)

    outcomes = run_parallel([lambda: cron(QUEUE), work])
    assert [one.error for one in outcomes if not one.ok] == []
    assert seconds[0] < 5, "the counter waited for the mail server"
    assert len(_sink.to(address)) == 1


# ----------------------------------------------------------------------
# The clock of the machine
# ----------------------------------------------------------------------


@pytest.mark.parametrize("moved", ["+40d", "-3d"])
def test_clock_of_the_machine(island, attack, cron, moved):
    """What was done while it went wrong stays; nothing is said twice afterwards."""
    told = (
        "SELECT COALESCE(max(times), 0) FROM (SELECT count(*) AS times"
        " FROM complaint_escalation WHERE ticket_id = ANY(%s)"
        " GROUP BY ticket_id, kind, level, due_at) AS told"
    )
    before = attack.case()
    island.odoo.moved = moved
    try:
        island.server.restart()
        wrong = attack.case()
        package = attack.package(wrong, 900)
        attack.step("clerk", package, "submit")
        cron(CLOCK)
    finally:
        island.odoo.moved = ""
        island.server.restart()
    cases = [before, wrong]
    cron(CLOCK)
    cron(CLOCK)
    assert attack.sql.one(told, cases) <= 1
    if moved.startswith("+"):
        assert attack.sql.one(told, cases) == 1, "the clock slept"
    assert attack.step("clerk", package, "offer", "accept", "complete") == "done"
    assert attack.log(wrong)[-1] != attack.log(wrong)[0]


# ----------------------------------------------------------------------
# Many at once, and a second database that only reads
# ----------------------------------------------------------------------


def test_twenty_at_once(island, attack):
    """All write to one case: each word is there once, or its writer was told why."""
    case = attack.case()
    login = ["clerk", "clerk3", "supervisor", "manager"]
    people = [
        Client(island.server.url, island.server.database, login[n % 4]).sign_in()
        for n in range(20)
    ]

    def work(number: int):
        person, word = people[number], f"word-{number:02d}"
        if number % 2:
            person.call(
                "helpdesk.ticket", "write", [case], {"priority": str(number % 4)}
            )
        return person.call("helpdesk.ticket", "message_post", [case], body=word)

    outcomes = run_parallel([lambda n=n: work(n) for n in range(20)])
    for outcome in outcomes:
        assert outcome.ok or outcome.error.kind == "UserError", outcome.error
    words = attack.sql(
        "SELECT substring(body FROM 'word-[0-9]+'), count(*) FROM mail_message"
        " WHERE model = 'helpdesk.ticket' AND res_id = %s AND body LIKE '%%word-%%'"
        " GROUP BY 1",
        case,
    )
    good = {f"word-{n:02d}" for n, one in enumerate(outcomes) if one.ok}
    assert dict(words) == dict.fromkeys(good, 1)
    assert len(good) >= 15, "too many were sent away"


def test_replica_stopped(island, attack):
    """Reads go to the replica; without it they go on."""
    island.server.expect("WARNING", r"odoo\..*", "(?s).*(readonly|replica|connect)")
    island.server.expect("ERROR", r"odoo\..*", "(?s).*(terminat|connection)")
    case = attack.case()
    with island.replica() as replica:
        host = {"db_replica_host": str(replica.socket), "db_replica_port": "5432"}
        island.server.restart(**host)

        def page():
            return attack.call(
                "clerk", "complaint.dashboard", "get_complaint_dashboard", options={}
            )

        def read_there() -> int:
            return int(
                replica.sql(
                    "SELECT xact_commit FROM pg_stat_database WHERE datname = 'island'"
                )
            )

        begin = read_there()
        assert page()["cards"]
        # a connection at rest reports what it did after ten seconds
        assert within(20, lambda: read_there() > begin), "the replica was not asked"
        replica.stop()
        assert once_more(page, 3)["cards"]
        attack.write("clerk", case, priority="3")
        (row,) = attack.call(
            "clerk", "helpdesk.ticket", "read", [case], fields=["priority"]
        )
        assert row["priority"] == "3"
        island.server.stop()
