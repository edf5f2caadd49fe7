"""bin/bench: what the desk costs, measured on data made for it."""

import argparse
import json
import os
import platform
import time

from . import places, steps
from .bench_report import Result, write
from .errors import Stop
from .odoo import Odoo
from .postgres import Cluster
from .prepare import prepare
from .run import own

# What can be measured: the module in bench/ and what it measures.
ROWS = {"P6": ("p6_similar", "Ten most similar past cases, English and Chinese")}
ADDON = "retail_complaint_addon"
EMPTY = "bench_empty"
SMALL = 10_000
MARK = "RESULT "
SCRIPT = """
import json, sys
sys.path.insert(0, {folder!r})
import {module}
print({mark!r} + json.dumps({module}.run(env, {size}, {runs})))
"""


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("rows", nargs="*", help=f"of {', '.join(ROWS)}; without: all")
    parser.add_argument(
        "--size", type=int, default=SMALL, help=f"complaints (default {SMALL:,})"
    )
    parser.add_argument(
        "--runs", type=int, default=100, help="how often each is measured"
    )
    options = parser.parse_args(arguments)
    rows = [row.upper() for row in options.rows] or list(ROWS)
    unknown = [row for row in rows if row not in ROWS]
    if unknown:
        raise Stop(f"There is no {unknown[0]}. Known are: {', '.join(ROWS)}.")
    if options.size < 100 or options.runs < 5:
        raise Stop("Measure at least 100 complaints, five times.")
    steps.say("Complaint desk benchmarks")
    source = prepare("run")
    own(places.BENCH)
    with steps.only_one(places.BENCH / "lock", "waiting for another bin/bench"):
        cluster = Cluster(places.BENCH, throw_away=True)
        cluster.create()
        try:
            cluster.start()
            odoo = Odoo(source, cluster, places.BENCH)
            _empty(odoo)
            results = [_row(odoo, row, options) for row in rows]
        finally:
            cluster.stop()
    write(places.ROOT / "docs" / "benchmarks.md", results, _machine(source))
    return 0 if all(result.good for result in results) else 1


def _empty(odoo: Odoo) -> None:
    """A database with the addon and no complaints; made anew when the addon changes."""
    files = sorted((places.ROOT / ADDON).rglob("*.py"))
    key = places.digest(places.REQUIREMENTS / "run.txt", *files)
    if not odoo.cluster.exists(EMPTY):
        steps.forget("bench-empty")

    def make() -> None:
        odoo.drop(EMPTY)
        odoo.cluster.create_database(EMPTY)
        log = places.LOGS / "bench-install.log"
        what = ["-i", ADDON, "--load-language=zh_HK"]
        odoo.install(EMPTY, *what, log=log, title="Installation of the addon")

    steps.once("bench-empty", key, "Database without complaints", make, 1000)


def _row(odoo: Odoo, row: str, options: argparse.Namespace) -> Result:
    module, title = ROWS[row]
    database = f"bench_{row.lower()}"
    odoo.clone(EMPTY, database)
    code = SCRIPT.format(
        folder=str(places.ROOT / "bench"),
        module=module,
        mark=MARK,
        size=options.size,
        runs=options.runs,
    )
    with steps.progress(f"{row}: {title}, {options.size:,} complaints"):
        begin = time.monotonic()
        output = odoo.script(database, code, row)
        seconds = time.monotonic() - begin
    odoo.drop(database)
    found = [line for line in output.splitlines() if line.startswith(MARK)]
    if not found:
        raise Stop(f"{row} gave no result: {output.strip().splitlines()[-1:]}")
    result = Result(row, title, options.size, json.loads(found[0].removeprefix(MARK)))
    steps.say(f"{result.table()}\n({seconds:.0f} s)")
    return result


def _machine(source) -> str:
    """Where and on what it was measured; other work on the machine shows as load."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} processors, {memory:.0f} GB, load"
        f" {os.getloadavg()[0]:.1f}, {platform.system()} {platform.machine()},"
        f" Python {platform.python_version()}"
    )
