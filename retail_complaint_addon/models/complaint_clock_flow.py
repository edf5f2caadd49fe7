from odoo import api, fields, models

from .complaint_clock import ClockJob
from .complaint_custody_follow_up import UNACCEPTED
from .complaint_referral import AWAITED


class ComplaintClock(models.AbstractModel):
    """What was handed over and is late, and articles that wait for somebody."""

    _inherit = "complaint.clock"

    @api.model
    def _clock_due_batches(self):
        now = fields.Datetime.now()
        referrals = self.env["complaint.referral"].sudo()
        articles = self.env["complaint.custody"].sudo()
        moves = self.env["complaint.custody.move"].sudo()
        return [
            *super()._clock_due_batches(),
            ClockJob(
                referrals,
                [("reminded_at", "=", False), ("due_at", "<", now), *AWAITED],
                "_remind_batch",
                "due_at, id",
            ),
            ClockJob(
                referrals,
                [("escalated_at", "=", False), ("escalate_at", "<", now), *AWAITED],
                "_escalate_batch",
                "escalate_at, id",
            ),
            ClockJob(
                articles,
                [("state", "=", "in_custody"), ("remind_at", "<", now)],
                "_remind_batch",
                "remind_at, id",
            ),
            ClockJob(
                moves,
                [
                    ("state", "=", "pending"),
                    ("reminded_at", "=", False),
                    ("handed_at", "<", now - UNACCEPTED),
                ],
                "_remind_batch",
                "handed_at, id",
            ),
        ]
