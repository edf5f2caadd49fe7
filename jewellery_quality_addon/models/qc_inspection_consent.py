"""Nothing is taken off a customer's piece before we have it and they agreed."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.retail_complaint_addon.models.turns import take_turns

from .qc_inspection_actions import INSPECTOR
from .qc_inspection_line import OPEN

# An outside assayer has it from us: it is still in our hands before the law.
HELD = ("in_custody", "outside")
NOT_BACK = (*HELD, "unclaimed")
RESULTS = {"method_id", "quantitative_value", "qualitative_value", "measured"}


class QcInspection(models.Model):
    _name = "qc.inspection"
    _inherit = ["qc.inspection", "complaint.words.mixin"]

    consent_ids = fields.One2many(
        comodel_name="jewellery.consent",
        inverse_name="inspection_id",
        readonly=True,
        copy=False,
    )
    consent_state = fields.Selection(
        selection=[
            ("none", "Not Asked"),
            ("given", "Agreed"),
            ("withdrawn", "Withdrawn"),
        ],
        string="Customer's Consent",
        compute="_compute_consent_state",
        store=True,
    )
    can_record_consent = fields.Boolean(compute="_compute_can_record_consent")

    @api.depends("consent_ids.kind")
    def _compute_consent_state(self):
        for inspection in self:
            last = inspection.consent_ids.sorted("id")[-1:]
            inspection.consent_state = last.kind or "none"

    @api.depends("state", "ticket_id")
    @api.depends_context("uid")
    def _compute_can_record_consent(self):
        for inspection in self:
            asked = inspection.is_jewellery and inspection.sudo().ticket_id
            inspection.can_record_consent = (
                asked and inspection.state in OPEN and inspection._may_record_consent()
            )

    # ------------------------------------------------------------------
    # what the customer says
    # ------------------------------------------------------------------

    def action_record_consent(self):
        """Open the screen for what the customer agrees to."""
        return self._consent_screen("given")

    def action_withdraw_consent(self):
        """Open the screen for second thoughts."""
        return self._consent_screen("withdrawn")

    def _consent_screen(self, kind):
        self.ensure_one()
        self._check_records_consent()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Consent to a Destructive Test"),
            "res_model": "jewellery.consent.record",
            "view_mode": "form",
            "target": "new",
            "context": {"default_inspection_id": self.id, "default_kind": kind},
        }

    def _may_record_consent(self):
        """Inspectors, and staff who handle the case: the customer meets them."""
        self.ensure_one()
        if self.env.user.has_group(INSPECTOR) and self.has_access("write"):
            return True
        case = self.sudo().ticket_id.with_env(self.env(su=False))
        return bool(case) and case._is_clerk() and case.has_access("write")

    def _check_records_consent(self):
        self.check_access("read")
        if not self._may_record_consent():
            raise AccessError(
                self.env._(
                    "Inspectors and staff of the case write down what the customer "
                    "says about it."
                )
            )
        if not self.is_jewellery or not self.sudo().ticket_id:
            raise UserError(
                self.env._(
                    "%(inspection)s is about no case, so there is no customer to ask.",
                    inspection=self.name,
                )
            )

    def _record_consent(self, vals):
        """Write down what the customer says; return the row.

        :param dict vals: kind, given_by, how, moment, scope, signature, file_ids
        """
        self._check_records_consent()
        self._lock_in(*OPEN)
        kind = vals.get("kind")
        self._check_consent_turn(kind)
        files = self._check_consent_proof(vals)
        now = fields.Datetime.now()
        values = {
            "inspection_id": self.id,
            "kind": kind,
            "given_by": self._words(vals.get("given_by")),
            "how": vals.get("how"),
            "moment": vals.get("moment") or now,
            "scope": self._words(vals.get("scope")),
            "signature": vals.get("signature") if vals["how"] == "signature" else False,
            "custody_id": self._custody_of_piece(HELD)[:1].id,
            "file_ids": [(6, 0, files.ids)],
            "recorded_by_id": self.env.uid,
            "recorded_at": now,
        }
        consent = self.env["jewellery.consent"].sudo()._trusted().create(values)
        files.sudo().write({"res_model": consent._name, "res_id": consent.id})
        said = {
            "given": self.env._("the customer agreed to a destructive test"),
            "withdrawn": self.env._("the customer withdrew the consent"),
        }
        ticket = self.sudo().ticket_id
        if ticket.is_complaint:
            ticket._log_inspection(self.sudo(), said[kind])
        return consent.with_env(self.env)

    def _check_consent_turn(self, kind):
        """:raises UserError: when there is nothing to agree to or to withdraw"""
        state = self.sudo().consent_state
        if kind == "given" and state == "given":
            raise UserError(self.env._("The customer has agreed already."))
        if kind == "withdrawn":
            if state != "given":
                raise UserError(self.env._("There is no consent to withdraw."))
            made = self.sudo().inspection_lines.filtered(
                lambda line: line.measured and line.method_id.destructive
            )
            if made:
                raise UserError(
                    self.env._(
                        "%(method)s has been made: it cannot be taken back any more.",
                        method=made[0].method_id.name,
                    )
                )

    def _check_consent_proof(self, vals):
        """Return the files (as the user).

        :raises ValidationError: when what was said could not be proved
        """
        how, given = vals.get("how"), vals.get("kind") == "given"
        if vals.get("kind") not in ("given", "withdrawn"):
            raise ValidationError(self.env._("Say whether the customer agrees."))
        if not self._words(vals.get("given_by")):
            raise ValidationError(self.env._("Say who said so."))
        if (vals.get("moment") or fields.Datetime.now()) > fields.Datetime.now():
            raise ValidationError(self.env._("It cannot have been said in the future."))
        if how not in dict(self.env["jewellery.consent"]._fields["how"].selection):
            raise ValidationError(self.env._("Say how it was said."))
        files = self.env["complaint.referral"]._own_files(
            list(vals.get("file_ids", ()))
        )
        if not given:
            return files
        if how == "told":
            raise ValidationError(
                self.env._("Words are no proof: a signature, a file or the receipt.")
            )
        if how == "signature":
            self.env["complaint.custody"]._check_signature(vals.get("signature"))
        elif how == "file" and not files:
            raise ValidationError(self.env._("Add the letter, e-mail or form."))
        elif how == "receipt":
            held = self._custody_of_piece(HELD)
            if not any(held.mapped("consent_destructive")):
                raise ValidationError(
                    self.env._(
                        "The receipt does not say that the piece may be tested with "
                        "traces. Ask the customer."
                    )
                )
        return files

    # ------------------------------------------------------------------
    # before anything is taken off
    # ------------------------------------------------------------------

    def _custody_of_piece(self, states):
        """Return the receipts (sudo) of this piece in its case.

        A receipt that names no serial number counts when it names the product.
        """
        self.ensure_one()
        one = self.sudo()
        found = (
            self.env["complaint.custody"]
            .sudo()
            .search([("ticket_id", "in", one.ticket_id.ids), ("state", "in", states)])
        )
        return found.filtered(
            lambda custody: (
                custody.lot_id == one.lot_id
                or (not custody.lot_id and custody.product_id == one.product_id)
            )
        )

    def _check_destructive(self):
        """:raises UserError: unless the piece is here and its owner agreed"""
        for inspection in self.sudo():
            methods = inspection.inspection_lines.method_id.filtered("destructive")
            if not methods:
                continue
            if inspection.ticket_id:
                inspection._check_customer_agreed(methods[0])
            else:
                inspection._check_own_piece(methods[0])

    def _check_customer_agreed(self, method):
        held = self._custody_of_piece(HELD)
        # the customer may be at the counter to collect it
        take_turns(held)
        if not held:
            raise UserError(
                self.env._(
                    "%(method)s takes something off the piece: take it in for case "
                    "%(case)s first.",
                    method=method.name,
                    case=self.case_number,
                )
            )
        if self.consent_state != "given":
            raise UserError(
                self.env._(
                    "%(method)s takes something off the piece: record first that the "
                    "customer consented to it.",
                    method=method.name,
                )
            )

    def _check_own_piece(self, method):
        """Without a case the piece is ours, and somebody of us decides."""
        custody = self.env["complaint.custody"].sudo()
        held = custody.search(
            [("lot_id", "=", self.lot_id.id), ("state", "in", NOT_BACK)], limit=1
        )
        if held:
            raise UserError(
                self.env._(
                    "%(piece)s is a customer's: name case %(case)s in the inspection.",
                    piece=self.lot_id.name,
                    case=held.case_number,
                )
            )
        if not (self.consent_note or "").strip():
            raise UserError(
                self.env._(
                    "%(method)s takes something off the piece: write down who "
                    "consented, when and how.",
                    method=method.name,
                )
            )


class QcInspectionLine(models.Model):
    _inherit = "qc.inspection.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_destructive()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if not RESULTS.isdisjoint(vals):
            self._check_destructive()
        return result

    def _check_destructive(self):
        """Ask before a result is written, and again when it is confirmed."""
        risky = self.filtered(
            lambda line: line.jewellery_criterion and line.method_id.destructive
        )
        risky.inspection_id._check_destructive()
