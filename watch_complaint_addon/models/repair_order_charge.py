"""In warranty the customer pays nothing, unless a supervisor says why.

Whoever makes a customer pay decides against the warranty: with a written reason, by the
same people, and in the decision log. A price that is there stays and may be lowered.
"""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .repair_order_steps import TODO


class RepairOrder(models.Model):
    _inherit = "repair.order"

    charge_reason = fields.Text(
        string="Why the Customer Pays",
        copy=False,
        readonly=True,
        help="In warranty the customer pays nothing, unless a supervisor says why.",
    )
    charge_allowed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Price Allowed By",
        copy=False,
        readonly=True,
        ondelete="restrict",
    )

    def _is_in_warranty(self):
        """Say whether its watch is in warranty, as last decided (sudo)."""
        repair = self.sudo()
        decision = repair.ticket_id._warranty_of(repair.lot_id, repair.product_id)
        return decision.result == "in"

    def _charges_more(self, charge):
        """Say whether the customer would pay more than now, in warranty (sudo)."""
        repair = self.sudo()
        more = repair.currency_id.compare_amounts(charge, repair.charge_amount) > 0
        return more and repair._is_in_warranty()

    def _may_charge(self):
        """Say whether the user may make a customer pay in warranty."""
        return self.sudo().ticket_id.with_env(self.env)._may_override_warranty()

    def _charge_refusal(self, charge):
        """Return why no more than this is charged, and what to do about it."""
        repair = self.sudo()
        people = repair.ticket_id._survey_supervisors()[:3].mapped("name")
        values = {
            "repair": repair.name,
            "price": repair.currency_id.format(charge),
            "people": ", ".join(people),
        }
        if not people:
            return self.env._(
                "%(repair)s is in warranty: only a supervisor of the case may charge "
                "more than %(price)s, with a written reason.",
                **values,
            )
        return self.env._(
            "%(repair)s is in warranty: only a supervisor of the case may charge more "
            "than %(price)s, with a written reason. Ask one of them to estimate it: "
            "%(people)s.",
            **values,
        )

    def _charge_values(self, charge, reason):
        """Check and log a price in warranty; return what it changes (trusted).

        :raises AccessError: when the user decides no warranty against the rule
        :raises UserError: when there is no reason
        """
        if not charge:
            return {"charge_reason": False, "charge_allowed_by_id": False}
        if not self._charges_more(charge):
            return {}
        if not self.with_env(self.env(su=False))._may_charge():
            raise AccessError(self._charge_refusal(self.charge_amount))
        return self._allow_charge(charge, reason)

    def _allow_charge(self, charge, reason):
        """Log a price in warranty; return what it changes (trusted, checked)."""
        reason = self._words(reason)
        if not reason:
            raise UserError(
                self.env._(
                    "%(repair)s is in warranty. Say why the customer pays.",
                    repair=self.name,
                )
            )
        self._log_charge(charge, reason)
        self._log_case(
            self.env._(
                "In warranty, and the customer pays %(price)s all the same. %(reason)s",
                price=self.currency_id.format(charge),
                reason=reason,
            )
        )
        return {"charge_reason": reason, "charge_allowed_by_id": self.env.uid}

    def _log_charge(self, charge, reason=None):
        """Write into the decision log what the customer pays in warranty."""
        self.ticket_id.with_env(self.env(su=False))._log_decision(
            "repair_charged",
            note=reason,
            amount=charge,
            currency=self.currency_id.name,
            detail=(
                f"repair {self.name}, in warranty, "
                f"from {self.charge_amount:.2f} to {charge:.2f}"
            ),
        )

    # ------------------------------------------------------------------
    # the warranty is decided after the price
    # ------------------------------------------------------------------

    def _drop_charge(self):
        """The watch is in warranty after all: nothing is charged (trusted).

        :raises UserError: when the rule does not pay what was begun, and no package
        """
        for repair in self:
            told = repair.asked_at or repair.consent_at
            text = repair.env._(
                "In warranty: the price of %(price)s is taken off",
                price=repair.currency_id.format(repair.charge_amount),
            )
            invoices = repair.quotation_id.invoice_ids
            repair._log_charge(0)
            repair.write({"price_told": False, **repair._charge_values(0, None)})
            repair.charge_amount = 0
            repair._make_quotation()
            repair._log_case(text)
            repair._cover_begun()
            repair._credit_later(invoices.filtered(lambda one: one.state == "posted"))
            if told:
                repair._tell_customer("free")

    def _cover_begun(self):
        """What has begun is paid by the warranty now, or by packages (trusted)."""
        if self.state in ("under_repair", "done"):
            self._check_cover()
            self.under_warranty = self.ticket_id._warranty_now()._is_free()

    def _credit_later(self, invoices):
        """A posted invoice stays until somebody credits it: ask for that (trusted)."""
        ticket = self.ticket_id
        if invoices and ticket.user_id:
            ticket._untrusted().activity_schedule(
                TODO,
                user_id=ticket.user_id.id,
                summary=self.env._(
                    "In warranty: have %(invoices)s credited",
                    invoices=", ".join(invoices.mapped("name")),
                ),
            )
