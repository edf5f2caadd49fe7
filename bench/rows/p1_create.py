"""P1: one complaint with targets, triage and log; a ticket with its SLA."""

from harness import Bench, Figure, Side, median
from tickets import values


def run(bench: Bench) -> list[Figure]:
    cold = bench.alternate(_cold)
    warm = _warm(bench)
    return [
        *bench.compared("cold record cache", cold, "≤ 1.0", "≤ 1.0"),
        *bench.compared("warm record cache", warm, "≤ 1.0", "≤ 1.0"),
        Figure(
            "processor time, warm", median(warm["ours"], "busy") * 1000, "ms",
            peer=median(warm["peer"], "busy") * 1000,
        ),
    ]  # fmt: skip


def _cold(side: Side):
    """The first ticket of a request."""
    with side.env("bench_clerk") as env:
        vals = values(side, env, 1)
        env.invalidate_all()
        return side.sample(env, lambda: env["helpdesk.ticket"].create(vals))


def _warm(bench: Bench) -> dict[str, list]:
    """One ticket after the other in the same request."""
    found: dict[str, list] = {name: [] for name in bench.sides}
    with bench.ours.env("bench_clerk") as ours, bench.peer.env("bench_clerk") as peer:
        envs = {"ours": ours, "peer": peer}
        for number in range(bench.runs + 2):
            for name, side in bench.sides.items():
                env = envs[name]
                vals = values(side, env, 1, number)
                sample = side.sample(
                    env, lambda env=env, vals=vals: env["helpdesk.ticket"].create(vals)
                )
                if number > 1:
                    found[name].append(sample)
    return found
