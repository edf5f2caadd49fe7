"""Odoo's screens as a person uses them: what is clicked, typed and read."""

import contextlib
import re
import time

from playwright.sync_api import Error, Locator, Page, Request, expect

READY = ".o_action_manager .o_action, .o_form_view"
AUTOCOMPLETE = ".o-autocomplete--dropdown-item:visible"
DIALOG = ".modal.d-block:visible"
# Of the smart buttons, and on a phone of the buttons at the top.
MORE = ".o_button_more:visible, .o_statusbar_buttons button[title=More]:visible"
# So long a button may take to be drawn before it is looked for under "More".
PATIENCE = 3000


class Screen:
    """One person's window; ``touched`` lists what the person had to do.

    :param page: Playwright's page of somebody who is signed in
    """

    def __init__(self, page: Page):
        self.page = page
        self.touched: list[str] = []
        self._asked: set = set()
        page.on("request", self._asked_for)
        page.on("requestfinished", self._answered)
        page.on("requestfailed", self._answered)

    # Where things are

    def open(self, path: str) -> "Screen":
        """Go to an address below /odoo."""
        self.page.goto(f"/odoo/{path}")
        self.page.locator(READY).first.wait_for(timeout=90_000)
        self.idle()
        return self

    @property
    def dialog(self) -> Locator:
        return self.page.locator(DIALOG).last

    @property
    def here(self) -> Locator:
        """The dialog if one is open, else the page."""
        if self.page.locator(DIALOG).count():
            return self.dialog
        return self.page.locator(".o_action_manager")

    def field(self, name: str) -> Locator:
        found = self.here.locator(f".o_field_widget[name={name}]")
        # The same field may stand in a form twice, one of them hidden.
        return found.locator("visible=true").or_(found).first

    def button(self, name: str) -> Locator:
        return self.here.locator(f"button[name={name}]:visible").first

    def value(self, name: str) -> str:
        """What a field shows, whether it can be edited or not."""
        boxes = self.field(name).locator("input:visible, textarea:visible")
        if boxes.count():
            return boxes.first.input_value().strip()
        return self.field(name).inner_text().strip()

    def record_id(self) -> int:
        self.page.wait_for_url(re.compile(r"/\d+(\?|$)"))
        return int(re.search(r"/(\d+)(\?|$)", self.page.url)[1])

    # What a person does

    def type(self, name: str, text: str) -> None:
        self._touch(f"type {name}")
        box = self.field(name).locator("input:visible, textarea:visible").first
        box.click()
        box.fill(text)
        box.press("Tab")

    def write(self, name: str, text: str) -> None:
        """Type into a field with formatted text."""
        self._touch(f"type {name}")
        box = self.field(name).locator(".odoo-editor-editable")
        box.click()
        box.press_sequentially(text)

    def choose(self, name: str, text: str, option: str | None = None) -> None:
        """Type into a field that suggests records, and take a suggestion."""
        self._touch(f"type {name}", f"take {name}")
        box = self.field(name).locator("input:visible").first
        box.click()
        box.fill(text)
        self.page.locator(AUTOCOMPLETE).filter(has_text=option or text).first.click()
        self.idle()

    def pick(self, name: str, label: str) -> None:
        """One of the badges of a field, or of a list that drops down."""
        badges = self.field(name).locator(".o_selection_badge")
        if badges.count():
            self._touch(f"click {name}")
            badges.filter(has_text=label).first.click()
            return
        self._touch(f"open {name}", f"take {name}")
        self.field(name).locator("input:visible").first.click()
        items = self.page.locator(".o_select_menu_item:visible")
        items.filter(has_text=label).first.click()

    def tab(self, title: str) -> None:
        self._touch(f"tab {title}")
        self.here.locator(".o_notebook_headers .nav-link", has_text=title).click()

    def press(self, name: str) -> None:
        """Press a button of the form or of the dialog, and wait for what it does."""
        self._touch(f"press {name}")
        self._shown(name).click()
        self.idle()

    def _shown(self, name: str) -> Locator:
        """The button; what has no room is under "More"."""
        button = self.button(name)
        more = self.here.locator(MORE)
        if not more.count():
            return button
        with contextlib.suppress(Error):
            button.wait_for(timeout=PATIENCE)
            return button
        more.first.click()
        menus = self.page.locator(".o_dropdown_more, .o-dropdown--menu")
        button = menus.locator(f"button[name={name}]:visible").first
        # On a phone it slides in; whoever scrolls while it does closes it again.
        expect(button).to_be_in_viewport(ratio=0.9)
        return button

    def save(self) -> None:
        self._touch("save")
        save = self.page.locator(".o_form_button_save:visible")
        save.first.click()
        save.first.wait_for(state="hidden")
        self.idle()

    def sign(self, name: str) -> None:
        """Open the pad of a signature, and take the one drawn from the name."""
        self._touch(f"sign {name}")
        self.field(name).locator(".o_signature").first.click()
        pad = self.page.locator(".modal:visible")
        pad = pad.filter(has_text="Adopt Your Signature")
        pad.wait_for()
        auto = pad.get_by_text("Auto", exact=True)
        if auto.count():
            auto.first.click()
        agree = pad.get_by_role("button", name="Adopt & Sign")
        expect(agree).to_be_enabled()
        agree.click()
        pad.wait_for(state="hidden")
        self.idle()

    def confirm(self) -> None:
        """Say yes to the question of a button."""
        self._touch("confirm")
        self.dialog.locator(".modal-footer .btn-primary").first.click()
        self.idle()

    def refusal(self) -> str:
        """The text of the error dialog, which is closed then."""
        error = self.page.locator(DIALOG, has=self.page.locator(".o_error_dialog"))
        error.wait_for()
        text = error.locator(".modal-body").inner_text()
        error.locator(".btn-primary").first.click()
        error.wait_for(state="hidden")
        return text

    def notice(self) -> str:
        """The text that appears in the corner, which is closed then."""
        box = self.page.locator(".o_notification").last
        box.wait_for()
        text = box.inner_text()
        box.locator(".o_notification_close").click()
        return text

    # What a person sees

    def expect(self, name: str, text: str) -> None:
        """A field shows this text, now or in a moment."""
        boxes = self.field(name).locator("input:visible, textarea:visible")
        if boxes.count():
            expect(boxes.first).to_have_value(re.compile(re.escape(text)))
        else:
            expect(self.field(name)).to_contain_text(text)

    def idle(self, seconds: float = 60) -> None:
        """Until no question to the server is open any more."""
        limit = time.monotonic() + seconds
        quiet = 0
        while quiet < 4:
            self.page.wait_for_timeout(40)
            quiet = 0 if self._asked else quiet + 1
            assert time.monotonic() < limit, "the page never comes to rest"
        self.page.wait_for_function("() => !document.querySelector('.o_blockUI')")

    def _asked_for(self, request: Request) -> None:
        if request.resource_type in ("xhr", "fetch", "document"):
            self._asked.add(request)

    def _answered(self, request: Request) -> None:
        self._asked.discard(request)

    def _touch(self, *what: str) -> None:
        self.touched += what


class Complaint(Screen):
    """The form of a complaint, with its packages side by side."""

    def open_case(self, id_: int) -> "Complaint":
        self.open(f"complaints/{id_}")
        return self

    def propose(self, *measures: tuple[str, float | None]) -> None:
        """Add a package of measures: the name of its type, and what it counts."""
        self.press("action_propose_solution")
        self.page.locator(".o_complaint_solution_form").wait_for()
        for number, (kind, amount) in enumerate(measures):
            self._touch("add measure")
            self.field("line_ids").locator(".o_field_x2many_list_row_add a").click()
            row = self.field("line_ids").locator("tr.o_data_row").nth(number)
            row.locator("td[name=type_id] input").fill(kind)
            self.page.locator(AUTOCOMPLETE).filter(has_text=kind).first.click()
            self.idle()
            self._touch("type type_id", "take type_id")
            if amount is not None:
                self._touch("type amount")
                row.locator("td[name=amount]").click()
                row.locator("td[name=amount] input").fill(str(amount))

    def back(self) -> None:
        """Back to the case by the path at the top."""
        self._touch("back")
        self.page.locator(
            ".o_breadcrumb .breadcrumb-item a, .o_back_button"
        ).last.click()
        self.page.locator(".o_complaint_form").wait_for()
        self.idle()

    def package(self, name: str) -> Locator:
        cards = self.page.locator(".o_complaint_packages .o_kanban_record")
        return cards.filter(has_text=name).first

    def press_on(self, name: str, button: str) -> None:
        """Press a button on the card of a package."""
        self._touch(f"press {button}")
        self.package(name).locator(f"button[name={button}]:visible").first.click()
        self.idle()

    def state(self, name: str) -> Locator:
        return self.package(name).locator("[name=state]")

    def shows_hint(self, text: str) -> None:
        expect(self.page.locator(".o_complaint_badges .badge")).to_contain_text(text)
