"""P8: click on a row of the list until the form and its chatter stand."""

import shutil
import statistics
import time
from contextlib import ExitStack

from data.catalogue import PASSWORD
from harness import Bench, Figure
from playwright.sync_api import Page, sync_playwright
from servers import served

PATHS = {
    "ours": "/odoo/complaints",
    "peer": "/odoo/action-helpdesk_mgmt.helpdesk_ticket_action",
}
USERS = {"ours": "bench_manager", "peer": "bench_manager"}
FLAGS = ("--no-sandbox", "--disable-dev-shm-usage", "--no-proxy-server")
READY = ".o_form_view .o_form_sheet, .o_form_view .o_form_sheet_bg"
CHATTER = ".o_form_view .o-mail-Chatter, .o_form_view .o-mail-Thread"
QUIET = 0.5


def run(bench: Bench) -> list[Figure]:
    times: dict[str, list[float]] = {name: [] for name in bench.sides}
    calls: dict[str, list[int]] = {name: [] for name in bench.sides}
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(FLAGS), headless=True
        )
        stack.callback(chromium.close)
        pages = {}
        for name, side in bench.sides.items():
            url = stack.enter_context(served(bench, side))
            pages[name] = _signed_in(chromium, url, name), url
        for number in range(bench.runs + 1):
            for name, (page, url) in pages.items():
                seconds, count = _open(page, url + PATHS[name], number)
                if number:
                    times[name].append(seconds * 1000)
                    calls[name].append(count)
    return [
        Figure(
            "time until form and chatter stand", statistics.median(times["ours"]), "ms",
            peer=statistics.median(times["peer"]), goal="≤ 1.2",
        ),
        Figure(
            "calls of the server", statistics.median(calls["ours"]),
            peer=statistics.median(calls["peer"]), goal="≤ 1.5",
        ),
    ]  # fmt: skip


def _signed_in(chromium, url: str, name: str) -> Page:
    context = chromium.new_context(viewport={"width": 1366, "height": 900})
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{url}/web/login")
    page.fill("input[name=login]", USERS[name])
    page.fill("input[name=password]", PASSWORD)
    page.click("form.oe_login_form button[type=submit]")
    page.wait_for_selector(".o_web_client .o_main_navbar")
    return page


class Calls:
    """What the page asks the server, and when the last answer came."""

    def __init__(self, page: Page):
        self.page, self.asked, self.open = page, 0, set()
        self.last = time.perf_counter()
        page.on("request", self._asked)
        for event in ("requestfinished", "requestfailed"):
            page.on(event, self._answered)

    def _asked(self, request) -> None:
        if request.resource_type in ("fetch", "xhr"):
            self.asked += 1
            self.open.add(request)

    def _answered(self, request) -> None:
        if request in self.open:
            self.open.discard(request)
            self.last = time.perf_counter()

    def wait_quiet(self) -> float:
        """Return when the last answer came, after nothing more was asked a while."""
        begin = time.perf_counter()
        while self.open or time.perf_counter() - max(self.last, begin) < QUIET:
            self.page.wait_for_timeout(50)
            if time.perf_counter() - begin > 60:
                raise AssertionError(f"still open: {[r.url for r in self.open]}")
        return self.last


def _open(page: Page, address: str, number: int) -> tuple[float, int]:
    """Return seconds and calls of opening one row of the list."""
    before = Calls(page)
    page.goto(address)
    row = page.locator(".o_list_view .o_data_row").nth(number % 20)
    row.wait_for()
    before.wait_quiet()
    calls = Calls(page)
    begin = time.perf_counter()
    row.locator(".o_data_cell[name=name], .o_data_cell[name=number]").first.click()
    page.locator(READY).first.wait_for()
    page.locator(CHATTER).first.wait_for()
    drawn = time.perf_counter()
    # the chatter has its messages
    return max(drawn, calls.wait_quiet()) - begin, calls.asked
