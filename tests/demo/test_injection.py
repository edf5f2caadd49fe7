"""Scripts in every text that somebody typed, and in every parameter: none is run."""

import re
from urllib.parse import quote

import pytest

from support.browser import Window
from support.injection import CODE, SCRIPT, TOUR, Injection, running, tour
from support.world import ADDONS

PARAMETER = re.compile(r"<(?:[^:<>]+:)?([a-z_]+)>")
STARTED = "() => odoo.__WOWL_DEBUG__?.root?.env?.services?.action"
# Who opens the screens: together they have every menu of ours.
READERS = ["manager", "privacy"]
# Fields of forms that no route names.
TYPED = {
    *("name", "email", "phone", "description", "text", "subject", "purchase_date"),
    *("article", "order", "wish", "category", "submission", "consent", "details", "q"),
    *("store", "lang", "page", "sortby", "filterby", "search", "search_in", "done"),
}


@pytest.fixture(scope="module")
def injected(world):
    with Injection(world) as injection:
        yield injection


@pytest.fixture(scope="module")
def links(world):
    return world.by("").route("/desk_test/links", login="customer")


def test_the_script_would_be_found():
    assert len(running(f"<p>{SCRIPT}</p>")) == 2
    assert len(running(f'<input value="{SCRIPT}">')) == 2
    assert not running(f"<p>{SCRIPT.replace('<', '&lt;')}</p>")


def test_nearly_every_text_holds_the_script(world, injected):
    own = {
        name
        for name in world.lasting
        if world.registry.models[name]["own"]
        and world.registry.stored(name, "char", "text")
    }
    assert len(own & injected.filled.keys()) > 80
    assert sum(map(len, injected.filled.values())) > 300


def test_no_paper_mail_or_notice_runs_it(world, injected):
    answer = world.by("").route("/desk_test/papers", addons=ADDONS)
    assert not answer["crashes"], "\n".join(answer["crashes"])
    shown = [what for what, html in answer["papers"] if CODE in html]
    assert len(shown) > 40
    wrong = {what: found for what, html in answer["papers"] if (found := running(html))}
    assert not wrong


def test_no_page_of_a_customer_runs_it(world, injected, links):
    pages = {
        "": [
            *(links["track"], links["done"], links["consent"]),
            *("/complaint", "/privacy", "/help", "/help?q=watch"),
            *(f"/help/{page}" for page in links["helps"]),
        ],
        "customer": [
            *("/my", "/my/complaints", f"/my/complaints/{links['case']}"),
            *("/my/privacy", "/my/tickets"),
        ],
    }
    world.sql("DELETE FROM complaint_visit")
    shown = 0
    for login, paths in pages.items():
        for path in paths:
            reply = world.by(login).get(path)
            assert reply.status_code == 200, (path, reply.status_code)
            assert not running(reply.text), (path, running(reply.text))
            shown += CODE in reply.text
    assert shown > 8


@pytest.mark.parametrize("login", ["", "customer"])
def test_no_parameter_comes_back_as_a_script(world, injected, links, login):
    """Each route with the script in all its parameters, by address and by form."""
    wrong, echoed = [], set()
    client, token = world.by(login), {"csrf_token": world.by(login).csrf_token()}
    for route in world.registry.routes:
        if route["type"] == "jsonrpc":
            continue
        values = dict.fromkeys({*TYPED, *route["parameters"]}, SCRIPT)
        # too long for what is taken, so that it is shown again
        forms = [{**values, **token}, {**values, **token, "text": SCRIPT * 200}]
        world.sql("DELETE FROM complaint_visit")
        for path in paths(route["rule"], links):
            replies = [client.get(path, params=values)]
            if "POST" in route["methods"] or not route["methods"]:
                where = client.url + path
                replies += [client.http.post(where, form) for form in forms]
            for reply in replies:
                assert reply.status_code < 500, (path, reply.text[:1000])
                if CODE in reply.text:
                    echoed.add(route["rule"])
                if found := running(reply.text):
                    wrong.append((route["rule"], reply.status_code, found))
    assert not wrong
    assert len(echoed) > 10


def paths(rule: str, links: dict) -> list[str]:
    """With the script for every text, and as the customer's own."""
    token = links["track"].rpartition("/")[2]
    partner, consent = links["consent"].split("/")[-2:]
    own = {"ticket_id": links["case"], "page_id": links["helps"][0]}
    own |= {"partner_id": partner, "token": consent if "privacy" in rule else token}
    return sorted({_path(rule, {}), _path(rule, own)})


def _path(rule: str, values: dict) -> str:
    def value(found) -> str:
        known = values.get(found[1], 1 if "int:" in found[0] else SCRIPT)
        return quote(str(known), safe="")

    return PARAMETER.sub(value, rule)


def test_no_screen_runs_it(world, injected, _chromium):
    done, opened = set(), []
    for login in READERS:
        window = Window(_chromium, world.server.url)
        try:
            page = window.sign_in(login)
            page.wait_for_function(STARTED, timeout=90_000)
            told = page.evaluate(TOUR, tour(world, login, done))
            opened += told["shown"]
            assert told["pwned"] == "undefined", f"{login} runs the script"
            assert not told["failed"], f"{login} cannot draw: {told['failed'][:5]}"
        finally:
            window.close()
    assert len(opened) > 150
