#!/usr/bin/env python3
"""Take the pictures of the user guide from a running demo server.

    docs/screenshots.py [--base-url URL] [--out docs/images] [NAME ...]

Needs Playwright and a Chromium on the PATH. Every picture is one ``Shot`` below: who is
logged in, which address is opened, what is done there, and the name of the file.
"""

import argparse
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

DESKTOP = {"width": 1366, "height": 900}
PHONE = {"width": 390, "height": 844}
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
READY = ".o_action_manager .o_action, .o_form_view, .o_home_menu"


@dataclass(frozen=True)
class Shot:
    """One picture.

    :param steps: (verb, selector[, text]) with the verbs of ``run_step``
    :param size: the window, as DESKTOP or PHONE
    """

    name: str
    login: str
    path: str
    steps: tuple = ()
    size: str = "desktop"


FIRST_ROW = ".o_data_row >> nth=0 >> .o_data_cell >> nth=2"
OPEN = ("click", FIRST_ROW)
FIRST_CARD = ".o_kanban_record:not(.o_kanban_ghost) >> nth=0"
# A regular customer of the demo company, with two years of everything
CUSTOMER = (
    ("fill", ".o_searchview_input", "Eugene Tsang"),
    ("press", ".o_searchview_input", "Enter"),
    ("click", FIRST_CARD),
    ("wait", ".o_form_view"),
)
# The case behind the first request waiting for the manager
CASE = (
    ("click", FIRST_ROW),
    ("click", "button[name=action_open_case]"),
    ("wait", ".o_complaint_form"),
)
SHOTS = (
    Shot("home_clerk", "clerk", "complaint-home"),
    Shot("home_clerk_phone", "clerk", "complaint-home", size="phone"),
    Shot("home_supervisor", "supervisor", "complaint-home"),
    Shot("home_manager", "manager", "complaint-home"),
    Shot("home_auditor", "auditor", "complaint-home"),
    Shot("complaint_new", "clerk", "complaints/new"),
    Shot("complaint_new_phone", "clerk", "complaints/new", size="phone"),
    Shot("complaint_list", "manager", "complaints"),
    Shot("complaint_kanban", "supervisor", "complaints?view_type=kanban"),
    Shot("complaint_calendar", "supervisor", "complaints?view_type=calendar"),
    Shot("complaint_form", "manager", "complaint-approvals", steps=CASE),
    Shot(
        "complaint_packages",
        "manager",
        "complaint-approvals",
        steps=(
            *CASE,
            ("click", ".nav-link[name=packages]"),
            ("scroll", ".o_complaint_packages .o_kanban_record >> nth=0"),
        ),
    ),
    Shot(
        "complaint_result",
        "manager",
        "complaint-approvals",
        steps=(
            *CASE,
            ("click", ".nav-link[name=result]"),
            ("scroll", ".o_field_widget[name=customer_outcome]"),
        ),
    ),
    Shot(
        "settle_on_the_spot",
        "clerk",
        "my-complaints",
        steps=(
            ("click", FIRST_ROW),
            ("click", "button[name=action_settle_on_site]:visible"),
            ("wait", ".modal button[name=action_settle]"),
        ),
    ),
    Shot("package", "clerk", "complaint-packages-todo", steps=(("click", FIRST_ROW),)),
    Shot("packages", "supervisor", "complaint-packages-todo"),
    Shot("to_approve", "manager", "complaint-approvals"),
    Shot("approval", "manager", "complaint-approvals", steps=(("click", FIRST_ROW),)),
    Shot("to_approve_phone", "manager", "complaint-approvals", size="phone"),
    Shot(
        "approval_phone",
        "manager",
        "complaint-approvals",
        steps=(("click", FIRST_CARD),),
        size="phone",
    ),
    Shot(
        "approve_phone",
        "manager",
        "complaint-approvals",
        steps=(
            ("click", FIRST_CARD),
            ("click", "button[name=action_open_decide]:visible"),
            ("wait", ".modal button[name=action_approve]"),
        ),
        size="phone",
    ),
    Shot("my_authority", "clerk", "my-authority"),
    Shot("my_authority_phone", "clerk", "my-authority", size="phone"),
    Shot(
        "authority_matrix",
        "manager",
        "my-authority",
        steps=(("scroll", ".o_complaint_matrix tr >> nth=-1"),),
    ),
    Shot("authority_register", "admin", "complaint-authorities"),
    Shot(
        "authority",
        "admin",
        "complaint-authorities",
        steps=(("click", ".o_data_row >> nth=0 >> .o_data_cell >> nth=0"),),
    ),
    Shot("conditions", "admin", "complaint-conditions"),
    Shot("decision_log", "auditor", "complaint-decisions"),
    Shot(
        "decision_log_verified",
        "auditor",
        "complaint-decisions",
        steps=(
            ("click", "button[name=action_verify_log]"),
            ("wait", ".o_notification"),
        ),
    ),
    Shot("report_complaints", "manager", "complaint-report"),
    Shot("report_pivot", "manager", "complaint-report?view_type=pivot"),
    Shot("report_satisfaction", "manager", "complaint-satisfaction"),
    Shot("dashboard", "manager", "complaint-dashboard"),
    Shot("dashboard_phone", "manager", "complaint-dashboard", size="phone"),
    Shot(
        "dashboard_tables",
        "manager",
        "complaint-dashboard",
        steps=(("scroll", "[data-table=channel]"),),
    ),
    Shot("report_analysis", "manager", "complaint-analysis"),
    Shot(
        "period_report",
        "manager",
        "complaint-dashboard",
        steps=(
            ("click", ".o_complaint_print"),
            ("wait", ".modal button[name=action_print_pdf]"),
        ),
    ),
    Shot("incoming_mail", "manager", "complaint-mail"),
    Shot("watch_models", "manager", "watch-models"),
    Shot("watch_model", "manager", "watch-models?view_type=list", steps=(OPEN,)),
    Shot(
        "watch_diagnosis",
        "watchmaker",
        "watch-diagnoses",
        steps=(
            ("click", ".o_facet_remove"),
            # the newest sheets wait to be measured
            ("click", ".o_data_row >> nth=6 >> .o_data_cell >> nth=2"),
            ("wait", ".o_form_view"),
        ),
    ),
    Shot(
        "watch_diagnosis_phone",
        "watchmaker",
        "watch-diagnoses",
        steps=(("click", FIRST_CARD),),
        size="phone",
    ),
    Shot("watch_repairs", "watchmaker", "watch-repairs"),
    Shot("watch_loans", "manager", "watch-loans"),
    Shot("watch_analysis", "manager", "watch-analysis"),
    Shot("watch_faults_by_age", "manager", "watch-faults-by-age"),
    Shot("jewellery_pieces", "investigator", "jewellery-pieces"),
    Shot("jewellery_piece", "investigator", "jewellery-pieces", steps=(OPEN,)),
    Shot("jewellery_inspections", "investigator", "jewellery-inspections"),
    Shot("jewellery_investigations", "investigator", "jewellery-investigations"),
    Shot(
        "jewellery_investigation",
        "investigator",
        "jewellery-investigations",
        steps=(
            ("click", ".o_facet_remove"),
            ("click", ".o_data_row:has-text('Critical'):has-text('Alloy')"),
            ("wait", ".o_form_view"),
            ("click", ".nav-link[name=cause]"),
        ),
    ),
    Shot("jewellery_what_works", "manager", "what-works"),
    Shot("jewellery_claims", "manager", "jewellery-supplier-claims"),
    Shot(
        "exchange_entry",
        "clerk",
        "relation-customers",
        steps=(
            *CUSTOMER,
            ("click", ".o_exchange_entry"),
            ("wait", ".modal .o_form_view"),
            ("fill", ".modal [name=subject] input", "Asked when the Ridge arrives"),
            ("fill", ".modal [name=promise] input", "Call with the price"),
            ("click", ".modal .modal-title"),
        ),
    ),
    Shot(
        "customer_timeline",
        "supervisor",
        "relation-customers",
        steps=(
            *CUSTOMER,
            ("click", ".nav-link[name=relations_timeline]"),
            ("wait", ".o_customer_timeline_line"),
            ("scroll", ".o_customer_timeline_line >> nth=4"),
        ),
    ),
    Shot("store_day_phone", "clerk", "store-today", size="phone"),
    Shot("service_lights", "manager", "service-lights"),
    Shot(
        "consent",
        "clerk",
        "relation-customers",
        steps=(
            *CUSTOMER,
            ("click", ".nav-link[name=consent]"),
            ("click", "button:has-text('Record Consent'):visible"),
            ("wait", ".modal .o_form_view"),
        ),
    ),
    Shot(
        "privacy_request",
        "compliance",
        "action-customer_relations_addon.customer_privacy_request_action",
        steps=(("click", ".o_data_row:has-text('P2026-0006')"),),
    ),
)


def log_in(page: Page, base_url: str, login: str) -> None:
    """Log in as a demo person; the password is the login."""
    page.goto(f"{base_url}/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", login)
    page.click("form.oe_login_form button[type=submit]")
    page.wait_for_url("**/odoo**", timeout=120_000)


def settle(page: Page) -> None:
    """Wait until the page shows what it loads; its bus connection never ends."""
    page.wait_for_selector(READY, timeout=60_000)
    page.wait_for_function(
        "!document.querySelector('.o_loading_indicator, .o_blockUI')"
    )
    page.wait_for_timeout(600)


def run_step(page: Page, step: tuple) -> None:
    verb, selector, *rest = step
    if verb == "click":
        page.click(selector)
    elif verb == "fill":
        page.fill(selector, rest[0])
    elif verb == "press":
        page.press(selector, rest[0])
    elif verb == "scroll":
        page.locator(selector).first.scroll_into_view_if_needed()
    elif verb == "wait":
        page.wait_for_selector(selector)
    else:
        raise ValueError(f"unknown step {verb!r}")
    settle(page)


def take(page: Page, base_url: str, shot: Shot, folder: Path) -> None:
    page.goto(f"{base_url}/odoo/{shot.path}")
    settle(page)
    for step in shot.steps:
        run_step(page, step)
    page.screenshot(path=str(folder / f"{shot.name}.png"))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--base-url", default="http://127.0.0.1:8069")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "images")
    parser.add_argument("names", nargs="*", help="only these pictures")
    options = parser.parse_args(argv)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        print("No Chromium on the PATH. Install the package chromium.", file=sys.stderr)
        return 1
    wanted = [s for s in SHOTS if not options.names or s.name in options.names]
    options.out.mkdir(parents=True, exist_ok=True)
    failed = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=BROWSER_FLAGS
        )
        pages: dict[tuple[str, str], Page] = {}
        for shot in wanted:
            key = (shot.login, shot.size)
            try:
                if key not in pages:
                    phone = shot.size == "phone"
                    context = browser.new_context(
                        viewport=PHONE if phone else DESKTOP,
                        is_mobile=phone,
                        has_touch=phone,
                        device_scale_factor=2 if phone else 1,
                        locale="en-GB",
                        timezone_id="Asia/Hong_Kong",
                    )
                    pages[key] = context.new_page()
                    log_in(pages[key], options.base_url, shot.login)
                take(pages[key], options.base_url, shot, options.out)
                print(f"{shot.name}.png")
            except Exception as error:  # one picture must not stop the others
                failed += 1
                print(f"{shot.name}: {error}", file=sys.stderr)
        browser.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
