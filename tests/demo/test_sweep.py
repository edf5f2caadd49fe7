"""Everybody tries everything: calls generated from the registry, on the demo company.

Every public method of every model of ours, on a record in every state, as everybody;
what is expected stands in ``support/expected.py``.
"""

import pytest

from support import expected


@pytest.fixture(scope="module", params=expected.SWEPT)
def swept(request, world):
    """Who it is, and what came of all their calls."""
    return request.param, world.sweep(request.param)


def said(place, call, answer) -> str:
    model, method, *rest = call
    shown = {key: answer[key] for key in ("changed", "told", "crash") if key in answer}
    return f"{place} {model}.{method}{tuple(rest)}: {shown}"[:600]


def test_every_model_is_declared(world):
    own = [name for name in world.told_of if world.registry.models[name]["own"]]
    missing = set(own) - expected.known(own)
    assert not missing, (
        f"say in tests/support/expected.py who sees and changes {sorted(missing)}"
    )


def test_every_model_has_a_record(world):
    own = [name for name in world.told_of if world.registry.models[name]["own"]]
    empty = [name for name in own if not any(world.records[name].values())]
    assert not empty, (
        f"nothing of {empty} to attack: let the history of the demo make one"
        " (<addon>/demo/history.py), or World.settle in tests/support/world.py"
    )


def test_nobody_without_a_login_calls_a_method(world):
    """The batch of the sweep has doors of its own; this is the real one."""
    for model in ("helpdesk.ticket", "complaint.solution", "customer.fact"):
        with pytest.raises(AssertionError, match="SessionExpired"):
            world.by("").call(model, "search_read", [])


@pytest.mark.parametrize("login", expected.PEOPLE)
def test_everybody_sees_what_is_declared(world, login):
    wrong = {}
    for model, row in world.look(login).items():
        if not world.registry.models[model]["own"] and model == "mail.message":
            continue
        if strange := world.beyond(login, model, row["ids"]):
            wrong[model] = (expected.level(login, model), strange[:5], len(strange))
    assert not wrong, f"{login} sees more than expected.py says: {wrong}"


def test_nothing_moves_that_should_not(world, swept):
    login, results = swept
    assert len(results) > 1500
    tables = world.tables()
    wrong = [
        said(place, call, answer)
        for place, call, answer in results
        if set(answer.get("changed", ())) & tables
        and (call[0], call[1]) not in expected.ALL_THE_SAME
        and (place == "far" or not expected.changes(login, call[0]))
    ]
    assert not wrong, f"{login} changes {len(wrong)}:\n" + "\n".join(wrong[:40])


def test_nothing_is_told_that_they_do_not_see(world, swept):
    """No text of a record that they do not find, in no answer and no error."""
    login, results = swept
    open_to = world.may_know(login)
    wrong = []
    for place, call, answer in results:
        for mark in answer["told"]:
            table, column, id_ = mark.split("/")
            if (login, f"{table}.{column}", call[0]) in expected.SHOWN:
                continue
            ids, columns = open_to.get(table, (set(), set()))
            if int(id_) not in ids or column not in columns:
                wrong.append(f"{mark} by {said(place, call, {})}")
    assert not wrong, f"{login} is told {len(wrong)}:\n" + "\n".join(wrong[:40])


def test_nothing_crashes(swept):
    login, results = swept
    wrong = [
        said(place, call, answer) + "\n" + answer["traceback"][-600:]
        for place, call, answer in results
        if "crash" in answer
    ]
    assert not wrong, f"{login} crashes {len(wrong)}:\n" + "\n".join(wrong[:20])
