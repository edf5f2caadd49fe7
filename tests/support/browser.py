"""Pages in a real Chromium that fail a test when their scripts do."""

import re
import shutil
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

DESKTOP = {"viewport": {"width": 1366, "height": 900}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=list(FLAGS), headless=True
    )


class Window:
    """One person's window. ``page`` is Playwright's; ``allow`` names what may fail."""

    def __init__(self, browser: Browser, url: str, phone: bool = False, **options):
        size = PHONE if phone else DESKTOP
        self.context: BrowserContext = browser.new_context(
            base_url=url, **size, **options
        )
        self.context.set_default_timeout(30_000)
        self.errors: list[str] = []
        self.allowed: list[str] = []
        self.page: Page = self.context.new_page()
        self.context.on("page", self._watch)
        self._watch(self.page)

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.errors.append(f"script error: {error}"))
        page.on("crash", lambda _page: self.errors.append("the page crashed"))
        page.on("console", self._console)

    def _console(self, message) -> None:
        if message.type == "error":
            place = message.location.get("url", "")
            self.errors.append(f"console: {message.text} ({place})")

    def allow(self, pattern: str) -> None:
        """Expect console errors that match, e.g. ``"status of 403"``."""
        self.allowed.append(pattern)

    def sign_in(self, login: str, password: str | None = None) -> Page:
        """Through the login page, as a person does."""
        page = self.page
        page.goto("/web/login")
        page.fill("input[name=login]", login)
        page.fill("input[name=password]", login if password is None else password)
        page.click("button[type=submit]")
        page.wait_for_url(re.compile(r"/(odoo|my|web(?!/login))"))
        return page

    def picture(self, path: Path, whole: bool = True) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=whole)

    def unexpected(self) -> list[str]:
        return [
            error
            for error in self.errors
            if not any(re.search(pattern, error) for pattern in self.allowed)
        ]

    def close(self) -> None:
        self.context.close()
