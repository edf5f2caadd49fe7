"""Cases, packages, articles and rules of the register to be attacked."""

import contextlib
import itertools
from collections.abc import Callable, Iterator

from .database import Sql

_NUMBERS = itertools.count(1)
# One dark point: a signature as small as can be.
SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6"
    "kgAAAABJRU5ErkJggg=="
)


class Cases:
    """What the tools of an attack can make; the doors are those of ``Attack``."""

    sql: Sql
    call: Callable

    def __init__(self):
        self.names: dict[tuple[str, str], int] = {}
        self.customers: list[int] = []

    # A case of one's own

    def id_of(self, table: str, column: str, value) -> int:
        return self.sql.one(f"SELECT id FROM {table} WHERE {column} = %s", value)

    def user(self, login: str) -> int:
        return self.id_of("res_users", "login", login)

    def partner(self, login: str) -> int:
        return self.sql.one("SELECT partner_id FROM res_users WHERE login = %s", login)

    def store(self, code: str) -> int:
        return self.sql.one(
            "SELECT id FROM retail_store WHERE code = %s AND company_id ="
            " (SELECT company_id FROM res_users WHERE login = 'clerk')",
            code,
        )

    def kind(self, code: str) -> int:
        return self.id_of("complaint_solution_type", "code", code)

    def currency(self, code: str) -> int:
        return self.id_of("res_currency", "name", code)

    def record(self, name: str, model: str, login: str = "admin", **vals) -> int:
        """A record of the set-up, made once and found by its name afterwards."""
        if (model, name) not in self.names:
            found = self.call(login, model, "search", domain=[["name", "=", name]])
            vals_list = [{"name": name, **vals}]
            found = found or self.call(login, model, "create", vals_list=vals_list)
            self.names[model, name] = found[0]
        return self.names[model, name]

    def person(self, login: str, *groups: str) -> str:
        """An employee with these groups (xml ids); the password is the login."""
        if not self.sql("SELECT 1 FROM res_users WHERE login = %s", login):
            ids = [
                self.sql.one(
                    "SELECT res_id FROM ir_model_data WHERE model = 'res.groups'"
                    " AND module || '.' || name = %s",
                    name,
                )
                for name in ("base.group_user", *groups)
            ]
            values = {
                "name": login.title(),
                "login": login,
                "password": login,
                "email": f"{login}@example.com",
                "group_ids": [[6, 0, ids]],
            }
            self.call("admin", "res.users", "create", vals_list=[values])
        return login

    @property
    def category(self) -> int:
        """A complaint category that asks for nothing."""
        return self.record(
            "Attacked",
            "helpdesk.ticket.category",
            is_complaint=True,
            nature="product",
            default_severity="minor",
            default_handling="on_site",
            company_id=False,
        )

    @property
    def cause(self) -> int:
        return self.record("Attacked cause", "complaint.cause")

    def customer(self) -> int:
        """Somebody with no other complaint; one by one they would cost a third more."""
        if not self.customers:
            people = [{"name": f"Victim {next(_NUMBERS)}"} for _place in range(25)]
            self.customers = self.call(
                "clerk", "res.partner", "create", vals_list=people
            )
        return self.customers.pop()

    def case(self, login: str = "clerk", **vals) -> int:
        """A fresh complaint of a customer of its own, at TST unless said otherwise."""
        number = next(_NUMBERS)
        values = {
            "name": f"Attacked case {number}",
            "description": "<p>It stopped.</p>",
            "category_id": self.category,
            "store_id": self.store("TST"),
            "partner_id": vals.get("partner_id") or self.customer(),
            **vals,
        }
        return self.call(login, "helpdesk.ticket", "create", vals_list=[values])[0]

    def package(
        self,
        case: int,
        amount: float = 900,
        login: str = "clerk",
        kind: str = "refund",
        **vals,
    ) -> int:
        """A draft with one measure."""
        line = {"type_id": self.kind(kind), "amount": amount}
        values = {"ticket_id": case, "line_ids": [[0, 0, line]], **vals}
        return self.call(login, "complaint.solution", "create", vals_list=[values])[0]

    def step(self, login: str, package: int, *steps: str, **arguments) -> str:
        """Take steps one after the other; return the state then."""
        for name in steps:
            given = arguments if name == steps[-1] else {}
            if name == "complete":
                given = {"evidence": "Credit note 1", **given}
            if name == "decline":
                given = {"note": "Too little", **given}
            self.call(login, "complaint.solution", f"action_{name}", [package], **given)
        return self.state(package)

    def closed(self, login: str = "clerk", **vals) -> int:
        """A case that ended well."""
        result = {
            "verdict": "justified",
            "cause_id": self.cause,
            "customer_outcome": "accepted",
        }
        case = self.case(login, **result, **vals)
        self.call(login, "helpdesk.ticket", "action_close_complaint", [case])
        return case

    def settled(self, case: int, amount: float = 900, login: str = "clerk") -> int:
        package = self.package(case, amount, login)
        state = self.step(login, package, "submit", "offer", "accept", "complete")
        assert state == "done"
        return package

    @contextlib.contextmanager
    def registered(self, model: str, **vals) -> Iterator[int]:
        """A record of the register, made by its keeper and out of use afterwards."""
        if model == "complaint.authority":
            vals = {
                "name": f"Attacked {next(_NUMBERS)}",
                "currency_id": self.currency("HKD"),
                **vals,
            }
        (record,) = self.call("admin", model, "create", vals_list=[vals])
        try:
            yield record
        finally:
            if model == "complaint.absence":
                self.call("admin", model, "unlink", [record])
            else:
                self.call("admin", model, "write", [record], vals={"active": False})

    def today(self, days: int = 0) -> str:
        """The day in the company's own time zone, so many days on."""
        return str(
            self.sql.one(
                "SELECT (now() AT TIME ZONE c.tz)::date + %s FROM res_users u"
                " JOIN res_company o ON o.id = u.company_id"
                " JOIN resource_calendar c ON c.id = o.resource_calendar_id"
                " WHERE u.login = 'clerk'",
                days,
            )
        )

    def close(self, case: int, login: str = "clerk") -> None:
        """With everything that closing asks for."""
        result = {
            "verdict": "justified",
            "cause_id": self.cause,
            "customer_outcome": "accepted",
        }
        self.call(login, "helpdesk.ticket", "write", [case], vals=result)
        self.call(login, "helpdesk.ticket", "action_close_complaint", [case])

    def refer(self, case: int, *receivers: str, login: str = "clerk", **vals) -> int:
        """Hand the case, or a question about it, to these people."""
        people = [self.user(name) for name in receivers or ("supervisor",)]
        values = {
            "ticket_id": case,
            "receiver_kind": "people",
            "people_ids": [[6, 0, people]],
            "reason": "Attacked referral",
            **vals,
        }
        (screen,) = self.call(login, "complaint.refer", "create", vals_list=[values])
        self.call(login, "complaint.refer", "action_refer", [screen])
        return self.sql.one(
            "SELECT max(id) FROM complaint_referral WHERE ticket_id = %s", case
        )

    def article(self, case: int, login: str = "clerk", **vals) -> int:
        """Take an article in for the case, signed by both."""
        values = {
            "ticket_id": case,
            "store_id": self.store("TST"),
            "description": "Attacked watch",
            "condition": "As new",
            "weight": 100,
            "customer_signature": SIGNATURE,
            "own_signature": SIGNATURE,
            **vals,
        }
        screen = "complaint.custody.take.in"
        (id_,) = self.call(login, screen, "create", vals_list=[values])
        return self.call(login, screen, "action_take_in", [id_])["res_id"]

    def handed_over(self, article: int, login: str = "clerk", **vals) -> int:
        """Hand it to CWB and return the hand-over, which nobody has accepted yet."""
        values = {
            "custody_id": article,
            "kind": "internal",
            "to_store_id": self.store("CWB"),
            "weight": 100,
            "own_signature": SIGNATURE,
            **vals,
        }
        screen = "complaint.custody.hand.over"
        (id_,) = self.call(login, screen, "create", vals_list=[values])
        self.call(login, screen, "action_hand_over", [id_])
        return self.sql.one(
            "SELECT max(id) FROM complaint_custody_move WHERE custody_id = %s", article
        )

    def write(self, login: str, case: int, **vals) -> None:
        self.call(login, "helpdesk.ticket", "write", [case], vals=vals)

    def state(self, package: int) -> str:
        return self.sql.one(
            "SELECT state FROM complaint_solution WHERE id = %s", package
        )

    def pending(self, package: int) -> list[int]:
        rows = self.sql(
            "SELECT id FROM complaint_approval WHERE solution_id = %s"
            " AND state = 'pending' ORDER BY id",
            package,
        )
        return [row[0] for row in rows]

    def log(self, case: int) -> list[str]:
        rows = self.sql(
            "SELECT kind FROM complaint_decision WHERE ticket_id = %s"
            " ORDER BY sequence",
            case,
        )
        return [kind for (kind,) in rows]
