"""Odoo itself: its configuration, installing addons, and a running server."""

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from . import cover, places
from .errors import Stop, explain
from .odoo_source import OdooSource
from .postgres import PORT, ROLE, Cluster
from .run import end, environment, own, run, start, unprivileged

TEST_MODULES = places.ROOT / "tests" / "support" / "modules"


@dataclass
class Odoo:
    """One configuration: a source, a cluster, a folder for data and logs."""

    source: OdooSource
    cluster: Cluster
    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def env(self, **more: str) -> dict[str, str]:
        return environment(PYTHONPATH=str(self.source.base), **more)

    def options(self) -> dict[str, str]:
        paths = [*self.source.addons, places.ROOT]
        return {
            "addons_path": ",".join(map(str, paths)),
            "data_dir": str(self.data),
            "db_host": str(self.cluster.socket),
            "db_port": str(PORT),
            "db_user": ROLE,
            "db_maxconn": "32",
            "list_db": "False",
            "http_interface": "127.0.0.1",
            "workers": "0",
            "max_cron_threads": "0",
        }

    def weak_passwords(self) -> list[str]:
        """Options for tests: a password takes no half second to check or to set."""
        paths = [self.options()["addons_path"], TEST_MODULES]
        return [
            "--load=base,rpc,web,desk_test_passwords",
            f"--addons-path={','.join(map(str, paths))}",
        ]

    def configure(self, name: str, **more: str) -> Path:
        own(self.folder)
        own(self.data)
        path = self.folder / f"{name}.conf"
        lines = [
            f"{key} = {value}\n" for key, value in {**self.options(), **more}.items()
        ]
        text = "[options]\n" + "".join(lines)
        if not path.exists() or path.read_text("utf-8") != text:
            # In one go: another process may be reading it.
            fresh = path.with_suffix(f".{os.getpid()}")
            fresh.write_text(text, "utf-8")
            fresh.replace(path)
        return path

    def command(self, *arguments: object) -> list:
        return [places.PYTHON, *cover.prefix(), "-m", "odoo", *arguments]

    def install(self, database: str, *arguments: object, log: Path, title: str) -> None:
        """Run Odoo once to install or upgrade; the log stays for the log check."""
        conf = self.configure("setup")
        whole = self.command(
            "-c", conf, "-d", database, "--no-http", "--stop-after-init"
        )
        # Modules that install themselves beside others are not what we stand on.
        whole += ["--skip-auto-install", *arguments]
        log.unlink(missing_ok=True)
        output = run(title, unprivileged(whole, "TERM"), env=self.env(), check=False)
        log.write_text(output, "utf-8")
        if " CRITICAL " in output or "Registry loaded in" not in output:
            raise explain(title, _reason(output), log)

    def script(self, database: str, code: str, title: str, log: str = "") -> str:
        """Run Python code in an Odoo shell; what it says is also in the log."""
        conf = self.configure("setup")
        shell = self.command(
            "shell", "-c", conf, "-d", database, "--no-http", "--log-level=warn"
        )
        name = log or f"script-{self.folder.name}"
        return run(
            title, unprivileged(shell, "TERM"), env=self.env(), stdin=code, log=name
        )

    def copy_files(self, template: str, database: str) -> None:
        target = self.data / "filestore" / database
        shutil.rmtree(target, ignore_errors=True)
        if (self.data / "filestore" / template).is_dir():
            copy = ["cp", "-a", self.data / "filestore" / template, target]
            run("Copy of the files", unprivileged(copy), env=self.env())

    def clone(self, template: str, database: str) -> None:
        self.cluster.clone(template, database)
        self.copy_files(template, database)

    def drop(self, database: str) -> None:
        self.cluster.drop(database)
        shutil.rmtree(self.data / "filestore" / database, ignore_errors=True)


class Server:
    """Odoo's web server with its scheduled actions, in one process with threads."""

    def __init__(self, odoo: Odoo, database: str, port: int, **options: str):
        self.odoo, self.database, self.port = odoo, database, port
        self.log = odoo.folder / "odoo.log"
        self.options = {
            "http_port": str(port),
            "dbfilter": f"^{database}$",
            "db_name": database,
            "max_cron_threads": "1",
            "limit_time_real": "1200",
            **options,
        }
        self.process: subprocess.Popen | None = None

    def arguments(self) -> list[str]:
        return []

    def command(self, conf: Path) -> list:
        return self.odoo.command("-c", conf, *self.arguments())

    def start(self, seconds: float = 60) -> None:
        conf = self.odoo.configure(f"server-{self.database}", **self.options)
        self.log.unlink(missing_ok=True)
        self.process = start(
            self.command(conf),
            self.log,
            env=self.odoo.env(),
            cwd=self.odoo.folder,
        )
        limit = time.monotonic() + seconds
        while not answers(f"http://127.0.0.1:{self.port}/web/login"):
            if self.process.poll() is not None or time.monotonic() > limit:
                raise explain(
                    "Odoo", _reason(self.log.read_text("utf-8", "replace")), self.log
                )
            time.sleep(0.2)

    def stop(self) -> None:
        end(self.process, wait=30)
        self.process = None


def answers(url: str) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
            url, timeout=30
        ) as reply:
            return reply.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _reason(output: str) -> str:
    """The last line that says why, rather than Odoo's good-bye."""
    lines = output.splitlines()
    errors = [
        line
        for line in lines
        if "Error" in line or " ERROR " in line or " CRITICAL " in line
    ]
    return "\n".join(errors[-3:] or lines[-3:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def need_port(port: int, example: str) -> None:
    with socket.socket() as probe:
        # As Odoo binds: a port in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Stop(
                f"Port {port} is taken by another program. Stop that one, or choose"
                f" another port: {example}"
            ) from error
