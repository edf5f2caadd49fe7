"""The demo company with its history: built once, as bin/demo builds it, and served."""

import contextlib

import pytest

from desk.demo import tell
from desk.logcheck import read
from support.client import Client
from support.database import Sql, copy_of
from support.server import LiveServer
from support.world import SweptServer, World

# bin/test copies the live database from this one.
TEMPLATE = "desk_test"


class DemoServer(LiveServer):
    """A live server on a database with two years of history."""

    def build(self) -> None:
        """Make the history as bin/demo makes it; the code counts for the coverage."""
        log = self.results / "server-history.log"
        said = tell(self.odoo, self.database)
        log.write_text(said, "utf-8")
        assert "Error" not in said, said[-4000:]
        self.warnings = read(log)


# A copy of the demo to be attacked, for those who ask for it.
ATTACKED = "desk_attacked"


@pytest.fixture(scope="session")
def demo(request):
    """The served demo; ``.warnings`` of the log of its building."""
    attacked = any("world" in item.fixturenames for item in request.session.items)
    with contextlib.ExitStack() as stack:
        name = stack.enter_context(copy_of(TEMPLATE, "desk_history"))
        server = DemoServer(name, "demo")
        server.build()
        if attacked:
            # now, because nobody is connected yet
            stack.enter_context(copy_of(name, ATTACKED))
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="session")
def world(demo):
    """The attacked copy, its texts marked, with people who are up to no good."""
    server, sql = SweptServer(ATTACKED, "attacked").start(), Sql(ATTACKED)
    yield World(server, sql).prepare()
    sql.close()
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
