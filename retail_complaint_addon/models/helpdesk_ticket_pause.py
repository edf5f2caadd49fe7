from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from .helpdesk_ticket_category import READERS
from .helpdesk_ticket_clock import TARGET_FIELDS, Calendars

REASON_LENGTH = 200
HOUR = timedelta(hours=1)


class HelpdeskTicket(models.Model):
    """The clock stands while we wait for the customer, and every notice winds it up.

    The methods with an underscore are for other parts of the desk: they ask nobody for
    rights, so their callers have to.
    """

    _inherit = "helpdesk.ticket"

    clock_paused_at = fields.Datetime(
        string="Waiting Since",
        copy=False,
        readonly=True,
        groups=READERS,
        help="The clock stands: we wait for the customer.",
    )
    clock_pause_reason = fields.Char(
        string="Waiting For", copy=False, readonly=True, groups=READERS
    )
    clock_paused_hours = fields.Float(
        string="Waited (Working Hours)", copy=False, readonly=True, groups=READERS
    )
    wait_by = fields.Datetime(
        string="Ask Again By",
        copy=False,
        readonly=True,
        groups=READERS,
        help="The customer has been waited for long enough by then.",
    )
    pause_ids = fields.One2many(
        comodel_name="complaint.pause",
        inverse_name="ticket_id",
        string="Pauses",
        copy=False,
        readonly=True,
        groups=READERS,
    )

    # ------------------------------------------------------------------
    # pause
    # ------------------------------------------------------------------

    def _pause_clock(self, reason):
        """Let the clock stand while we wait for the customer.

        A clock that stands already stays as it is; a closed case has none.

        :param str reason: what we wait for
        """
        now = fields.Datetime.now()
        calendars = Calendars()
        reason = (reason or "").strip()[:REASON_LENGTH] or self.env._("The customer")
        for ticket in self.sudo():
            if not ticket._clock_runs() or ticket.clock_paused_at:
                continue
            ticket._trusted().write(
                {
                    "clock_paused_at": now,
                    "clock_pause_reason": reason,
                    "wait_by": ticket._clock_due("wait", now, calendars),
                }
            )
            pauses = self.env["complaint.pause"].sudo()._trusted()
            # the index allows one open pause, in the order of the statements
            pauses.flush_model(["ended_at"])
            pauses.create(
                {
                    "ticket_id": ticket.id,
                    "round": ticket.round,
                    "started_at": now,
                    "started_by_id": self.env.uid,
                    "reason": reason,
                }
            )

    def _resume_clock(self):
        """Let the clock go on: what was left when it stopped is left now."""
        now = fields.Datetime.now()
        calendars = Calendars()
        for ticket in self.sudo().filtered("clock_paused_at"):
            time = calendars[ticket._clock_calendar()]
            pause = (ticket.clock_paused_at, now)
            values = ticket._end_pause(time.between(*pause) / HOUR, now)
            start = ticket.clock_start_at or ticket.received_at
            for kind, name in TARGET_FIELDS.items():
                if kind == "acknowledge" and ticket.acknowledged_at:
                    continue
                begin = ticket.clock_notice_at if kind == "notice" else start
                if ticket[name] and begin:
                    values[name] = time.extended(ticket[name], begin, [pause])
            ticket._trusted().write(values)

    def _end_pause(self, hours, now):
        """Close the row of the pause; return what changes on the case."""
        self.pause_ids.filtered(lambda pause: not pause.ended_at)._trusted().write(
            {"ended_at": now, "ended_by_id": self.env.uid, "working_hours": hours}
        )
        return {
            "clock_paused_at": False,
            "clock_pause_reason": False,
            "clock_paused_hours": self.clock_paused_hours + hours,
            "wait_by": False,
        }

    def _clock_pauses(self):
        """Return the finished pauses of this round as intervals."""
        if not self.clock_paused_hours:
            return []
        return [
            (pause.started_at, pause.ended_at)
            for pause in self.pause_ids
            if pause.ended_at and pause.round == self.round
        ]

    def _clock_runs(self):
        return self.is_complaint and not self.resolved_at and not self.closed

    def _finish_closing(self):
        """Nobody waits for the customer of a closed case."""
        now = fields.Datetime.now()
        calendars = Calendars()
        for ticket in self.sudo().filtered("clock_paused_at"):
            time = calendars[ticket._clock_calendar()]
            hours = time.between(ticket.clock_paused_at, now) / HOUR
            ticket._trusted().write(ticket._end_pause(hours, now))
        return super()._finish_closing()

    # ------------------------------------------------------------------
    # told, and told by the customer
    # ------------------------------------------------------------------

    def _notice_given(self, told_at):
        """Count the next notice from the one just given, over whatever channel.

        :param datetime told_at: when the customer was told; a call that is written
            down later than a newer letter moves nothing back
        """
        now = fields.Datetime.now()
        calendars = Calendars()
        for ticket in self.sudo():
            told = min(told_at or now, now)
            last = ticket.clock_notice_at
            if not ticket._clock_runs() or (last and told < last):
                continue
            ticket._trusted().write(ticket._notice_values(told, calendars))

    def _notice_values(self, told_at, calendars):
        due = self._clock_due("notice", told_at, calendars)
        return {"clock_notice_at": told_at, "next_notice_by": due}

    def _customer_replied(self, channel):
        """The customer has written or called: go on, and tell the owner.

        :param str channel: how it came, for the to-do
        """
        self._resume_clock()
        for ticket in self.sudo().filtered("is_complaint"):
            ticket._tell_owner_of_reply(channel)

    def _tell_owner_of_reply(self, channel):
        """Give the owner one to-do, however many mails the customer writes."""
        kind = "retail_complaint_addon.mail_activity_type_customer_replied"
        if self.activity_search([kind]):
            return
        note = channel and self.env._(
            "The customer answered by %(channel)s.", channel=channel
        )
        for user in self._survey_readers(self.user_id) or self._survey_supervisors():
            self._as_robot(user).activity_schedule(kind, user_id=user.id, note=note)

    # ------------------------------------------------------------------
    # buttons
    # ------------------------------------------------------------------

    def action_resume_clock(self):
        """The customer has answered."""
        self._require_complaints()
        for ticket in self.sudo():
            if ticket.closed:
                raise UserError(
                    self.env._("Case %(case)s is closed.", case=ticket.number)
                )
        self._resume_clock()
        return True
