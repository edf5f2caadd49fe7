"""Every link between models, tried by itself: none tells of a case of another shop.

Generated from the registry, so that a new model or field is tried without being named.
"""

import json

import pytest

from support import secret as secrets
from support.attack import CLEAN
from support.client import OdooError

# What a case and everything that hangs on it is made of.
OURS = (
    "helpdesk.ticket",
    "complaint.",
    "survey.user_input",
    "mail.activity",
    "mail.message",
)
# Names of attachments are shown by Odoo to whoever links them; nobody links ours.
UPSTREAM = {("ir.attachment", "original_id")}
# Words of a case.
TEXTS = ("char", "text", "html")
STRANGERS = ["clerk2", "watchmaker", "customer"]


@pytest.fixture(scope="module")
def secret(_attack):
    made = secrets.make(_attack)
    secrets.hang(_attack, made.case, made.word)
    return made


@pytest.fixture(scope="module")
def links(_attack):
    """{model: {many2one or x2many field: model of ours that it leads to}}

    Without what every model has, as ``message_ids``: once is enough for those.
    """
    found: dict[str, dict[str, str]] = {}
    for model, name, comodel in _attack.sql(
        "SELECT model, name, relation FROM ir_model_fields"
        " WHERE relation > '' AND (model = %s OR name NOT IN ("
        "   SELECT name FROM ir_model_fields GROUP BY name HAVING count(*) > 20))",
        secrets.TICKET,
    ):
        if comodel.startswith(OURS):
            found.setdefault(model, {})[name] = comodel
    return found


@pytest.fixture(scope="module")
def texts(_attack):
    """{model: stored fields with words in them}"""
    found: dict[str, list[str]] = {}
    for model, name in _attack.sql(
        "SELECT model, name FROM ir_model_fields WHERE store AND ttype IN %s", TEXTS
    ):
        found.setdefault(model, []).append(name)
    return found


def ask(attack, login, model, method, *args, **kwargs):
    """Return the answer, or None when the server says no; a crash of ours fails."""
    try:
        return attack.by(login).call(model, method, *args, **kwargs)
    except OdooError as error:
        place = f"{model}.{method} as {login}"
        clean = error.kind in CLEAN or not model.startswith(OURS[:2])
        assert clean, f"{place}: {error}\n{error.debug}"
        return None


def known_fields(attack, login, model) -> dict:
    return ask(attack, login, model, "fields_get", [], ["type", "searchable"]) or {}


@pytest.mark.parametrize("login", STRANGERS)
def test_no_search_along_a_link_finds_it(attack, secret, links, texts, login):
    """What cannot be read cannot be asked for word by word either."""
    tried = 0
    with attack.nothing_moves():
        for model, names in sorted(links.items()):
            known = known_fields(attack, login, model)
            for name in names.keys() & known.keys():
                if not known[name]["searchable"]:
                    continue
                leaves = [
                    [f"{name}.{text}", "ilike", secret.word]
                    for text in texts.get(names[name], ())
                ]
                found = search_any(attack, login, model, leaves)
                assert not found, f"{login} finds {model} {found} through {name}"
                tried += 1
    assert tried > 10


def search_any(attack, login, model, leaves):
    """Ask all at once; one by one when the server minds one of them."""
    if not leaves:
        return []
    domain = ["|"] * (len(leaves) - 1) + leaves
    found = ask(attack, login, model, "search", domain, limit=3)
    if found is not None or len(leaves) == 1:
        return found
    half = len(leaves) // 2
    return search_any(attack, login, model, leaves[:half]) or search_any(
        attack, login, model, leaves[half:]
    )


@pytest.mark.parametrize("login", STRANGERS)
def test_no_screen_is_filled_in_from_it(attack, secret, links, login):
    """A new record that is linked to it, by a value or the context, shows nothing."""
    ids = {
        model: rows[-1]
        for model, rows in secrets.records_of(
            attack, secret.case, secret.package
        ).items()
    }
    for model in ("referral", "custody", "notice"):
        ids[f"complaint.{model}"] = attack.sql.one(
            f"SELECT max(id) FROM complaint_{model} WHERE ticket_id = %s", secret.case
        )
    tried = 0
    with attack.nothing_moves():
        for model, names in sorted(links.items()):
            known = known_fields(attack, login, model)
            spec = {
                name: {"fields": {"display_name": {}}} if "2" in field["type"] else {}
                for name, field in known.items()
            }
            for name in names.keys() & known.keys():
                id_ = ids.get(names[name])
                if not id_ or (model, name) in UPSTREAM:
                    continue
                link = id_ if known[name]["type"] == "many2one" else [[4, id_, 0]]
                for values, context in (
                    ({name: link}, {}),
                    ({}, {f"default_{name}": link}),
                ):
                    given = ([], values, list(values), spec)
                    shown = ask(
                        attack, login, model, "onchange", *given, context=context
                    )
                    assert secret.word not in json.dumps(shown), f"{model}.{name}"
                tried += 1
    assert tried
