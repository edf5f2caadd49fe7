"""The one scheduled action behind everything that comes due."""

import logging
from typing import NamedTuple

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

# Small enough that nobody waits for its rows, large enough to share what is read once.
BATCH = 200


class ClockJob(NamedTuple):
    """What the clock works off: rows that are due, and what happens to them.

    :param records: an empty recordset, in the environment the work is done in
    :param domain: finds what is due, by an index; what is done is found no more
    :param method: gets a batch of locked rows; must leave each of them not due
    """

    records: models.BaseModel
    domain: list
    method: str
    order: str = "id"


class ComplaintClock(models.AbstractModel):
    """Each batch is one transaction: rows locked, told, marked as told, committed.

    Killed anywhere, a batch has happened wholly or not at all. Two workers share the
    rows: what one has locked the other one passes by.
    """

    _name = "complaint.clock"
    _description = "Complaint Clock"

    @api.model
    def _clock_due_batches(self):
        """Return the jobs, in their order; other parts add theirs.

        :rtype: list[ClockJob]
        """
        now = fields.Datetime.now()
        tickets = self.env["helpdesk.ticket"].sudo()
        domain = [("escalate_at", "<=", now)]
        return [ClockJob(tickets, domain, "_escalate_batch", "escalate_at, id")]

    @api.model
    def _cron_complaint_clock(self):
        jobs = self._clock_due_batches()
        self.env["ir.cron"]._commit_progress(
            remaining=sum(job.records.search_count(job.domain) for job in jobs)
        )
        for job in jobs:
            if not self._run_job(job):
                return

    @api.model
    def _run_job(self, job):
        """Work one job off; return whether there is time left for another one."""
        passed_by = []
        while batch := job.records.search(
            [*job.domain, ("id", "not in", passed_by)], limit=BATCH, order=job.order
        ):
            ids = batch.ids
            if not self._run_batch(job, batch):
                for record in batch:
                    self._run_batch(job, record)
            # read again: what failed or was locked is still due, for the next run
            passed_by += job.records.browse(ids).filtered_domain(job.domain).ids
            if not self.env["ir.cron"]._commit_progress(len(ids)):
                return False
        return True

    @api.model
    def _run_batch(self, job, batch):
        """Do it for a batch; return whether it went well. One row alone may fail."""
        try:
            with self.env.cr.savepoint():
                locked = self._lock(batch)
                if locked:
                    getattr(locked, job.method)()
            return True
        except psycopg2.OperationalError:
            _logger.info("The clock left %s to another worker", batch)
        except Exception:  # noqa: BLE001
            # On purpose: whatever is wrong with one row (a template somebody broke, a
            # field of another addon) must not keep the reminders of all others back.
            # It is seen: a warning with the row and the traceback, at every run.
            level = logging.WARNING if len(batch) == 1 else logging.INFO
            _logger.log(level, "The clock failed with %s", batch, exc_info=True)
        batch.invalidate_recordset()
        return False

    @api.model
    def _lock(self, batch):
        """Lock the rows nobody else works on, and read them again.

        A row that changed since this transaction began raises an error of the
        database, without a trace in the log: somebody else was faster.
        """
        self.env.flush_all()
        query = SQL(
            "SELECT id FROM %s WHERE id IN %s FOR NO KEY UPDATE SKIP LOCKED",
            SQL.identifier(batch._table),
            tuple(batch.ids),
        )
        self.env.cr.execute(query, log_exceptions=False)
        found = {id_ for (id_,) in self.env.cr.fetchall()}
        batch.invalidate_recordset()
        return batch.browse([id_ for id_ in batch.ids if id_ in found])
