"""The form of an inspection, filled in as an inspector does."""

import base64

from playwright.sync_api import expect

from .screens import AUTOCOMPLETE, Screen

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)
PHOTO = {"name": "ring.png", "mimeType": "image/png", "buffer": PNG}


def fill(inspector: Screen, row: int, method: str, instrument: str, **result) -> None:
    """One line of the results: a figure or an answer, and how it was found."""
    line = inspector.field("inspection_lines").locator("tr.o_data_row").nth(row)
    line.locator("td[name=name]").click()
    if figure := result.get("figure"):
        line.locator("td[name=quantitative_value] input").fill(str(figure))
    if answer := result.get("answer"):
        suggest(inspector, line.locator("td[name=qualitative_value] input"), answer)
    suggest(inspector, line.locator("td[name=method_id] input"), method)
    if instrument:
        suggest(inspector, line.locator("td[name=instrument_id] input"), instrument)


def suggest(screen: Screen, box, text: str) -> None:
    box.click()
    box.fill(text)
    screen.page.locator(AUTOCOMPLETE).filter(has_text=text).first.click()
    screen.idle()


def photographed(inspector: Screen, words: str) -> None:
    inspector.tab("Finding and Photos")
    inspector.type("finding", words)
    inspector.field("photo_ids").locator("input[type=file]").set_input_files([PHOTO])
    expect(inspector.field("photo_ids")).to_contain_text("ring")
    inspector.idle()


def add_row(screen: Screen, rows: str, /, **values: str) -> None:
    table = screen.field(rows)
    table.locator(".o_field_x2many_list_row_add a").click()
    for name, text in values.items():
        table.locator("tr.o_data_row").last.locator(f"td[name={name}] input").fill(text)


def open_question(inspector: Screen, number: str) -> None:
    inspector.open("complaint-referrals")
    rows = inspector.page.locator(".o_data_row, .o_kanban_record", has_text=number)
    rows.first.click()
    inspector.idle()


def begin(inspector: Screen, number: str, test: str) -> None:
    open_question(inspector, number)
    inspector.press("action_inspect")
    inspector.choose("test", test)
    inspector.press("action_todo")
