"""P4a: find what is due among many open cases, and mark it, in batches."""

import statistics
import time

from clock import due_of, job_of, make_due
from harness import Bench, Figure, Memory, median

from odoo.addons.retail_complaint_addon.models.complaint_clock import BATCH

# As the clock: rows nobody else works on are locked, marked, committed.
FIND = """
    SELECT id, next_notice_by, resolve_by, acknowledge_by, acknowledged_at, store_id,
           company_id, user_id
      FROM helpdesk_ticket WHERE escalate_at <= now() AT TIME ZONE 'UTC'
  ORDER BY escalate_at, id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED
"""
MARK = """
    UPDATE helpdesk_ticket
       SET escalate_at = now() AT TIME ZONE 'UTC' + interval '4 hours',
           escalation_level = 'owner', write_date = now() AT TIME ZONE 'UTC',
           write_uid = 1
     WHERE id IN %s
"""


def run(bench: Bench) -> list[Figure]:
    side, due = bench.ours, due_of(bench.size)
    ours, limit, memory = [], [], []
    tickets = side.registry["helpdesk.ticket"]
    told, tickets._remind = tickets._remind, lambda *_args, **_kwargs: None
    try:
        for number in range(6):
            make_due(side, due, number)
            with Memory() as used:
                sample = _clock(side)
            make_due(side, due, number)
            seconds = _by_hand(side)
            if number:
                ours.append(sample)
                limit.append(seconds)
                memory.append(used.megabytes)
    finally:
        tickets._remind = told
    return [
        Figure(
            f"{due:,} due: found and marked", median(ours), "s",
            limit=statistics.median(limit), goal="≤ 2",
        ),
        Figure("time a case", median(ours) / due * 1000, "ms"),
        Figure("queries a case", median(ours, "queries") / due),
        Figure("processor time a case", median(ours, "busy") / due * 1000, "ms"),
        Figure("memory", max(memory), "MB", goal="≤ 200"),
    ]  # fmt: skip


def _clock(side):
    with job_of(side) as (clock, job):
        sample = side.sample(clock.env, lambda: clock._run_job(job))
        if job.records.search_count(job.domain):
            raise AssertionError("some are still due")
        return sample


def _by_hand(side) -> float:
    with side.registry.cursor() as cr:
        begin = time.perf_counter()
        while True:
            cr.execute(FIND, [BATCH])
            ids = tuple(row[0] for row in cr.fetchall())
            if not ids:
                return time.perf_counter() - begin
            cr.execute(MARK, [ids])
            cr.commit()
