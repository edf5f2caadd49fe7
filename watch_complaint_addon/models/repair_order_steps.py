"""The steps of a complaint's repair; each tells the customer, who can be told."""

from dateutil.relativedelta import relativedelta

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

TODO = "watch_complaint_addon.mail_activity_type_repair"


class RepairOrder(models.Model):
    _inherit = "repair.order"

    def _screen(self, name, *stages):
        """Open a screen of the repair, when its step is possible."""
        self._enter(*stages)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            f"watch_complaint_addon.{name}_action"
        )
        return {**action, "context": {"default_repair_id": self.id}}

    def action_estimate(self):
        """Open the screen for findings, work, price and promised day."""
        return self._screen("watch_repair_estimate")

    def action_consent(self):
        """Open the screen that records what the customer agreed to."""
        return self._screen("watch_repair_consent")

    def action_send_out(self):
        """Open the screen that sends the watch to a service centre."""
        action = self._screen("watch_centre_send", "agreed", "in_repair")
        # before somebody fills it in and collects signatures
        self.sudo()._check_consent_outside()
        return action

    def _check_consent_outside(self):
        """:raises UserError: unless the customer lets the watch leave (trusted)"""
        if not self.consent_outside:
            raise UserError(
                self.env._(
                    "%(repair)s: the customer has not agreed that the watch is sent "
                    "out. Ask, press Consent again, and tick “We may send it to a "
                    "service centre”.",
                    repair=self.name,
                )
            )

    def action_lend(self):
        """Open the screen that lends the customer a watch."""
        return self._screen("watch_loan_lend")

    def action_cancel_repair(self):
        """Open the screen that asks why the watch is not repaired."""
        return self._screen("watch_repair_cancel")

    def action_start(self):
        """Open the watch: agreed, and paid by somebody who may give it."""
        repair = self._enter("agreed", "waiting", "received")
        repair._check_consent()
        repair._check_cover()
        repair._take_up()
        repair.under_warranty = repair.ticket_id._warranty_now()._is_free()
        repair.action_repair_start()
        repair._log_money("repair_started")
        repair._tell_customer("in_repair")
        return True

    def action_finish(self):
        """The watch runs again: guaranteed from today on."""
        repair = self._enter("in_repair")
        repair._check_consent()
        repair._check_cover()
        repair._take_up()
        repair.under_warranty = repair.ticket_id._warranty_now()._is_free()
        repair.action_repair_end()
        months = repair.company_id.watch_repair_guarantee_months
        now = fields.Datetime.now()
        repair.write(
            {
                "finished_at": now,
                "guaranteed_until": repair.ticket_id._local_date(now)
                + relativedelta(months=months),
                "fault_cause_id": repair.ticket_id.cause_id.id,
            }
        )
        repair._log_money("repair_finished")
        repair._ready_to_collect()
        repair._tell_customer("ready")
        return True

    def _take_up(self):
        """Who of the workshop works on it is its watchmaker, if nobody was (trusted)"""
        workshop = "watch_complaint_addon.group_watch_workshop"
        if not self.user_id and self.env.user.has_group(workshop):
            self.user_id = self.env.user

    def action_returned(self):
        """The customer has the watch back, without an article in our books."""
        repair = self._enter("ready", "cancelled", "returned")
        if repair.returned_at:
            return True
        if repair.custody_id:
            raise UserError(
                self.env._(
                    "%(article)s is in our books: hand it over to the customer, "
                    "signed.",
                    article=repair.custody_id.display_name,
                )
            )
        repair._come_back()
        return True

    def _cancel_by(self, reason):
        """The watch is not repaired; nothing is charged."""
        repair = self._enter()
        reason = self._words(reason)
        if not reason:
            raise UserError(self.env._("Say why the watch is not repaired."))
        if repair.stage == "outside":
            raise UserError(self.env._("Take the watch back from the centre first."))
        repair.charge_amount = 0
        repair._make_quotation()
        repair.action_repair_cancel()
        repair.cancel_reason = reason
        repair._log_case(self.env._("Not repaired: %(reason)s", reason=reason))
        repair._tell_customer("cancelled")
        repair._ready_to_collect()
        return repair

    # ------------------------------------------------------------------
    # what follows
    # ------------------------------------------------------------------

    def _log_money(self, kind):
        """Write into the decision log what the repair gives away."""
        self.ticket_id.with_env(self.env(su=False))._log_decision(
            kind,
            amount=self._given() if not self.under_warranty else self.full_value,
            currency=self.currency_id.name,
            state_to=self.stage,
            detail=(
                f"repair {self.name}, worth {self.full_value:.2f}, "
                f"paid {self._paid_amount():.2f}, "
                f"warranty {'yes' if self.under_warranty else 'no'}"
            ),
        )

    def _log_case(self, text):
        """A note for the colleagues in the case and in the repair."""
        author = self.env.user.partner_id.id
        body = f"{self.name}: {text}" if self.name not in text else text
        for record in (self.ticket_id, self):
            record._untrusted()._message_log(body=body, author_id=author)

    def _ready_to_collect(self):
        """From now on the days of the article count that nobody collects."""
        custody = self.custody_id
        if custody.state == "in_custody" and not custody.ready_at:
            days = self.company_id.complaint_custody_remind_days
            now = fields.Datetime.now()
            custody._trusted().write(
                {"ready_at": now, "remind_at": fields.Datetime.add(now, days=days)}
            )

    def _come_back(self):
        """The loop is closed: the owner of the case is asked to close it (trusted)."""
        for repair in self.filtered(lambda one: not one.returned_at):
            repair.returned_at = fields.Datetime.now()
            repair._log_case(repair.env._("The customer has the watch back"))
            ticket = repair.ticket_id
            if ticket.closed or not ticket.user_id:
                continue
            todo = repair.env._("The watch is back with the customer: close the case")
            ticket._untrusted().activity_schedule(
                TODO, user_id=ticket.user_id.id, summary=todo
            )

    def _tell_repeat(self):
        """A supervisor hears of a repair that did not last."""
        ticket = self.ticket_id
        text = self.env._(
            "Repeat repair: the same fault was repaired as %(earlier)s, guaranteed "
            "until %(until)s",
            earlier=self.earlier_repair_id.name,
            until=fields.Date.to_string(self.earlier_repair_id.guaranteed_until),
        )
        self._log_case(text)
        for user in ticket._survey_supervisors()[:1]:
            ticket._untrusted().activity_schedule(TODO, user_id=user.id, summary=text)

    # ------------------------------------------------------------------
    # the customer hears of it
    # ------------------------------------------------------------------

    def _tell_opened(self):
        """Only what the books show lying at a workshop is there (trusted)"""
        here = self.custody_id.place_store_id.kind == "workshop"
        self._tell_customer("received" if here else "registered")

    def _tell_customer(self, step, kind="progress"):
        """Send a notice in the customer's language; no address: somebody calls."""
        self.ensure_one()
        ticket = self.ticket_id._untrusted()
        if not self.company_id.watch_repair_notices or ticket.closed:
            return
        text = self.with_context(lang=ticket._survey_lang())._step_text(step)
        if not ticket.with_env(self.env(su=False)).has_access("write"):
            # the workshop writes no mail of the case: the desk does
            ticket = ticket.with_user(SUPERUSER_ID)
        company = self.company_id
        can_send = company.email_formatted or company.catchall_formatted
        if can_send and ticket._send_notice(kind, message=text):
            return
        if ticket.user_id:
            ticket.activity_schedule(
                TODO,
                user_id=ticket.user_id.id,
                summary=self.env._("Tell the customer: %(text)s", text=text),
            )

    def _told_date(self, date):
        """Return a date as letters write it, in the language of the context."""
        return format_date(self.env, date, date_format="long") if date else ""

    def _step_text(self, step):
        """Return what the customer is told, in the language of the context."""
        values = {
            # as the customer knows it, without our code
            "watch": (self.lot_id.product_id or self.product_id).name,
            "repair": self.name,
            "price": self.currency_id.format(self.charge_amount),
            "date": self._told_date(
                self.promised_at and self.ticket_id._local_date(self.promised_at)
            ),
            "until": self._told_date(self.guaranteed_until),
        }
        texts = {
            "registered": self.env._(
                "Your watch %(watch)s is registered for repair (%(repair)s).", **values
            ),
            "received": self.env._(
                "Our workshop has your watch %(watch)s (%(repair)s).", **values
            ),
            "in_repair": self.env._(
                "Your watch %(watch)s is being repaired.", **values
            ),
            "outside": self.env._(
                "Your watch %(watch)s is on its way to the service centre.", **values
            ),
            "back": self.env._(
                "Your watch %(watch)s is back from the service centre.", **values
            ),
            "ready": self.env._(
                "Your watch %(watch)s is repaired and ready for collection. The repair "
                "is guaranteed until %(until)s.",
                **values,
            ),
            "free": self.env._(
                "The repair of your watch %(watch)s is in warranty and costs you "
                "nothing.",
                **values,
            ),
            "cancelled": self.env._(
                "Your watch %(watch)s was not repaired and is ready for collection. "
                "There is no charge.",
                **values,
            ),
        }
        if step in ("price", "reminder"):
            return self._price_text(values, again=step == "reminder")
        return texts[step]
