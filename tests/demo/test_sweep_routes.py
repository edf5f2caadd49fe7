"""Every page and route of ours, read from the routing map, with guessed numbers.

What exists and what does not must answer alike, so that nobody learns which is which.
"""

import re

import pytest

from support.client import OdooError
from support.routes import EXAMPLES, PARAMETER

NOTHING = 2**31 - 2
# Not looked up: they choose among what the caller may see anyway.
CHOICES = {"page", "kind", "survey_token"}
# Tokens of a page, what was asked for, and numbers in generated names.
CHANGING = re.compile(r"[0-9a-f]{16,}(o\d+)?|\d+")
CALLERS = ["", "customer2", "employee"]
# Counted for limits and figures, whoever comes; and an empty form of one's own page
# withdraws one's own consents.
COUNTERS = {"complaint_visit", "customer_consent", "help_search", "help_view"}


@pytest.fixture(scope="module")
def examples(world):
    return {name: world.sql.one(query) for name, query in EXAMPLES.items()}


def test_every_parameter_has_an_example(world):
    used = {
        name
        for route in world.registry.routes
        for name in PARAMETER.findall(route["rule"])
    }
    assert used <= EXAMPLES.keys(), (
        "say in tests/support/routes.py what each stands for:"
        f" {sorted(used - EXAMPLES.keys())}"
    )


def path(rule: str, values: dict) -> str:
    return PARAMETER.sub(lambda found: str(values[found[1]]), rule)


def visit(world, login: str, route: dict, values: dict) -> tuple:
    """(status, text without what changes by itself) of one visit."""
    world.sql("DELETE FROM complaint_visit")
    client, where = world.by(login), path(route["rule"], values)
    if route["type"] == "jsonrpc":
        try:
            answer = client.route(where)
        except OdooError as error:
            return (error.kind, error.message)
        return ("ok", str(answer))
    send = client.get if "POST" not in route["methods"] else client.post
    if "GET" in route["methods"] or not route["methods"]:
        send = client.get
    reply = send(where, allow_redirects=False)
    assert reply.status_code < 500, f"{where} as {login}: {reply.text[:1000]}"
    moved = reply.headers.get("Location")
    return (reply.status_code, CHANGING.sub("#", moved or reply.text))


@pytest.mark.parametrize("login", CALLERS)
def test_what_exists_answers_like_what_does_not(world, examples, login):
    different, tried = [], 0
    before = world.fingerprint(COUNTERS)
    for route in world.registry.routes:
        names = PARAMETER.findall(route["rule"])
        there = {name: examples[name] for name in names}
        first = visit(world, login, route, there)
        tried += 1
        assert "[~" not in first[1] or not names, f"{route['rule']} tells {login}"
        if not set(names) - CHOICES:
            continue
        missing = {
            name: value
            if name in CHOICES
            else NOTHING
            if isinstance(value, int)
            else "0" * len(value)
            for name, value in there.items()
        }
        if (second := visit(world, login, route, missing)) != first:
            different.append((route["rule"], first[0], second[0], first[1][:200]))
    assert tried > 40
    assert not different, f"{login} learns what exists: {different}"
    assert world.fingerprint(COUNTERS) == before


def test_a_link_stops_being_tried(world):
    """After some guesses from one network the door stays shut for right ones too."""
    known = world.by("").route("/desk_test/links", login="customer")
    right = known["consent"]
    wrong = f"{right.rpartition('/')[0]}/{'a' * 64}"
    stranger = world.by("")
    world.sql("DELETE FROM complaint_visit")
    assert stranger.get(right).status_code == 200
    codes = {stranger.get(wrong).status_code for _try in range(60)}
    assert codes == {404}
    assert world.sql.one("SELECT sum(count) FROM complaint_visit") == 61
    assert stranger.get(right).status_code == 404, "the right one is still taken"
    assert stranger.post(f"{right}/unsubscribe").status_code == 404
    # an hour later
    world.sql("DELETE FROM complaint_visit")
    assert stranger.get(right).status_code == 200


def test_a_case_stays_open_for_its_customer(world):
    """Guesses at links of cases are sent away; a phone network's customers are not."""
    right = world.by("").route("/desk_test/links", login="customer")["track"]
    wrong = f"{right[:-40]}{'a' * 40}"
    stranger = world.by("")
    world.sql("DELETE FROM complaint_visit")
    codes = [stranger.get(wrong).status_code for _try in range(32)]
    assert codes == [404] * 30 + [429] * 2
    assert stranger.get(right).status_code == 200
    # what is written counts on its own
    world.sql("UPDATE complaint_visit SET page = 'track', count = 1000")
    reply = stranger.post(f"{right}/message", {"text": "Words"})
    assert reply.status_code == 429
    world.sql("DELETE FROM complaint_visit")
