"""bin/bench: what the desk costs, beside what a company would install instead."""

import argparse
import dataclasses
import time

from .. import places, steps
from ..errors import Stop
from ..odoo import Odoo
from ..postgres import Cluster
from ..prepare import prepare
from ..run import own
from . import databases, machine, plots, report
from .databases import Databases
from .rows import ROWS, Row, chosen
from .worker import work

SMALL, LARGE = 10_000, 1_000_000
SIZES = (SMALL, 100_000, LARGE)
# A million complaints and their indexes do not fit into the demo's memory.
SETTINGS = {
    "shared_buffers": "1GB",
    "effective_cache_size": "4GB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
}


def main(arguments: list[str]) -> int:
    options = _options(arguments)
    rows = chosen([*options.rows, *(options.more_rows or "").replace(",", " ").split()])
    if not rows:
        raise Stop(f"Known rows are: {', '.join(ROWS)}.")
    if options.size < 100 or options.runs < 5:
        raise Stop("Measure at least 100 complaints, five times.")
    sizes = SIZES if options.growth else (options.size,)
    steps.say("Complaint desk benchmarks")
    source = prepare("dev" if any(row.kind == "dev" for row in rows) else "run")
    own(places.BENCH)
    with steps.only_one(places.BENCH / "lock", "waiting for another bin/bench"):
        databases.peer_addons()
        if any(row.minutes for row in rows):
            databases.load_program()
        addons = (*source.addons, *databases.addon_paths())
        source = dataclasses.replace(source, addons=addons)
        cluster = Cluster(places.BENCH, throw_away=True, settings=SETTINGS)
        cluster.create()
        try:
            cluster.start()
            odoo = Odoo(source, cluster, places.BENCH)
            results = _measure(odoo, rows, sizes, options)
        finally:
            cluster.stop()
    return 0 if all(result.good for result in results) else 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    known = ", ".join(ROWS)
    parser.add_argument("rows", nargs="*", help=f"of {known}; P4 is P4a and P4b")
    parser.add_argument("--rows", dest="more_rows", help="the same, with commas")
    parser.add_argument(
        "--size", type=int, default=SMALL, help=f"complaints (default {SMALL:,})"
    )
    parser.add_argument(
        "--small", action="store_const", dest="size", const=SMALL,
        help=f"every row with {SMALL:,}: for every day",
    )  # fmt: skip
    parser.add_argument(
        "--growth", action="store_true",
        help=f"with {', '.join(f'{size:,}' for size in SIZES)}, one after the other",
    )  # fmt: skip
    parser.add_argument(
        "--minutes", type=float,
        help="how long each of the long rows (L1, L2) takes; shorter ones are not"
        " written down",
    )  # fmt: skip
    parser.add_argument(
        "--runs", type=int, default=7, help="how often each is measured (default 7)"
    )
    return parser.parse_args(arguments)


def _measure(odoo: Odoo, rows: list[Row], sizes, options) -> list[report.Result]:
    """Measure, and write down each result at once: a later row may be broken off."""
    results = []
    document = places.ROOT / "docs" / "benchmarks.md"
    for size in sizes:
        for row in rows:
            minutes = row.minutes and (options.minutes or row.minutes)
            result = _row(odoo, row, size, options.runs, minutes)
            results.append(result)
            # other sizes and shorter times are for trying things out
            if size in SIZES and minutes >= row.minutes:
                report.write(document, [result], machine.words(odoo))
    plots.draw(document)
    return results


def _row(
    odoo: Odoo, row: Row, size: int, runs: int, minutes: float = 0
) -> report.Result:
    known = Databases(odoo)
    names = {"ours": known.ours(row.data, size, row.whole)}
    if row.peer:
        names["peer"] = known.peer(size)
    if row.copies:
        names = {side: known.copy(name) for side, name in names.items()}
    begin = time.monotonic()
    try:
        with steps.progress(f"{row.id}: {row.title}, {size:,} complaints"):
            options = {"size": size, "runs": runs, "minutes": minutes}
            found = work(odoo, f"rows.{row.module}", options, names)
    finally:
        for name in names.values():
            known.drop_copy(name)
    figures = [report.Figure(**figure) for figure in found["figures"]]
    result = report.Result(row.id, row.title, size, figures)
    steps.say(f"{result.table()}\n({time.monotonic() - begin:.0f} s)")
    return result
