"""P2: 1,000 complaints in one call; creation is logged, no follower is told."""

from harness import Bench, Figure, Side, median
from tickets import values

MOST = 1000
QUIET = {"mail_create_nosubscribe": True, "mail_notify_force_send": False}


def run(bench: Bench) -> list[Figure]:
    count = min(MOST, max(bench.size // 50, 100))

    def work(side: Side):
        with side.env("bench_clerk", **QUIET) as env:
            vals = values(side, env, count)
            env.invalidate_all()
            return side.sample(env, lambda: env["helpdesk.ticket"].create(vals))

    found = bench.alternate(work, runs=5)
    ours, peer = found["ours"], found["peer"]
    return [
        Figure(
            f"time of {count:,}", median(ours), "s", peer=median(peer), goal="≤ 0.5"
        ),
        Figure("queries a complaint", median(ours, "queries") / count, goal="≤ 3"),
        Figure("queries a ticket of the peer", median(peer, "queries") / count),
        Figure("processor time", median(ours, "busy"), "s", peer=median(peer, "busy")),
    ]
