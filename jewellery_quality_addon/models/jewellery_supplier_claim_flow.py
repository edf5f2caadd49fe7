"""Drawn up from lots, sent, answered, credited; the clock reminds of late answers."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.retail_complaint_addon.models.complaint_clock import ClockJob

TODO = "mail.mail_activity_data_todo"


class JewellerySupplierClaim(models.Model):
    _inherit = "jewellery.supplier.claim"

    # ------------------------------------------------------------------
    # from lots
    # ------------------------------------------------------------------

    @api.model
    def _draw_up(self, lots, **values):
        """Make a draft for each supplier of what is defective and not yet claimed.

        :param lots: lots of one company that the user can read
        :param values: further values of the claims
        :raises UserError: when there is nothing to claim, or nobody to claim it from
        """
        open_lots = lots.filtered(
            lambda lot: lot.quantity_defective > lot.quantity_claimed
        )
        if not open_lots:
            raise UserError(
                self.env._(
                    "Nothing to claim: no lot with defective pieces that are not on "
                    "a claim yet. Enter the lots of the case first."
                )
            )
        nobody = open_lots.filtered(lambda lot: not lot.supplier_id)
        if nobody:
            raise UserError(
                self.env._(
                    "Name the supplier first: %(lots)s.",
                    lots=", ".join(nobody.mapped("display_name")),
                )
            )
        return self.create(
            [
                {
                    "company_id": of_one.company_id.id,
                    "currency_id": of_one.company_id.currency_id.id,
                    "partner_id": supplier.id,
                    "line_ids": [(0, 0, {"buyer_lot_id": lot.id}) for lot in of_one],
                    **values,
                }
                for supplier, of_one in open_lots.grouped("supplier_id").items()
            ]
        )

    def _open_view(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jewellery_quality_addon.jewellery_supplier_claim_action"
        )
        if len(self) == 1:
            return {**action, "views": [(False, "form")], "res_id": self.id}
        return {**action, "domain": [("id", "in", self.ids)], "context": {}}

    # ------------------------------------------------------------------
    # steps
    # ------------------------------------------------------------------

    def action_send(self):
        """Fix the claim and keep its letter; mail it when that is ticked."""
        self._check_claimer()
        for claim in self:
            if claim._is_done_by_me("sent"):
                continue
            claim._lock_in("draft")
            claim._check_ready()
            today = fields.Date.context_today(claim)
            days = claim.company_id.jewellery_claim_days
            due = claim.answer_due or today + timedelta(days=days)
            claim._go(
                "sent",
                sent_at=fields.Datetime.now(),
                sent_by_id=self.env.uid,
                answer_due=due,
            )
            claim._keep_letter()
        return True

    def _check_ready(self):
        """:raises UserError: naming everything that is missing at once"""
        missing = [
            self._fields[name]._description_string(self.env)
            for name in ("line_ids", "amount", "reason")
            if not self[name]
        ]
        if self.by_mail and not self.partner_id.email:
            missing.append(self.env._("E-mail of the supplier"))
        if missing:
            raise UserError(
                self.env._(
                    "%(name)s: still to fill in: %(fields)s.",
                    name=self.name,
                    fields=", ".join(missing),
                )
            )
        if self.answer_due and self.answer_due < fields.Date.context_today(self):
            raise UserError(self.env._("The day for the answer is over."))
        self.line_ids._check_not_twice()

    def action_accept(self):
        """The supplier accepts all of it."""
        return self._answered("accepted")

    def action_accept_part(self):
        """The supplier accepts a part; how much has been filled in."""
        self._check_claimer()
        for claim in self:
            part = claim.amount_accepted
            if not part or not claim._more(claim.amount, part):
                raise UserError(
                    self.env._(
                        "%(name)s: fill in the amount accepted, more than 0 and less "
                        "than %(most)s.",
                        name=claim.name,
                        most=claim.currency_id.format(claim.amount),
                    )
                )
            claim._check_answer()
        return self._answered("partly")

    def action_refuse(self):
        """The supplier refuses; the pieces may be claimed again from another one."""
        self._check_claimer()
        for claim in self:
            claim._check_answer()
        return self._answered("refused")

    def _check_answer(self):
        if not (self.answer or "").strip():
            raise UserError(
                self.env._(
                    "%(name)s: write down what the supplier answered.", name=self.name
                )
            )

    def _answered(self, state):
        self._check_claimer()
        for claim in self:
            if claim._is_done_by_me(state):
                continue
            claim._lock_in("sent")
            accepted = {"accepted": claim.amount, "refused": 0.0}
            claim._go(
                state,
                answered_at=fields.Datetime.now(),
                amount_accepted=accepted.get(state, claim.amount_accepted),
            )
            claim.sudo()._untrusted().activity_unlink([TODO])
        return True

    def action_credit(self):
        """The credit note of the supplier is here."""
        self._check_claimer()
        for claim in self:
            if claim._is_done_by_me("credited"):
                continue
            claim._lock_in("accepted", "partly")
            if not (claim.credit_ref or "").strip() or not claim.amount_credited:
                raise UserError(
                    self.env._(
                        "%(name)s: fill in number and amount of the credit note.",
                        name=claim.name,
                    )
                )
            claim._go("credited", credited_at=fields.Datetime.now())
        return True

    def action_cancel(self):
        """Give the claim up before it is answered."""
        self._check_claimer()
        for claim in self:
            if claim._is_done_by_me("cancelled"):
                continue
            claim._lock_in("draft", "sent")
            claim._go("cancelled")
            claim.sudo()._untrusted().activity_unlink([TODO])
        return True

    def action_reopen(self):
        """Take up again what was answered: the supplier thought again."""
        self._check_claimer()
        for claim in self:
            if claim._is_done_by_me("sent"):
                continue
            claim._lock_in("accepted", "partly", "refused")
            claim._go(
                "sent", answered_at=False, amount_accepted=0.0, amount_credited=0.0
            )
            claim.line_ids._check_not_twice()
        return True

    def _is_done_by_me(self, state):
        """Say whether it is the second click of the same person; others are told."""
        return self.state == state and self.write_uid == self.env.user

    def _lock_in(self, *states):
        self.ensure_one()
        if not self.sudo().try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._("Somebody else works on it right now."))
        self.invalidate_recordset()
        if self.state not in states:
            raise UserError(
                self.env._(
                    "%(name)s: not possible in state %(state)s.",
                    name=self.name,
                    state=self._state_label(),
                )
            )

    def _go(self, state, **values):
        self.sudo()._trusted().write({"state": state, **values})
        for case in self.sudo().ticket_ids:
            case.with_env(self.env)._log_decision(
                "claimed",
                detail=f"{self.name}; {self.sudo().partner_id.id}; {state}",
                amount=self.amount_credited if state == "credited" else self.amount,
                currency=self.currency_id.name,
            )

    # ------------------------------------------------------------------
    # the clock
    # ------------------------------------------------------------------

    def _remind_batch(self):
        """Remind of a late answer, once for each due date; called by the clock."""
        self._trusted().write({"remind_at": False})
        for claim in self.filtered(lambda claim: claim.state == "sent"):
            users = claim.user_id | claim.sent_by_id | claim.create_uid
            seen = users.filtered(lambda user, one=claim: one._is_seen_by(user))
            if seen:
                claim._untrusted().activity_schedule(
                    TODO,
                    user_id=seen[0].id,
                    summary=self.env._(
                        "%(claim)s: the supplier has not answered",
                        claim=claim.display_name,
                    ),
                )

    def _is_seen_by(self, user):
        mine = self.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )
        return user.active and mine.has_access("write")


class ComplaintClock(models.AbstractModel):
    _inherit = "complaint.clock"

    @api.model
    def _clock_due_batches(self):
        claims = self.env["jewellery.supplier.claim"].sudo()
        domain = [("remind_at", "<=", fields.Datetime.now())]
        return [
            *super()._clock_due_batches(),
            ClockJob(claims, domain, "_remind_batch", "remind_at, id"),
        ]
