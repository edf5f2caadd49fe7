"""The price: told once, and when no answer comes the customer is reminded of it."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, format_datetime

from odoo.addons.retail_complaint_addon.models.helpdesk_ticket_clock import Calendars


class RepairOrder(models.Model):
    _name = "repair.order"
    _inherit = ["repair.order", "complaint.export.mixin"]

    def action_ask_price(self):
        """Tell the customer what it costs; the clock waits for the answer."""
        repair = self._enter("received", "waiting")
        if not (repair.charge_amount or repair.full_value):
            raise UserError(self.env._("Estimate the repair first."))
        if repair.asked_at and repair.price_told:
            raise UserError(
                self.env._(
                    "The customer was told this price on %(when)s. Press Remind the "
                    "Customer when no answer comes.",
                    when=format_datetime(self.env, repair.asked_at, dt_format="short"),
                )
            )
        repair.write({"asked_at": fields.Datetime.now(), "price_told": True})
        repair._tell_customer("price", kind="needs_info")
        return True

    def action_remind_price(self):
        """Ask again for the answer, at most once on a working day."""
        repair = self._enter("waiting")
        if not repair.price_told:
            raise UserError(
                self.env._(
                    "The estimate has changed since the customer was asked. Press Ask "
                    "the Customer to tell the new price."
                )
            )
        last = max(repair.asked_at, repair.reminded_at or repair.asked_at)
        repair._check_next_working_day(last)
        repair.reminded_at = fields.Datetime.now()
        repair._log_case(self.env._("The customer was reminded of the price"))
        repair._tell_customer("reminder", kind="needs_info")
        return True

    def _check_next_working_day(self, last):
        """:raises UserError: unless a working day has begun since (trusted)"""
        ticket = self.ticket_id
        calendar = ticket._complaint_calendar(ticket.store_id, ticket.company_id)
        morning = ticket._morning_after(ticket._local_date(last))
        opening = Calendars()[calendar].after(morning, timedelta(seconds=1))
        now = fields.Datetime.now()
        if ticket._local_date(opening) > ticket._local_date(now):
            raise UserError(
                self.env._(
                    "The customer was asked on %(when)s. The next reminder can be sent "
                    "on %(day)s; in a hurry, call.",
                    when=format_datetime(self.env, last, dt_format="short"),
                    day=format_date(self.env, ticket._local_date(opening)),
                )
            )

    def _price_text(self, values, again=False):
        """Return what the price is and what we ask, in the language of the context."""
        if again:
            return self._reminder_text(values)
        if self.charge_amount and self.promised_at:
            return self.env._(
                "The repair of your watch %(watch)s costs %(price)s and takes until "
                "%(date)s. Please tell us whether we may open and repair it.",
                **values,
            )
        if self.charge_amount:
            return self.env._(
                "The repair of your watch %(watch)s costs %(price)s. Please tell us "
                "whether we may open and repair it.",
                **values,
            )
        return self.env._(
            "The repair of your watch %(watch)s costs you nothing. Please tell us "
            "whether we may open it.",
            **values,
        )

    def _reminder_text(self, values):
        if self.charge_amount:
            return self.env._(
                "We still need your answer: the repair of your watch %(watch)s costs "
                "%(price)s. Please tell us whether we may open and repair it.",
                **values,
            )
        return self.env._(
            "We still need your answer: the repair of your watch %(watch)s costs you "
            "nothing. Please tell us whether we may open it.",
            **values,
        )
