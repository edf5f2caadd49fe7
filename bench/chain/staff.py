"""Staff of the shops: the checks of the day, and what they do about a complaint."""

from functools import partial

from chain.visits import Doors, Visit, World
from support.client import OdooError

TICKET, PACKAGE = "helpdesk.ticket", "complaint.solution"
# Authorities of the benchmark: see LIMITS in data/catalogue.py.
CLERK, SUPERVISOR = 1_000, 10_000
REFUSED = ("AccessError", "UserError", "ValidationError")


class ShopDay:
    """The log of one shop: checks before it opens and after it closes."""

    def __init__(self, world: World, shop):
        self.world, self.shop, self.id = world, shop, 0

    def _call(self, model: str, method: str, *args, **kwargs):
        return self.world.call(self.shop.clerk, model, method, *args, **kwargs)

    def open(self) -> None:
        (self.id,) = self._call("store.day", "create", [{"store_id": self.shop.id}])
        self._check("opening")

    def _check(self, moment: str) -> None:
        domain = [("day_id", "=", self.id), ("moment", "=", moment)]
        rows = self._call("store.day.check", "search_read", domain, ["needs_photo"])
        for row in rows:
            bad = (self.shop.id + row["id"]) % 20 == 0
            values = {"result": "not_ok" if bad else "ok"}
            if bad:
                values["note"] = "A lamp is broken"
            self._call("store.day.check", "write", [row["id"]], values)

    def close(self) -> None:
        self._check("closing")
        values = {"visitors": 140, "sales_count": 23, "hand_over": "Lamp is ordered."}
        self._call("store.day", "write", [self.id], values)
        self._call("store.day", "action_close", [self.id])


class Desk:
    """From the note of the first call to the closing of the case."""

    def __init__(self, world: World, doors: Doors, sql):
        self.world, self.doors, self.day, self.sql = world, doors, world.day, sql
        self.refused = 0
        self.approved = 0

    def begin(self, visit: Visit) -> None:
        """What came in by itself is found and looked into; then something is proposed.

        :raises AssertionError: where it is not there
        """
        if not visit.case:
            visit.case = self.sql.one(
                "SELECT id FROM helpdesk_ticket"
                " WHERE is_complaint AND (name LIKE %s OR description LIKE %s)",
                *[f"%{visit.word}%"] * 2,
            )
            self._look_into(visit)
        self._note(visit, "Looked into it.")
        if visit.way != "settled":
            return
        self.day.after(15, "propose", partial(self.propose, visit))

    def _look_into(self, visit: Visit) -> None:
        """A clerk takes the case, classifies it and asks for the facts."""
        clerk = visit.shop.clerk
        if visit.door == "portal":
            # the old form of the portal asks for no shop: the office hands it out
            manager = visit.shop.manager
            values = {"store_id": visit.shop.id}
            self.world.call(manager, TICKET, "write", [visit.case], values)
        uid = self.world.person(clerk)[0].uid
        values = {"user_id": uid, **self.world.chain.facts}
        self.world.call(clerk, TICKET, "write", [visit.case], values)

    def _note(self, visit: Visit, what: str) -> None:
        self.world.call(
            visit.shop.clerk,
            TICKET,
            "message_post",
            [visit.case],
            body=visit.note(what),
            message_type="comment",
        )

    def propose(self, visit: Visit) -> None:
        kinds = self.world.chain.kinds
        lines = [{"type_id": kinds["apology"]}]
        lines.append({"type_id": kinds["refund"], "amount": visit.amount})
        values = {
            "ticket_id": visit.case,
            "line_ids": [(0, 0, line) for line in lines],
        }
        clerk = visit.shop.clerk
        (visit.package,) = self.world.call(clerk, PACKAGE, "create", [values])
        self._step(visit, clerk, "submit")
        visit.state = self._state(visit)
        if visit.state == "approved":
            self.day.after(10, "offer", partial(self.offer, visit))
        else:
            self.day.after(30, "approve", partial(self.approve, visit))

    def approve(self, visit: Visit) -> None:
        """By whoever may; a supervisor tries first, also where it is too much."""
        people = [visit.shop.supervisor, visit.shop.manager]
        for login in people:
            try:
                self._step(visit, login, "approve", "The receipt is there.")
            except OdooError as error:
                too_much = visit.amount > SUPERVISOR and login == people[0]
                if error.kind not in REFUSED or not too_much:
                    raise
                self.refused += 1
                continue
            break
        visit.state = self._state(visit)
        assert visit.state == "approved", f"{visit.amount} is {visit.state}"
        self.approved += 1
        self.day.after(20, "offer", partial(self.offer, visit))

    def offer(self, visit: Visit) -> None:
        self._step(visit, visit.shop.clerk, "offer")
        self.day.after(30, "accept", partial(self.accept, visit))

    def accept(self, visit: Visit) -> None:
        if visit.door == "portal":
            self.doors.accept(visit)
        else:
            self._step(visit, visit.shop.clerk, "accept", "Agreed on the phone.")
        self.day.after(15, "carry out", partial(self.carry_out, visit))

    def carry_out(self, visit: Visit) -> None:
        self._step(visit, visit.shop.clerk, "complete", f"Credit note {visit.number}")
        self._note(visit, "Paid back.")
        self.day.after(10, "close", partial(self.close, visit))

    def close(self, visit: Visit) -> None:
        clerk = visit.shop.clerk
        result = {
            "verdict": "justified",
            "cause_id": self.world.chain.cause,
            "customer_outcome": "accepted",
        }
        self.world.call(clerk, TICKET, "write", [visit.case], result)
        self.world.call(clerk, TICKET, "action_close_complaint", [visit.case])
        visit.state = "closed"

    def _step(self, visit: Visit, login: str, name: str, *words) -> None:
        ids = [visit.package]
        self.world.call(login, PACKAGE, f"action_{name}", ids, *words)

    def _state(self, visit: Visit) -> str:
        return self.sql.one(
            "SELECT state FROM complaint_solution WHERE id = %s", visit.package
        )
