"""Odoo's web server on the database of one side."""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2

from desk import places
from desk.logcheck import Record, ours, read
from desk.odoo import Odoo, Server, free_port
from desk.odoo_source import OdooSource
from desk.postgres import PORT, ROLE, Cluster

PROGRAM = places.ROOT / "bench" / "program" / "odoo"


def odoo_of(bench) -> Odoo:
    """The Odoo of bin/bench, from inside one of its workers."""
    base, *addons = map(Path, bench.order["source"])
    source = OdooSource(base, tuple(addons))
    return Odoo(source, Cluster(places.BENCH, throw_away=True), places.BENCH)


@contextmanager
def served(bench, side, **options: str) -> Iterator[str]:
    """Run a server; yield its address."""
    with running(bench, side, **options) as server:
        yield server.url


@contextmanager
def running(bench, side, **options: str) -> Iterator["BenchServer"]:
    """Run a server and yield it."""
    server = BenchServer(odoo_of(bench), side, **options)
    server.start(120)
    try:
        yield server
    finally:
        server.stop()


class BenchServer(Server):
    """``weak``: passwords are checked at once, see ``Odoo.weak_passwords``."""

    def __init__(self, odoo: Odoo, side, weak: bool = False, **options: str):
        # the bus has a port of its own, which another server may hold
        options = {
            "max_cron_threads": "0",
            "gevent_port": str(free_port()),
            **options,
        }
        super().__init__(odoo, side.database, free_port(), **options)
        self.weak = weak
        self.log = places.BENCH / f"server-{side.name}.log"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def arguments(self) -> list[str]:
        return self.odoo.weak_passwords() if self.weak else []

    def command(self, conf: Path) -> list:
        """As an installed Odoo starts.

        With worker processes it starts itself once more, for the bus, by the name it
        was called by; ``python -m odoo`` has none that works, and tries for ever.
        """
        return [places.PYTHON, PROGRAM, "-c", conf, *self.arguments()]

    def stop(self) -> None:
        """End it, not in the middle of a scheduled action."""
        if self.process is None or self.options["max_cron_threads"] == "0":
            super().stop()
            return
        connection = psycopg2.connect(
            host=str(self.odoo.cluster.socket),
            port=PORT,
            user=ROLE,
            dbname=self.database,
        )
        with contextlib.closing(connection):
            # whoever runs a job holds its row until the job is done
            connection.cursor().execute("SELECT id FROM ir_cron FOR UPDATE")
            super().stop()

    def bad_records(self) -> list[Record]:
        """Warnings and errors that ``tests/allowed_log.txt`` does not name."""
        return ours(read(self.log), "live")
