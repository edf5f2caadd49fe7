"""P5b: the first page of list and kanban, in their default order."""

from harness import Bench, Figure, Side, median
from screens import Screen

USERS = {"ours": "bench_manager", "peer": "bench_clerk"}
# (figure, view, without the filter that is set when it opens, what is asked)
PARTS = (
    ("first page of the list", "list", True, "page"),
    ("its count, as far as shown", "list", True, "count"),
    ("kanban, as it opens", "kanban", False, "board"),
    ("its bars", "kanban", False, "bars"),
    ("kanban of all", "kanban", True, "board"),
    ("bars of all", "kanban", True, "bars"),
)


def run(bench: Bench) -> list[Figure]:
    figures = []
    for name, kind, every, what in PARTS:

        def work(side: Side, kind=kind, every=every, what=what):
            """Both may read every ticket; the record cache is cold."""
            with side.env(USERS[side.name]) as env:
                screen = Screen(side, env, kind, every)
                env.invalidate_all()
                return side.sample(env, getattr(screen, what))

        found = bench.alternate(work, runs=max(bench.runs, 7))
        ours, peer = median(found["ours"]) * 1000, median(found["peer"]) * 1000
        goal = "≤ 20" if what in ("page", "board") else ""
        figures += [
            Figure(f"{name}, time", ours, "ms", goal=goal),
            Figure(
                f"{name}, against the peer", ours, "ms", peer=peer, goal="≤ 0.2"
            ),
            Figure(
                f"{name}, queries", median(found["ours"], "queries"),
                peer=median(found["peer"], "queries"),
            ),
        ]  # fmt: skip
    return figures
