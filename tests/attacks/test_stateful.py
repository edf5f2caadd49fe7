"""Any order of steps by anybody: Hypothesis drives the settlement of a live server.

No order of proposals, decisions, answers, links, closings and changes of the register
reaches a state that the invariants of ``support/invariants.py`` forbid.
"""

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from support.attack import CLEAN
from support.client import OdooError

TICKET = "helpdesk.ticket"
SOLUTION = "complaint.solution"
AUTHORITY = "complaint.authority"
ABSENCE = "complaint.absence"
DESK = ("clerk", "clerk3", "supervisor", "manager")
STEPS = ("submit withdraw offer accept decline complete cancel approve reject").split()
# Who takes the next step when everything goes well.
NEXT = {
    "draft": ("submit", ["clerk"]),
    "submitted": ("approve", ["supervisor", "manager", "director", "compliance"]),
    "approved": ("offer", ["clerk3"]),
    "offered": ("accept", ["clerk"]),
    "accepted": ("complete", ["clerk"]),
}
# The ways of one step. A linked or stricter case, or another package that is accepted,
# moves those that are not settled yet.
OPEN = {"submitted", "approved", "offered", "withdrawn", "rejected", "cancelled"}
WAYS = {
    "draft": {"draft", "submitted", "approved", "withdrawn", "cancelled"},
    "submitted": OPEN,
    "approved": OPEN,
    "offered": {*OPEN, "accepted", "declined"},
    "accepted": {"accepted", "done", "cancelled"},
    "done": {"done"},
    "rejected": {"rejected"},
    "declined": {"declined"},
    "withdrawn": {"withdrawn"},
    "cancelled": {"cancelled"},
}
AMOUNTS = [100, 450, 900, 1000, 1001, 5000, 9500, 12000, 48000]
LIMITS = [450, 1000, 10000, 60000]
DECISION = """
    SELECT decider.login, absent.login AS absent, given.limit_amount, given.unlimited,
           given.amount
      FROM complaint_approval given
      JOIN res_users decider ON decider.id = given.decided_by_id
 LEFT JOIN res_users absent ON absent.id = given.deputy_for_id
     WHERE given.solution_id = %s AND given.kind = 'limit' AND given.state = 'approved'
"""
# Each step is a call over HTTP: so many take about half a minute.
RUNS = settings(
    max_examples=12,
    stateful_step_count=25,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
logins = st.sampled_from(DESK)
amounts = st.sampled_from(AMOUNTS)


class Settlement(RuleBasedStateMachine):
    """Two cases of one shop, its people, and the register their limits stand in."""

    cases = Bundle("cases")
    packages = Bundle("packages")

    def __init__(self, attack):
        super().__init__()
        self.attack = attack
        self.mine: list[int] = []
        self.before: dict[int, tuple] = {}
        self.settled: dict[int, float] = {}
        self.decided: dict[int, list] = {}
        self.absences: dict[str, int] = {}
        # As the register stands: the machine counts with figures of its own.
        self.lines = {
            login: attack.sql(
                "SELECT id, amount_limit FROM complaint_authority"
                " JOIN complaint_authority_user_rel ON authority_id = id"
                " WHERE active AND user_id = %s ORDER BY id",
                attack.user(login),
            )
            for login in DESK
        }
        assert all(len(lines) == 1 for lines in self.lines.values()), self.lines
        self.limits = {
            login: float(limit) for login, ((_id, limit),) in self.lines.items()
        }

    def teardown(self):
        for absence in self.absences.values():
            self.attack.call("admin", ABSENCE, "unlink", [absence])
        for login in DESK:
            self._set_limit(login, float(self.lines[login][0][1]))

    # What anybody does

    def ask(self, login: str, model: str, method: str, ids=None, /, **arguments):
        """Done, or refused cleanly and without a trace; returns whether it was done."""
        before = self.look()
        try:
            answer = self.attack.call(login, model, method, ids, **arguments)
        except OdooError as error:
            assert error.kind in CLEAN, f"{error}\n{error.debug}"
            assert self.look() == before, "refused, but something moved"
            return None
        return answer if method == "create" else True

    def look(self) -> list[tuple]:
        return self.attack.sql(
            "SELECT id, state, amount, round, (SELECT count(*) FROM complaint_decision"
            " WHERE ticket_id = ANY(%s)) FROM complaint_solution"
            " WHERE ticket_id = ANY(%s) ORDER BY id",
            self.mine,
            self.mine,
        )

    @initialize(target=cases)
    def two_cases(self):
        self.mine = [self.attack.case(), self.attack.case("clerk3")]
        return multiple(*self.mine)

    @rule(
        target=packages,
        case=cases,
        login=logins,
        amount=amounts,
        kind=st.sampled_from(["refund", "voucher", "goodwill"]),
    )
    def propose(self, case, login, amount, kind):
        return multiple(*self._propose(case, login, amount, kind))

    def _propose(self, case, login, amount, kind):
        line = {"type_id": self.attack.kind(kind), "amount": amount}
        values = {"ticket_id": case, "line_ids": [[0, 0, line]]}
        return self.ask(login, SOLUTION, "create", vals_list=[values]) or []

    @rule(package=packages, login=logins, step=st.sampled_from(STEPS))
    def try_a_step(self, package, login, step):
        given = {
            "complete": {"evidence": "Receipt 1"},
            "decline": {"note": "Too slow"},
            "reject": {"comment": "No"},
        }
        self.ask(login, SOLUTION, f"action_{step}", [package], **given.get(step, {}))

    def _go_on(self, package):
        step, people = NEXT.get(self.attack.state(package), (None, []))
        given = {"evidence": "Receipt 1"} if step == "complete" else {}
        for login in people:
            if self.ask(login, SOLUTION, f"action_{step}", [package], **given):
                break

    @rule(package=packages, steps=st.integers(1, 5))
    def go_on(self, package, steps):
        """As it should go, so that the machine gets somewhere."""
        for _step in range(steps):
            self._go_on(package)

    @rule(
        target=packages,
        case=cases,
        login=logins,
        amount=amounts,
        steps=st.integers(1, 5),
    )
    def settle(self, case, login, amount, steps):
        made = self._propose(case, login, amount, "refund")
        for _step in range(steps):
            for package in made:
                self._go_on(package)
        return multiple(*made)

    @rule(package=packages, amount=amounts, login=logins)
    def change_the_amount(self, package, amount, login):
        line = self.attack.id_of("complaint_solution_line", "solution_id", package)
        values = {"line_ids": [[1, line, {"amount": amount}]]}
        self.ask(login, SOLUTION, "write", [package], vals=values)

    @rule(case=cases, login=logins)
    def close(self, case, login):
        result = {
            "verdict": "justified",
            "cause_id": self.attack.cause,
            "customer_outcome": "accepted",
        }
        if self.ask(login, TICKET, "write", [case], vals=result):
            self.ask(login, TICKET, "action_close_complaint", [case])

    @rule(case=cases, login=logins)
    def reopen(self, case, login):
        self.ask(login, TICKET, "action_reopen", [case])

    @rule(login=logins, linked=st.booleans())
    def link(self, login, linked):
        first, second = self.mine
        values = {"duplicate_id": first if linked else False}
        self.ask(login, TICKET, "write", [second], vals=values)

    @rule(case=cases, login=logins, severity=st.sampled_from(["minor", "critical"]))
    def judge(self, case, login, severity):
        self.ask(login, TICKET, "write", [case], vals={"severity": severity})

    # What the keeper of the register does

    def _set_limit(self, login, limit):
        if self.limits[login] == limit:
            return
        line = [self.lines[login][0][0]]
        values = {"amount_limit": limit}
        self.attack.call("admin", AUTHORITY, "write", line, vals=values)
        self.limits[login] = limit

    @rule(login=logins, limit=st.sampled_from(LIMITS))
    def change_a_limit(self, login, limit):
        self._set_limit(login, limit)

    @rule(absent=st.sampled_from(["supervisor", "manager"]), there=st.booleans())
    def leave_or_return(self, absent, there):
        """clerk3 stands in for whoever is away."""
        if there and absent in self.absences:
            absence = self.absences.pop(absent)
            self.attack.call("admin", ABSENCE, "unlink", [absence])
        elif not there and absent not in self.absences:
            values = {
                "user_id": self.attack.user(absent),
                "deputy_id": self.attack.user("clerk3"),
                "date_from": self.attack.today(-1),
                "date_to": self.attack.today(1),
            }
            made = self.attack.call("admin", ABSENCE, "create", vals_list=[values])
            self.absences[absent] = made[0]

    # What holds after each of it

    @invariant()
    def everything_holds(self):
        self.attack.everything_holds()

    @invariant()
    def packages_go_allowed_ways(self):
        now = {row[0]: row for row in self.look()}
        for package, (_id, state, amount, *_more) in now.items():
            was = self.before.get(package, (package, "draft"))[1]
            assert state in reachable(was), f"{package}: {was} to {state}"
            if state in ("accepted", "done"):
                assert self.settled.setdefault(package, amount) == amount
        assert set(self.before) <= set(now), "a package vanished"
        self.before = now

    @invariant()
    def decisions_rest_on_the_register(self):
        """The limit written down is that of the register when it was written."""
        for package in self.before:
            given = self.attack.sql.dicts(DECISION, package)
            if given and given != self.decided.get(package):
                self._check_decision(given[-1])
            self.decided[package] = given

    def _check_decision(self, given):
        holder = given["absent"] or given["login"]
        if given["absent"]:
            assert given["login"] == "clerk3" and holder in self.absences
        if holder in self.limits:
            assert float(given["limit_amount"]) == self.limits[holder]
            assert not given["unlimited"]
            assert float(given["amount"]) <= self.limits[holder] + 0.01
        else:
            assert holder == "director" and given["unlimited"]


def reachable(state: str) -> set[str]:
    """Where several steps lead, one after the other."""
    found, new = set(), {state}
    while new:
        found |= new
        new = set().union(*(WAYS[each] for each in new)) - found
    return found


def test_no_order_of_steps_breaks_the_rules(attack):
    run_state_machine_as_test(lambda: Settlement(attack), settings=RUNS)
