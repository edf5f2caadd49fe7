"""What an attack needs: people, doors, a case of its own, proof that nothing moved."""

import contextlib
from collections.abc import Callable, Iterator

import pytest

from . import chains
from .cases import Cases
from .client import Client, OdooError
from .database import Sql
from .invariants import INVARIANTS

# How our code says no. Anything else that answers an attack is a crash.
CLEAN = frozenset({"AccessError", "ValidationError", "UserError", "MissingError"})
DOORS = ("web", "jsonrpc", "json2")
# Attacks come through two doors; those that stand for their kind through the old one
# too, which ends in the same call.
every_door = pytest.mark.parametrize("door", DOORS)
# Whatever an attack could move. Screens (transient models) may come and go.
WATCHED = """
    SELECT table_name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
       AND (table_name LIKE 'complaint\\_%%' OR table_name LIKE 'helpdesk\\_%%'
            OR table_name LIKE 'retail\\_%%' OR table_name LIKE 'survey\\_user%%'
            OR table_name LIKE 'jewellery\\_%%' OR table_name LIKE 'qc\\_%%'
            OR table_name LIKE 'mgmtsystem\\_%%' OR table_name LIKE 'watch\\_%%'
            OR table_name IN ('mail_message', 'mail_followers', 'mail_activity',
                'mail_tracking_value', 'mail_mail', 'ir_attachment', 'res_groups',
                'res_groups_users_rel', 'res_groups_implied_rel', 'ir_default',
                'hr_employee', 'res_currency_rate', 'res_company', 'ir_rule',
                'ir_model_access', 'mail_scheduled_message',
                'repair_order', 'stock_lot'))
       AND table_name NOT IN (SELECT replace(model, '.', '_') FROM ir_model
                               WHERE transient)
     ORDER BY 1
"""


class Attack(Cases):
    """One live server, seen by people with a low login and bad intentions."""

    def __init__(self, server, sql: Sql):
        super().__init__()
        self.server, self.sql = server, sql
        self.people: dict[str, Client] = {}
        self.tables = [name for (name,) in sql(WATCHED)]
        self.checked_row = 0
        # The place in PostgreSQL's journal where something was last looked at.
        self.counted: tuple[str, dict[str, tuple]] = ("", {})
        self.held_at = ""

    # People and doors

    def by(self, login: str) -> Client:
        """Somebody signed in, with an API key too."""
        if login not in self.people:
            client = Client(self.server.url, self.server.database, login)
            self.people[login] = client.sign_in().make_key(self.sql.connection)
        return self.people[login]

    def knock(
        self, door: str, login: str, model: str, method: str, ids=None, /, **arguments
    ):
        """Call a method through one of the doors, arguments by name."""
        client = self.by(login)
        if door == "json2":
            return client.json2(model, method, ids, **arguments)
        call = client.call if door == "web" else client.execute
        given = [ids] if ids is not None else []
        if method == "create":
            # The web client's own form: by position.
            given = [arguments.pop("vals_list")]
        return call(model, method, *given, **arguments)

    def call(self, login: str, model: str, method: str, ids=None, /, **arguments):
        """As the web client does."""
        return self.knock("web", login, model, method, ids, **arguments)

    # Proof

    def place(self) -> str:
        """Where the journal ends: no change of any table leaves it where it was."""
        return self.sql.one("SELECT pg_current_wal_insert_lsn()")

    def fingerprint(self) -> dict[str, tuple]:
        """Count and newest row version of every table worth attacking."""
        place = self.place()
        if place != self.counted[0]:
            self.counted = place, self._count()
        return self.counted[1]

    def _count(self) -> dict[str, tuple]:
        parts = " UNION ALL ".join(
            f"SELECT '{name}', count(*), max(xmin::text::bigint) FROM \"{name}\""
            for name in self.tables
        )
        return {name: tuple(rest) for name, *rest in self.sql(parts)}

    @contextlib.contextmanager
    def nothing_moves(self) -> Iterator[None]:
        before = self.fingerprint()
        yield
        after = self.fingerprint()
        moved = [name for name in before if before[name] != after[name]]
        assert not moved, f"an attack left traces in {', '.join(moved)}"

    @contextlib.contextmanager
    def no(self, *kinds: str) -> Iterator["pytest.ExceptionInfo[OdooError]"]:
        """What happens inside is refused cleanly, and nothing moves."""
        with self.nothing_moves(), pytest.raises(OdooError) as caught:
            yield caught
        error = caught.value
        clean = error.kind in (kinds or CLEAN) or error.kind in (
            "NotFound",
            "Forbidden",
        )
        clean = clean or error.status in (403, 404)
        assert clean, f"{error}\n{error.debug}"

    def refused(
        self, door: str, login: str, model: str, method: str, ids=None, /, **arguments
    ) -> OdooError:
        with self.no() as caught:
            self.knock(door, login, model, method, ids, **arguments)
        return caught.value

    def refused_page(self, login: str, path: str, form: dict | None = None) -> None:
        """A page, or a form sent to it, says no or leads away, without a crash."""
        client, here = self.by(login), {"allow_redirects": False}
        with self.nothing_moves():
            if form is None:
                answer = client.get(path, **here)
            else:
                answer = client.post(path, form, **here)
        no = (302, 303, 400, 403, 404, 422)
        assert answer.status_code in no, answer.text[:2000]

    def everything_holds(self) -> None:
        """The invariants, and the chains recomputed without Odoo."""
        place = self.place()
        if place == self.held_at:
            return
        broken = {name: rows for name, query in INVARIANTS if (rows := self.sql(query))}
        assert not broken, f"broken invariants: {broken}"
        breaks, self.checked_row = chains.breaks(self.sql, self.checked_row)
        assert not breaks, f"broken chains: {breaks}"
        self.held_at = place


def pressed(login: str, model: str, button: str, id_: int, **more) -> tuple:
    """A button that is pressed with others at the same moment (``at_once``)."""
    return login, model, button, [id_], more


def all_at_once(run: Callable, calls: list[Callable]) -> list:
    """Run calls in parallel; losers must be told cleanly. Returns the winners."""
    outcomes = run(calls)
    for outcome in outcomes:
        if not outcome.ok:
            assert isinstance(outcome.error, OdooError), outcome.error
            error = outcome.error
            assert error.kind in CLEAN, f"{error}\n{error.debug}"
    return [outcome for outcome in outcomes if outcome.ok]
