"""Steps that several journeys share: jobs, the survey, the width of a page."""

import re

from playwright.sync_api import Page, expect

from .screens import Screen


def run_cron(admin, sql, module: str, name: str) -> None:
    cron_id = sql.one(
        "SELECT res_id FROM ir_model_data WHERE module = %s AND name = %s", module, name
    )
    admin.call("ir.cron", "method_direct_trigger", [cron_id])


def survey_mail(rpc, sql, smtp_sink, watch: dict) -> str:
    """The scheduled actions send the mail; its link is what the customer gets."""
    admin = rpc("admin")
    run_cron(admin, sql, "retail_complaint_addon", "ir_cron_complaint_surveys")
    run_cron(admin, sql, "mail", "ir_cron_mail_scheduler_action")
    smtp_sink.wait_for(1)
    [mail] = smtp_sink.to(watch["email"])
    assert "How did we deal with your complaint" in mail["Subject"]
    body = mail.get_body(("html",)).get_content()
    assert watch["customer"] in " ".join(body.split()), body
    link = re.search(r'href="https?://[^/"]+(/survey/start/[^"]+)"', body)[1]
    return link.replace("&amp;", "&")


def customer_answers(window, link: str) -> None:
    """In a browser without a login: 4 of 5, effort 2, recommendation 9."""
    page = window().page
    page.goto(link)
    page.locator("body[is-ready=true]").wait_for(state="attached")
    page.get_by_role("button", name="Start Survey").click()
    answer(page, "How satisfied are you with the result?", 4)
    answer(page, "with the way we dealt with it?", 5)
    answer(page, "How much effort", 2)
    answer(page, "How likely are you to recommend", 9)
    question(page, "Is the matter settled").get_by_text("Yes, it is settled").click()
    question(page, "anything else").locator("textarea").fill("Quick and friendly.")
    page.get_by_role("button", name="Submit").click()
    page.locator(".modal").get_by_role("button", name="Submit").click()
    expect(page.get_by_text("Your answers have reached us")).to_be_visible()


def question(page, title: str):
    return page.locator(".js_question-wrapper", has_text=title).first


def answer(page, title: str, score: int) -> None:
    question(page, title).locator(f"label[for$='_{score}']").click()


def from_the_clock(person: Screen, model: str, when: str, text: str) -> None:
    """Open a to-do as people find it: under the clock in the bar at the top.

    :param when: Late, Today or Future
    """
    page = person.page
    page.locator(".o_menu_systray i[aria-label=Activities]").click()
    group = page.locator(f".o-mail-ActivityGroup[data-model_name='{model}']")
    group.get_by_text(when).click()
    person.idle()
    rows = page.locator(".o_data_row, .o_kanban_record", has_text=text)
    # not in the middle of the row, where a picture may show who somebody is
    rows.first.get_by_text(text).first.click()
    person.idle()


def paper(person: Screen, button: str) -> bytes:
    """Press a button that shows a paper in a new tab; return the paper."""
    context = person.page.context
    with context.expect_page() as tab:
        person.press(button)
    shown = context.request.get(tab.value.url)
    assert "application/pdf" in shown.headers["content-type"]
    tab.value.close()
    return shown.body()


def fits(screen: Screen) -> None:
    """No sideways scrolling."""
    wide = screen.page.evaluate(
        "() => document.documentElement.scrollWidth - window.innerWidth"
    )
    assert wide <= 0, f"the page is {wide} px too wide"


def sign(page: Page) -> None:
    """Draw a line with the finger, as on a phone."""
    pad = page.locator("canvas").first
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    left, middle = box["x"] + 20, box["y"] + box["height"] / 2
    page.mouse.move(left, middle)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(left + 15 * step, middle + (8 if step % 2 else -8))
    page.mouse.up()
