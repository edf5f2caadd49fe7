"""Odoo's web server on the database of one side."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desk import places
from desk.odoo import Odoo, Server, free_port
from desk.odoo_source import OdooSource
from desk.postgres import Cluster


def odoo_of(bench) -> Odoo:
    """The Odoo of bin/bench, from inside one of its workers."""
    base, *addons = map(Path, bench.order["source"])
    source = OdooSource(base, tuple(addons))
    return Odoo(source, Cluster(places.BENCH, throw_away=True), places.BENCH)


@contextmanager
def served(bench, side, **options: str) -> Iterator[str]:
    """Run a server; yield its address."""
    port = free_port()
    server = Server(
        odoo_of(bench), side.database, port, max_cron_threads="0", **options
    )
    server.log = places.BENCH / f"server-{side.name}.log"
    server.start(120)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.stop()
