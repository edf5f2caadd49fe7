"""Junk at every door: methods, values, pages, forms, headers. A clear no, no crash.

Models, methods and routes are read from the running server, as in ``test_sweep.py``.
"""

import itertools
import json
import re

import pytest
import requests

from support import junk
from support.attack import CLEAN
from support.routes import EXAMPLES, PARAMETER
from support.sweep import chunks

# May write the most, so that junk reaches the most.
SOMEBODY = "manager"
CALLERS = ["", "customer2", "manager"]
# Odoo's own doors write down as an error what is no message at all, and say no.
NO_MESSAGE = r"Exception during request.*(JSONDecodeError|jsonrpc\(\) missing)"

# Refusals of Odoo itself, before anything of ours is asked.
ODOO = CLEAN | {
    "AccessDenied",
    "BadRequest",
    "Forbidden",
    "NotFound",
    "SessionExpiredException",
}


def crashed(world, calls: list) -> list[str]:
    """Make the calls, a few hundred in one request; say which of them crashed."""
    client, answers = world.by(SOMEBODY), []
    for part in chunks(calls):
        answers += client.route("/desk_test/calls", calls_made=part)
    return [
        ascii(call)[:300] + f": {answer['crash']}\n{answer['traceback'][-500:]}"
        for call, answer in zip(calls, answers, strict=True)
        if "crash" in answer
    ]


def target(world, model: str) -> int:
    """A record that they find, or else none."""
    if model not in world.told_of:
        return 0
    return (world.look(SOMEBODY)[model]["ids"] or [0])[0]


def test_no_value_of_a_field_crashes(world):
    registry = world.registry
    models = [name for name in world.told_of if registry.models[name]["own"]]
    screens = [name for name in registry.screens() if registry.models[name]["own"]]
    calls = [
        call
        for model in [*models, "helpdesk.ticket", *screens]
        for call in junk.for_fields(registry, model, target(world, model), 2)
    ]
    assert len(calls) > 3000
    wrong = crashed(world, calls)
    assert not wrong, f"{len(wrong)} of {len(calls)}:\n" + "\n".join(wrong[:25])


def test_no_argument_of_a_method_crashes(world):
    calls = [
        call
        for model in world.told_of
        for call in junk.for_methods(world.registry, model, target(world, model))
    ]
    assert len(calls) > 300
    wrong = crashed(world, calls)
    assert not wrong, f"{len(wrong)} of {len(calls)}:\n" + "\n".join(wrong[:25])


@pytest.fixture(scope="module")
def doors(world):
    """(route, address with numbers that fit) of every page and route of ours."""
    known = {name: world.sql.one(query) for name, query in EXAMPLES.items()}
    found = []
    for route in world.registry.routes:
        fits = PARAMETER.sub(lambda part: str(known[part[1]]), route["rule"])
        found.append((route, fits))
    return found


def junk_address(route: dict, text: str) -> str:
    return PARAMETER.sub(lambda _part: junk.in_address(text), route["rule"])


def send(world, login: str, method: str, path: str, **more) -> requests.Response:
    world.by(login)
    # not the session of the others: what is sent here may end it
    client = world.by(login).http
    cookies = requests.utils.dict_from_cookiejar(client.cookies)
    with requests.Session() as once:
        once.trust_env = False
        return once.request(
            method,
            world.server.url + path,
            cookies=None if "Cookie" in (more.get("headers") or {}) else cookies,
            timeout=60,
            allow_redirects=False,
            **more,
        )


def unclear(reply: requests.Response) -> str:
    """What is wrong with an answer, or nothing."""
    if reply.status_code >= 500:
        return f"HTTP {reply.status_code} {reply.text[:300]}"
    if "json" not in reply.headers.get("Content-Type", ""):
        return ""
    try:
        error = reply.json().get("error")
    except (ValueError, AttributeError):
        return ""
    name = (error or {}).get("data", {}).get("name", "").rpartition(".")[2]
    return f"{name}: {error['data']['debug'][-400:]}" if name not in {"", *ODOO} else ""


@pytest.mark.parametrize("login", CALLERS)
def test_no_address_or_query_crashes(world, doors, login):
    """Each of them at some page, and each page with some of them."""
    wrong, tried = [], 0
    texts, queries = itertools.cycle(junk.TEXTS), itertools.cycle(junk.QUERIES)
    for route, fits in doors:
        world.sql("DELETE FROM complaint_visit")
        if route["type"] == "jsonrpc":
            continue
        paths = [f"{fits}?{next(queries)}"]
        names = {*route["parameters"], "page", "store", "sortby", "search"}
        for text in itertools.islice(texts, 4):
            if PARAMETER.search(route["rule"]):
                paths.append(junk_address(route, text))
            value = junk.in_address(text)
            paths.append(f"{fits}?" + "&".join(f"{name}={value}" for name in names))
        for path in paths:
            tried += 1
            reply = send(world, login, "GET", path)
            if problem := unclear(reply):
                wrong.append(f"{login} {path[:200]}: {problem}")
    assert tried > 200
    assert not wrong, "\n".join(wrong[:20])


@pytest.mark.parametrize("login", CALLERS[:2])
def test_no_body_or_header_crashes(world, doors, login):
    wrong, odd = [], itertools.cycle(junk.HEADERS)
    for route, fits in doors:
        world.sql("DELETE FROM complaint_visit")
        is_json = route["type"] == "jsonrpc"
        if is_json or "POST" in route["methods"]:
            for kind, bodies in junk.BODIES.items():
                for body in bodies if is_json == (kind == "application/json") else ():
                    headers = {"Content-Type": kind}
                    reply = send(world, login, "POST", fits, data=body, headers=headers)
                    if problem := unclear(reply):
                        wrong.append(f"{login} {fits} {kind} {body[:40]!r}: {problem}")
        for headers in [] if is_json else itertools.islice(odd, 2):
            sent = {name: value.encode("latin-1") for name, value in headers.items()}
            reply = send(world, login, "GET", fits, headers=sent)
            if problem := unclear(reply):
                wrong.append(f"{login} {fits} {headers}: {problem}")
    assert not wrong, "\n".join(wrong[:20])


def test_no_form_with_its_token_crashes(world, doors):
    """Past the token: junk in every field, and files where texts are wanted."""
    wrong, texts = [], itertools.cycle(junk.TEXTS)
    for login in CALLERS[:2]:
        client = world.by(login)
        token = client.csrf_token()
        for route, fits in doors:
            if route["type"] == "jsonrpc" or "POST" not in route["methods"]:
                continue
            names = {*route["parameters"], "text", "what", "email", "subject"}
            for text in itertools.islice(texts, 3):
                world.sql("DELETE FROM complaint_visit")
                form = {**dict.fromkeys(names, text), "csrf_token": token}
                wrong += post(client, fits, data=form)
            files = {name: ("../x\u202e", b"\x00" * 100) for name in names}
            wrong += post(client, fits, data={"csrf_token": token}, files=files)
    assert not wrong, "\n".join(wrong[:20])


def post(client, path: str, **more) -> list[str]:
    reply = client.http.post(
        client.url + path, timeout=60, allow_redirects=False, **more
    )
    problem = unclear(reply)
    return [f"{client.login} {path}: {problem}"] if problem else []


@pytest.mark.parametrize("door", ["json2", "jsonrpc", "call_kw"])
def test_no_message_of_a_program_crashes(world, door):
    """Whole messages that are none, through the doors of programs."""
    world.server.expect("ERROR", r"odoo\.http", NO_MESSAGE)
    client = world.by(SOMEBODY)
    key = {"Authorization": "bearer x" * 3, "X-Odoo-Database": world.server.database}
    paths = {
        "json2": "/json/2/helpdesk.ticket/action_acknowledge",
        "jsonrpc": "/jsonrpc",
        "call_kw": "/web/dataset/call_kw/helpdesk.ticket/action_acknowledge",
    }
    wrong = []
    for body in junk.BODIES["application/json"]:
        reply = client.http.post(
            client.url + paths[door],
            data=body,
            headers={"Content-Type": "application/json", **key},
            timeout=60,
        )
        if reply.status_code >= 500:
            wrong.append(f"{body[:40]!r}: HTTP {reply.status_code} {reply.text[:200]}")
    assert not wrong, "\n".join(wrong)


def test_what_a_program_gets_is_clear(world):
    """JSON-2 with a key: the status says whose fault it is, the message what."""
    client = world.by(SOMEBODY)
    client.make_key(world.sql.connection)
    ticket = target(world, "helpdesk.ticket")
    tries = {
        "create": {"vals_list": [{"severity": 7}]},
        "write": {"ids": [ticket], "vals": {"received_at": "yesterday"}},
        "action_acknowledge": {"ids": [2**31 - 2]},
        "nothing_of_the_kind": {},
        "action_close_complaint": {"ids": [ticket], "nope": 1},
    }
    for method, body in tries.items():
        reply = requests.post(
            f"{client.url}/json/2/helpdesk.ticket/{method}",
            data=json.dumps(body),
            headers={
                "Authorization": f"bearer {client.key}",
                "X-Odoo-Database": world.server.database,
                "Content-Type": "application/json",
            },
            timeout=60,
        )
        assert 400 <= reply.status_code < 500, f"{method}: {reply.text[:500]}"
        assert reply.json()["message"].strip(), method


def test_nothing_of_it_is_an_error_in_the_log(world):
    mine = re.compile(f"{NO_MESSAGE}|could not serialize", re.DOTALL)
    bad = [
        str(record)
        for record in world.server.log_records()
        if record.level != "WARNING" and not mine.search(record.text)
    ]
    assert not bad, "\n".join(bad[:20])
