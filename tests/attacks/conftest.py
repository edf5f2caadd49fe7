"""Fixtures of the attacks; what they share is in support/attack.py."""

import pytest

from support.attack import Attack, all_at_once
from support.database import Sql


@pytest.fixture(scope="session")
def _attack(live_server):
    sql = Sql(live_server.database)
    attack = Attack(live_server, sql)
    yield attack
    attack.checked_row, attack.held_at = 0, ""
    attack.everything_holds()
    sql.close()


@pytest.fixture
def attack(_attack):
    """The attacker's tools. After each attack, every invariant and chain must hold."""
    yield _attack
    _attack.everything_holds()


@pytest.fixture
def at_once(attack, run_parallel):
    """Each call: (login, model, method, ids or list of values, arguments).

    Returns the winners.
    """

    def run(*calls) -> list:
        ready = [(attack.by(login), *rest) for login, *rest in calls]
        return all_at_once(
            run_parallel,
            [
                lambda c=client, m=model, f=name, i=ids, a=more: c.call(m, f, i, **a)
                for client, model, name, ids, more in ready
            ],
        )

    return run


@pytest.fixture(params=["web", "json2"])
def door(request):
    return request.param


@pytest.fixture
def defaults_of(attack):
    """``defaults_of("clerk", model, field=value)``: user defaults, gone afterwards."""
    made = []

    def put(login, model, **values):
        for name, value in values.items():
            attack.call(
                login,
                "ir.default",
                "set",
                model_name=model,
                field_name=name,
                value=value,
                user_id=True,
            )
        made.append(login)

    yield put
    for login in set(made):
        found = attack.call(
            login,
            "ir.default",
            "search",
            domain=[["user_id", "=", attack.user(login)]],
        )
        attack.call(login, "ir.default", "unlink", found)
