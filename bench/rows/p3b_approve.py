"""P3b: a clerk submits a package above their limit, a supervisor approves it."""

from harness import Bench, Figure, Sample, Side, median
from settlements import case, package, settlement


def run(bench: Bench) -> list[Figure]:
    found = bench.alternate(_both)
    return [
        *bench.compared("submitted and approved", found, "≤ 0.7", "≤ 0.7"),
        Figure(
            "processor time", median(found["ours"], "busy") * 1000, "ms",
            peer=median(found["peer"], "busy") * 1000,
        ),
    ]  # fmt: skip


def _both(side: Side) -> Sample:
    """Two requests of two people, each with a cold record cache."""
    with side.env("bench_clerk") as env:
        ticket = case(side, env)
        made = package(ticket) if side.name == "ours" else settlement(ticket)
        supervisor = env["res.users"].search([("login", "=", "bench_supervisor")])
        theirs = made.with_user(supervisor).with_context(
            allowed_company_ids=supervisor.company_ids.ids
        )
        env.flush_all()
        env.cr.precommit.run()
        steps = _ours(made, theirs) if side.name == "ours" else _peer(made, theirs)
        samples = []
        for step in steps:
            env.invalidate_all()
            samples.append(side.sample(env, step))
        state = made.sudo().state
        if state != "approved":
            raise AssertionError(f"{side.name}: {state} instead of approved")
    return Sample(
        *(
            sum(getattr(sample, name) for sample in samples)
            for name in ("seconds", "busy", "queries")
        )
    )


def _ours(mine, theirs) -> list:
    return [mine.action_submit, theirs.action_approve]


def _peer(mine, theirs) -> list:
    def approve():
        theirs.validate_tier()
        theirs.action_confirm()

    return [mine.request_validation, approve]
