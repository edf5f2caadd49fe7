"""A cluster and a server of their own: both may die without harm to other tests."""

import contextlib
import glob
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from desk import places
from desk.odoo import Odoo
from desk.postgres import Cluster, _binary
from desk.run import own, run, unprivileged

from .database import Sql
from .server import LiveServer
from .settings import odoo

SLEEPING = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
# Programs die here, not the machine: what they gave to the kernel, it keeps.
SETTINGS = {"fsync": "off", "full_page_writes": "off"}
FUNCTION = """
    CREATE OR REPLACE FUNCTION fault_waits_here() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN PERFORM pg_sleep(120); RETURN NULL; END $$
"""


FAKETIME = "/usr/lib/*/faketime/libfaketime.so.1"


@dataclass
class MovedOdoo(Odoo):
    """Odoo on a machine whose clock goes wrong by ``moved`` (``"+40d"``)."""

    moved: str = ""

    def env(self, **more: str) -> dict[str, str]:
        if self.moved:
            [library] = glob.glob(FAKETIME)
            more |= {"LD_PRELOAD": library, "FAKETIME": self.moved}
            # waiting is by the clock that never jumps
            more |= {"DONT_FAKE_MONOTONIC": "1"}
        return super().env(**more)


class Island:
    """One database in a cluster that is started, killed and read here."""

    def __init__(self, template: str, name: str, **options: str):
        folder = own(places.TEST / "island")
        self.cluster = Cluster(folder, settings=SETTINGS)
        self.cluster.create_anew()
        self.cluster.start()
        self.odoo = MovedOdoo(odoo().source, self.cluster, folder)
        self._copy(template, name)
        self.server = LiveServer(name, name, self.odoo, **options)
        self.sql = Sql(name, self.cluster)
        # whether its database died in the hands of the server
        self.lost = False

    def _copy(self, template: str, name: str) -> None:
        source = odoo()
        self.cluster.create_database(name)
        dump = subprocess.Popen(
            [_binary("pg_dump"), "-Fc", "-Z0", template],
            env=source.cluster.env(),
            stdout=subprocess.PIPE,
        )
        restore = [_binary("pg_restore"), "--no-owner", "-d", name]
        subprocess.run(restore, stdin=dump.stdout, env=self.cluster.env(), check=True)
        dump.stdout.close()
        assert dump.wait() == 0
        files = source.data / "filestore" / template
        own(self.odoo.data)
        target = own(self.odoo.data / "filestore") / name
        subprocess.run(["rm", "-rf", target], check=True)
        if files.is_dir():
            subprocess.run(["cp", "-a", files, target], check=True)

    def stop(self) -> None:
        self.server.stop()
        self.sql.close()
        self.cluster.stop()

    # Dying

    @contextlib.contextmanager
    def waits(self, table: str, event: str, condition: str) -> Iterator[None]:
        """Whoever writes such a row waits there, in the middle of the transaction."""
        self.sql(FUNCTION)
        self.sql(
            f"CREATE TRIGGER fault_waits_here AFTER {event} ON {table} FOR EACH ROW"
            f" WHEN ({condition}) EXECUTE FUNCTION fault_waits_here()"
        )
        try:
            yield
        finally:
            self.up()
            self.sql(f"SELECT pg_terminate_backend(pid) FROM ({SLEEPING}) AS waiting")
            self.sql(f"DROP TRIGGER fault_waits_here ON {table}")

    def waiting(self) -> int:
        """Wait until somebody waits; the process of PostgreSQL that serves it."""
        limit = time.monotonic() + 60
        while not (found := self.sql(SLEEPING)):
            assert time.monotonic() < limit, "nobody came to the place of the fault"
            time.sleep(0.02)
        return found[0][0]

    def kill_workers(self) -> None:
        """Kill the processes that answer; the one above them starts new ones."""
        self.waiting()
        kill(*children(self.server.process.pid))

    def kill_backend(self) -> None:
        """Kill the process of PostgreSQL that waits: all others end with it."""
        kill(self.waiting())
        self.lost = True

    def kill_all_of_postgres(self) -> None:
        """Also those that no one told: they would go on for a while."""
        self.waiting()
        postmaster = self.cluster.process.pid
        # stopped first: it could start one more while the others are counted
        os.kill(postmaster, signal.SIGSTOP)
        processes = children(postmaster)
        kill(postmaster, *processes)
        self.cluster.process.wait(10)
        # while one of them is there, its memory is, and no new server starts
        gone = within(10, lambda: not any(map(alive, processes)))
        assert gone, "a killed process is still there"
        self.lost = True

    # Coming back

    def up(self) -> None:
        """What died is started again, as systemd does.

        With worker processes Odoo ends when its database dies; with threads each old
        connection costs one request. The administrator guide says so. Never from
        another thread: what a thread starts ends with it.
        """
        if self.cluster.process.poll() is not None:
            self.cluster.start()
        self.until_up()
        if self.lost:
            self.server.kill()
        if not self.server.running:
            self.server.start(**self.server.options)
        self.lost = False

    # A second machine that only reads

    @contextlib.contextmanager
    def replica(self) -> Iterator[Cluster]:
        """A streaming replica, up to date; the test may stop it."""
        folder = own(places.TEST / "replica")
        replica = Cluster(folder, settings=SETTINGS)
        subprocess.run(["rm", "-rf", replica.data], check=True)
        copy = [
            _binary("pg_basebackup"),
            "-D",
            replica.data,
            "-R",
            "-X",
            "stream",
            "-c",
            "fast",
        ]
        run("Replica", unprivileged(copy, never_root=True), env=self.cluster.env())
        replica.start()
        try:
            yield replica
        finally:
            replica.stop()

    def until_up(self, seconds: float = 30) -> None:
        """Wait until PostgreSQL answers for good: it ends all before it recovers."""
        limit = time.monotonic() + seconds
        while True:
            with contextlib.suppress(psycopg2.Error):
                self.sql.again()
                time.sleep(0.3)
                self.sql("SELECT 1")
                return
            assert time.monotonic() < limit, "PostgreSQL did not come back"
            time.sleep(0.1)


def children(pid: int) -> list[int]:
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def kill(*pids: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def alive(pid: int) -> bool:
    """Whether a process still holds memory; one that waits to be counted does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def within(seconds: float, call: Callable[[], bool]) -> bool:
    """Whether it becomes true in this time."""
    limit = time.monotonic() + seconds
    while not (found := call()) and time.monotonic() < limit:
        time.sleep(0.05)
    return found


def once_more(call: Callable, tries: int = 10):
    """Call again while the server finds its way back, as a person presses again."""
    for left in range(tries, 0, -1):
        try:
            return call()
        except Exception:
            if left == 1:
                raise
            time.sleep(0.5)
