"""What shop and office do for a customer, step by step on their screens."""

import io
import json
import zipfile

from playwright.sync_api import expect
from pypdf import PdfReader

from .screens import AUTOCOMPLETE, Screen

REQUESTS = "action-customer_relations_addon.customer_privacy_request_action"
ERASURES = "action-customer_relations_addon.customer_erasure_action"
MOMENT = "%m/%d/%Y %H:%M:%S"
CHANNELS = ("by_email", "by_phone")


def pick_customer(screen: Screen, vip: dict) -> None:
    box = screen.field("partner_id").locator("input:visible").first
    box.click()
    box.fill(vip["tag"])
    screen.page.locator(AUTOCOMPLETE).filter(has_text=vip["tag"]).first.click()
    screen.idle()


def moment(screen: Screen, name: str, when) -> None:
    """A day and an hour, as the browser's clock says."""
    field = screen.field(name)
    field.locator("input:visible, button:visible").first.click()
    box = field.locator("input:visible").first
    box.fill(when.strftime(MOMENT))
    box.press("Enter")


def enquired(clerk: Screen, vip: dict, product: str) -> int:
    """The clerk writes down what the customer asks for."""
    clerk.open("enquiries")
    clerk.page.get_by_role("button", name="New", exact=True).first.click()
    clerk.idle()
    clerk.type("name", f"Panda dial for {vip['tag']}")
    pick_customer(clerk, vip)
    clerk.pick("enquiry_kind", "Stock")
    clerk.choose("product_id", product)
    clerk.save()
    clerk.expect("enquiry_state", "To Answer")
    return clerk.record_id()


def quoted(sales: Screen, vip: dict, product: str) -> None:
    """Sales find it among what is to be answered, and send a price."""
    sales.open("enquiries")
    rows = sales.page.locator(".o_data_row", has_text=vip["tag"])
    rows.first.locator("td[name=name]").click()
    sales.idle()
    sales.press("action_sale_quotations_new")
    lines = sales.field("order_line")
    lines.get_by_role("button", name="Add a product").click()
    box = lines.locator("tr.o_data_row input").first
    box.fill(product)
    sales.page.locator(AUTOCOMPLETE).filter(has_text=product).first.click()
    sales.idle()
    sales.press("action_quotation_send")
    sales.press("action_send_mail")
    sales.expect("state", "Quotation Sent")


def consented(clerk: Screen, vip: dict, word: str) -> None:
    """With the screen of the customer's page: what was said, and where it stands."""
    clerk.open(f"relation-customers/{vip['id']}")
    clerk.tab("Consent")
    clerk.page.get_by_role("button", name="Record Consent").click()
    clerk.dialog.wait_for()
    clerk.field("state").get_by_text(word, exact=True).click()
    for name in CHANNELS:
        clerk.field(name).locator("input").check()
    clerk.type("evidence", "Said and signed at the counter.")
    clerk.press("action_record")
    expect(clerk.page.locator(".modal:visible")).to_have_count(0)
    row = clerk.field("consent_ids").locator("tr.o_data_row").first
    expect(row.locator("td[name=state]")).to_have_text(word)


def identified(officer: Screen) -> None:
    officer.press("action_step")
    officer.type("words", "Passport shown at the counter")
    officer.press("action_confirm")
    officer.expect("state", "Identity Checked")


def exported(officer: Screen) -> tuple[dict, str]:
    """Return what is in the file that the officer downloads: data, and the paper."""
    officer.press("action_export")
    with officer.page.expect_download() as file:
        officer.press("action_download")
    book = zipfile.ZipFile(file.value.path())
    assert {"data.json", "summary.pdf"} <= set(book.namelist())
    paper = PdfReader(io.BytesIO(book.read("summary.pdf")))
    text = " ".join(page.extract_text() for page in paper.pages)
    return json.loads(book.read("data.json")), text


def replied(officer: Screen, words: str) -> None:
    officer.press("action_step")
    officer.type("words", words)
    officer.press("action_confirm")
    officer.expect("state", "Answered")


def written(sql, word: str) -> list[str]:
    """Return the tables in which a word is written, in whatever column."""
    tables = sql(
        "SELECT c.table_name, string_agg(quote_ident(c.column_name), ', ')"
        " FROM information_schema.columns c"
        " JOIN information_schema.tables t USING (table_schema, table_name)"
        " WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
        " AND c.data_type IN ('character varying', 'text', 'jsonb') GROUP BY 1",
    )
    look = "SELECT EXISTS (SELECT FROM \"{}\" WHERE concat_ws(' ', {}) ILIKE %s)"
    return [
        table
        for table, columns in tables
        if sql.one(look.format(table, columns), f"%{word}%")
    ]
