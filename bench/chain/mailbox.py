"""What the visitors find in their mailboxes, and the jobs that put it there."""

import contextlib
import re

import psycopg2

from desk.postgres import PORT, ROLE

# Beside our own: what puts the mail out.
MAILS = ("mail", "ir_cron_mail_scheduler_action")
OURS = ("retail", "watch", "jewellery", "customer")
# These run all day; the others once in the morning and once at night. What puts the
# mail out runs by itself whenever something is written.
ALL_DAY = ("clock", "mails", "surveys", "approval")
LINK = re.compile(r'href="https?://[^/"]+(/(?:complaint/track|survey/start)/[^"]+)"')


class Jobs:
    """Scheduled actions, as often in a day of minutes as in a real one."""

    def __init__(self, server):
        self.server = server
        self.runs = 0
        with self._connection(server.database) as cursor:
            cursor.execute(
                "SELECT res_id, module, name FROM ir_model_data WHERE model = 'ir.cron'"
            )
            rows = [
                (id_, name)
                for id_, module, name in cursor.fetchall()
                if (module, name) == MAILS or module.startswith(OURS)
            ]
        self.all = [id_ for id_, _name in rows]
        self.all_day = [
            id_ for id_, name in rows if any(word in name for word in ALL_DAY)
        ]

    def hasten(self, ids: list[int]) -> None:
        """Let them be due now; what runs is left alone."""
        with self._connection(self.server.database) as cursor:
            cursor.execute(
                "WITH free AS (SELECT id FROM ir_cron WHERE id = ANY(%s) AND active"
                " FOR UPDATE SKIP LOCKED) UPDATE ir_cron SET"
                " nextcall = date_trunc('second', now() AT TIME ZONE 'UTC')"
                " FROM free WHERE free.id = ir_cron.id",
                [ids],
            )
            self.runs += cursor.rowcount
        with self._connection("postgres") as cursor:
            cursor.execute(
                "SELECT pg_notify('cron_trigger', %s)", [self.server.database]
            )

    def left(self) -> int:
        """How many mails have not left, and how many due cases nobody was told of."""
        with self._connection(self.server.database) as cursor:
            cursor.execute(
                "SELECT (SELECT count(*) FROM mail_mail WHERE state = 'outgoing')"
                " + (SELECT count(*) FROM helpdesk_ticket"
                " WHERE escalate_at <= now() AT TIME ZONE 'UTC')"
            )
            return cursor.fetchone()[0]

    @contextlib.contextmanager
    def _connection(self, database: str):
        connection = psycopg2.connect(
            host=str(self.server.odoo.cluster.socket),
            port=PORT,
            user=ROLE,
            dbname=database,
        )
        with contextlib.closing(connection):
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor


class Mailbox:
    """Hands each new mail of the sink to the visitor it is for."""

    def __init__(self, sink):
        self.sink, self.read = sink, 0

    def new(self) -> list[tuple[str, str, object]]:
        """(address, path of the first link of ours, mail) of what came."""
        found = self.sink.messages[self.read :]
        self.read += len(found)
        return [(_address(mail), _link(mail), mail) for mail in found]


def _address(mail) -> str:
    return mail["X-Envelope-To"].split(",")[0].strip().lower()


def _link(mail) -> str:
    body = mail.get_body(("html",))
    links = LINK.findall(body.get_content()) if body else []
    return links[0].replace("&amp;", "&") if links else ""
