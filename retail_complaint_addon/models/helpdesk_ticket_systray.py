from odoo import api, fields, models
from odoo.fields import Domain

from ..rules import clock
from .helpdesk_ticket_category import READERS

MOST = 99


class HelpdeskTicket(models.Model):
    """The clock in the bar at the top of the screen."""

    _inherit = "helpdesk.ticket"

    @api.model
    @api.readonly
    def get_complaint_clock(self):
        """Return how many of the user's own cases are overdue or due soon.

        One query on a partial index, and no more rows than the bell can show.

        :return: ``overdue`` and ``due``; ``more`` when there are still others
        """
        if not self.env.user.has_group(READERS):
            return {"overdue": 0, "due": 0, "more": False}
        now = fields.Datetime.now()
        domain = Domain("is_complaint", "=", True)
        domain &= Domain("resolved_at", "=", False)
        domain &= Domain("user_id", "=", self.env.uid)
        domain &= Domain("next_due_at", "<=", now + clock.SOON)
        cases = self.search_fetch(
            domain, ["next_due_at"], order="next_due_at, id", limit=MOST + 1
        )
        dates = cases[:MOST].mapped("next_due_at")
        overdue = sum(due < now for due in dates)
        return {
            "overdue": overdue,
            "due": len(dates) - overdue,
            "more": len(cases) > MOST,
        }
