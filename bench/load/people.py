"""Fifty people at their screens, played by locust: what each does, and how often.

Started by rows/l1_users.py as ``locust -f people.py``; what to do stands in the file
that BENCH_ORDER names, what came of it goes into the file that BENCH_FOUND names.
"""

import itertools
import json
import os
import random
import time
from pathlib import Path

import requests
from gevent.lock import BoundedSemaphore
from locust import User, between, events, task

ORDER = json.loads(Path(os.environ["BENCH_ORDER"]).read_text("utf-8"))
FOUND: list[tuple] = []
NUMBERS = itertools.count()
# A proxy before the workers lets no more through; their own queue holds 16.
GATE = BoundedSemaphore(12)
TICKET = "helpdesk.ticket"


@events.quitting.add_listener
def _write(environment, **_kwargs) -> None:
    Path(os.environ["BENCH_FOUND"]).write_text(json.dumps(FOUND), "utf-8")


class Person(User):
    """Looks at something, reads it for some seconds, does the next thing."""

    wait_time = between(*ORDER["pause"])

    def on_start(self) -> None:
        number = next(NUMBERS)
        self.login = ORDER["logins"][number % len(ORDER["logins"])]
        self.chance = random.Random(number)
        self.http = requests.Session()
        self.http.trust_env = False
        # a worker that waits for the next request of one person serves nobody
        self.http.headers["Connection"] = "close"
        self.known: list[int] = []
        params = {
            "db": ORDER["database"],
            "login": self.login,
            "password": ORDER["password"],
        }
        self._timed("sign in", "/web/session/authenticate", params)
        self.list()

    @task(4)
    def list(self) -> None:
        found = self._call(
            "list",
            "web_search_read",
            domain=ORDER["domain"],
            specification=ORDER["list"],
            limit=80,
            order=ORDER["order"],
            count_limit=10001,
        )
        if found:
            self.known = [record["id"] for record in found["records"]] or self.known

    @task(4)
    def open(self) -> None:
        if self.known:
            ids = [self.chance.choice(self.known)]
            self._call("open", "web_read", ids, specification=ORDER["form"])

    @task(1)
    def search(self) -> None:
        """Two words of a case, as somebody types them into the search bar."""
        word = self.chance.choice(ORDER["words"])
        self._call(
            "search",
            "web_search_read",
            domain=[*ORDER["domain"], ["name", "ilike", word]],
            specification=ORDER["list"],
            limit=80,
            order=ORDER["order"],
            count_limit=10001,
        )

    @task(1)
    def note(self) -> None:
        if self.known:
            ids = [self.chance.choice(self.known)]
            self._call(
                "note", "message_post", ids, body="Called.", message_type="comment"
            )

    @task(1)
    def submit(self) -> None:
        self._call("submit", "create", self.chance.choice(ORDER["new"]))

    @task(1)
    def dashboard(self) -> None:
        options = {"period": "last_90_days"}
        self._call(
            "dashboard", "get_complaint_dashboard", options, model="complaint.dashboard"
        )

    def _call(self, kind: str, method: str, *args, model: str = TICKET, **kwargs):
        kwargs["context"] = ORDER["context"]
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._timed(kind, f"/web/dataset/call_kw/{model}/{method}", params)

    def _timed(self, kind: str, path: str, params: dict):
        """Post, and note how long it took and what went wrong."""
        begin, result, error = time.monotonic(), None, ""
        try:
            with GATE:
                result = self._post(path, params)
        except (AssertionError, OSError, ValueError) as failure:
            error = f"{kind}: {failure!r}"[:400]
        seconds = time.monotonic() - begin
        FOUND.append((time.time(), kind, seconds, error))
        self.environment.events.request.fire(
            request_type="rpc",
            name=kind,
            response_time=seconds * 1000,
            response_length=0,
            exception=AssertionError(error) if error else None,
            context={},
        )
        return result

    def _post(self, path: str, params: dict):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        reply = self.http.post(ORDER["url"] + path, json=body, timeout=120)
        assert reply.status_code == 200, f"HTTP {reply.status_code}: {reply.text[:200]}"
        answer = reply.json()
        error = answer.get("error")
        assert not error, error["data"].get("message") or error["message"]
        return answer["result"]
