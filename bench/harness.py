"""What the rows of bin/bench have in common: databases, clocks, counters."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry

from desk.bench.report import Figure

__all__ = ["Bench", "Figure", "Sample", "Side", "median", "percentile"]


@dataclass
class Sample:
    """One measured run: seconds, seconds of our own processor time, queries."""

    seconds: float
    busy: float
    queries: int


def median(samples: list[Sample], name: str = "seconds") -> float:
    return statistics.median(getattr(sample, name) for sample in samples)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


class Side:
    """One of the two that are compared: its database, and Odoo on it."""

    def __init__(self, name: str, database: str):
        self.name, self.database = name, database

    @cached_property
    def registry(self) -> Registry:
        return Registry(self.database)

    @contextmanager
    def env(self, login: str | None = None, **context) -> Iterator[api.Environment]:
        """An environment in a transaction of its own, undone at the end."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
            user = env["res.users"].search([("login", "=", login)]) if login else None
            if user:
                # as the web client calls it
                context = {
                    "lang": "en_US",
                    "tz": user.tz,
                    "uid": user.id,
                    "allowed_company_ids": user.company_ids.ids,
                    **context,
                }
                env = api.Environment(cr, user.id, context)
            try:
                yield env
            finally:
                cr.rollback()
                env.clear()

    def sample(self, env, call: Callable[[], object]) -> Sample:
        """Measure a call with all it causes until the commit."""
        gc.collect()
        gc.disable()
        cr = env.cr
        # of all cursors: some work opens transactions of its own
        queries = sql_db.sql_counter
        begin, busy = time.perf_counter(), time.process_time()
        try:
            call()
            env.flush_all()
            cr.precommit.run()
            env.flush_all()
            return Sample(
                time.perf_counter() - begin,
                time.process_time() - busy,
                sql_db.sql_counter - queries,
            )
        finally:
            gc.enable()


class Bench:
    """What a row gets: both sides, the size, and how often to measure."""

    def __init__(self, order: dict):
        self.order = order
        self.options = order["options"]
        self.size: int = self.options["size"]
        self.runs: int = self.options.get("runs", 7)
        self.sides = {
            name: Side(name, database) for name, database in order["databases"].items()
        }

    @property
    def ours(self) -> Side:
        return self.sides["ours"]

    @property
    def peer(self) -> Side:
        return self.sides["peer"]

    def alternate(
        self, work: Callable[[Side], Sample], runs: int | None = None
    ) -> dict[str, list[Sample]]:
        """Measure ours, the peer, ours, ...: what else the machine does hits both.

        A first round warms both up and is not counted.
        """
        found: dict[str, list[Sample]] = {name: [] for name in self.sides}
        for number in range((runs or self.runs) + 1):
            for name, side in self.sides.items():
                sample = work(side)
                if number:
                    found[name].append(sample)
        return found

    def compared(
        self, name: str, found: dict[str, list[Sample]], time_goal: str, query_goal: str
    ) -> list[Figure]:
        """Return time and queries of both, with their ratios."""
        ours, peer = found["ours"], found["peer"]
        return [
            Figure(
                f"time, {name}", median(ours) * 1000, "ms",
                peer=median(peer) * 1000, goal=time_goal,
            ),
            Figure(
                f"queries, {name}", median(ours, "queries"), "",
                peer=median(peer, "queries"), goal=query_goal,
            ),
        ]  # fmt: skip


class Memory:
    """The most memory this process takes above what it has at the beginning."""

    def __enter__(self):
        gc.collect()
        # the kernel forgets the peak so far
        with open("/proc/self/clear_refs", "w", encoding="ascii") as handle:
            handle.write("5")
        self.before = self._read("VmRSS")
        return self

    def __exit__(self, *_error):
        self.megabytes = (self._read("VmHWM") - self.before) / 1024

    @staticmethod
    def _read(name: str) -> int:
        with open("/proc/self/status", encoding="ascii") as handle:
            for line in handle:
                if line.startswith(f"{name}:"):
                    return int(line.split()[1])
        return 0
