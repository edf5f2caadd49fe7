"""L1: 50 people for ten minutes on two workers: errors, waiting times, memory."""

import json
import os
import subprocess
import time
from collections import defaultdict

from data.catalogue import CLERKS, PASSWORD
from harness import Bench, Figure, Side, percentile
from memory import Watch
from screens import Screen
from servers import running
from tickets import values

from odoo import fields

from desk import places
from desk.bench.databases import LOAD

PEOPLE = 50
# Somebody reads what they see before they do the next thing.
PAUSE = (2, 8)
# Signing in and the first look of everybody do not count: nothing is in the cache yet.
WARM_UP = 45
KINDS = ("list", "open", "search", "note", "submit", "dashboard")


def run(bench: Bench) -> list[Figure]:
    minutes = bench.options["minutes"]
    warm = min(WARM_UP, minutes * 60 / 4)
    with running(bench, bench.ours, weak=True, workers="2") as server:
        order = _order(bench.ours, server.url)
        found, watch = _people(order, server.process.pid, warm, minutes * 60)
        bad = server.bad_records()
    counted = [row for row in found if row[0] >= found[0][0] + warm]
    errors = [error for _at, _kind, _seconds, error in found if error]
    print(*errors[:10], *map(str, bad[:10]), watch.table(), sep="\n")
    return _figures(counted, errors, bad, watch, minutes)


def _people(order: dict, server: int, warm: float, seconds: float) -> tuple:
    """Let locust play; return what each request took, and the memory of the workers."""
    given, got = places.BENCH / "load-order.json", places.BENCH / "load-found.json"
    given.write_text(json.dumps(order), "utf-8")
    got.unlink(missing_ok=True)
    script = places.ROOT / "bench" / "load" / "people.py"
    command = [places.PYTHON, "-m", "locust", "-f", script, "--headless"]
    command += ["--users", str(PEOPLE), "--spawn-rate", "10", "--only-summary"]
    command += ["--run-time", f"{warm + seconds:.0f}s", "--exit-code-on-error", "0"]
    env = {
        **os.environ,
        "PYTHONPATH": str(LOAD),
        "BENCH_ORDER": str(given),
        "BENCH_FOUND": str(got),
    }
    with (places.BENCH / "load.log").open("wb") as log:
        played = subprocess.Popen(
            list(map(str, command)), env=env, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            time.sleep(warm)
            with Watch(server, min(60, seconds / 4)) as watch:
                played.wait(seconds + 180)
        finally:
            played.kill()
    if not got.exists():
        raise AssertionError(f"locust ended without figures, see {log.name}")
    return json.loads(got.read_text("utf-8")), watch


def _order(side: Side, url: str) -> dict:
    """Return what the browsers of these people know."""
    with side.env("bench_clerk") as env:
        shown, form = Screen(side, env, "list"), Screen(side, env, "form")
        new = [
            {name: _plain(name, value) for name, value in vals.items()}
            for vals in values(side, env, 200)
        ]
    return {
        "url": url,
        "database": side.database,
        "logins": [f"bench_clerk{number or ''}" for number in range(CLERKS)][:PEOPLE],
        "password": PASSWORD,
        "pause": PAUSE,
        "domain": [list(leaf) for leaf in shown.domain],
        "list": shown.fields,
        "order": shown.order,
        "form": form.fields,
        "new": new,
        "words": sorted({word for vals in new for word in vals["name"].split()})[:50],
        "context": {"lang": "en_US", "tz": "Asia/Hong_Kong"},
    }


def _plain(name: str, value):
    """As JSON has it."""
    if name == "incident_at":
        return fields.Datetime.to_string(value)
    return str(value) if name == "purchase_date" else value


def _figures(counted, errors, bad, watch: Watch, minutes: float) -> list[Figure]:
    times = defaultdict(list)
    for _at, kind, seconds, error in counted:
        if not error:
            times[kind].append(seconds)
    every = [seconds for kind in times.values() for seconds in kind]
    figures = [
        Figure("people", PEOPLE),
        Figure("minutes", minutes),
        Figure("requests", len(every)),
        Figure("requests a second", len(every) / (minutes * 60)),
        Figure("errors", len(errors), goal="≤ 0"),
        Figure("warnings and errors in the log", len(bad), goal="≤ 0"),
    ]
    for share in (0.5, 0.95, 0.99):
        value = percentile(every, share) * 1000
        figures.append(Figure(f"p{share * 100:.0f} of all", value, "ms"))
    for kind in KINDS:
        if times[kind]:
            for share in (0.5, 0.95):
                value = percentile(times[kind], share) * 1000
                figures.append(Figure(f"p{share * 100:.0f} {kind}", value, "ms"))
    return [
        *figures,
        Figure("largest process at the start", watch.first, "MB"),
        Figure("largest process at the end", watch.last, "MB"),
        Figure("most that one process grew", watch.growth(), "MB"),
        Figure("of that in the second half", watch.late_growth(), "MB"),
        Figure("processes replaced", watch.replaced),
    ]
