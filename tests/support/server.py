"""A real Odoo server in its own process, which tests may stop, kill and restart."""

import os
import re
import signal
import time
from pathlib import Path

from desk.logcheck import read
from desk.odoo import Odoo, Server, free_port

from .database import connect
from .settings import odoo, settings


class LiveServer(Server):
    """Serves one database; its lines count for the coverage."""

    def __init__(
        self,
        database: str,
        name: str = "live",
        prepared: Odoo | None = None,
        **options: str,
    ):
        prepared = prepared or odoo()
        super().__init__(
            prepared, database, free_port(), **{"max_cron_threads": "0", **options}
        )
        self.name = name
        self.final_options = dict(self.options)
        self.starts = 0
        # bin/test reads every server-*.log when the tests are over.
        self.results = Path(settings()["results"])

    def arguments(self) -> list[str]:
        return self.odoo.weak_passwords()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, seconds: float = 90, **options: str) -> "LiveServer":
        """Start it with Odoo's options: ``workers="2"``, ``max_cron_threads="1"``."""
        self.options = {**self.final_options, **options}
        self.starts += 1
        self.log = self.results / f"server-{self.name}-{self.starts}.log"
        super().start(seconds)
        return self

    def restart(self, **options: str) -> "LiveServer":
        self.stop()
        return self.start(**options)

    def stop(self) -> None:
        """End it, not in the middle of a scheduled action.

        Odoo's threads lose their connections when the server ends, and a job that runs
        just then is an error in the log.
        """
        if not self.running or self.options["max_cron_threads"] == "0":
            super().stop()
            return
        connection = connect(self.database, autocommit=False)
        try:
            # Whoever runs a job holds its row until the job is done.
            connection.cursor().execute("SELECT id FROM ir_cron FOR UPDATE")
            super().stop()
        finally:
            connection.close()

    def kill(self) -> None:
        """The power goes off: no clean end for anything in the server."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(10)
            self.process = None

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def expect(self, level: str, logger: str, text: str) -> None:
        """A record this test provokes on purpose (three regular expressions)."""
        with (self.results / "expected_log.txt").open("a", encoding="utf-8") as rules:
            rules.write(f"live {level} {logger}: {text}\n")

    def log_records(self) -> list:
        """The warnings and errors of the log so far."""
        return read(self.log)

    def wait_for_log(self, text: str, seconds: float = 30) -> str:
        """Wait for a line that holds the text (a regular expression)."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            for line in self.log.read_text("utf-8", "replace").splitlines():
                if re.search(text, line):
                    return line
            time.sleep(0.2)
        raise AssertionError(f"the server's log never said {text!r}")
