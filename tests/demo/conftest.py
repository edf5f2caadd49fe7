"""The demo company with its history: built once, as bin/demo builds it, and served."""

import subprocess

import pytest

from desk import places
from desk.logcheck import read
from support.client import Client
from support.database import Sql, copy_of
from support.server import LiveServer

# bin/test copies the live database from this one.
TEMPLATE = "desk_test"
SCRIPT = "".join(
    f"""
from odoo.addons.{addon}.demo import history
history.build(env)
"""
    for addon in places.in_order(places.addons())
    if (places.ROOT / addon / "demo" / "history.py").exists()
)


class DemoServer(LiveServer):
    """A live server on a database with two years of history."""

    def build(self) -> None:
        """Make the history in an Odoo shell whose code counts for the coverage."""
        log = self.results / "server-history.log"
        conf = self.odoo.configure("history")
        shell = ["shell", "-c", conf, "-d", self.database, "--no-http"]
        command = self.odoo.command(*shell, "--log-level=warn")
        done = subprocess.run(
            [str(part) for part in command],
            env=self.odoo.env(),
            cwd=places.WORK,
            input=SCRIPT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        log.write_text(done.stdout, "utf-8")
        assert done.returncode == 0 and "Error" not in done.stdout, done.stdout[-4000:]
        self.warnings = read(log)


@pytest.fixture(scope="session")
def demo():
    """The served demo; ``.warnings`` of the log of its building."""
    with copy_of(TEMPLATE, "desk_history") as name:
        server = DemoServer(name, "demo")
        server.build()
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="session")
def people(demo):
    """``people("clerk")``: the Client of somebody who is signed in."""
    clients: dict[str, Client] = {}

    def sign_in(login: str) -> Client:
        if login not in clients:
            clients[login] = Client(demo.url, demo.database, login).sign_in()
        return clients[login]

    return sign_in


@pytest.fixture
def rows(demo):
    """Rows of the demo database; what a test changes is taken back."""
    access = Sql(demo.database)
    access.connection.autocommit = False
    yield access
    access.connection.rollback()
    access.close()
