"""P9: 50 people at once over HTTP on two workers: list, open, note, new case."""

import asyncio
import random
import time
from collections import defaultdict

import aiohttp
from data.catalogue import PASSWORD
from harness import Bench, Figure, Side, percentile
from screens import Screen
from servers import served
from tickets import values

from odoo import fields

PEOPLE = 50
# Seconds of one turn; ours and the peer take two turns each.
SHORT_TURN, TURN = 5, 30
SMALL = 10_000
# A proxy before the workers lets no more through; their own queue holds 16.
AT_ONCE = 12
# what a person does next, and how often
HABITS = {"list": 4, "open": 4, "note": 1, "submit": 1}


def run(bench: Bench) -> list[Figure]:
    found = {name: defaultdict(list) for name in bench.sides}
    errors = {name: [] for name in bench.sides}
    seconds = dict.fromkeys(bench.sides, 0.0)
    turn = TURN if bench.size > SMALL else SHORT_TURN
    for _turn in range(2):
        for name, side in bench.sides.items():
            work = _work(side)
            with served(bench, side, workers="2") as url:
                seconds[name] += asyncio.run(
                    _people(side, url, work, turn, found[name], errors[name])
                )
    if any(errors.values()):
        print(*(f"{name}: {each}" for name in errors for each in errors[name][:5]))
    done = {name: sum(map(len, kinds.values())) for name, kinds in found.items()}
    figures = [
        Figure(
            "requests a second", done["ours"] / seconds["ours"],
            peer=done["peer"] / seconds["peer"], goal="≥ 0.9",
        ),
        Figure("errors", len(errors["ours"]), goal="≤ 0"),
        Figure("errors of the peer", len(errors["peer"])),
    ]  # fmt: skip
    for share in (0.5, 0.95, 0.99):
        ours, peer = (
            percentile([t for times in found[name].values() for t in times], share)
            for name in ("ours", "peer")
        )
        figures.append(
            Figure(f"p{share * 100:.0f} of all", ours * 1000, "ms", peer=peer * 1000)
        )
    for kind in HABITS:
        ours, peer = (percentile(found[name][kind], 0.5) for name in ("ours", "peer"))
        figures.append(Figure(f"p50 {kind}", ours * 1000, "ms", peer=peer * 1000))
    return figures


def _work(side: Side) -> dict:
    """Return what a person's browser knows: domain, fields, values of new cases."""
    with side.env("bench_clerk") as env:
        screen = Screen(side, env, "list")
        new = [
            {
                name: fields.Datetime.to_string(value)
                if name == "incident_at"
                else str(value)
                if name == "purchase_date"
                else value
                for name, value in vals.items()
            }
            for vals in values(side, env, 100)
        ]
    return {
        "domain": [list(leaf) for leaf in screen.domain],
        "fields": screen.fields,
        "order": screen.order,
        "form": {
            name: {} for name in ("name", "description", "number", "partner_name")
        },
        "new": new,
        "context": {"lang": "en_US", "mail_create_nosubscribe": True},
    }


async def _people(side, url: str, work: dict, turn: int, found, errors) -> float:
    timeout = aiohttp.ClientTimeout(total=120)
    sessions = [
        aiohttp.ClientSession(
            timeout=timeout,
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            # a worker that waits for the next request of one person serves nobody
            connector=aiohttp.TCPConnector(force_close=True),
        )
        for _person in range(PEOPLE)
    ]
    gate = asyncio.Semaphore(AT_ONCE)
    try:
        people = [
            Person(session, side, url, work, number, gate)
            for number, session in enumerate(sessions)
        ]
        for person in people:
            await person.sign_in()
        begin = time.perf_counter()
        await asyncio.gather(
            *(person.live(begin + turn, found, errors) for person in people)
        )
        return time.perf_counter() - begin
    finally:
        for session in sessions:
            await session.close()


class Person:
    """One after the other, without a pause: the server is never idle."""

    def __init__(self, session, side, url: str, work: dict, number: int, gate):
        self.gate = gate
        self.session, self.side, self.url, self.work = session, side, url, work
        self.chance = random.Random(number)
        self.known: list[int] = []

    async def sign_in(self) -> None:
        params = {
            "db": self.side.database,
            "login": "bench_clerk",
            "password": PASSWORD,
        }
        answer = await self._post("/web/session/authenticate", params)
        if not answer.get("uid"):
            raise AssertionError(f"{self.side.name}: cannot sign in")

    async def live(self, end: float, found, errors) -> None:
        kinds, weights = zip(*HABITS.items(), strict=True)
        while time.perf_counter() < end:
            kind = self.chance.choices(kinds, weights)[0] if self.known else "list"
            begin = time.perf_counter()
            try:
                await getattr(self, f"_{kind}")()
                found[kind].append(time.perf_counter() - begin)
            except (AssertionError, aiohttp.ClientError, TimeoutError) as error:
                errors.append(f"{kind}: {error!r}"[:300])

    async def _list(self) -> None:
        answer = await self._call(
            "web_search_read",
            [],
            domain=self.work["domain"],
            specification=self.work["fields"],
            limit=80,
            order=self.work["order"],
            count_limit=10001,
        )
        self.known = [record["id"] for record in answer["records"]]

    async def _open(self) -> None:
        one = self.chance.choice(self.known)
        await self._call("web_read", [[one]], specification=self.work["form"])

    async def _note(self) -> None:
        one = self.chance.choice(self.known)
        await self._call(
            "message_post", [[one]], body="Called back.", message_type="comment"
        )

    async def _submit(self) -> None:
        await self._call("create", [[self.chance.choice(self.work["new"])]])

    async def _call(self, method: str, args: list, **kwargs):
        kwargs["context"] = self.work["context"]
        params = {
            "model": "helpdesk.ticket",
            "method": method,
            "args": args,
            "kwargs": kwargs,
        }
        path = f"/web/dataset/call_kw/helpdesk.ticket/{method}"
        return await self._post(path, params)

    async def _post(self, path: str, params: dict):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        async with (
            self.gate,
            self.session.post(self.url + path, json=body) as reply,
        ):
            answer = await reply.json()
        if "error" in answer:
            data = answer["error"].get("data", {})
            raise AssertionError(data.get("message") or answer["error"]["message"])
        return answer["result"]
