"""Complaints that are due, for the rows about the clock."""

from collections.abc import Iterator
from contextlib import contextmanager

DUE = 10_000


def due_of(size: int) -> int:
    return min(DUE, size // 10)


def make_due(side, count: int, run: int) -> None:
    """Let so many cases have missed a target a minute ago, untold."""
    with side.registry.cursor() as cr:
        cr.execute("DELETE FROM complaint_escalation")
        cr.execute("DELETE FROM mail_activity WHERE res_model = 'helpdesk.ticket'")
        cr.execute(
            """
            UPDATE helpdesk_ticket
               SET next_notice_by = moment, next_due_at = moment,
                   escalate_at = moment, escalation_level = NULL
              FROM (SELECT id, date_trunc('second', now() AT TIME ZONE 'UTC')
                               - %s * interval '1 second' AS moment
                      FROM helpdesk_ticket WHERE is_complaint ORDER BY id LIMIT %s) due
             WHERE due.id = helpdesk_ticket.id
            """,
            [60 + run, count],
        )
        cr.commit()
    with side.registry.cursor() as cr:
        cr.execute("ANALYZE helpdesk_ticket")
        cr.commit()


@contextmanager
def job_of(side) -> Iterator:
    """The clock and its job about cases that are due."""
    with side.env() as env:
        clock = env["complaint.clock"]
        jobs = [
            job
            for job in clock._clock_due_batches()
            if (job.records._name, job.method) == ("helpdesk.ticket", "_escalate_batch")
        ]
        yield clock, jobs[0]
