"""A private PostgreSQL cluster: its own folder and socket, no network port."""

import hashlib
import os
import signal
import subprocess
import time
from pathlib import Path

from . import debian, steps
from .errors import Stop, explain
from .run import end, environment, own, run, start, unprivileged, wait_gone

PORT = 5432
ROLE = "odoo"
# Speed instead of safety: only for clusters that are thrown away.
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
SETTINGS = {
    "listen_addresses": "''",
    "port": str(PORT),
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "max_locks_per_transaction": "256",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
    "lc_messages": "'C'",
}


class Cluster:
    def __init__(
        self,
        folder: Path,
        throw_away: bool = False,
        settings: dict[str, str] | None = None,
    ):
        """``settings`` are PostgreSQL's, beside those that every cluster has."""
        self.settings = settings or {}
        self.folder = folder
        self.data = folder / "pg"
        self.log = folder / "postgresql.log"
        self.throw_away = throw_away
        self.process: subprocess.Popen | None = None
        self.socket = folder / "socket"
        if len(str(self.socket)) > 80:  # a socket's path may have 107 bytes
            name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
            self.socket = Path("/tmp") / f"desk-{name}"

    # Setting up

    def create(self) -> None:
        """initdb; an interrupted one is done again."""
        version = _binary("postgres").parent.parent.name
        stamp = f"cluster-{self.folder.name}"
        if not (self.data / "PG_VERSION").exists():
            steps.forget(stamp)
        elif (
            self.data / "PG_VERSION"
        ).read_text().strip() != version and version.isdigit():
            raise Stop(
                f"{self.data} was made by another PostgreSQL; start over with --reset."
            )
        steps.once(stamp, f"{self.data}", "PostgreSQL cluster", self.create_anew, 300)

    def create_anew(self) -> None:
        """initdb, whatever was there."""
        own(self.folder)
        self._stop_left_over()
        if self.data.exists():
            run("PostgreSQL", ["rm", "-rf", self.data])
        own(self.data)
        # C.UTF-8: with plain C, trigram search drops every Chinese character.
        make = [
            _binary("initdb"),
            "-D",
            self.data,
            "-U",
            ROLE,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "-N",
        ]
        run(
            "PostgreSQL",
            unprivileged(make, never_root=True),
            env=environment(),
            cwd=self.folder,
        )
        settings = {**SETTINGS, **(THROW_AWAY if self.throw_away else {})}
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.writelines(f"{key} = {value}\n" for key, value in settings.items())

    # Running

    def start(self) -> None:
        self._stop_left_over()
        own(self.socket)
        server = [_binary("postgres"), "-D", self.data, "-k", self.socket]
        for key, value in self.settings.items():
            server += ["-c", f"{key}={value}"]
        self.log.unlink(missing_ok=True)
        # INT is PostgreSQL's fast shutdown: it does not wait for its clients.
        self.process = start(
            server,
            self.log,
            env=environment(),
            cwd=self.folder,
            if_we_die="INT",
            never_root=True,
        )
        ready = [_binary("pg_isready"), "-q"]
        limit = time.monotonic() + 60
        while subprocess.run(ready, env=self.env(), check=False).returncode:
            if self.process.poll() is not None or time.monotonic() > limit:
                raise explain(
                    "PostgreSQL", self.log.read_text("utf-8", "replace"), self.log
                )
            time.sleep(0.1)

    def stop(self) -> None:
        end(self.process, signal.SIGINT)
        self.process = None

    def _stop_left_over(self) -> None:
        """A server that outlived a killed command would hold the folder."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            program = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return
        if str(self.data).encode() in program:
            os.kill(pid, signal.SIGINT)
            if not wait_gone(pid, 15):
                raise Stop(
                    f"PostgreSQL (process {pid}) does not stop; end it and try again."
                )

    # Using

    def env(self) -> dict[str, str]:
        return environment(PGHOST=str(self.socket), PGPORT=str(PORT), PGUSER=ROLE)

    def sql(self, query: str, database: str = "postgres") -> str:
        psql = [
            _binary("psql"),
            "-XAtq",
            "-v",
            "ON_ERROR_STOP=1",
            "-d",
            database,
            "-c",
            query,
        ]
        return run("PostgreSQL", psql, env=self.env()).strip()

    def exists(self, name: str) -> bool:
        return self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'") == "1"

    def drop(self, name: str) -> None:
        self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def clone(self, template: str, name: str) -> None:
        self.drop(name)
        self.sql(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')

    def create_database(self, name: str) -> None:
        self.drop(name)
        self.sql(
            f'CREATE DATABASE "{name}" TEMPLATE template0'
            " ENCODING 'UTF8' LOCALE 'C.UTF-8'"
        )


def _binary(name: str) -> Path:
    folder = debian.postgres_bin()
    if folder is None:
        raise Stop("Missing: postgresql. Install with: sudo apt-get install postgresql")
    return folder / name
