"""P4b: the whole clock over what is due: found, marked, and everybody told."""

from clock import due_of, job_of, make_due
from harness import Bench, Figure, Memory, median


def run(bench: Bench) -> list[Figure]:
    side, due = bench.ours, due_of(bench.size)
    samples, memory = [], []
    for number in range(6):
        make_due(side, due, number)
        with Memory() as used, job_of(side) as (clock, job):
            sample = side.sample(clock.env, lambda: clock._run_job(job))
        _check(side, due)
        if number:
            samples.append(sample)
            memory.append(used.megabytes)
    return [
        Figure("time a case", median(samples) / due * 1000, "ms", goal="≤ 1"),
        Figure("queries a case", median(samples, "queries") / due, goal="≤ 3"),
        Figure("processor time a case", median(samples, "busy") / due * 1000, "ms"),
        Figure("memory", max(memory), "MB", goal="≤ 200"),
    ]


def _check(side, due: int) -> None:
    """Each of them was told about once."""
    with side.registry.cursor() as cr:
        cr.execute(
            """
            SELECT (SELECT count(*) FROM complaint_escalation),
                   (SELECT count(*) FROM mail_activity
                     WHERE res_model = 'helpdesk.ticket')
            """
        )
        rows, todos = cr.fetchone()
    if rows != due or todos < due:
        raise AssertionError(f"{due} due, {rows} told about, {todos} to-dos")
