"""What has to be done and what that is worth; who may say that it is worth less.

What a repair is worth decides whose approval it needs when it is free of charge. So
what the workshop said is a floor: below it goes the workshop itself, with a reason, or
somebody whose own authority covers the difference. Both are in the decision log.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.retail_complaint_addon.models.complaint_solution import SETTLED_STATES
from odoo.addons.retail_complaint_addon.models.complaint_solution_authority import (
    PROMISED_STATES,
)
from odoo.addons.retail_complaint_addon.rules import authority

from ..rules import repair_cover


class RepairOrder(models.Model):
    _inherit = "repair.order"

    floor_value = fields.Monetary(
        string="Estimate of the Workshop",
        copy=False,
        readonly=True,
        help="Work and other costs as the workshop estimated them, without parts.",
    )

    def _estimate(self, vals):
        """Write down what has to be done, what it is worth and until when.

        A price above the agreed one has to be agreed again.

        :param dict vals: findings, work_ids, other_value, charge_amount, promised_at,
            reason (why it is worth less than the workshop said), charge_reason (why
            the customer pays in warranty)
        """
        repair = self._enter()
        works = self.env["watch.repair.work"].browse(vals.get("work_ids") or [])
        works.check_access("read")
        works = works.sudo()
        wrong = works.filtered(lambda work: work.company_id != repair.company_id)
        if wrong:
            raise ValidationError(
                self.env._(
                    "%(work)s is no work of this company.", work=wrong[0].display_name
                )
            )
        other, charge = vals.get("other_value") or 0, vals.get("charge_amount") or 0
        self._check_sum(other, charge)
        worth = sum(works.mapped("price")) + other + repair.parts_value
        repair._check_charge(charge, worth)
        promised = fields.Datetime.to_datetime(vals.get("promised_at"))
        if promised and promised != repair.promised_at:
            repair._check_promise(promised)
        values = {
            "findings": self._words(vals.get("findings")),
            "work_ids": [(6, 0, works.ids)],
            "work_value": sum(works.mapped("price")),
            "other_value": other,
            "charge_amount": charge,
            "promised_at": promised,
            **repair._charge_values(charge, vals.get("charge_reason")),
        }
        if repair.consent_at and charge > repair.consent_amount:
            values.update(self._no_consent())
        repair._set_floor(values["work_value"] + other, vals.get("reason"))
        if (charge, promised or False) != (repair.charge_amount, repair.promised_at):
            values["price_told"] = False
        repair.write(values)
        if repair.state == "under_repair":
            repair._check_consent()
            repair._check_cover()
        return repair

    def _check_charge(self, charge, worth):
        """:raises ValidationError: when the customer would pay more than it is worth

        Mostly a nought too many, or the work was not chosen; the price goes out
        by mail.
        """
        if repair_cover.relief(charge, worth):
            raise ValidationError(
                self.env._(
                    "The customer would pay %(charge)s, but the work, other costs and "
                    "parts come to %(worth)s. Choose the work that has to be done, or "
                    "enter the rest under Other Costs.",
                    charge=self.currency_id.format(charge),
                    worth=self.currency_id.format(worth),
                )
            )

    def _check_promise(self, promised):
        if promised <= fields.Datetime.now():
            raise ValidationError(
                self.env._("The customer cannot be promised a day that is over.")
            )
        # by the date alone: the last day there is has no zone to be moved to
        self.company_id._check_watch_day(promised.date())

    # ------------------------------------------------------------------
    # the floor
    # ------------------------------------------------------------------

    def _set_floor(self, value, reason):
        """Check an estimate that is worth less, and remember the workshop's (trusted).

        :raises UserError: when the workshop does not say why
        :raises AccessError: when the difference is above the user's own authority
        """
        floor = self.floor_value
        less = repair_cover.relief(floor, value)
        if self._works_in_workshop():
            if less:
                self._log_less(value, self._less_reason(reason))
            self.floor_value = value
        elif less and value != self._estimated_value():
            grant, total = self._own_grant_for(less)
            self._log_less(value, self._words(reason), grant, total)

    def _estimated_value(self):
        """Return the value of work and other costs as it stands (trusted)."""
        return self.work_value + self.other_value

    def _less_reason(self, reason):
        words = self._words(reason)
        if not words:
            raise UserError(
                self.env._(
                    "%(repair)s is worth %(value)s by the estimate of the workshop. "
                    "Say why it is less.",
                    repair=self.name,
                    value=self.currency_id.format(self.floor_value),
                )
            )
        return words

    def _own_grant_for(self, less):
        """Return the user's own grant for making it worth less, and the sum it covers.

        Counted with what else the cases of the customer's matter were given, so that
        nobody splits it.
        """
        user, ticket = self.env.user, self.ticket_id
        register = self.env["complaint.authority"].sudo()
        candidates = register._candidates(ticket, users=user)
        grants = [grant for one in candidates for grant in one.grants]
        need = self._less_need(grants, less + self._less_elsewhere())
        grant = authority.own_grant(grants, need)
        if not grant:
            raise AccessError(
                self.env._(
                    "%(repair)s is worth %(value)s by the estimate of the workshop, "
                    "and %(less)s less is more than you may give. Ask the workshop or "
                    "your supervisor to estimate it.",
                    repair=self.name,
                    value=self.currency_id.format(self.floor_value),
                    less=self.currency_id.format(less),
                )
            )
        return grant, float(need.sums[grant.currency_id])

    def _less_elsewhere(self):
        """Return what other repairs of the cluster are below their floor (trusted)."""
        repairs = self.ticket_id._cluster().repair_ids - self
        repairs = repairs.filtered(lambda one: one.stage != "cancelled")
        return sum(
            repair_cover.relief(one.floor_value, one._estimated_value())
            for one in repairs
        )

    def _less_need(self, grants, total):
        """Return what has to be covered, in every currency of the grants."""
        ticket, company = self.ticket_id, self.company_id
        register = self.env["complaint.authority"]
        today = register._today(company)
        given = self.env["complaint.solution"].search(
            [
                ("ticket_id", "in", ticket._cluster().ids),
                ("state", "in", (*SETTLED_STATES, *PROMISED_STATES)),
            ]
        )
        currencies = self.env["res.currency"].browse(
            {grant.currency_id for grant in grants}
        )
        kind = self.env.ref("retail_complaint_addon.solution_type_repair")
        return authority.Need(
            type_ids=frozenset(kind.ids),
            category_path=ticket._category_path(),
            sums={
                currency.id: given._sum_in(currency, today)
                + register._convert(
                    total, company.currency_id, currency, company, today
                )
                for currency in currencies
            },
        )

    def _log_less(self, value, reason, grant=None, total=0):
        """Write into the decision log that it is worth less, and by whose right."""
        figures = {}
        if grant:
            limit = self.env["res.currency"].browse(grant.currency_id)
            figures = {
                "authority_id": grant.record_id,
                "limit_amount": float(grant.limit or 0),
                "limit_currency": limit.name,
                "unlimited": grant.limit is None,
                "sum_amount": total,
            }
        self.ticket_id.with_env(self.env(su=False))._log_decision(
            "repair_lowered",
            note=reason or None,
            amount=self.floor_value - value,
            currency=self.currency_id.name,
            detail=(
                f"repair {self.name}, workshop {self.floor_value:.2f}, "
                f"now {value:.2f}, by {'authority' if grant else 'workshop'}"
            ),
            **figures,
        )
        self._log_case(
            self.env._(
                "%(repair)s is estimated at %(value)s, less than the %(floor)s of the "
                "workshop. %(reason)s",
                repair=self.name,
                value=self.currency_id.format(value),
                floor=self.currency_id.format(self.floor_value),
                reason=reason or "",
            )
        )

    @api.model
    def _floor_of_cancelled(self, ticket):
        """Return the floor of the repair this one takes the place of.

        Cancelling and beginning again makes nothing cheaper.
        """
        before = ticket.sudo().repair_ids.filtered(
            lambda one: one.stage == "cancelled" and one.lot_id == ticket.lot_id
        )
        return before.sorted("id")[-1:].floor_value
