"""Cases with an outside body: its reference, its date, and nothing is erased."""

from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError

from .helpdesk_ticket_category import READERS

BODIES = [
    ("consumer_council", "Consumer Council"),
    ("customs", "Customs and Excise"),
    ("tribunal", "Tribunal or Court"),
    ("lawyer", "Lawyer"),
    ("jewellers", "Jewellers' Committee"),
    ("privacy", "Privacy Commissioner"),
    ("other", "Other Body"),
]


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    outside_body = fields.Selection(
        selection=BODIES,
        index="btree_not_null",
        copy=False,
        tracking=True,
        groups=READERS,
        help="Who outside of the company has this case too. Nothing of it is erased "
        "from then on.",
    )
    outside_ref = fields.Char(
        string="Their Reference",
        index="btree_not_null",
        copy=False,
        tracking=True,
        groups=READERS,
    )
    outside_reply_by = fields.Date(
        string="Answer Them By",
        copy=False,
        tracking=True,
        groups=READERS,
        help="Counts in the clock of the case until the answer is noted.",
    )
    outside_answered_at = fields.Datetime(
        string="Answered Them At", copy=False, readonly=True, groups=READERS
    )

    # ------------------------------------------------------------------
    # legal hold
    # ------------------------------------------------------------------

    @api.onchange("outside_body")
    def _onchange_outside_body(self):
        if self.outside_body:
            self.legal_hold = True

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._with_legal_hold(vals) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        vals = self._with_legal_hold(vals)
        if vals.get("outside_reply_by"):
            # another letter, another answer
            answered = self.sudo().filtered("outside_answered_at")
            answered._trusted().write({"outside_answered_at": False})
        return super().write(vals)

    @api.model
    def _with_legal_hold(self, vals):
        """An outside body holds the case, unless somebody says otherwise at once."""
        if vals.get("outside_body") and "legal_hold" not in vals:
            return {**vals, "legal_hold": True}
        return vals

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        held = self.sudo().filtered(lambda one: one.is_complaint and one.legal_hold)
        if held:
            raise UserError(
                self.env._(
                    "Case %(case)s is under a legal hold: nothing of it is deleted.",
                    case=held[0].number,
                )
            )

    # ------------------------------------------------------------------
    # their date
    # ------------------------------------------------------------------

    @api.model
    def _clock_depends(self):
        names = ["outside_body", "outside_reply_by", "outside_answered_at"]
        return [*super()._clock_depends(), *names]

    def _clock_due_dates(self):
        dates = super()._clock_due_dates()
        due = self._outside_due()
        if due:
            dates["outside"] = due
        return dates

    def _outside_due(self):
        """Return the end of the day by which they want an answer, or None."""
        day = self.outside_reply_by
        if not day or not self.outside_body or self.outside_answered_at:
            return None
        if not self.is_complaint or self.resolved_at:
            return None
        calendar = self._complaint_calendar(self.store_id, self.company_id)
        zone = pytz.timezone(calendar.tz or "UTC")
        end = zone.localize(datetime.combine(day + timedelta(days=1), time.min))
        return end.astimezone(pytz.utc).replace(tzinfo=None)

    def action_outside_answered(self):
        """Note that the outside body has its answer."""
        self._require_complaints()
        for ticket in self.sudo():
            if ticket.outside_body and not ticket.outside_answered_at:
                ticket._trusted().write({"outside_answered_at": fields.Datetime.now()})
                ticket._message_log(
                    body=self.env._("The outside body has been answered."),
                    author_id=self.env.user.partner_id.id,
                )
        return True

    def action_confirm_customer(self):
        """Note that it is really the customer whose address was given."""
        self._require_complaints()
        self.filtered("sender_unverified").write({"sender_unverified": False})
        return True
