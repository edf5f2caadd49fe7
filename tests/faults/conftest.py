"""One island for all faults: a cluster and a server that tests may kill."""

import pytest

from support.attack import Attack
from support.client import Client
from support.island import Island
from support.settings import settings

# What a server says whose database or worker was killed in its hands.
GONE = (
    r"(?s).*(terminat|server closed the connection|the connection is closed|"
    r"connection (already closed|to server)|cursor already closed|"
    r"in recovery mode|starting up|shutting down|recovery mode)"
)


@pytest.fixture(scope="session")
def _island(_sink):
    island = Island(
        settings()["databases"][0], "island", workers="2", limit_time_cpu="600"
    )
    island.server.expect("ERROR", r"odoo\..*", GONE)
    island.server.expect("WARNING", r"odoo\..*", GONE)
    island.server.start()
    _sink.serve(Client(island.server.url, "island", "admin").sign_in())
    yield island
    island.stop()


@pytest.fixture
def island(_island, _sink):
    """As the test before left it, and up."""
    _island.up()
    if _island.server.options != _island.server.final_options:
        _island.server.restart()
    _sink.clear()
    return _island


@pytest.fixture
def attack(island):
    """People of the island; after each fault, invariants and chains must hold."""
    attack = Attack(island.server, island.sql)
    yield attack
    island.until_up()
    attack.everything_holds()
