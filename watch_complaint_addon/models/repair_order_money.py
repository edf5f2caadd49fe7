"""What the repair is worth, what the customer agreed to, and what has to be approved.

A repair that is free of charge costs money: inside of the warranty the rule says so,
outside of it an accepted package of the case covers what the customer does not pay.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..rules import repair_cover

MOST = 10**9


class RepairOrder(models.Model):
    _inherit = "repair.order"

    @api.model
    def _check_sum(self, *amounts):
        """:raises ValidationError: when an amount is none"""
        if not all(0 <= (amount or 0) < MOST for amount in amounts):
            raise ValidationError(
                self.env._("An amount is 0 or more, and less than %(most)s.", most=MOST)
            )

    @api.model
    def _no_consent(self):
        """Return the values of a repair to which nobody has agreed."""
        return {
            "consent_open": False,
            "consent_outside": False,
            "consent_amount": 0,
            "consent_by": False,
            "consent_channel": False,
            "consent_evidence": False,
            "consent_signature": False,
            "consent_at": False,
            "consent_user_id": False,
        }

    # ------------------------------------------------------------------
    # consent
    # ------------------------------------------------------------------

    def _record_consent(self, vals):
        """Write down that the customer agrees, to what, and how we know.

        :param dict vals: by, channel, signature or evidence, open, outside
        """
        repair = self._enter()
        name = self._words(vals.get("by"))
        channel = vals.get("channel")
        known = dict(self._fields["consent_channel"]._description_selection(self.env))
        if not name or channel not in known:
            raise ValidationError(self.env._("Write down who agreed, and how."))
        evidence = self._words(vals.get("evidence"))
        if vals.get("signature"):
            self.env["complaint.custody"]._check_signature(vals["signature"])
        elif channel == "visit" or not evidence:
            raise ValidationError(
                self.env._(
                    "The customer signs here. If they are not in the shop, choose how "
                    "they agreed, and write down what was said or where it is written, "
                    "and when."
                )
            )
        if not vals.get("open"):
            raise ValidationError(
                self.env._(
                    "Without the customer's yes the watch is not opened. Tick “We may "
                    "open the watch”, or press Do Not Repair if the customer says no."
                )
            )
        repair.write(
            {
                "consent_open": True,
                "consent_outside": bool(vals.get("outside")),
                "consent_amount": repair.charge_amount,
                "consent_by": name,
                "consent_channel": channel,
                "consent_evidence": evidence,
                "consent_signature": vals.get("signature") or False,
                "consent_at": fields.Datetime.now(),
                "consent_user_id": self.env.uid,
                "asked_at": repair.asked_at or fields.Datetime.now(),
            }
        )
        repair._make_quotation()
        repair.ticket_id._untrusted()._resume_clock()
        repair._log_case(
            self.env._(
                "%(name)s agrees to the repair for %(price)s (%(how)s)",
                name=name,
                price=repair.currency_id.format(repair.charge_amount),
                how=known[channel],
            )
        )
        return repair

    def _make_quotation(self):
        """Order the repair at the agreed price; the staff need no rights for sales."""
        if self.quotation_id:
            self.quotation_id._trusted()._action_cancel()
        if not self.charge_amount:
            self.quotation_id = False
            return
        product = self.env.ref("watch_complaint_addon.product_watch_repair")
        orders = self.env["sale.order"].sudo()._trusted().with_company(self.company_id)
        self.quotation_id = orders.create(
            {
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
                "pricelist_id": False,
                "origin": self.name,
                "order_line": [
                    (
                        0,
                        0,
                        {
                            "product_id": product.id,
                            "name": self.env._(
                                "Repair %(repair)s: %(watch)s",
                                repair=self.name,
                                watch=self.lot_id.name or self.product_id.display_name,
                            ),
                            "product_uom_qty": 1,
                            "price_unit": self.charge_amount,
                        },
                    )
                ],
            }
        )
        self.quotation_id.action_confirm()

    # ------------------------------------------------------------------
    # may it begin, may it end
    # ------------------------------------------------------------------

    def _check_consent(self):
        """:raises UserError: unless the customer said yes (trusted)"""
        if not (self.consent_at and self.consent_open):
            raise UserError(
                self.env._(
                    "%(repair)s: record the customer's consent before the watch is "
                    "opened.",
                    repair=self.name,
                )
            )
        if self.charge_amount > self.consent_amount:
            raise UserError(
                self.env._(
                    "%(repair)s: the customer agreed to %(agreed)s, not to %(price)s.",
                    repair=self.name,
                    agreed=self.currency_id.format(self.consent_amount),
                    price=self.currency_id.format(self.charge_amount),
                )
            )

    def _paid_amount(self):
        """Return what the customer really owes for it."""
        order = self.quotation_id
        if order.state != "sale":
            return 0.0
        return min(self.charge_amount, order._repair_sum())

    def _check_cover(self):
        """:raises UserError: when more is given than the warranty or packages cover"""
        ticket = self.ticket_id
        decision = ticket._warranty_now()
        if not decision or decision.lot_id != self.lot_id:
            raise UserError(
                self.env._(
                    "%(repair)s: decide first whether the watch is in warranty.",
                    repair=self.name,
                )
            )
        if decision._is_free():
            return
        if not self.full_value:
            raise UserError(
                self.env._(
                    "%(repair)s is out of warranty: estimate first what it is worth.",
                    repair=self.name,
                )
            )
        given = sum(repair._given() for repair in ticket._given_repairs() | self)
        approved = ticket._repair_packages()
        missing = repair_cover.missing(given, approved)
        if missing:
            raise UserError(
                self.env._(
                    "%(repair)s is out of warranty, and %(missing)s of it is paid by "
                    "nobody. Propose a package with a repair of that amount; the "
                    "repair goes on when the customer has accepted it.",
                    repair=self.name,
                    missing=self.currency_id.format(missing),
                )
            )

    def _given(self):
        """Return what the company gives with this repair."""
        return repair_cover.relief(self.full_value, self._paid_amount())

    def action_propose_cover(self):
        """Open a new package of the case with a repair free of charge of that amount.

        It is an ordinary package: limit, approval and acceptance are those of the case.
        """
        repair = self._enter()
        case = repair.ticket_id.with_env(self.env(su=False))
        case._require_complaints()
        given = repair_cover.relief(repair.full_value, repair.charge_amount)
        if not given:
            raise UserError(self.env._("Nothing of this repair is free of charge."))
        reduced = "repair_reduced" if repair.charge_amount else "repair"
        kind = self.env.ref(f"retail_complaint_addon.solution_type_{reduced}")
        package = (
            self.env["complaint.solution"]
            .sudo(False)
            .create(
                {
                    "ticket_id": case.id,
                    "line_ids": [
                        (
                            0,
                            0,
                            {
                                "type_id": kind.id,
                                "name": repair.name,
                                "customer_value": given,
                                "amount": given,
                            },
                        )
                    ],
                }
            )
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": package._name,
            "res_id": package.id,
            "views": [(False, "form")],
        }

    # ------------------------------------------------------------------
    # parts
    # ------------------------------------------------------------------

    def action_add_part(self):
        """Open the screen that takes a part from stock."""
        return self._screen("watch_repair_part")

    def _add_part(self, product_id, quantity):
        """Take a part from stock; its list price counts at once."""
        repair = self._enter()
        product = self.env["product.product"].browse(product_id)
        product.check_access("read")
        product = product.sudo()
        if product.type != "consu" or (
            product.company_id and product.company_id != repair.company_id
        ):
            raise ValidationError(self.env._("%(part)s is no part.", part=product.name))
        if not 0 < quantity <= 1000:
            raise ValidationError(
                self.env._("The quantity is more than 0, and at most 1000.")
            )
        repair.env["stock.move"].create(
            {
                "repair_id": repair.id,
                "repair_line_type": "add",
                "product_id": product.id,
                "product_uom_qty": quantity,
                "product_uom": product.uom_id.id,
                "company_id": repair.company_id.id,
            }
        )
        if repair.state == "under_repair":
            repair._check_cover()
        return repair
