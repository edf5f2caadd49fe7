"""Fixtures for the tests across addons. tests/README.md shows how to use them."""

import pytest

from support import browser as browser_support
from support.client import Client
from support.database import Sql
from support.mail import SmtpSink
from support.parallel import run_parallel as parallel
from support.server import LiveServer
from support.settings import settings


@pytest.fixture(scope="session")
def _sink():
    sink = SmtpSink().start()
    yield sink
    sink.stop()


@pytest.fixture(scope="session")
def live_server(_sink, worker_id):
    """A running Odoo with all addons and demo data (no scheduled actions yet).

    Each worker has its own, on its own database.
    """
    number = worker_id.removeprefix("gw").replace("master", "0")
    database = settings()["databases"][int(number)]
    server = LiveServer(database, f"live-{number}").start()
    # Every mail goes to the sink, also of tests that do not look at it.
    _sink.serve(Client(server.url, server.database, "admin").sign_in())
    yield server
    server.stop()


@pytest.fixture(autouse=True)
def _server_runs_again(request):
    """A test that stopped or killed the server does not take the next ones with it."""
    yield
    if "live_server" in request.fixturenames:
        server = request.getfixturevalue("live_server")
        if not server.running or server.options != server.final_options:
            server.restart()


@pytest.fixture
def rpc(live_server):
    """``rpc("clerk")`` signs a user in (password = login) and returns a Client."""

    def sign_in(login: str, password: str | None = None) -> Client:
        return Client(live_server.url, live_server.database, login, password).sign_in()

    return sign_in


@pytest.fixture
def rpc_key(live_server, sql):
    """``rpc_key("connector")`` returns a Client with an API key, for ``json2``."""

    def with_key(login: str) -> Client:
        client = Client(live_server.url, live_server.database, login)
        return client.make_key(sql.connection)

    return with_key


@pytest.fixture
def sql(live_server):
    """Rows of the live database, read (or written) behind Odoo's back."""
    access = Sql(live_server.database)
    yield access
    access.close()


@pytest.fixture
def smtp_sink(live_server, _sink):
    """The mail server of the live database, empty at the start of the test."""
    _sink.clear()
    return _sink


@pytest.fixture(scope="session")
def _chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = browser_support.launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def window(live_server, _chromium):
    """``window()`` or ``window(phone=True)``: a window of its own, for one person."""
    opened = []

    def open_window(phone: bool = False, **options) -> browser_support.Window:
        opened.append(
            browser_support.Window(_chromium, live_server.url, phone, **options)
        )
        return opened[-1]

    yield open_window
    errors = [error for one in opened for error in one.unexpected()]
    for one in opened:
        one.close()
    assert not errors, "the browser reported: " + "; ".join(errors)


@pytest.fixture
def browser_page(window):
    """Playwright's page in a desktop window."""
    return window().page


@pytest.fixture
def phone_page(window):
    """Playwright's page in a window as wide as a phone."""
    return window(phone=True).page


@pytest.fixture
def run_parallel():
    """``run_parallel([call, call])``: all at the same moment, outcomes in order."""
    return parallel
